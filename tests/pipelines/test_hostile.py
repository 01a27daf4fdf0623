"""Files built to hurt: each costs one record and bounded time, and the documents beside them are read."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from pipelines.reading import Bounds, Job, read_all
from tests.pipelines.attacks import ATTACKS
from transforms.quality.document import document_findings
from transforms.quality.findings import quarantines
from transforms.readers.options import ReadingOptions
from warehouse.schema.records import DocumentRecord

TEXT = "某市某局\n2025年部门预算绩效文本\n"
BOUNDS = Bounds(seconds=15, slice_seconds=5)


def job(folder: Path, name: str, content: bytes) -> Job:
    path = folder / name
    path.write_bytes(content)
    return Job(path, name, hashlib.sha256(content).hexdigest())


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DocumentRecord]:
    folder = tmp_path_factory.mktemp("attacks")
    jobs = [job(folder, name, make()) for name, make in ATTACKS.items()]
    jobs.insert(len(jobs) // 2, job(folder, "good.txt", TEXT.encode()))
    started = time.monotonic()
    found = {one.name: record for one, record in read_all(jobs, ReadingOptions(page_cache=folder / "pages"), BOUNDS)}
    assert time.monotonic() - started < len(jobs) * BOUNDS.seconds
    return found


@pytest.mark.parametrize("name", ATTACKS)
def test_a_file_built_to_hurt_is_quarantined_with_a_reason(name: str, records: dict[str, DocumentRecord]) -> None:
    record = records[name]
    reason = quarantines([*record.findings, *document_findings(record)])
    assert reason is not None
    assert not record.projects


def test_the_document_between_them_is_read(records: dict[str, DocumentRecord]) -> None:
    assert records["good.txt"].cover.fiscal_year is not None


def test_nothing_of_another_file_gets_into_a_document(records: dict[str, DocumentRecord]) -> None:
    assert "root:" not in records["outside.docx"].to_json()
