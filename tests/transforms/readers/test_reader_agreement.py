"""The same content in two formats gives the same paragraphs and cells."""

from collections.abc import Sequence
from html import escape

import pytest
from making import Stroke, Words, docx, p, pdf, ruled, tbl, tc

from transforms.document import Document, Paragraph
from transforms.readers.open import open_document

TITLE = "1.电梯维保费绩效目标表"
ROWS = [["一级指标", "指标值"], ["数量指标", "≥95%"], ["成本指标", "≤1.8万元"], ["质量指标", "优"]]


def as_text(rows: Sequence[Sequence[str]]) -> bytes:
    lines = ["".join(f"\t{cell}\n" for cell in row) for row in rows]
    return (TITLE + "\n" + "\n".join(lines) + "\n\n").encode()


def as_markdown(rows: Sequence[Sequence[str]]) -> bytes:
    lines = ["|" + "|".join(row) + "|" for row in rows]
    return "\n".join([f"# {TITLE}", "", *lines]).encode()


def as_docx(rows: Sequence[Sequence[str]]) -> bytes:
    return docx(p(TITLE) + tbl(*([tc(p(escape(cell))) for cell in row] for row in rows)))


def as_pdf(rows: Sequence[Sequence[str]]) -> bytes:
    bottom = 350.0 - 20 * len(rows)
    strokes: list[Stroke] = ruled([50.0, 150.0, 250.0], [bottom + 20 * number for number in range(len(rows) + 1)])
    words: list[Words] = [(50, 370, TITLE)]
    for number, row in enumerate(rows):
        words += [(55 + 100 * column, 335 - 20 * number, cell) for column, cell in enumerate(row)]
    return pdf((strokes, words))


def content(document: Document) -> tuple[list[str], list[list[list[str]]]]:
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    return paragraphs, [[[cell.text for cell in row] for row in grid.rows()] for grid in document.grids]


@pytest.mark.parametrize("made", [as_text(ROWS), as_markdown(ROWS), as_docx(ROWS), as_pdf(ROWS)])
def test_every_format_gives_the_same_document(made: bytes) -> None:
    assert content(open_document(made, "x")) == ([TITLE], [ROWS])
