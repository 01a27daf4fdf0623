"""A code that OCR misread in one character is repaired where its check character leaves one reading, and only there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from transforms import keys
from transforms.normalise import normalise_one
from transforms.rules import load
from transforms.tables.code_repair import repaired, with_codes_repaired
from transforms.tables.submission import Submission
from warehouse.schema.records import DocumentRecord, ProjectRecord, Text

BODY = "13020725P00412300021"
CODE = BODY + str(keys.check_character(BODY))


def _record(code: str, confidence: float | None) -> DocumentRecord:
    project = ProjectRecord("page 1", code=Text(code, "page 1, table 1", confidence), name=Text("湖岸步道", "page 1"))
    return DocumentRecord("0" * 64, "pdf_scan", "pdf-2", projects=(project,))


def _read_as(place: int, character: str) -> str:
    return CODE[:place] + character + CODE[place + 1 :]


@pytest.mark.parametrize(
    "read",
    [_read_as(2, "O"), _read_as(9, "Q"), _read_as(10, "D"), _read_as(3, "Z"), _read_as(0, "I"), _read_as(19, "L")],
)  # fmt: skip
def test_one_misread_character_is_repaired(read: str) -> None:
    assert len(read) == len(CODE)
    assert read != CODE
    assert repaired(read) == CODE


@pytest.mark.parametrize(
    "read",
    [
        CODE,
        CODE.replace("00", "OO", 1),
        CODE[:9] + "0" + CODE[9:],
        CODE[:9] + CODE[10:],
        _read_as(8, "?"),
        "",
    ],
    ids=["right", "two misread", "one too many", "one lost", "like nothing", "empty"],
)
def test_what_is_right_or_not_certain_stays(read: str) -> None:
    assert repaired(read) is None


def test_several_readings_that_pass_are_none() -> None:
    """Every wrong character that looks like several others which pass is left as it was read."""
    alike = load("ocr")["code"]["look_alikes"]
    several = 0
    for place in range(keys.CODE_LENGTH):
        for read in alike:
            code = _read_as(place, read)
            if keys.is_valid_code(code):
                continue
            found = repaired(code)
            assert found is None or (
                keys.is_valid_code(found) and sum(a != b for a, b in zip(found, code, strict=True)) == 1
            )
            several += found is None
    assert several


def test_look_alikes_are_of_the_alphabet_and_other_than_what_was_read() -> None:
    for read, others in load("ocr")["code"]["look_alikes"].items():
        assert len(read) == 1
        assert others
        assert read not in others
        assert set(others) <= set(keys.ALPHABET)


def test_a_repair_is_told_with_what_was_read() -> None:
    read = _read_as(2, "O")
    record, (finding,) = with_codes_repaired(_record(read, 0.7))
    assert record.projects[0].code == Text(CODE, "page 1, table 1", 0.7)
    assert (finding.rule, finding.value_text, finding.project, finding.details) == (
        "project_code_repaired", read, 1, {"code": CODE},
    )  # fmt: skip


def test_a_code_that_the_file_itself_states_is_never_repaired() -> None:
    record = _record(_read_as(2, "O"), None)
    assert with_codes_repaired(record) == (record, [])


@pytest.mark.parametrize(("confidence", "rules"), [(0.7, {"project_code_repaired"}), (None, {"project_code_checksum"})])
def test_the_row_holds_the_repaired_code(confidence: float | None, rules: set[str]) -> None:
    submission = Submission(_record(_read_as(2, "O"), confidence), "a.pdf", datetime(2025, 1, 1, tzinfo=UTC))
    rows = normalise_one(submission)
    (project,) = rows["project"]
    assert project["project_code_valid"] is ("project_code_repaired" in rules)
    assert (project["project_code"] == CODE) is ("project_code_repaired" in rules)
    told = {row["rule"] for row in rows["quality_issue"]}
    assert told & {"project_code_repaired", "project_code_checksum"} == rules
