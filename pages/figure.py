"""Draws the answer that the readme shows, docs/districts_over_years.svg: `python -m pages.figure [DATABASE]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.query import run
from warehouse.questions import question

if TYPE_CHECKING:
    from collections.abc import Iterable

TARGET = Path(__file__).resolve().parent.parent / "docs" / "districts_over_years.svg"
_SHARES = {
    "numeric_percent": "数值 in figures",
    "dated_percent": "时限 a deadline",
    "qualitative_percent": "定性 in words",
}
_COLOURS = ["#1f5f8b", "#8fb8d4", "#d9a441"]
_ROOM = 8
"""Percent that a label needs; narrower shares are told by the table."""
_FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"


def shares(database: Path) -> list[dict[str, Any]]:
    """The answer to `districts_over_years` as rows to draw: name of district and year, share, percent and its label."""
    answer = run(database, question("districts_over_years").text)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return [
        {
            "name": f"{row['district_name']} {row['fiscal_year']}",
            "about": f"{row['projects']} 项目 projects, {row['budget_wan_cny']:,} 万元",
            "share": said,
            "place": place,
            "percent": float(row[column]),
            "label": f"{row[column]} %",
        }
        for row in rows
        for place, (column, said) in enumerate(_SHARES.items())
    ]


def drawing(rows: Iterable[dict[str, Any]]) -> str:
    """A bar for each district and year, divided by how its targets are stated, as SVG."""
    import altair as alt
    import vl_convert

    data = alt.InlineData(list(rows))
    base = alt.Chart(data, width=620, height={"step": 54}).encode(
        y=alt.Y(
            "name:N", sort=None, title=None, axis=alt.Axis(labelFontSize=14, labelPadding=8, ticks=False, domain=False)
        ),
        order=alt.Order("place:O"),
    )
    percent = alt.X(
        "percent:Q",
        stack="zero",
        title="指标的比例（%） Share of the targets (%)",
        scale=alt.Scale(domain=[0, 100]),
        axis=alt.Axis(values=[0, 20, 40, 60, 80, 100], titleFontWeight="normal"),
    )
    colour = alt.Color(
        "share:N", sort=None, title=None, scale=alt.Scale(range=_COLOURS), legend=alt.Legend(orient="top")
    )
    bars = base.mark_bar(height=26).encode(x=percent, color=colour)
    inside = base.mark_text(align="right", dx=-5, fontSize=11, fontWeight="bold").encode(
        x=percent,
        text=alt.condition(f"datum.percent >= {_ROOM}", "label:N", alt.value("")),
        color=alt.condition("datum.place == 0", alt.value("white"), alt.value("#222")),
    )
    below = (
        base.transform_filter("datum.place == 0")
        .mark_text(align="left", dy=21, dx=2, fontSize=11, color="#555")
        .encode(x=alt.datum(0), text="about:N")
    )
    chart = (bars + inside + below).configure(font=_FONT).configure_view(stroke=None)
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg


def main(arguments: list[str]) -> None:
    """Draws from the database named, or from the one that `make run` publishes."""
    database = Path(arguments[0]) if arguments else Path("data/out/warehouse.duckdb")
    TARGET.write_text(drawing(shares(database)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
