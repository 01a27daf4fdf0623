"""Writes the report: gathers, fills the page, saves it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pages.report.scope import EVERYTHING, NothingChosen, Scope

__all__ = ["NothingChosen", "write_report"]

_PACKAGE = "pages.report.templates"
_SCRIPTS = (
    "store.js", "format.js", "grid.js", "charts.js", "model.js", "parts.js", "targets.js",
    "overview.js", "department.js", "project.js", "lists.js", "about.js", "app.js",
)  # fmt: skip


def write_report(database: Path, target: Path, scope: Scope = EVERYTHING, documents: Path | None = None) -> None:
    """Writes one self-contained page about the published warehouse `database` to `target`, whole or not at all.

    `scope` chooses a fiscal year and a district. `documents` is the folder that `file_path` of the documents starts
    from: those found there are linked to. Raises OSError where `target` cannot be written, NothingChosen where the scope
    covers no document.
    """
    from pages.report.charts import javascript, specifications
    from pages.report.content import content
    from pages.shared.page import Page, asset, compose, packed, read_words, render, save, script_json

    words = read_words(("pages.shared", "words.toml"), (_PACKAGE, "words.toml"))
    told = content(database, scope)
    told["about"] |= _links(told["tables"]["document"], target, documents)
    page = Page(
        title="title",
        words=words,
        body=render(_PACKAGE, "report.html", words={key: said[0] for key, said in words.items()}),
        styles=[asset(_PACKAGE, "report.css")],
        scripts=[javascript(), *(asset(_PACKAGE, name) for name in _SCRIPTS)],
        data={"charts": script_json(specifications(words)), "content-data": packed(told)},
    )
    save(compose(page), target)


def _links(table: dict[str, Any], target: Path, documents: Path | None) -> dict[str, Any]:
    """`folder`, the documents' folder as an address seen from the page, and `linked`: whether each document is there."""
    if documents is None:
        return {"folder": None, "linked": [False] * table["rows"]}
    paths = table["columns"]["file_path"]
    names = paths if isinstance(paths, list) else [paths["values"][number] for number in paths["numbers"]]
    try:
        folder = quote(Path(os.path.relpath(documents.resolve(), target.resolve().parent)).as_posix())
    except ValueError:  # another drive: no relative path leads there
        folder = documents.resolve().as_uri()
    return {"folder": folder, "linked": [(documents / name).is_file() for name in names]}
