"""Every layout in every format that can show it gives the same facts, or a finding where it cannot: `docs/formats.md`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

from bench.factory.layouts.blocks import Block
from bench.factory.writers.docx import docx
from bench.factory.writers.marks import html, markdown, text_dump
from bench.factory.writers.page import Style, pdf
from bench.factory.writers.scan import has_chinese_font, pictures, scan
from bench.factory.writers.sheet import xlsx
from tests.formats import facts, matrix
from tests.formats.layouts import Layout, layouts
from tests.transforms.form.test_forms import summary
from transforms.extract import read_records
from transforms.normalise import normalise_one
from transforms.readers.doc import office
from transforms.tables.submission import Submission

CELLS = [(layout, name) for layout in layouts() for name in matrix.formats_of(layout)]
IDS = [f"{layout.id}-{name}" for layout, name in CELLS]
FILE_NAMES = {"markdown": "form.md", "text": "form.txt"}
_MARKED: dict[str, Callable[[list[Block]], bytes]] = {
    "docx": docx, "html": html, "markdown": markdown, "text": text_dump, "xlsx": xlsx,
}  # fmt: skip
RECEIVED = datetime(2025, 1, 1, tzinfo=UTC)


@cache
def converted(target: str, name: str) -> dict[str, bytes | None]:
    """Every layout tried in a format, from Word by LibreOffice, in one call."""
    tried = [layout for layout, other in CELLS if other == name]
    files = office.convert([docx(layout.blocks()) for layout in tried], source="docx", target=target)
    return {layout.id: content for layout, content in zip(tried, files, strict=True)}


def written(layout: Layout, name: str) -> bytes:
    """A layout as a file of a format; skips where what makes or reads it is not installed."""
    if name in _MARKED:
        return _MARKED[name](layout.blocks())
    if name == "pdf":
        return pdf(layout.blocks(), layout.style)
    if name != "doc" and not has_chinese_font():
        pytest.skip("no Chinese font: apt-get install fonts-noto-cjk")
    if name in ("doc", "pdf_office"):
        if office.program() is None:
            pytest.skip(office.INSTALL)
        content = converted("doc" if name == "doc" else "pdf", name)[layout.id]
        assert content, "LibreOffice gave no file"
        return content
    if find_spec("rapidocr") is None:
        pytest.skip("make ocr")
    first = facts.PROJECTS[:1]
    blocks = facts.arranged(replace(layout.options, has_front=False), first) if layout.options else layout.blocks()
    drawn = pdf(blocks, layout.style)
    return scan(drawn) if name == "pdf_scan" else pictures(drawn, ".png")[0]


def judged(layout: Layout, name: str) -> tuple[Any, Any, set[str]]:
    """What was to be read, what was, and the rules of what was found about it."""
    record = read_records(written(layout, name), FILE_NAMES.get(name, "form"))
    if layout.options is None:
        wanted = layout.form["project"]
        found = [summary(project, one) for project, one in zip(record.projects, wanted, strict=False)]
        more = len(record.projects) - len(found)
        rules = {finding.rule for finding in record.findings} - {"other_tables"}
        return [*_squeezed(wanted), 0], [*_squeezed(found), more], rules
    rows = normalise_one(Submission(record, f"{facts.YEAR}/form", RECEIVED))
    rules = {row["rule"] for row in rows["quality_issue"]}
    if name in ("pdf_scan", "image"):
        return facts.expected(facts.PROJECTS[:1], has_front=False), facts.found(rows, has_front=False), rules
    return facts.expected(), facts.found(rows), rules


def _squeezed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _squeezed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_squeezed(item) for item in value]
    return facts.squeezed(value) if isinstance(value, str) else value


@pytest.mark.parametrize(("layout", "name"), CELLS, ids=IDS)
def test_a_layout_is_read_as_the_table_says(layout: Layout, name: str) -> None:
    wanted, found, rules = judged(layout, name)
    mark = matrix.mark_of(layout, name)
    if mark is not None:
        assert (found == wanted) == (mark.sign == matrix.NAMED)
        assert set(mark.rules) <= rules
    elif name in matrix.UNSETTLED:
        is_right = facts.is_alike(wanted, found) if name in ("pdf_scan", "image") else found == wanted
        assert is_right or rules & set(matrix.UNSETTLED[name]), "misread, and no finding says so"
    else:
        assert (found, rules) == (wanted, set())


def test_the_page_is_what_the_matrix_generates() -> None:
    assert matrix.PAGE.read_text(encoding="utf-8") == matrix.page(), "make docs"


def test_every_layout_has_a_name_in_both_languages_and_a_reason() -> None:
    assert [layout.id for layout in layouts() if not (layout.zh and layout.en and layout.why)] == []
    assert len({layout.id for layout in layouts()}) == len(layouts())
    assert matrix.unexplained() == set()


def test_every_mark_is_of_a_cell_that_is_tried() -> None:
    tried = {(layout.id, name) for layout, name in CELLS}
    assert set(matrix.MARKS) <= tried
    assert set(matrix.SCANNED.items()) <= tried


def test_the_code_of_every_project_has_its_check_character() -> None:
    assert [len(project.code) for project in facts.PROJECTS] == [21, 21]


def test_what_is_said_to_go_over_a_page_does() -> None:
    pages = {layout.id: pdf(layout.blocks(), layout.style).count(b"/Type /Page ") for layout in layouts()[:40]}
    assert pages["paged"] > pages["plain"]
    assert pages["paged_header"] > pages["plain"]
    torn = next(layout for layout in layouts() if layout.id == "torn")
    assert pdf(torn.blocks(), torn.style) != pdf(torn.blocks(), Style())
