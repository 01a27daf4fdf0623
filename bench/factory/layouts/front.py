"""What stands in front of the projects' tables: cover, contents page, part one with the department's goals."""

from __future__ import annotations

from bench.factory.layouts.blocks import Block, Line, PageBreak
from bench.factory.layouts.options import County
from warehouse.schema.records import DocumentRecord, Text

SECTIONS = ("一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施")
_FIRST_PAGE = 4
"""The page on which the contents page has the first project."""


def said(text: Text | None) -> str:
    """The text, empty where there is none."""
    return text.text if text else ""


def titles(options: County, record: DocumentRecord) -> list[str]:
    """The heading of each project's tables."""
    return [
        f"{options.number(number)}{said(project.name)}绩效目标表"
        for number, project in enumerate(record.projects, start=1)
    ]


def front(options: County, record: DocumentRecord) -> list[Block]:
    """Cover to the heading of part two."""
    contents = _contents(options, record) if options.has_contents else []
    return [*_cover(options, record), PageBreak(), *contents, PageBreak(), *_part_one(options, record)]


def _cover(options: County, record: DocumentRecord) -> list[Block]:
    department = said(record.cover.department_name)
    lines = [
        department,
        f"{said(record.cover.fiscal_year)}部门预算绩效文本",
        said(record.cover.stage),
        f"{department}编制",
        f"{options.reviewer}审核" if options.reviewer else "",
    ]
    return [Line(line, role="cover") for line in lines if line]


def _contents(options: County, record: DocumentRecord) -> list[Block]:
    lines = [
        "第一部分 部门整体绩效目标",
        *(f"{section}\t{page}" for page, section in zip((1, 1, 2), SECTIONS, strict=True)),
        "第二部分 预算项目绩效目标",
        *(f"{title}\t{page}" for page, title in enumerate(titles(options, record), start=_FIRST_PAGE)),
    ]
    return [Line("目    录", role="contents"), *map(Line, lines)]


def _part_one(options: County, record: DocumentRecord) -> list[Block]:
    overall, divided, safeguarded = SECTIONS
    lines: list[Block] = [Line("第一部分", role="part"), Line("部门整体绩效目标", role="part")]
    lines.append(Line(overall, role="section"))
    lines += map(Line, said(record.overall_goal).split("\n"))
    lines.append(Line(divided, role="section"))
    for number, goal in enumerate(record.goals, start=1):
        lines.append(Line(f"{number}.{said(goal.title)}"))
        lines += [Line(f"绩效目标：{goal.goal.text}")] if goal.goal else []
        lines += [Line(f"绩效指标：{goal.measures.text}")] if goal.measures else []
    lines.append(Line(safeguarded, role="section"))
    lines += map(Line, options.safeguards)
    return [*lines, Line("第二部分", role="part"), Line("预算项目绩效目标", role="part")]
