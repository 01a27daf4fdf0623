"""Tables drawn as text, with their merged cells."""

from __future__ import annotations

from transforms.document import Block, Cell, Document, Grid, Paragraph
from transforms.form.projects import read_projects
from warehouse.schema.records import ProjectRecord, Text

INDICATORS = """
一级指标 | 二级指标 | 三级指标 | 指标值 | <
产出指标 | 数量指标 | 任务数 | ≥1个 | <
"""


def drawn(layout: str) -> Document:
    """The document that a drawing shows: `#` lines are paragraphs, `<` and `^` carry cells on."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for line in [*layout.strip("\n").split("\n"), "#"]:
        if line.startswith("#"):
            if rows:
                blocks.append(grid(rows, 1 + sum(isinstance(block, Grid) for block in blocks)))
                rows = []
            if line != "#":
                blocks.append(Paragraph(line[1:].strip()))
        else:
            rows.append([text.strip().replace("\\n", "\n") for text in line.split("|")])
    return Document("docx", tuple(blocks), reader="docx-1")


def grid(rows: list[list[str]], number: int) -> Grid:
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            left, above = owners.get((row, column - 1)), owners.get((row - 1, column))
            owners[row, column] = (left if text == "<" else above if text == "^" else (row, column)) or (row, column)
    cells = []
    for start in dict.fromkeys(owners.values()):
        held = [place for place, owner in owners.items() if owner == start]
        height, width = 1 + max(row for row, _ in held) - start[0], 1 + max(column for _, column in held) - start[1]
        cells.append(Cell(rows[start[0]][start[1]], *start, height, width))
    return Grid(number, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def read_form(rows: str, above: str = "（2025年度）") -> tuple[ProjectRecord, list[tuple[str, str | None]]]:
    """The project of a form with these rows of five columns, and the rules of its findings with what they quote."""
    drawing = f"# 项目支出绩效目标表\n# {above}\n项目名称 | 甲 | < | < | <\n{rows.strip()}{INDICATORS}"
    made = read_projects(drawn(drawing.rstrip()))
    (project,) = made.projects
    return project, [(finding.rule, finding.value_text) for finding in made.findings]


def said(text: Text | None) -> str | None:
    return text.text if text else None
