"""PDF: what was struck out, or painted over by something new, is no part of what the page says; a note quotes it."""

from __future__ import annotations

import pytest
from making_pdf import area, bar, drawn, line, text

from transforms.document import Document, Paragraph
from transforms.readers.open import open_document

WHITE, BLACK = "1 g ", "0 g "
GRID = "".join(line(50, y, 250, y) for y in (200, 230)) + "".join(line(x, 200, x, 230) for x in (50, 150, 250))
OLD = text(60, 210, "≥85%")
COVER = WHITE + area(51, 201, 149, 229) + BLACK


def read(*streams: str) -> Document:
    return open_document(drawn(*streams), "x.pdf")


def said(document: Document) -> str:
    return "".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def cells(document: Document) -> list[str]:
    return [cell.text for cell in document.grids[0].cells]


@pytest.mark.parametrize("new", ["≥95%", "≤3.60万元", "按时完成"])
def test_what_is_painted_over_is_not_read(new: str) -> None:
    """Also where a sign of the new text stands upon the same sign of the old one."""
    document = read(GRID + OLD + COVER + text(60, 210, new) + text(160, 210, "旁"))
    assert cells(document) == [new, "旁"]
    assert document.notes == ("page 1: text that is painted over was not read: “≥85%”",)


@pytest.mark.parametrize(
    "paint",
    [
        WHITE + area(51, 201, 75, 229) + BLACK,
        f"q 200 200 40 40 re W n {COVER} Q ",
        WHITE + bar(51, 214, 149, 214) + BLACK,
        f"{WHITE}51 201 98 28 re n {BLACK}",
        "50 230 m 51 230 l 150 201 l 150 200 l h f\n",
        "50 200 m 150 200 l 150 202 l 52 202 l 52 230 l 50 230 l f\n",
    ],
    ids=[
        "half of it",
        "an area that is cut off before",
        "a bar",
        "an area that is not painted",
        "a diagonal",
        "two sides",
    ],
)
def test_what_is_not_wholly_painted_over_is_read(paint: str) -> None:
    document = read(GRID + OLD + paint + text(160, 210, "旁"))
    assert cells(document) == ["≥85%", "旁"]


def test_a_colour_behind_a_text_hides_nothing() -> None:
    document = read(GRID + text(160, 210, "旁") + "0.8 g " + area(51, 201, 149, 229) + BLACK + OLD)
    assert cells(document) == ["≥85%", "旁"]
    assert not document.notes


def through(x0: float, x1: float, baseline: float = 210.0) -> str:
    return line(x0, baseline + 3, x1, baseline + 3)


@pytest.mark.parametrize("stroke", [through(60, 80), bar(60, 213, 80, 213)], ids=["line", "bar"])
def test_what_is_struck_out_is_not_read(stroke: str) -> None:
    """Of four signs of 10 points the first two."""
    document = read(GRID + text(60, 210, "甲乙") + stroke + text(80, 210, "丙丁") + text(160, 210, "旁"))
    assert cells(document) == ["丙丁", "旁"]
    assert document.notes == ("page 1: text that is struck out was not read: “甲乙”",)


def test_what_is_struck_out_beside_tables_is_not_read() -> None:
    assert said(read(text(60, 110, "原定目标。保障民生。") + through(60, 110, 110))) == "保障民生。"


@pytest.mark.parametrize(
    "stroke",
    [line(60, 209, 80, 209), line(60, 221, 80, 221), line(60, 213, 64, 213), through(40, 140), through(50, 150)],
    ids=["underlined", "overlined", "a dash", "much longer", "from wall to wall"],
)
def test_other_lines_strike_nothing_out(stroke: str) -> None:
    document = read(GRID + text(60, 210, "甲乙") + stroke + text(160, 210, "旁"))
    assert "甲乙" in "".join(cells(document)) + said(document)
    assert not any("struck" in note for note in document.notes)


def test_a_text_that_fills_its_cell_is_not_struck_out_by_a_wall_through_it() -> None:
    tight = "".join(line(50, y, 90, y) for y in (200, 213, 226)) + "".join(line(x, 200, x, 226) for x in (50, 90))
    assert not any("struck" in note for note in read(tight + text(50, 210, "一二三四")).notes)
