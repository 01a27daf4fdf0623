"""The county form (部门预算绩效文本) in every arrangement: one function, one option a way in which offices differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from tests.formats.blocks import Block, C, Line, PageBreak, Space, table
from tests.formats.facts import (
    DEPARTMENT,
    GOALS,
    MONTHS,
    OVERALL,
    PROJECTS,
    UNIT,
    UNIT_CODE,
    YEAR,
    Indicator,
    Project,
    yuan,
)

COLUMNS = (
    ("一级指标", "level1"), ("二级指标", "level2"), ("三级指标", "level3"), ("绩效指标描述", "description"), ("指标值", "value"),
    ("指标值确定依据", "basis"),
)  # fmt: skip
WIDTH = 12
_DIGITS = "一二三四五六七八九十"


def plain(text: str) -> str:
    return text


@dataclass(frozen=True)
class County:
    """How an office arranges the form; the defaults are how most do."""

    has_front: bool = True
    """Cover, contents page and part one."""
    has_contents: bool = True
    number: Callable[[int], str] = lambda number: f"{number}."
    has_titles: bool = True
    unit: str = "row"
    """Where unit and money's unit stand: `row`, `cell`, `lines`, `line` or `labelled line`."""
    label: Callable[[str], str] = plain
    money_unit: str = "万元"
    percent: str = "%"
    blank: str = ""
    money_order: tuple[int, ...] = (0, 1, 2)
    has_remark: bool = False
    order: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    merged: tuple[str, ...] = ("level1",)
    """The columns whose cells are merged where rows say the same."""
    tables: str = "two"
    """`two`, `one`, `cut` or `cut with header`: the indicators in two tables; `nested` or `both nested` in another."""
    gap: bool = True
    """Whether an empty line stands between tables."""
    breaks: bool = True
    """Whether every project begins on a new page."""
    space: int = 0
    """Blank lines in front of each project's tables."""
    repeats_header: bool = False


def county(options: County, projects: tuple[Project, ...] = PROJECTS) -> list[Block]:
    """The document under these options."""
    blocks = _front(options, projects) if options.has_front else []
    for number, project in enumerate(projects, start=1):
        if options.breaks and blocks:
            blocks.append(PageBreak())
        if options.has_titles:
            blocks.append(Line(f"{options.number(number)}{project.name}绩效目标表", is_heading=True))
        if options.space:
            blocks.append(Space(options.space))
        blocks += _project(options, project)
    return blocks


def _front(options: County, projects: tuple[Project, ...]) -> list[Block]:
    cover = [DEPARTMENT, f"{YEAR}年部门预算绩效文本", "（批复）", f"{DEPARTMENT}编制", "柳河市临湖区财政局审核"]
    titles = [f"{options.number(number)}{project.name}绩效目标表" for number, project in enumerate(projects, start=1)]
    contents = [
        "目    录",
        "第一部分 部门整体绩效目标",
        *(f"{title}\t{page}" for page, title in enumerate(titles, start=4)),
    ]
    goals = [
        line
        for number, (title, goal, measures) in enumerate(GOALS, start=1)
        for line in (f"{number}.{title}", f"绩效目标：{goal}", f"绩效指标：{measures}")
    ]
    part_one = [
        "第一部分",
        "部门整体绩效目标",
        "一、总体绩效目标",
        *OVERALL,
        "二、分项绩效目标",
        *goals,
        "三、工作保障措施",
        "1.完善制度，加强监督。",
    ]
    return [
        *map(Line, cover),
        PageBreak(),
        *(map(Line, contents) if options.has_contents else ()),
        PageBreak(),
        *map(Line, part_one),
        Line("第二部分"),
        Line("预算项目绩效目标"),
    ]


def _project(options: County, project: Project) -> list[Block]:
    lines, head = _unit(options)
    funding = [*head, *_funding(options, project)]
    first, *rest = _indicator_tables(options, project)
    if options.tables == "one":
        return [*lines, table([*funding, *first], repeats_header=options.repeats_header), *map(table, rest)]
    if options.tables == "nested":
        rows = [[C(columns=WIDTH, inner=table(funding))], *first]
        return [*lines, table(rows)]
    if options.tables == "both nested":
        return [*lines, table([[C(inner=table(funding))], [C(inner=table(first))]])]
    blocks: list[Block] = [*lines, table(funding)]
    for number, rows in enumerate([first, *rest]):
        blocks += [PageBreak()] if number else [Line("")] if options.gap else []
        blocks.append(table(rows, repeats_header=options.repeats_header))
    return blocks + ([Line("")] if options.gap else [])


def _unit(options: County) -> tuple[list[Block], list[list[C]]]:
    unit, money = f"{UNIT_CODE}{UNIT}", f"单位：{options.money_unit}"
    match options.unit:
        case "row":
            return [], [[C(unit, 8), C(money, 4)]]
        case "cell":
            return [], [[C(f"{unit}        {money}", WIDTH)]]
        case "lines":
            return [Line(unit), Line(money)], []
        case "line":
            return [Line(f"{unit}    {money}")], []
        case _:
            return [Line(f"预算单位：{unit}    金额{money}")], []


def _money(options: County, amount: str) -> str:
    if options.money_unit == "元":
        return f"{yuan(amount):,.2f}" if amount else options.blank
    return amount or options.blank


def _funding(options: County, project: Project) -> list[list[C]]:
    label = options.label
    amounts = [
        (label("预算数"), project.budget, 1, 1),
        (label("其中：财政    资金"), project.fiscal_funds, 2, 2),
        (label("其他资金"), project.other_funds, 2, 2),
    ]
    money = [amounts[place] for place in options.money_order]
    widths = (2, 3, 3, 2)
    shares = [f"{share}{options.percent}" if share else options.blank for share in project.plan]
    return [
        [C(label("项目编码"), 2), C(project.code, 4), C(label("项目名称"), 2), C(project.name, 4)],
        [
            C(label("预算规模及资金用途"), 2, 2),
            *(
                cell
                for name, amount, first, second in money
                for cell in (C(name, first), C(_money(options, amount), second))
            ),
        ],
        [C(project.usage, 10)],
        [
            C(label("资金支出计划（%）"), 2, 2),
            *(C(label(f"{month}月底"), width) for month, width in zip(MONTHS, widths, strict=True)),
        ],
        [C(share, width) for share, width in zip(shares, widths, strict=True)],
        [C(label("绩效目标"), 2), C(project.goal, 10)],
    ]


def _indicator_tables(options: County, project: Project) -> list[list[list[C]]]:
    rows = project.indicators
    columns = [COLUMNS[place] for place in options.order]
    width = WIDTH // len(columns)
    header = [C(options.label(label), width) for label, _ in columns]
    if options.has_remark:
        header.append(C(options.label("备注"), width))
    is_cut = options.tables.startswith("cut")
    parts = [rows[: len(rows) // 2], rows[len(rows) // 2 :]] if is_cut else [rows]
    made = [_indicator_rows(options, part, [field for _, field in columns], width) for part in parts]
    return [
        [header, *part] if not number or options.tables == "cut with header" else part
        for number, part in enumerate(made)
    ]


def _indicator_rows(options: County, rows: Sequence[Indicator], fields: list[str], width: int) -> list[list[C]]:
    merged = {field: _runs(rows, field) for field in options.merged}
    lines = []
    for number, row in enumerate(rows):
        line = []
        for field in fields:
            height = merged[field][number] if field in merged else 1
            if height:
                line.append(C(getattr(row, field), width, height))
        if options.has_remark:
            line.append(C("" if number % 2 else "按季统计", width))
        lines.append(line)
    return lines


def _runs(rows: Sequence[Indicator], field: str) -> list[int]:
    """How many rows each row's cell spans: 0 where the cell of a row above reaches over it."""
    heights = []
    levels = ("level1", "level2")[: 1 + (field == "level2")]
    for _, run in groupby(rows, key=lambda row: [getattr(row, level) for level in levels]):
        count = len(list(run))
        heights += [count] + [0] * (count - 1)
    return heights


def chinese(number: int) -> str:
    return _DIGITS[number - 1]
