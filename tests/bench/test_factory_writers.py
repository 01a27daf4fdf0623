"""What writers put into a file stands in it as a program would have written it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.factory.layouts.blocks import Block, C, Line, table
from bench.factory.writers.docx import docx
from bench.factory.writers.fonts import embedded
from bench.factory.writers.hands import Hand
from bench.factory.writers.marks import html
from bench.factory.writers.page import HALF_WIDE, Style, bound, characters, pages, pdf
from bench.factory.writers.sheet import xlsx
from bench.factory.writers.word97 import word97
from transforms.document import Grid
from transforms.readers.open import open_document

BLOCKS: list[Block] = [
    Line("甲表", is_heading=True),
    table([[C("一级", 1, 2), C("甲\n乙", 2)], [C("丙"), C("<丁>&")]], widths=(1, 2, 3)),
]
WHOLE = Hand(font="宋体", rsids=("00A1B2C3",), splits_runs=True, has_breaks_before=True)


@pytest.mark.parametrize(
    "write", [docx, lambda blocks: docx(blocks, WHOLE), word97, html, xlsx, lambda blocks: pdf(blocks, Style())],
    ids=["docx", "docx of Word", "doc", "html", "xlsx", "pdf"],
)  # fmt: skip
def test_merged_cells_are_merged(write: Callable[[list[Block]], bytes]) -> None:
    document = open_document(write(BLOCKS), "form")
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert {(cell.text.replace("\n", ""), cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells} == {
        ("一级", 0, 0, 2, 1), ("甲乙", 0, 1, 1, 2), ("丙", 1, 1, 1, 1), ("<丁>&", 1, 2, 1, 1),
    }  # fmt: skip


def test_a_table_within_a_table_is_refused_where_the_format_has_none() -> None:
    with pytest.raises(ValueError, match="table within"):
        word97([table([[C(inner=table([[C("甲")]]))]])])


def test_a_merged_cell_goes_on_overleaf_with_what_did_not_fit() -> None:
    rows = [[C("长" * 1500, 1, 2), C("甲\n" * 40)], [C("乙\n" * 40)]]
    drawn = pages([table(rows)], Style())
    counts = [page.count("957f") for page in drawn]
    assert sum(counts) == 1500
    assert len(counts) == 2
    assert all(counts)


def test_neighbouring_cells_share_their_line() -> None:
    (drawn,) = pages([table([[C("甲"), C("乙")]])], Style())
    assert drawn.count(" l S") == 7


def test_a_header_stands_again_on_every_page() -> None:
    rows = [[C("表头")], *[[C(f"{number}")] for number in range(60)]]
    drawn = pages([table(rows, repeats_header=True)], Style())
    assert [page.count("88685934") for page in drawn] == [1] * len(drawn)
    assert len(drawn) > 1


def test_a_pdf_brings_its_font_along() -> None:
    font = embedded(characters(BLOCKS))
    if font is None:
        pytest.skip("no font with Chinese characters is installed: fonts-noto-cjk")
    embedding = bound(pages(BLOCKS, Style(), font), Style(), font)
    assert b"/FontFile" in embedding
    assert b"/ToUnicode" in embedding
    assert "embedded" in font.description
    assert open_document(embedding, "form").blocks == open_document(pdf(BLOCKS, Style()), "form").blocks


def test_a_font_that_lacks_a_character_is_not_embedded() -> None:
    assert embedded({"甲", "\ue000"}) is None
    assert "named only" in HALF_WIDE.description
