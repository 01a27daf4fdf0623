"""The same corpus as form records: what reading documents of these texts would have to find, verbatim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from transforms.tables.submission import Submission
from warehouse.schema.records import (
    CoverRecord,
    DocumentRecord,
    Finding,
    GoalRecord,
    IndicatorRecord,
    PlanStageRecord,
    ProjectRecord,
    Text,
)

_STAGES = {"draft": "（草案）", "approved": "（批复）"}
_FUNDS = ("budget", "fiscal_funds", "other_funds")
_NAMES = ("level1", "level2", "level3", "description", "basis")

Grouped = Mapping[str, list[dict[str, Any]]]


def submissions(frames: Mapping[str, pl.DataFrame]) -> Iterator[Submission]:
    """One submission per document of a year's star rows (`corpus.Year.frames`), in their order.

    `transforms.normalise` makes the same star rows of it again. Every text of a project stands where the project does.
    """
    projects, goals = _grouped(frames["project"], "document_key"), _grouped(frames["department_goal"], "document_key")
    plans, rows = (_grouped(frames[table], "project_key") for table in ("disbursement_plan", "indicator"))
    lost = frames["document"].filter(status="quarantined")["document_key"]
    rules = dict(
        frames["quality_issue"]
        .filter(pl.col("document_key").is_in(lost.implode()))
        .select("document_key", "rule")
        .rows()
    )
    for document in frames["document"].iter_rows(named=True):
        key = document["document_key"]
        found = (Finding(rules[key]),) if key in rules else ()
        record = DocumentRecord(
            document["sha256"], document["format"], document["reader"], document["page_count"],
            cover=_cover(document), goals=tuple(_goal(row) for row in goals[key]),
            projects=tuple(_project(row, plans, rows) for row in projects[key]), findings=found,
        )  # fmt: skip
        yield Submission(record, document["file_path"], document["received_at"])


def _grouped(frame: pl.DataFrame, key: str) -> Grouped:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[row[key]].append(row)
    return found


def _cover(document: dict[str, Any]) -> CoverRecord:
    if document["status"] == "quarantined":
        return CoverRecord()
    stage = _STAGES.get(document["stage"])
    return CoverRecord(
        Text(document["department_name"], ""),
        Text(f"{document['fiscal_year']}年", ""),
        Text(stage, "") if stage else None,
    )


def _goal(row: dict[str, Any]) -> GoalRecord:
    return GoalRecord(Text(row["title"], ""), Text(row["goal_text"], ""), Text(row["measure_text"], ""))


def _project(row: dict[str, Any], plans: Grouped, indicators: Grouped) -> ProjectRecord:
    where = row["source_ref"]
    funds: dict[str, Any] = {name: Text(_wan(row[f"{name}_cny"]), where) for name in _FUNDS}
    return ProjectRecord(
        where,
        unit=Text(row["unit_code"] + row["unit_name"], where),
        money_unit=Text("单位：万元", where),
        code=Text(row["project_code"], where),
        name=Text(row["project_name"], where),
        usage=Text(row["usage_text"], where),
        goal=Text(row["goal_text"] or "", where),
        plan=tuple(_stage(stage, where) for stage in plans[row["project_key"]]),
        indicators=tuple(_indicator(one) for one in indicators[row["project_key"]]),
        **funds,
    )


def _wan(amount: Decimal | None) -> str:
    """Yuan in 万元, without zeros that say nothing; empty where the form is left blank."""
    return "" if amount is None else f"{(amount / 10_000).normalize():f}"


def _stage(row: dict[str, Any], where: str) -> PlanStageRecord:
    text = row["percent_text"]
    return PlanStageRecord(row["stage_month"], None if text is None else Text(text, where))


def _indicator(row: dict[str, Any]) -> IndicatorRecord:
    where = row["source_ref"]
    names: dict[str, Any] = {name: Text(row[name] or "", where) for name in _NAMES}
    return IndicatorRecord(where, value=Text(row["value_text"] or "", where), **names)
