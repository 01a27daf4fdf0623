"""What is read in bulk, or told without a closer look, is what a look at each single thing gives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from making_pdf import drawn, text

from transforms.readers.pdf import borderless_text, grid, rooms, table
from transforms.readers.pdf.calls import address, matrices_of, widths_of
from transforms.readers.pdf.chars import codes_of
from transforms.readers.pdf.lines import lines_of
from transforms.readers.pdf.marks import IDENTITY, Char, Edge

SEEDS = range(40)


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    yield page.raw
    page.close()
    document.close()


@pytest.mark.parametrize(
    "words",
    [
        "预算绩效 目标（2025年）",
        "全角ＡＢ，．％",
        "",
        "well-\u2010known",
        "\u0002\u0003 controls \u0096",
        "\ufffe\uffff",
        "𠮷野家 x",
        "\ud842 half",
        "(אבג) [דה]",
        "x (ابج) y",
        "ﬁ ﬂ ligatures",
    ],
)
def test_codes_of_all_characters_at_once_are_those_of_each(words: str) -> None:
    raw = words.encode("utf-16-be", "surrogatepass").hex()
    line = f"BT /F 12 Tf 1 0 0 1 40 300 Tm <{raw}> Tj ET\n" + text(40, 280, "下一行")
    with opened(drawn(line)) as page:
        text_page = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text_page)
        each = [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]
        together = codes_of(address(text_page), count)
        pdfium.FPDFText_ClosePage(text_page)
    assert [code for code in together if 0 <= code < 0x10000] == [code for code in each if not 0xD800 <= code < 0xE000]
    assert len(together) == len(each)


def test_a_hyphen_at_a_lines_end_has_the_code_that_pdfium_gives_it_alone() -> None:
    with opened(drawn(text(40, 300, "implemen-") + text(40, 287, "tation"))) as page:
        text_page = pdfium.FPDFText_LoadPage(page)
        codes = codes_of(address(text_page), pdfium.FPDFText_CountChars(text_page))
        pdfium.FPDFText_ClosePage(text_page)
    assert 0x02 in codes
    assert 0xFFFE not in codes


def test_matrices_and_widths_are_those_of_each_object() -> None:
    content = drawn(text(40, 300, "左", turn="2 0 0 3") + "10 10 100 20 re f\n" + text(40, 200, "中中"))
    with opened(content) as page:
        items = [address(pdfium.FPDFPage_GetObject(page, index)) for index in range(3)]
        matrices, widths = matrices_of(items), widths_of(items)
    assert matrices == [(2, 0, 0, 3, 40, 300), IDENTITY, (1, 0, 0, 1, 40, 200)]
    assert widths == pytest.approx([widths[2], 100, widths[2]], abs=2.5)


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a seed


def walls(chance: random.Random) -> list[Edge]:
    """Lines of a table of which some are drawn in part, so that cells are merged, or not whole."""
    across, down = chance.randint(2, 5), chance.randint(2, 5)
    edges = []
    for row in range(down + 1):
        for column in range(across):
            if row in (0, down) or chance.random() < 0.75:
                edges.append(Edge(40.0 * column, 20.0 * row, 40.0 * column + 40, 20.0 * row))
    for column in range(across + 1):
        for row in range(down):
            if (column in (0, across) and chance.random() < 0.97) or chance.random() < 0.75:
                edges.append(Edge(40.0 * column, 20.0 * row, 40.0 * column, 20.0 * row + 20))
    return edges


@pytest.mark.parametrize("seed", SEEDS)
def test_cells_told_by_their_walls_are_those_found_square_by_square(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    edges = walls(dice(seed))
    quick = grid.ruled_tables(edges)
    monkeypatch.setattr(rooms.Walls, "_plain_cell", lambda *_: None)
    assert quick == grid.ruled_tables(edges)


def scattered(chance: random.Random) -> list[Char]:
    """Characters of a few lines, some of them a little higher or lower than the others, some far apart."""
    chars = []
    for number in range(chance.randint(1, 8)):
        x, top = chance.choice((0.0, 30.0, 30.0)), 9.0 * number * chance.choice((1, 1, 0.4))
        for _ in range(chance.randint(1, 12)):
            off = chance.choice((0.0, 0.0, 0.0, 1.0, 2.5, 4.0))
            chars.append(Char(chance.choice("预算, ，a"), x, top + off, x + 10, top + off + 10))
            x += chance.choice((10.0, 10.0, 10.0, 7.0, 13.0, 15.0, 40.0))
    chance.shuffle(chars)
    return chars


@pytest.mark.parametrize("seed", SEEDS)
def test_stretches_told_level_by_level_are_those_of_the_whole_page(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chars = scattered(dice(seed))
    quick = borderless_text.stretches_of(chars, 10.0)
    one = lambda ordered, _: [borderless_text._Level(is_one=False, numbers=list(range(len(ordered))))]  # noqa: E731
    monkeypatch.setattr(borderless_text, "_levels", one)
    assert quick == borderless_text.stretches_of(chars, 10.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_character_beside_the_one_before_is_placed_as_if_alone(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = dice(seed)
    moved = [edge._replace(x0=edge.x0 + 55, x1=edge.x1 + 55) for edge in walls(chance)]
    ruled = [*grid.ruled_tables(walls(chance)), *grid.ruled_tables(moved)]
    chars = [
        Char(chance.choice("预，％ "), x, top, x + 10, top + 10)
        for x, top in ((chance.uniform(-20, 260), chance.uniform(-10, 110)) for _ in range(200))
    ]
    chars.sort(key=lambda char: (char.top // 20, char.x0))

    def placed() -> tuple[list[Char], list[list[list[Char]]]]:
        frames = [table._Frame(one) for one in ruled]
        return table._placed(frames, chars), [frame.chars for frame in frames]

    quick = placed()
    monkeypatch.setattr(table._Frame, "sides_of", lambda *_: table._NOWHERE)
    assert quick == placed()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_holds_what_stands_no_lower_than_half_a_character(seed: int) -> None:
    chars = [char for char in scattered(dice(seed)) if char.text != " "]
    ordered = sorted(chars, key=lambda char: char.top + char.bottom)
    wanted: list[list[Char]] = []
    limit = 0.0
    for number, char in enumerate(ordered):
        if not wanted or char.top + char.bottom > limit:
            limit = char.top + char.bottom + max(one.bottom - one.top for one in ordered[number : number + 5])
            wanted.append([])
        wanted[-1].append(char)
    lines = lines_of(chars)
    assert [list(line.chars) for line in lines] == [sorted(run, key=lambda char: char.x0) for run in wanted]
    assert lines_of([]) == []
