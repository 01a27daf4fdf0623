"""disbursement_plan: four stages a project, whichever of the two ways the office filled the row in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from transforms.form.labels import says_nothing
from transforms.quantity.dates import month_end
from transforms.tables.money import CENT
from transforms.text import fold, has_figures_apart, has_marks
from warehouse.schema.records import Finding, PlanStageRecord, Text

STAGE_MONTHS = (3, 6, 10, 12)
"""The stages of the form: ends of March, June, October and December."""
_REMEMBERED = 4096
_HUNDRED = Decimal(100)
_ZERO = Decimal(0)
_PERCENT = re.compile(r"(?:百分之)?(\d{1,4}(?:\.\d{1,4})?)%?")


class Share(NamedTuple):
    """What a cell of the plan says: nothing, a share, or (None) something that is none."""

    is_blank: bool
    percent: Decimal | None


class Stage(NamedTuple):
    """One stage as written: `shown` is False where the document has no cell for it; `percent` None where blank."""

    month: int
    shown: bool
    text: str | None
    percent: Decimal | None
    source_ref: str

    @property
    def is_unclear(self) -> bool:
        """Whether something is written that is no share."""
        return self.percent is None and self.text is not None and not _share_in(self.text).is_blank


def read_stages(plan: Sequence[PlanStageRecord], unit: Text | None = None) -> tuple[list[Stage], list[Finding]]:
    """The four stages of a plan and those besides that it names, in order, and what could not be read: with a `unit` of
    money no share is."""
    written = {stage.month: stage for stage in plan}
    others = written.keys() - set(STAGE_MONTHS)
    first = next((stage.percent.source_ref for stage in plan if stage.percent), "")
    stages = []
    findings = [Finding("plan_in_money", unit.source_ref, unit.text)] if unit else []
    for month in sorted({*STAGE_MONTHS, *others}):
        record = written.get(month)
        text = record.percent if record else None
        percent = None
        if text is None:
            findings.append(Finding("plan_stage_missing", first, details={"month": str(month)}))
        elif not unit and not (share := _share_in(text.text)).is_blank:
            percent = share.percent
            if percent is None:
                findings.append(Finding("plan_unreadable", text.source_ref, text.text, details={"month": str(month)}))
        stages.append(
            Stage(month, text is not None, text.text if text else None, percent, text.source_ref if text else "")
        )
    for month in sorted(others):
        text = written[month].percent
        where, said = (text.source_ref, text.text or None) if text else (first, None)
        findings.append(Finding("plan_stage_unknown", where, said, details={"month": str(month)}))
    return stages, findings


@lru_cache(maxsize=_REMEMBERED)
def _share_in(text: str) -> Share:
    found = None if has_marks(text) or has_figures_apart(text) else _PERCENT.fullmatch(fold(text))
    return Share(says_nothing(text), Decimal(found[1]) if found else None)


def plan_basis(percents: Sequence[Decimal]) -> str:
    """cumulative, incremental or unknown, from the shares written, in order and without the blank ones.

    A row that rises to its last share is cumulative when that share is 100, when the shares add up to more than 100
    (as increments they could not), or when there is only one. A row that adds up to 100 is incremental; so is one that
    falls and stays within 100. What fits both ways or neither is unknown.
    """
    return _basis(tuple(percents))


@lru_cache(maxsize=_REMEMBERED)
def _basis(percents: tuple[Decimal, ...]) -> str:
    total, last = sum(percents, _ZERO), percents[-1] if percents else _ZERO
    rising = all(a <= b for a, b in pairwise(percents))
    if not percents:
        return "unknown"
    if rising and (last == _HUNDRED or total > _HUNDRED or len(percents) == 1):
        return "cumulative"
    if total == _HUNDRED or (not rising and total < _HUNDRED):
        return "incremental"
    return "cumulative" if last == _HUNDRED else "unknown"


def plan_rows(
    stages: Sequence[Stage], *, project_key: str, district_code: str | None, fiscal_year: int | None,
    budget_cny: Decimal | None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows of disbursement_plan. Blank stages carry the cumulative share on; a stage not shown has NULLs. What stages
    besides the form's four add (9月底) is in the cumulative share of the next."""
    basis = plan_basis([stage.percent for stage in stages if stage.percent is not None])
    rows, before, reached = [], _ZERO, _ZERO
    before_cny = _share(budget_cny, before)
    for stage in stages:
        known = stage.shown and basis != "unknown" and not stage.is_unclear
        cumulative = _cumulative(basis, reached, stage.percent) if known else None
        reached = reached if cumulative is None else cumulative
        if stage.month not in STAGE_MONTHS:
            continue
        cumulative_cny = _share(budget_cny, cumulative)
        rows.append({
            "project_key": project_key,
            "district_code": district_code,
            "fiscal_year": fiscal_year,
            "stage_month": stage.month,
            "due_date": month_end(fiscal_year, stage.month) if fiscal_year else None,
            "percent_text": stage.text,
            "stated_percent": stage.percent,
            "plan_basis": basis,
            "cumulative_percent": cumulative,
            "increment_percent": None if cumulative is None else cumulative - before,
            "cumulative_cny": cumulative_cny,
            "increment_cny": _difference(cumulative_cny, before_cny),
        })  # fmt: skip
        if cumulative is not None:
            before, before_cny = cumulative, cumulative_cny
    return rows


def _cumulative(basis: str, before: Decimal, percent: Decimal | None) -> Decimal:
    if percent is None:
        return before
    return percent if basis == "cumulative" else before + percent


def _share(budget: Decimal | None, percent: Decimal | None) -> Decimal | None:
    if budget is None or percent is None:
        return None
    return (budget * percent / _HUNDRED).quantize(CENT, ROUND_HALF_UP)


def _difference(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if value is None or before is None else value - before


def plan_findings(stages: Sequence[Stage]) -> list[Finding]:
    """What is odd about a plan: not rising, above 100, not ending at 100, nothing stated, undecidable. Each stands at the
    share that it speaks of, with all of the plan beside."""
    stated = [(stage.percent, stage.source_ref) for stage in stages if stage.percent is not None]
    if not stated:
        blank = [stage.source_ref for stage in stages if stage.shown]
        return [Finding("plan_empty", blank[0])] if blank and not any(stage.is_unclear for stage in stages) else []
    percents = [percent for percent, _ in stated]
    basis, text = plan_basis(percents), "/".join(stage.text or "" for stage in stages)
    last = stated[-1][1]
    if basis == "unknown":
        return [Finding("plan_basis_unknown", last, text)]
    reached = percents[-1] if basis == "cumulative" else sum(percents, _ZERO)
    falls = [where for (before, _), (percent, where) in pairwise(stated) if percent < before]
    above = [where for percent, where in stated if percent > _HUNDRED]
    found = [Finding("plan_not_rising", falls[0], text)] if falls and basis == "cumulative" else []
    if above or reached > _HUNDRED:
        found.append(Finding("plan_above_100", above[0] if above else last, text, details=_told(reached)))
    elif reached != _HUNDRED:
        found.append(Finding("plan_not_100", last, text, details=_told(reached)))
    return found


def _told(reached: Decimal) -> dict[str, str]:
    return {"reached": f"{reached.normalize():f}"}
