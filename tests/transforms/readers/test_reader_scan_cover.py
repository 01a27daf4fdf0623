"""A page whose picture covers it is a scan, whatever little was typed or invisibly laid over it."""

from __future__ import annotations

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from transforms.readers.scan.cover import is_covered

VISIBLE, INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
SIDES = 500.0, 700.0


def _page(share: float, texts: int, mode: int) -> pypdfium2.PdfPage:
    """A page with a picture over a share of its height and so many pieces of text."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(*SIDES)
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(pypdfium2.PdfBitmap.new_native(8, 8, pdfium.FPDFBitmap_BGR))
    image.set_matrix(pypdfium2.PdfMatrix().scale(SIDES[0], SIDES[1] * share))
    page.insert_obj(image)
    font = pdfium.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
    written = ctypes.create_string_buffer("text\0".encode("utf-16-le"))
    for number in range(texts):
        text = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, 10.0)
        pdfium.FPDFText_SetText(text, ctypes.cast(written, ctypes.POINTER(ctypes.c_ushort)))
        pdfium.FPDFTextObj_SetTextRenderMode(text, mode)
        pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 30, 10 * number)
        pdfium.FPDFPage_InsertObject(page.raw, text)
    page.gen_content()
    content = io.BytesIO()
    document.save(content)
    return pypdfium2.PdfDocument(content.getvalue())[0]


@pytest.mark.parametrize(
    ("share", "texts", "mode", "expected"),
    [
        (1.0, 0, VISIBLE, True),
        (1.0, 3, VISIBLE, True),
        (1.0, 40, INVISIBLE, True),
        (1.0, 40, VISIBLE, False),
        (0.5, 3, VISIBLE, False),
        (0.5, 40, INVISIBLE, False),
    ],
    ids=["bare", "stamped", "with a reading laid over", "background of a text", "illustrated", "half a page"],
)
def test_a_page_is_a_scan_where_a_picture_is_nearly_all_it_shows(
    share: float,
    texts: int,
    mode: int,
    expected: bool,  # noqa: FBT001
) -> None:
    assert is_covered(_page(share, texts, mode), *SIDES) is expected
