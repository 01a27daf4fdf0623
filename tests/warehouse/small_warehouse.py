"""Star rows written by hand, as few as still put something into every table, and a way to publish them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from warehouse.lake import Lake
from warehouse.publish import PublishReport, publish
from warehouse.schema.staged import STAGED, frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import polars as pl

Rows = dict[str, list[dict[str, Any]]]
PLAN = ((3, "25", 25), (6, "50", 25), (10, "75", 25), (12, "100", 25))


def text(
    key: str,
    *,
    year: int | None = 2025,
    district: str | None = "130202",
    code: str | None = "202",
    department: str | None = "审计局",
    units: tuple[tuple[str | None, str | None], ...] | None = None,
    stage: str = "draft",
    status: str = "loaded",
    received: dt.datetime = dt.datetime(2025, 1, 1),  # noqa: DTZ001 - kept in UTC without a zone
    file_format: str = "docx",
    path: str | None = None,
    budget: str = "360000.00",
) -> Rows:
    """One document with a goal, and for every unit one project with an indicator and a plan."""
    units = units or ((code and f"{code}001", "审计局本级"),)
    shared = {"fiscal_year": year, "district_code": district}
    own = {"department_code": code, "department_name": department}
    rows: Rows = {table: [] for table in STAGED}
    rows["document"].append(
        {
            "document_key": key,
            "file_name": f"{key}.docx",
            "file_path": path or f"{year}/{key}.docx",
            "received_at": received,
            "format": file_format,
            "sha256": "0" * 64,
            "reader": "docx-1",
            "stage": stage,
            "status": status,
            "page_count": 3,
            "project_count": len(units),
            **shared,
            **own,
        }
    )
    goal = f"{key}-goal"
    rows["department_goal"].append(
        {
            "department_goal_key": goal,
            "document_key": key,
            "department_code": code,
            "seq_no": 1,
            "title": "监督",
            **shared,
        }
    )
    rows["department_indicator"].append({"department_goal_key": goal, "seq_no": 1, "name": "办结率", **_at_least_90()})
    for number, (unit_code, unit_name) in enumerate(units, 1):
        unit = {"unit_code": unit_code, "unit_name": unit_name}
        rows["department"].append(
            {"document_key": key, "district_name": "路南区", "department_code": code, **unit, **shared}
        )
        _add_project(rows, f"{key}-{number}", number, key, Decimal(budget), {**shared, **own, **unit})
    rows["quality_issue"].append(
        {
            "issue_key": f"{key}-issue",
            "document_key": key,
            "project_key": f"{key}-1",
            "indicator_key": f"{key}-1-1",
            "severity": "info",
            "rule": "bare_number",
            "message": "a number without a unit",
        }
    )
    return rows


def quarantined(key: str) -> Rows:
    """One document that could not be read, and the finding that says why."""
    rows: Rows = {table: [] for table in STAGED}
    document = {"document_key": key, "file_name": f"{key}.pdf", "file_path": f"{key}.pdf", "sha256": "1" * 64}
    rows["document"].append({**document, "stage": "unknown", "status": "quarantined", "error": "document_empty"})
    issue = {"issue_key": f"{key}-issue", "document_key": key, "severity": "error", "rule": "document_empty"}
    rows["quality_issue"].append({**issue, "message": "the file is empty"})
    return rows


def joined(parts: Iterable[Rows]) -> Rows:
    """The rows of several documents, table by table."""
    rows: Rows = {table: [] for table in STAGED}
    for part in parts:
        for table, more in part.items():
            rows[table] += more
    return rows


def keep(lake: Lake, partition: str, *parts: Rows) -> None:
    """Saves documents as one star partition."""
    rows = joined(parts)
    save_star(lake, partition, {table: frame(schema, rows[table]) for table, schema in STAGED.items()})


def save_star(lake: Lake, partition: str, frames: Mapping[str, pl.DataFrame]) -> None:
    """Replaces a whole partition, one frame a table, by rows of which nobody says what they were made from."""
    star = lake.star(partition)
    star.replace(frames, {})


def publish_rows(folder: Path, *parts: Rows) -> PublishReport:
    """Publishes documents from a lake of their own below a folder; years share one partition, which changes nothing."""
    lake = Lake(folder / "lake")
    keep(lake, "2025", *parts)
    return publish(lake, folder / "out")


def _at_least_90() -> dict[str, Any]:
    return {
        "value_text": "≥90%",
        "value_kind": "numeric",
        "lower_bound": Decimal(90),
        "lower_inclusive": True,
        "unit": "percent",
        "unit_text": "%",
        "per": [],
        "is_qualitative": False,
        "unit_inferred": False,
        "is_approximate": False,
        "direction": "at_least",
        "more_is_better": True,
        "phrase": "≥90%",
        "value_rule": "comparator_number",
    }


def _add_project(rows: Rows, key: str, number: int, document: str, budget: Decimal, owner: dict[str, Any]) -> None:
    shared = {name: owner[name] for name in ("fiscal_year", "district_code")}
    money = {"budget_cny": budget, "fiscal_funds_cny": budget}
    rows["project"].append(
        {
            "project_key": key,
            "document_key": document,
            "seq_no": number,
            "project_name": f"项目{number}",
            **money,
            **owner,
        }
    )
    rows["indicator"].append(
        {"indicator_key": f"{key}-1", "project_key": key, "seq_no": 1, "level1": "产出指标", **shared, **_at_least_90()}
    )
    bound = {**_at_least_90(), "bound_text": "≥90%"}
    del bound["value_text"]
    rows["indicator_bound"].append({"indicator_key": f"{key}-1", "project_key": key, "seq_no": 1, **shared, **bound})
    for month, percent, increment in PLAN:
        due = shared["fiscal_year"] and dt.date(shared["fiscal_year"], month, {3: 31, 6: 30, 10: 31, 12: 31}[month])
        rows["disbursement_plan"].append(
            {
                "project_key": key,
                "stage_month": month,
                "due_date": due,
                "percent_text": percent,
                "stated_percent": Decimal(percent),
                "plan_basis": "cumulative",
                "cumulative_percent": Decimal(percent),
                "increment_percent": Decimal(increment),
                "cumulative_cny": budget * int(percent) / 100,
                "increment_cny": budget * increment / 100,
                **shared,
            }
        )
