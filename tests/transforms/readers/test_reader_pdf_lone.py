"""A character by itself whose font is not there has no width, and pdfium leaves it out: it is read another way."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from making_pdf import drawn, text

from transforms.readers.open import open_document
from transforms.readers.pdf.lone import with_lone_chars
from transforms.readers.pdf.marks import PageContent
from transforms.readers.pdf.page import page_content

BLANK = "\u3000"
"""No font shows anything for it, so that pdfium leaves it out on every machine."""


def page_of(content: bytes) -> PageContent:
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    try:
        return page_content(page, 1)
    finally:
        page.close()
        document.close()


def without(page: PageContent, sign: str) -> PageContent:
    """The page as it would be if pdfium left out a sign."""
    (char,) = [char for char in page.chars if char.text == sign]
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    place = {0: (char.x0, y), 90: (x, char.top), 180: (char.x1, y), 270: (x, char.bottom)}[char.angle]
    others = [char for char in page.chars if char.text != sign]
    return replace(page, chars=others, left_out=((place, char.angle),))


def test_a_lone_blank_costs_no_other_sign() -> None:
    # pdfplumber does not know the dot.
    document = open_document(drawn(text(20, 350, "3·15消费维权") + text(20, 310, BLANK)), "x.pdf")
    assert [block.text for block in document.blocks] == ["3·15消费维权"]
    assert not document.notes


def test_where_nothing_is_shown_is_known() -> None:
    assert page_of(drawn(text(20, 310, BLANK) + text(20, 350, "按时"))).left_out == (((20.0, 90.0), 0),)
    assert not page_of(drawn(text(20, 350, "按时"))).left_out


@pytest.mark.parametrize(("rotate", "box"), [(0, ""), (90, ""), (180, ""), (270, ""), (0, "/CropBox [10 5 390 380]")])
def test_a_lone_sign_is_put_back_where_it_stood(rotate: int, box: str) -> None:
    content = drawn(text(20, 350, "3·15") + text(20, 310, "不") + text(30, 310, "是"), page=f"/Rotate {rotate} {box}")
    whole = page_of(content)
    (page,) = with_lone_chars(content, [without(whole, "是")], None)
    assert sorted(char.text for char in page.chars) == sorted(char.text for char in whole.chars)
    (before,) = [char for char in whole.chars if char.text == "是"]
    assert page.chars[-1][1:5] == pytest.approx(before[1:5], abs=0.5)
    assert page.chars[-1].angle == before.angle == rotate
    assert not page.notes


def test_nothing_is_put_back_but_what_was_left_out() -> None:
    content = drawn(text(20, 350, "是") + text(100, 100, "样本", turn="0.7 0.7 -0.7 0.7"))
    (page,) = with_lone_chars(content, [without(page_of(content), "是")], None)
    assert [char.text for char in page.chars] == ["是"]


def test_a_sign_that_nobody_knows_is_noted() -> None:
    content = drawn(text(20, 350, "按时"))
    (page,) = with_lone_chars(content, [replace(page_of(content), left_out=(((200.0, 200.0), 0),))], None)
    (note,) = page.notes
    assert note.startswith("1 signs of a font that is not in the file could not be read")


@pytest.mark.parametrize(
    ("turn", "angle"), [("1 0 0 1", 0), ("0 1 -1 0", 270), ("0 -1 1 0", 90), ("0.7 0.7 -0.7 0.7", -1)]
)
def test_how_a_lone_sign_is_turned_is_known(turn: str, angle: int) -> None:
    page = page_of(drawn(text(200, 200, BLANK, turn=turn) + text(100, 100, "按", turn=turn)))
    assert page.left_out == (((200.0, 200.0), angle),)
    assert [char.angle for char in page.chars] == ([angle] if angle >= 0 else [])


def test_a_lone_sign_aslant_is_a_watermarks_and_left_out() -> None:
    content = drawn(text(20, 350, "按时") + text(100, 100, "是", turn="0.7 0.7 -0.7 0.7"))
    page = page_of(content)
    assert with_lone_chars(content, [replace(page, left_out=(((100.0, 300.0), -1),))], None)[0].chars == page.chars


def test_a_lone_blank_is_not_put_back() -> None:
    content = drawn(text(20, 310, BLANK) + text(20, 350, "按时"))
    (page,) = with_lone_chars(content, [page_of(content)], None)
    assert [char.text for char in page.chars] == ["按", "时"]
    assert not page.notes


def test_a_lone_sign_that_the_page_does_not_show_is_none() -> None:
    assert not page_of(drawn(f"q 0 0 10 10 re W n {text(200, 200, BLANK)} Q " + text(20, 350, "按时"))).left_out
