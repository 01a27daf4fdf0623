"""The report's charts as Vega-Lite specifications without data; the browser fills in the rows named `rows`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.page import Words

_LINES_OF_LABEL = r"split(split(datum.label, '\u0001')[1], '\n')"
"""A bar's name is a number, U+0001 and lines that the browser cut to fit: names cut alike are still two bars."""
_WHOLE = "datum.value % 1 ? '' : format(datum.value, ',d')"
"""Vega puts a tick at a half where there is one bar of one."""
_STAGES = [0, 3, 6, 10, 12]


def specifications(words: Words) -> list[dict[str, Any]]:
    """All charts by name, in Chinese and in English.

    Rows that the browser gives: `bars` name, group, amount; `curves` series, month, amount and `band` month, low,
    high; `histogram` label, place, group, targets. Colours come from the ranges `category` and `ordinal` of the
    configuration that the page sets for light or dark.
    """
    return [{name: make(words, language) for name, make in _CHARTS.items()} for language in (0, 1)]


@cache
def javascript() -> str:
    """Vega, Vega-Lite and Vega-Embed in one script, which comes with vl-convert: nothing is fetched."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub hides the default
    inert = bundle.replace("</script", r"<\/script").replace("<!--", r"<\!--")
    # Its names would otherwise be the page's too.
    return f"(() => {{{inert}\n}})();"


def _rows(height: Any = None) -> alt.Chart:
    import altair as alt

    sized = {} if height is None else {"height": height}
    return alt.Chart(alt.NamedData("rows"), width="container", **sized)


def _bars(
    title: str,
    legend: str | None,
    *,
    grouped: bool = False,
    stack: Literal["zero", "normalize"] = "zero",
    whole: bool = False,
) -> dict[str, Any]:
    """Horizontal bars by name in the order of the rows, coloured by group; groups side by side or stacked.

    `whole`: amounts are whole numbers, and so are the ticks. The browser gives the height, by the number of bars.
    """
    import altair as alt

    chart = _rows().mark_bar(cornerRadiusEnd=2, height={"band": 0.72})
    ticks = alt.Axis(tickMinStep=1, labelExpr=_WHOLE) if whole else alt.Axis()
    encodings: dict[str, Any] = {
        "y": alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelExpr=_LINES_OF_LABEL, labelLimit=190)),
        "x": alt.X("amount:Q", title=title, stack=stack if not grouped else None, axis=ticks),
        "tooltip": [alt.Tooltip("hint:N")],
        "order": alt.Order("place:Q"),
    }
    if legend is None:
        return _as_dict(chart.encode(**encodings))
    encodings["color"] = alt.Color("group:N", sort=None, title=legend, legend=alt.Legend(orient="top"))
    if grouped:
        encodings["yOffset"] = alt.YOffset("group:N", sort=None)
    return _as_dict(chart.encode(**encodings))


def _curves(title: str, words: Words, language: int) -> dict[str, Any]:
    """Cumulative lines over the year's stages, with a band for the middle of the peers where rows have one."""
    import altair as alt

    month = words["axis_month_end"][language]
    x = alt.X(
        "month:Q",
        title=words["axis_stage"][language],
        scale=alt.Scale(domain=[0, 12]),
        axis=alt.Axis(
            values=_STAGES,
            labelOverlap=False,
            labelExpr=f"datum.value == 0 ? '0' : replace('{month}', '#', datum.value)",
        ),
    )
    band = (
        _rows(280)
        .transform_filter("isValid(datum.low)")
        .mark_area(opacity=0.22, color="#8793a0")
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    )
    # One legend for colour and dash: lines are told apart without colour too.
    legend = alt.Legend(orient="top", columns=1, symbolType="stroke", symbolSize=400)
    lines = (
        _rows(280)
        .transform_filter("isValid(datum.amount)")
        .mark_line(point=alt.OverlayMarkDef(size=55, filled=True), strokeWidth=2.5)
        .encode(
            x=x,
            y=alt.Y("amount:Q", title=title, scale=alt.Scale(zero=True)),
            color=alt.Color("series:N", sort=None, title=None, legend=legend),
            strokeDash=alt.StrokeDash("series:N", sort=None, title=None, legend=legend),
            tooltip=[alt.Tooltip("hint:N")],
        )
    )
    return _as_dict(alt.layer(band, lines))


def _histogram(words: Words, language: int) -> dict[str, Any]:
    """How many targets state each figure, those of one department told apart from its peers'."""
    import altair as alt

    chart = _rows(240).mark_bar(cornerRadiusEnd=2)
    return _as_dict(
        chart.encode(
            x=alt.X("label:N", sort=None, title=words["axis_figure"][language], axis=alt.Axis(labelAngle=0)),
            y=alt.Y(
                "targets:Q",
                title=words["axis_targets"][language],
                axis=alt.Axis(tickMinStep=1, labelExpr=_WHOLE, tickCount=6),
            ),
            color=alt.Color("group:N", sort=None, title=None, legend=alt.Legend(orient="top")),
            order=alt.Order("place:Q"),
            tooltip=[alt.Tooltip("hint:N")],
        )
    )


def _as_dict(chart: Any) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("config", None)
    # Fitted in width alone: where rows give the height, fitting both makes Vega-Lite warn.
    return spec | {"autosize": {"type": "fit-x", "contains": "padding"}}


def _money(words: Words, language: int) -> dict[str, Any]:
    return _bars(words["axis_money"][language], words["year"][language])


def _money_by_year(words: Words, language: int) -> dict[str, Any]:
    return _bars(words["axis_money"][language], words["year"][language], grouped=True)


def _percent_curves(words: Words, language: int) -> dict[str, Any]:
    return _curves(words["axis_percent"][language], words, language)


def _money_curves(words: Words, language: int) -> dict[str, Any]:
    return _curves(words["axis_money"][language], words, language)


def _kinds(words: Words, language: int) -> dict[str, Any]:
    return _bars(words["axis_share"][language], words["kind_of_value"][language], stack="normalize")


def _findings(words: Words, language: int) -> dict[str, Any]:
    return _bars(words["axis_findings"][language], words["severity"][language], whole=True)


def _scores(words: Words, language: int) -> dict[str, Any]:
    spec = _bars(words["axis_score"][language], None)
    spec["encoding"]["x"]["scale"] = {"domain": [0, 100]}
    spec["encoding"]["x"]["axis"] = {"values": [0, 20, 40, 60, 80, 90, 100]}
    return spec


_CHARTS = {
    "money": _money,
    "money_by_year": _money_by_year,
    "percent_curves": _percent_curves,
    "money_curves": _money_curves,
    "kinds": _kinds,
    "findings": _findings,
    "scores": _scores,
    "targets": _histogram,
}
