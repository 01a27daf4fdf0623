"""Every layout of the matrix: what it is called, why it is there, and what it shows."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.factory.layouts import labels, numerals
from bench.factory.layouts.blocks import Block, C, Line, Table
from bench.factory.layouts.options import County
from bench.factory.writers.page import Style
from tests.formats import facts
from tests.transforms.form.test_forms import drawn
from transforms.document import Paragraph

EVERYWHERE = ("docx", "doc", "pdf", "pdf_office", "html", "xlsx", "markdown", "text")
WRITTEN = ("docx", "pdf", "html", "xlsx", "markdown", "text")
"""The formats that take no LibreOffice: it is tried on layouts whose tables differ."""
WORDS = ("docx", "doc", "pdf_office", "html")
"""The formats that have tables within tables."""
PAGES = ("pdf",)


RULED = Style()
"""Lines drawn one by one."""


@dataclass(frozen=True)
class Layout:
    """One row of the matrix."""

    id: str
    zh: str
    en: str
    why: str
    options: County | None = None
    """None for the forms of `tests/specs/forms.toml`."""
    spec: int = 0
    formats: tuple[str, ...] = EVERYWHERE
    """The formats that can show it."""
    style: Style = RULED

    def blocks(self) -> list[Block]:
        return facts.arranged(self.options) if self.options else _drawn(self.form["layout"])

    @property
    def form(self) -> dict[str, Any]:
        """The drawing of a national form and what must be read of it."""
        return forms()[self.spec]


@cache
def forms() -> list[dict[str, Any]]:
    path = Path(__file__).parents[1] / "specs" / "forms.toml"
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["form"])


def _drawn(layout: str) -> list[Block]:
    blocks: list[Block] = []
    for block in drawn(layout).blocks:
        if isinstance(block, Paragraph):
            blocks.append(Line(block.text, is_heading=block.text.endswith("表")))
        else:
            rows = tuple(tuple(C(cell.text, cell.column_span, cell.row_span) for cell in row) for row in block.rows())
            blocks.append(Table(rows))
    return blocks


COUNTY = (
    Layout("plain", "常见版式", "as most counties publish it", "the form that every other row of this table varies", County()),
    Layout("one_table", "两表合一", "both tables in one", "funding and indicators run together without a gap", County(tables="one")),
    Layout("nested", "资金表嵌套在指标表内", "the funding table nested in the indicator table", "pasted into the first cell of another table", County(tables="nested"), formats=WORDS),
    Layout("both_nested", "两表嵌套在外框表内", "both tables nested in a frame", "offices use a table of one column as a page frame", County(tables="both nested"), formats=WORDS),
    Layout("unit_lines", "单位、金额单位在表上方", "unit and money unit on lines above the table", "the heading of the table is no row of it", County(unit="lines")),
    Layout("unit_line", "单位、金额单位在表上方同一行", "unit and money unit on one line above", "one line, divided by blanks", County(unit="line"), formats=WRITTEN),
    Layout("unit_labelled", "“预算单位：… 金额单位：…”", "unit and money unit with labels above", "both with their labels, on one line", County(unit="labelled line"), formats=WRITTEN),
    Layout("unit_cell", "单位、金额单位在同一单元格", "unit and money unit in one cell", "a first row of one cell", County(unit="cell")),
    Layout("blanks", "标签字间有空格", "labels with blanks between characters", "项 目 编 码, set wide by hand", County(label=labels.spaced), formats=WRITTEN),
    Layout("breaks", "标签内有换行", "labels with line breaks inside", "a narrow column, broken by hand", County(label=labels.broken)),
    Layout("half_width", "半角标点", "half-width punctuation", "(%) and : typed without an input method", County(label=labels.half_width), formats=WRITTEN),
    Layout("yuan", "单位：元", "money in yuan", "365,000.00 with thousands separators", County(money_unit="元"), formats=WRITTEN),
    Layout("no_percent", "支出计划不带%", "plan shares without %", "the label has it already", County(percent=""), formats=WRITTEN),
    Layout("dashes", "空格处填“—”", "blank cells written as —", "what offices write for nothing", County(blank="—"), formats=WRITTEN),
    Layout("money_order", "金额栏目次序不同", "amounts in another order", "fiscal funds, other funds, then the budget", County(money_order=(1, 2, 0)), formats=WRITTEN),
    Layout("remark", "多一栏备注", "an extra column 备注", "seven columns instead of six", County(has_remark=True)),
    Layout("order", "栏目次序不同", "columns in another order", "the value in front of its description, the basis last but one", County(order=(0, 1, 2, 4, 5, 3)), formats=WRITTEN),
    Layout("repeated", "一级指标逐行重复", "level 1 repeated, not merged", "nothing merged at all", County(merged=())),
    Layout("merged", "二级指标也合并", "level 2 merged as well", "two indicators under one 数量指标", County(merged=("level1", "level2"))),
    Layout("paged", "指标表跨页", "the indicator table goes on over a page", "one table, broken by the page where it ends", County(space=26)),
    Layout("paged_header", "指标表跨页，表头重复", "the same with a repeated header", "a header row that stands again on each page", County(space=26, repeats_header=True)),
    Layout("paged_form", "整表跨页，首行重复", "the whole form in one table over a page, its first row again", "the row of the unit marked as one to repeat", County(space=26, tables="one", repeats_header=True)),
    Layout("paged_code", "整表跨页，项目编码行重复", "the same where the first row has the code", "the unit stands above the table", County(space=20, tables="one", unit="lines", repeats_header=True)),
    Layout("cut", "指标表分为两表", "the indicator table cut in two", "two tables, the second without a header", County(tables="cut")),
    Layout("cut_header", "指标表分为两表，均有表头", "the same with a header each", "two tables, the header typed again", County(tables="cut with header"), formats=WRITTEN),
    Layout("crowded", "一页多表，不分页", "several tables on a page", "no page breaks, no titles between projects but their own", County(breaks=False)),
    Layout("touching", "两表之间无空行", "no line between the tables", "Word shows such tables as one", County(gap=False)),
    Layout("wide_numbers", "标题编号“１．”", "titles numbered １．", "typed full-width", County(number=numerals.wide), formats=WRITTEN),
    Layout("brackets", "标题编号“（一）”", "titles numbered （一）", "Chinese numerals in brackets", County(number=numerals.bracketed), formats=WRITTEN),
    Layout("numerals", "标题编号“一、”", "titles numbered 一、", "Chinese numerals", County(number=numerals.paused), formats=WRITTEN),
    Layout("unnumbered", "标题无编号", "titles without a number", "the project's name alone", County(number=numerals.unnumbered), formats=WRITTEN),
    Layout("untitled", "无标题", "no titles at all", "the tables follow each other", County(has_titles=False)),
    Layout("no_contents", "无目录", "no contents page", "a short text needs none", County(has_contents=False), formats=WRITTEN),
    Layout("rectangles", "表线为细矩形", "lines drawn as thin filled rectangles", "what many programs print lines as", County(), formats=PAGES, style=Style("rectangles")),
    Layout("across", "无竖线", "no vertical lines", "a three-line table, or a faint print", County(), formats=PAGES, style=Style("across")),
    Layout("no_lines", "无表线", "no lines at all", "columns told by white space alone", County(), formats=PAGES, style=Style("none")),
    Layout("torn", "一行跨两页", "a row split over two pages", "cells whose lines of text go on overleaf", County(space=24), formats=PAGES, style=Style(tears_rows=True)),
    Layout("rotated", "页面旋转", "pages turned by 90°", "landscape tables stored on upright pages", County(), formats=PAGES, style=Style(is_rotated=True)),
)  # fmt: skip


def layouts() -> list[Layout]:
    """The county form's layouts, then the other forms that offices publish, as `tests/specs/forms.toml` draws them."""
    national = [
        Layout(form["id"], form["zh"], form["name"], form["why"], spec=number) for number, form in enumerate(forms())
    ]
    return [*COUNTY, *national]
