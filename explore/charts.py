"""The notebook's charts, from the frames of `published.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

if TYPE_CHECKING:
    import polars as pl

_BAR = 24
"""Height of a bar with its gap, in pixels."""
_VALUE_KINDS = {
    "numeric": "数值 numeric",
    "date": "时限 date",
    "qualitative": "定性 qualitative",
    "empty": "空白 empty",
}
_SEVERITIES = {"error": "#b3261e", "warning": "#e8a33d", "info": "#7a9cc6"}


def money(frame: pl.DataFrame) -> alt.Chart:
    """Money by department and year, as bars."""
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("budget_wan_cny:Q", title="预算数（万元） Budget, 10,000 yuan"),
            y=alt.Y("department:N", sort="-x", title=None, axis=alt.Axis(labelLimit=320)),
            color=alt.Color("fiscal_year:N", title="年度 Year"),
            tooltip=["department", "fiscal_year", "projects", alt.Tooltip("budget_wan_cny:Q", format=",.2f")],
        )
        .properties(width="container", height=_height(frame, "department"))
    )
    return chart


def curves(frame: pl.DataFrame) -> alt.Chart:
    """Cumulative share of the budget at the end of each stage, a line a team."""
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_line(point=True)
        .encode(
            x=alt.X("stage_month:O", title="月底 End of month", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("percent:Q", title="累计支出（%） Spent by then, %", scale=alt.Scale(domainMin=0)),
            color=alt.Color("team:N", title=None, legend=alt.Legend(labelLimit=280)),
            tooltip=[
                "team",
                "stage_month",
                "projects",
                alt.Tooltip("percent:Q", format=".1f"),
                alt.Tooltip("spent_wan_cny:Q", format=",.2f"),
            ],
        )
        .properties(width="container", height=320)
    )
    return chart


def kinds(frame: pl.DataFrame) -> alt.Chart:
    """How targets are stated, by kind of indicator."""
    chart: alt.Chart = (
        alt.Chart(frame.with_columns(frame["value_kind"].replace(_VALUE_KINDS)))
        .mark_bar()
        .encode(
            x=alt.X("sum(indicators):Q", title="指标数 Indicators", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("kind:N", sort="-x", title=None, axis=alt.Axis(labelLimit=220)),
            color=alt.Color("value_kind:N", title="指标值 Target", sort=list(_VALUE_KINDS.values())),
            tooltip=["kind", "value_kind", "indicators"],
        )
        .properties(width="container", height=_height(frame, "kind"))
    )
    return chart


def bounds(frame: pl.DataFrame, unit: str) -> alt.Chart:
    """How often each bound is stated, by the side on which the target is met."""
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("bound:O", title=f"界限 Bound ({unit})", axis=alt.Axis(labelAngle=-45)),
            y=alt.Y("sum(indicators):Q", title="指标数 Indicators", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("direction:N", title="方向 Direction"),
            tooltip=["bound", "direction", "indicators"],
        )
        .properties(width="container", height=260)
    )
    return chart


def findings(frame: pl.DataFrame) -> alt.Chart:
    """Findings by rule, coloured by how grave they are."""
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("findings:Q", title="问题数 Findings", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("rule:N", sort="-x", title=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color(
                "severity:N",
                title="程度 Severity",
                scale=alt.Scale(domain=list(_SEVERITIES), range=list(_SEVERITIES.values())),
            ),
            tooltip=["rule", "severity", "findings"],
        )
        .properties(width="container", height=_height(frame, "rule"))
    )
    return chart


def scores(frame: pl.DataFrame) -> alt.Chart:
    """Projects by points, in steps of five."""
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("points:O", title="得分 Points", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("projects:Q", title="项目数 Projects", axis=alt.Axis(tickMinStep=1)),
            tooltip=["points", "projects"],
        )
        .properties(width="container", height=260)
    )
    return chart


def _height(frame: pl.DataFrame, column: str) -> int:
    """What as many bars as the column has values need."""
    return _BAR * frame[column].n_unique()
