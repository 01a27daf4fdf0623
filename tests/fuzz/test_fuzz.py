"""A short run of `make fuzz`: mutated documents of every format crash nothing, hang nothing, lose nothing in silence."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from pebble import ProcessPool

from tests.fuzz.accounting import unaccounted
from tests.fuzz.corpus import SOURCES, sources
from tests.fuzz.run import SECONDS, Report, pool, run
from tests.fuzz.trial import tried
from transforms.document import Cell, Document, Grid
from transforms.extract import read_records
from warehouse.schema.records import DocumentRecord, ProjectRecord, Text

MUTANTS = {"image": 2, "doc": 25, "pdf": 25}
FEW = 40
PAST = sorted((Path(__file__).parent / "past").iterdir())
"""Mutants that once lost something, or took for ever."""


@pytest.fixture(scope="module")
def trials() -> Iterator[ProcessPool]:
    """Shared by all formats but pictures: what costs most is to start a process."""
    with pool("text", 1) as processes:
        yield processes


def _report(kind: str, trials: ProcessPool) -> Report:
    numbers = range(MUTANTS.get(kind, FEW))
    if kind != "image":
        return run(kind, numbers, trials)
    if not find_spec("rapidocr"):
        pytest.skip("needs OCR: make ocr")
    with pool(kind, 1) as larger:
        return run(kind, numbers, larger)


@pytest.mark.parametrize("kind", SOURCES)
def test_mutated_documents_crash_hang_and_lose_nothing(kind: str, trials: ProcessPool) -> None:
    report = _report(kind, trials)
    assert report.failures == []
    assert report.mutants == MUTANTS.get(kind, FEW) == report.loaded + report.quarantined


@pytest.mark.parametrize("kind", [kind for kind in SOURCES if kind not in ("zip", "image")])
def test_the_whole_documents_are_loaded_with_their_projects(kind: str) -> None:
    for content in sources(kind):
        assert read_records(content, "x.md" if kind == "markdown" else "x").projects


@pytest.mark.parametrize("file", PAST, ids=lambda file: file.stem)
def test_what_once_was_lost_is_not_lost_again(file: Path, trials: ProcessPool) -> None:
    kind = file.stem.partition("-")[0]
    outcome = trials.schedule(tried, args=[kind, file.read_bytes()], timeout=SECONDS).result()
    assert outcome.problem == ""


def test_a_lost_cell_is_seen() -> None:
    document = Document("docx", (Grid(1, (Cell("项目名称", 0, 0), Cell("甲", 0, 1), Cell("漏掉的话", 1, 0))),))
    record = DocumentRecord(
        "0" * 64, "docx", "docx-1", projects=(ProjectRecord("table 1", name=Text("甲", "table 1")),)
    )
    assert unaccounted(document, record) == ["漏掉的话"]
