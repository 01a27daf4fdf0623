"""From a file to its record and its rows: whatever happens on the way, they say it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from transforms import extract, normalise
from transforms.extract import FAILED, read_records
from transforms.tables.submission import Submission

TEXT = "项目支出绩效目标表".encode()


def failing(error: BaseException) -> object:
    def fail(*_: object) -> object:
        raise error

    return fail


def test_a_fault_of_the_programs_own_is_a_finding_of_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "read_projects", failing(IndexError("list index out of range")))
    record = read_records(TEXT, "a.txt")
    (finding,) = record.findings
    assert (record.format, finding.rule) == ("text", FAILED)
    assert "IndexError in test_reading.py, line 18" in finding.details["reason"]


def test_what_is_too_much_for_the_memory_is_left_to_who_bounds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "read_projects", failing(MemoryError()))
    with pytest.raises(MemoryError):
        read_records(TEXT, "a.txt")


def test_a_fault_in_making_rows_keeps_its_document_out_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = Submission(read_records(TEXT, "a.txt"), "2025/a.txt", datetime(2025, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(normalise, "reading_findings", failing(KeyError("x")))
    monkeypatch.setattr(normalise, "quarantines", lambda found: found[0] if found[0].rule == FAILED else None)
    rows = normalise.normalise([submission])
    (document,), (issue,) = rows["document"], rows["quality_issue"]
    assert (document["status"], document["format"], document["project_count"]) == ("quarantined", "text", 0)
    assert (issue["rule"], issue["severity"]) == (FAILED, "error")
    assert "KeyError in test_reading.py" in document["error"]
