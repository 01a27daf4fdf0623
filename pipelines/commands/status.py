"""`jixiao status`: the published warehouse and what to look at, for people at a terminal and as JSON."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from pipelines.commands.shared import Complaint, Out
from pipelines.commands.watching import (
    USUAL_DRIFT,
    USUAL_REJECT_SHARE,
    USUAL_STALE_DAYS,
    DriftShare,
    RawFolder,
    RejectShare,
    Stale,
    chosen_limits,
    raw_folder,
)
from pipelines.observation import NothingPublished, observe
from pipelines.settings import DEFAULT_FOLDERS
from pipelines.watch import (
    VALUE_KINDS,
    Limits,
    State,
    attention,
    drift,
)
from pipelines.watch_tables import drift_table, years_table

_SOMETHING_TO_LOOK_AT = 3
_MOST_NAMED = 3
_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def status(
    *,
    out: Out = DEFAULT_FOLDERS.out,
    raw: RawFolder = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How to print it")] = "text",  # noqa: A002
    stale_days: Stale = USUAL_STALE_DAYS,
    reject_share: RejectShare = USUAL_REJECT_SHARE,
    drift_share: DriftShare = USUAL_DRIFT,
) -> int:
    """Print the state of what is published; its exit code says whether there is something to look at."""
    limits = chosen_limits(stale_days, reject_share, drift_share)
    try:
        state = observe(out, raw_folder(raw))
    except NothingPublished as error:
        raise Complaint(str(error)) from error
    print(status_json(state, limits) if format == "json" else status_text(state, limits))
    return _SOMETHING_TO_LOOK_AT if attention(state, limits) else 0


def status_text(state: State, limits: Limits) -> str:
    """A page for a terminal: the version, a table of years, what is quarantined and why, what to look at."""
    return "\n".join(
        [
            *_head(state),
            "",
            years_table(state),
            *_quarantined(state),
            *_classes(state, limits),
            *_attention(state, limits),
        ]
    )


def status_json(state: State, limits: Limits) -> str:
    """The same as one JSON object; times are UTC, shares between 0 and 1, money is a string of yuan."""
    told = {
        "version": state.version,
        "published_at": state.published_at.isoformat(),
        "age_seconds": round(state.age.total_seconds()),
        "looked_at": state.looked_at.isoformat(),
        "versions": list(state.kept),
        "withdrawn": list(state.withdrawn),
        "building_since": state.building and state.building[1].isoformat(),
        "unpublished": state.unpublished,
        "waiting": None if state.waiting is None else list(state.waiting.files),
        "documents": state.documents,
        "withdrawn_documents": state.withdrawn_documents,
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
        "withdrawn": year.withdrawn,
        "reject_share": round(year.reject_share, 6),
        "projects": year.projects,
        "indicators": year.indicators,
        "budget_cny": str(year.budget_cny),
        "value_kinds": {kind: year.kinds.get(kind, 0) for kind in VALUE_KINDS},
    }


def _head(state: State) -> list[str]:
    findings = ", ".join(f"{state.findings.get(severity, 0):,} {severity}s" for severity in ("error", "warning"))
    return [
        f"version 版本      {state.version}",
        f"published 发布    {_moment(state.published_at)}, {_ago(state.age)}",
        f"looked 核对       {_moment(state.looked_at)}, {_ago(state.now - state.looked_at)}",
        f"versions 保留     {len(state.kept)} kept"
        + (f", {len(state.withdrawn)} withdrawn" if state.withdrawn else ""),
        f"build 构建        {_building(state)}",
        f"waiting 待收      {_waiting(state)}",
        f"findings 问题     {findings}",
        f"withdrawn 撤下    {state.withdrawn_documents:,} documents were removed or replaced: in history alone",
        f"disk 磁盘         {_megabytes(state.size_bytes)} a version, {_megabytes(state.free_bytes)} free",
    ]


def _building(state: State) -> str:
    if state.building is None:
        return "none is running"
    process, since = state.building
    return f"one is running since {_moment(since)} (process {process})"


def _waiting(state: State) -> str:
    if state.waiting is None:
        return "not looked at: name the raw folder with --raw DIR"
    if state.waiting.trouble:
        return state.waiting.trouble
    names = ", ".join(state.waiting.files[:_MOST_NAMED])
    more = ", …" if len(state.waiting.files) > _MOST_NAMED else ""
    return f"{len(state.waiting.files)} files: {names}{more}" if names else "no file"


def _quarantined(state: State) -> list[str]:
    share = f"{len(state.quarantined)} of {state.documents} documents, {state.reject_share:.1%}"
    return ["", f"Quarantined 已隔离: {share}", *(f"  {path}: {reason}" for path, reason in state.quarantined)]


def _classes(state: State, limits: Limits) -> list[str]:
    if not drift(state.years, limits):
        return ["", "Value classes 指标值类别: no two successive years to compare"]
    return ["", "Value classes against the year before 指标值类别与上年相比:", drift_table(state, limits)]


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
