"""Writes the review page of one document: read once, its pages drawn, everything put into one file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.corrections import Correction

_PACKAGE = "pages.review"
_PARTS = 3
"""Of a path: `<year>/<district code>/<file>`."""


def write_review(
    document: Path,
    target: Path,
    passwords: tuple[str, ...] = (),
    corrections: Path | None = None,
    page_cache: Path | None = None,
) -> None:
    """Writes the page of the file `document` to `target`, whole or not at all.

    `corrections` is a folder of corrections: those of this document are shown where they apply. `page_cache` is a folder
    in which pages read by OCR are kept and looked for. Raises UnreadableDocument where no reader can read the file,
    CorrectionsInvalid, and OSError where the file cannot be read or the page not be written.
    """
    from pages.review.content import Reviewed, content
    from pages.review.pictures import pictures
    from pages.shared.page import save
    from transforms.extract import document_record
    from transforms.readers.open import open_document
    from transforms.readers.options import ReadingOptions

    raw = document.read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    read = open_document(raw, document.name, ReadingOptions(passwords, page_cache))
    path = "/".join(document.absolute().parts[-_PARTS:])
    reviewed = Reviewed(path, read, document_record(read, sha256), _corrections(corrections, sha256))
    save(page({**content(reviewed), "pictures": pictures(raw, read, passwords)}), target)


def _corrections(folder: Path | None, sha256: str) -> list[Correction]:
    from transforms.correction_files import load_corrections

    return [one for one in load_corrections(folder) if one.document == sha256] if folder else []


def page(data: dict[str, object]) -> str:
    """The page of what `content` gave, with `pictures` (data URIs by sheet)."""
    from pages.shared.page import Page, asset, compose, read_words, render, script_json

    words = read_words(("pages.shared", "words.toml"), (_PACKAGE, "words.toml"))
    return compose(
        Page(
            title="review_title",
            words=words,
            body=render(_PACKAGE, "review.html"),
            styles=[asset(_PACKAGE, "review.css")],
            scripts=[asset(_PACKAGE, name) for name in ("pages.js", "values.js", "marks.js", "review.js")],
            data={"review": script_json(data)},
        )
    )
