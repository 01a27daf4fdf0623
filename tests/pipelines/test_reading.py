"""From a file to its record: whatever happens on the way, the record says it."""

from __future__ import annotations

import pytest

from transforms import extract
from transforms.document import Document
from transforms.extract import FAILED, read_records


def failing(error: BaseException) -> object:
    def read_projects(_: Document) -> object:
        raise error

    return read_projects


def test_a_fault_of_the_programs_own_is_a_finding_of_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "read_projects", failing(IndexError("list index out of range")))
    record = read_records("项目支出绩效目标表".encode(), "a.txt")
    (finding,) = record.findings
    assert (record.format, finding.rule) == ("text", FAILED)
    assert "IndexError in test_reading.py, line 14" in finding.details["reason"]


def test_what_is_too_much_for_the_memory_is_left_to_who_bounds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "read_projects", failing(MemoryError()))
    with pytest.raises(MemoryError):
        read_records("项目支出绩效目标表".encode(), "a.txt")
