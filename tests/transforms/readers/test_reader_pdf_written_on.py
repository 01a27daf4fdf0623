"""What was filled into a PDF's form fields, or typed onto its pages, stands there for everybody who prints it."""

from __future__ import annotations

import pytest
from making_pdf import drawn, form, text

from transforms.document import Document, Paragraph
from transforms.readers.open import open_document

PRINTED = text(50, 300, "预算数")


def read(*annotations: str, streams: tuple[str, ...] = ()) -> Document:
    """A page with a label, and annotations whose looks are the forms from object 6 on."""
    count = len(streams)
    places = " ".join(f"{6 + count + number} 0 R" for number in range(len(annotations)))
    objects = [*map(form, streams), *annotations]
    return open_document(drawn(PRINTED, page=f"/Annots [{places}]", objects=objects), "x.pdf")


def said(document: Document) -> str:
    return "".join(block.text for block in document.blocks if isinstance(block, Paragraph)).replace(" ", "")


def annotation(kind: str, more: str, looks: str = "/AP << /N 6 0 R >>") -> str:
    return f"<< /Type /Annot /Subtype /{kind} /Rect [100 290 200 320] /F 4 {looks} {more} >>"


SHOWN = text(105, 300, "12.50")


@pytest.mark.parametrize(
    ("kind", "more"), [("Widget", "/FT /Tx /T (a) /V (12.50)"), ("FreeText", "/Contents (12.50) /DA (/F 9 Tf)")]
)
def test_what_is_filled_in_is_read(kind: str, more: str) -> None:
    document = read(annotation(kind, more), streams=(SHOWN,))
    assert said(document) == "预算数12.50"
    assert not document.notes


def test_what_is_filled_in_and_not_drawn_is_noted() -> None:
    document = read(annotation("Widget", "/FT /Tx /T (a) /V (12.50)", looks=""))
    assert said(document) == "预算数"
    assert [note for note in document.notes if "12.50" in note]


@pytest.mark.parametrize("kind", ["Highlight", "Stamp", "Text"])
def test_marks_and_comments_are_no_text_of_the_page(kind: str) -> None:
    document = read(annotation(kind, "/Contents (12.50)"), streams=(SHOWN,))
    assert said(document) == "预算数"
