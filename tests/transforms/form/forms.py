"""Small documents, written as tables of cells: the least that shows a layout."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.document import Block, Cell, Document, Grid, Paragraph

FUNDING = [
    ["438001某市某局本级", "单位：万元"],
    ["项目编码", "13020225P000039100011", "项目名称", "电梯维保费"],
    ["预算规模及资金用途", "预算数", "1.80", "其中：财政    资金", "1.80", "其他资金", " "],
    ["", "电梯维保经费"],
    ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
    ["", "25%", "50%", "75%", "100%"],
    ["绩效目标", "1.保证工作正常开展"],
]
HEADER = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
INDICATORS = [
    HEADER,
    ["产出指标", "数量指标", "完成率", "数量完成率", "100%", "部门职责"],
    ["", "质量指标", "合格率", "安全使用率", "≥95%", "部门职责"],
    ["满意度指标", "服务对象满意度指标", "满意度", "群众满意", "≥90%", "部门职责"],
]


def grid(rows: Sequence[Sequence[str]], number: int = 1) -> Grid:
    cells = [Cell(text, row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    return Grid(number, tuple(cells))


def document(*blocks: Block | str | list[list[str]]) -> Document:
    """Paragraphs from strings, grids from rows; grids are numbered in order."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, str):
            made.append(Paragraph(block))
        elif isinstance(block, list):
            made.append(grid(block, 1 + sum(isinstance(item, Grid) for item in made)))
        else:
            made.append(block)
    return Document("text", tuple(made), reader="text-1")
