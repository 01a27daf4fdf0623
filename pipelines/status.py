"""`jixiao status`: the published warehouse and what to look at, for people at a terminal and as JSON."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from pipelines.cli import Complaint, Out
from pipelines.settings import DEFAULT_FOLDERS
from pipelines.watch import (
    VALUE_KINDS,
    Drift,
    Limits,
    NothingPublished,
    State,
    attention,
    drift,
    observe,
    year_name,
)

SOMETHING_TO_LOOK_AT = 3
Stale = Annotated[float, Parameter(help="Days without a publication from which on it counts as stale")]
RejectShare = Annotated[
    float, Parameter(help="Share of a year's documents (0 to 1) that may be quarantined before it is worth a look")
]
DriftShare = Annotated[
    float,
    Parameter(help="How far the share of a class of values (0 to 1) may move from one year to the next", name="--drift"),
]
_USUAL = Limits()
USUAL_STALE_DAYS, USUAL_REJECT_SHARE, USUAL_DRIFT = _USUAL.stale.days, _USUAL.reject_share, _USUAL.drift
_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def status(
    *,
    out: Out = DEFAULT_FOLDERS.out,
    format: Annotated[Literal["text", "json"], Parameter(help="How to print it")] = "text",  # noqa: A002
    stale_days: Stale = USUAL_STALE_DAYS,
    reject_share: RejectShare = USUAL_REJECT_SHARE,
    drift_share: DriftShare = USUAL_DRIFT,
) -> int:
    """Print the state of what is published; its exit code says whether there is something to look at."""
    limits = chosen_limits(stale_days, reject_share, drift_share)
    try:
        state = observe(out)
    except NothingPublished as error:
        raise Complaint(str(error)) from error
    print(status_json(state, limits) if format == "json" else status_text(state, limits))
    return SOMETHING_TO_LOOK_AT if attention(state, limits) else 0


def chosen_limits(stale_days: float, reject_share: float, drift_share: float) -> Limits:
    """The limits that a person at the command line asks for."""
    return Limits(stale=timedelta(days=stale_days), reject_share=reject_share, drift=drift_share)


def status_text(state: State, limits: Limits) -> str:
    """A page for a terminal: the version, a table of years, what is quarantined and why, what to look at."""
    return "\n".join(
        [
            *_head(state),
            "",
            _years(state),
            *_quarantined(state),
            *_classes(drift(state.years, limits)),
            *_attention(state, limits),
        ]
    )


def status_json(state: State, limits: Limits) -> str:
    """The same as one JSON object; times are UTC, shares between 0 and 1, money is a string of yuan."""
    told = {
        "version": state.version,
        "published_at": state.published_at.isoformat(),
        "age_seconds": round(state.age.total_seconds()),
        "versions_kept": state.versions_kept,
        "is_building": state.is_building,
        "documents": state.documents,
        "reject_share": round(state.reject_share, 6),
        "findings": state.findings,
        "size_bytes": state.size_bytes,
        "free_bytes": state.free_bytes,
        "years": [_year(state, n) for n in range(len(state.years))],
        "quarantined": [{"file_path": path, "reason": reason} for path, reason in state.quarantined],
        "drift": [
            {"fiscal_year": one.fiscal_year, "value_kind": one.kind, "share_before": round(one.before, 6)}
            | {"share": round(one.share, 6), "jumped": one.jumped}
            for one in drift(state.years, limits)
        ],
        "attention": [{"name": one.name, "message": one.message} for one in attention(state, limits)],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _year(state: State, number: int) -> dict[str, Any]:
    year = state.years[number]
    return {
        "fiscal_year": year.fiscal_year,
        "documents": year.documents,
        "quarantined": year.quarantined,
        "reject_share": round(year.reject_share, 6),
        "projects": year.projects,
        "indicators": year.indicators,
        "budget_cny": str(year.budget_cny),
        "value_kinds": {kind: year.kinds.get(kind, 0) for kind in VALUE_KINDS},
    }


def _head(state: State) -> list[str]:
    building = "one is running 正在构建" if state.is_building else "none is running"
    findings = ", ".join(f"{state.findings.get(severity, 0):,} {severity}s" for severity in ("error", "warning"))
    return [
        f"version 版本      {state.version}",
        f"published 发布    {_moment(state.published_at)}, {_ago(state.age)}",
        f"kept 保留         {state.versions_kept} versions (jixiao versions)",
        f"build 构建        {building}",
        f"findings 问题     {findings}",
        f"disk 磁盘         {_megabytes(state.size_bytes)} a version, {_megabytes(state.free_bytes)} free",
    ]


def _years(state: State) -> str:
    from warehouse.query import Result, render

    columns = ("fiscal_year", "documents", "quarantined", "projects", "indicators", "budget_cny")
    rows = [
        (year_name(year.fiscal_year), year.documents, year.quarantined, year.projects, year.indicators, year.budget_cny)
        for year in state.years
    ]
    return render(Result(columns, tuple(rows)), "table").rstrip("\n")


def _quarantined(state: State) -> list[str]:
    share = f"{len(state.quarantined)} of {state.documents} documents, {state.reject_share:.1%}"
    return ["", f"Quarantined 已隔离: {share}", *(f"  {path}: {reason}" for path, reason in state.quarantined)]


def _classes(moved: list[Drift]) -> list[str]:
    if not moved:
        return ["", "Value classes 指标值类别: no two successive years to compare"]
    years = dict.fromkeys(one.fiscal_year for one in moved)
    return ["", "Value classes against the year before 指标值类别与上年相比 (percentage points):"] + [
        f"  {year}: " + ", ".join(_class(one) for one in moved if one.fiscal_year == year) for year in years
    ]


def _class(one: Drift) -> str:
    return f"{one.kind} {one.share:.1%} ({100 * one.change:+.1f}){' !' if one.jumped else ''}"


def _attention(state: State, limits: Limits) -> list[str]:
    found = attention(state, limits)
    if not found:
        return ["", "Nothing to look at 一切正常"]
    return ["", "To look at 请查看:", *(f"  {one.name}: {one.message}" for one in found)]


def _moment(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S %z")


def _ago(age: timedelta) -> str:
    if age < timedelta(0):
        return "which is yet to come: the clock was changed"
    for length, name in _UNITS:
        if age >= length:
            return f"{age // length} {name}{'' if age // length == 1 else 's'} ago"
    return "just now"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
