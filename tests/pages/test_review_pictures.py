"""Pictures of pages are turned and levelled as their text was read: boxes lie on the ink."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pages.review.pictures import pictures
from tests.pdf_file import paged
from transforms.document import Document, Paragraph, Sheet
from transforms.readers.open import open_document

FORM = Path(__file__).parents[1] / "documents/scan_form.png"
WORDS = "部门预算绩效目标表二〇二五年度"


def text(x: float, y: float, words: str, turn: str = "1 0 0 1") -> str:
    return f"BT /F 12 Tf {turn} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def decoded(uri: str) -> Image.Image:
    kind, _, content = uri.partition(",")
    assert kind == "data:image/webp;base64"
    return Image.open(io.BytesIO(base64.b64decode(content))).convert("L")


def ink(picture: Image.Image, sheet: Sheet, box: tuple[float, float, float, float]) -> tuple[int, int]:
    """Dark pixels within a box, with a rim of 4 points, and on the whole page."""
    across, down = picture.width / sheet.width, picture.height / sheet.height
    left, top, right, bottom = box
    inside = picture.crop(
        (int((left - 4) * across), int((top - 4) * down), int((right + 4) * across), int((bottom + 4) * down))
    )
    return tuple(sum(one.histogram()[:128]) for one in (inside, picture))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("turn", "turned"), [("1 0 0 1", 0), ("0 1 -1 0", 270), ("-1 0 0 -1", 180), ("0 -1 1 0", 90)]
)  # fmt: skip
def test_boxes_lie_on_the_ink_however_the_page_is_drawn(turn: str, turned: int) -> None:
    content = paged([text(200, 300, WORDS, turn)], (400, 700))
    document = open_document(content, "a.pdf")
    (sheet,), (paragraph,) = document.sheets, document.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.box is not None
    assert (paragraph.text, sheet.turned) == (WORDS, turned)
    (picture,) = map(decoded, pictures(content, document))
    inside, everywhere = ink(picture, sheet, paragraph.box)
    assert everywhere > 500
    assert inside == everywhere


def test_a_tilted_scan_is_shown_level() -> None:
    pytest.importorskip("cv2", reason="make ocr")
    raw = FORM.read_bytes()
    across, down = Image.open(io.BytesIO(raw)).size
    document = Document("image", (), sheets=(Sheet(1, 595.0, 595.0 * down / across, by_ocr=True),))
    (picture,) = map(decoded, pictures(raw, document))
    before = Image.open(io.BytesIO(raw)).convert("L")
    assert darkest_row(picture) > 0.7 > darkest_row(before)


def darkest_row(picture: Image.Image) -> float:
    """The share of its row that the longest level line covers, at 600 pixels across."""
    small = picture.resize((600, picture.height * 600 // picture.width))
    pixels: Any = small.load()
    return max(sum(pixels[x, y] < 160 for x in range(600)) / 600 for y in range(small.height))


def test_long_pages_and_documents_without_pages_have_pictures_in_bounds() -> None:
    content = paged([text(10, 13000, WORDS)], (100, 14000))
    (picture,) = map(decoded, pictures(content, open_document(content, "a.pdf")))
    assert max(picture.size) <= 5000
    assert pictures("某局".encode(), open_document("某局".encode(), "a.txt")) == []
