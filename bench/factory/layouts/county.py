"""The county form (部门预算绩效文本) in every arrangement that the options name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bench.factory.layouts.blocks import Block, C, Line, PageBreak, Space, table
from bench.factory.layouts.front import front, said, titles
from bench.factory.layouts.funding import funding
from bench.factory.layouts.options import County
from warehouse.schema.records import DocumentRecord, IndicatorRecord, ProjectRecord

COLUMNS = (
    ("一级指标", "level1"), ("二级指标", "level2"), ("三级指标", "level3"), ("绩效指标描述", "description"), ("指标值", "value"),
    ("指标值确定依据", "basis"),
)  # fmt: skip


def county(options: County, record: DocumentRecord) -> list[Block]:
    """The document under these options."""
    blocks = front(options, record) if options.has_front else []
    for title, project in zip(titles(options, record), record.projects, strict=True):
        if options.breaks and blocks:
            blocks.append(PageBreak())
        if options.has_titles:
            blocks.append(Line(title, is_heading=True))
        if options.space:
            blocks.append(Space(options.space))
        blocks += _project(options, project)
    return blocks


def _project(options: County, project: ProjectRecord) -> list[Block]:
    lines, head = _unit(options, said(project.unit))
    rows = [*head, *funding(options, project)]
    first, *rest = _indicator_tables(options, project)
    if options.tables == "one":
        return [*lines, table([*rows, *first], repeats_header=options.repeats_header), *map(table, rest)]
    if options.tables == "nested":
        return [*lines, table([[C(columns=options.columns.width, inner=table(rows))], *first])]
    if options.tables == "both nested":
        return [*lines, table([[C(inner=table(rows))], [C(inner=table(first))]])]
    blocks: list[Block] = [*lines, table(rows, widths=options.columns.funding_widths)]
    widths = () if options.has_remark else options.columns.indicator_widths
    ordered = tuple(widths[place] for place in options.order) if widths else ()
    for number, part in enumerate([first, *rest]):
        blocks += [PageBreak()] if number else [Line("")] if options.gap else []
        blocks.append(table(part, repeats_header=options.repeats_header, widths=ordered))
    return blocks + ([Line("")] if options.gap else [])


def _unit(options: County, unit: str) -> tuple[list[Block], list[list[C]]]:
    money, columns = f"单位：{options.money_unit}", options.columns
    match options.unit:
        case "row":
            return [], [[C(unit, columns.unit), C(money, columns.width - columns.unit)]]
        case "cell":
            return [], [[C(f"{unit}        {money}", columns.width)]]
        case "lines":
            return [Line(unit), Line(money)], []
        case "line":
            return [Line(f"{unit}    {money}")], []
        case _:
            return [Line(f"预算单位：{unit}    金额{money}")], []


def _indicator_tables(options: County, project: ProjectRecord) -> list[list[list[C]]]:
    rows = project.indicators
    columns = [COLUMNS[place] for place in options.order]
    width = options.columns.indicator or options.columns.width // len(columns)
    header = [C(options.label(label), width, is_label=True) for label, _ in columns]
    if options.has_remark:
        header.append(C(options.label("备注"), width, is_label=True))
    is_cut = options.tables.startswith("cut")
    parts = [rows[: len(rows) // 2], rows[len(rows) // 2 :]] if is_cut else [rows]
    made = [_indicator_rows(options, part, [field for _, field in columns], width) for part in parts]
    return [
        [header, *part] if not number or options.tables == "cut with header" else part
        for number, part in enumerate(made)
    ]


def _indicator_rows(options: County, rows: Sequence[IndicatorRecord], fields: list[str], width: int) -> list[list[C]]:
    merged = {field: _runs(rows, field) for field in options.merged}
    lines = []
    for number, row in enumerate(rows):
        line = []
        for field in fields:
            height = merged[field][number] if field in merged else 1
            if height:
                line.append(C(said(getattr(row, field)), width, height))
        if options.has_remark:
            line.append(C(said(row.remark), width))
        lines.append(line)
    return lines


def _runs(rows: Sequence[IndicatorRecord], field: str) -> list[int]:
    """How many rows each row's cell spans: 0 where the cell of a row above reaches over it."""
    heights = []
    levels = ("level1", "level2")[: 1 + (field == "level2")]
    for _, run in groupby(rows, key=lambda row: [said(getattr(row, level)) for level in levels]):
        count = len(list(run))
        heights += [count] + [0] * (count - 1)
    return heights
