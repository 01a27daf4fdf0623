"""Records as JSON: what was read comes back, as it was, or not at all."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from warehouse.schema.records import (
    CoverRecord,
    DocumentRecord,
    Finding,
    GoalRecord,
    IndicatorRecord,
    PlanStageRecord,
    ProjectRecord,
    Text,
    from_json,
)

SURE, PLAIN = Text("96.5", "page 1, OCR 0.93", 0.93), Text("预算数\t“84”\n万元\\", "page 1")
RECORD = DocumentRecord(
    "0" * 64, "docx", "docx-1", None,
    CoverRecord(PLAIN, SURE), (PLAIN, SURE), PLAIN, (GoalRecord(PLAIN, None, SURE),),
    (ProjectRecord("table 1", name=PLAIN, further_funds=(SURE, PLAIN), plan=(PlanStageRecord(3, None), PlanStageRecord(6, SURE)),
                   indicators=(IndicatorRecord("row 1", value=SURE, asides=(PLAIN,), horizon="year"),)),),
    (Finding("reader_note", value_text=None, project=1, details={"note": "…"}),),
)  # fmt: skip


def told(record: DocumentRecord) -> Any:
    """The record for `json.dumps`: a confidence that there is none of is left out."""

    def without(items: list[tuple[str, Any]]) -> dict[str, Any]:
        return {name: value for name, value in items if (name, value) != ("confidence", None)}

    return asdict(record, dict_factory=without)


@pytest.mark.parametrize("indent", [None, 2])
def test_json_is_what_the_standard_library_writes(indent: int | None) -> None:
    assert RECORD.to_json(indent=indent) == json.dumps(told(RECORD), ensure_ascii=False, indent=indent)


def test_a_record_comes_back_from_its_json() -> None:
    assert from_json(RECORD.to_json()) == RECORD
    assert from_json(RECORD.to_json(indent=2)) == RECORD


def test_a_text_that_looks_like_json_stays_what_it_is() -> None:
    text = Text('x,"confidence":null', "page 1")

    assert from_json(replace(RECORD, overall_goal=text).to_json()).overall_goal == text


def test_strings_and_numbers_of_other_kinds_are_told_as_plain_ones() -> None:
    class Name(str):
        __slots__ = ()

    class Likelihood(float):
        __slots__ = ()

    record = replace(RECORD, overall_goal=Text(Name("goal"), "page 1", Likelihood(0.5)))

    assert from_json(record.to_json()).overall_goal == Text("goal", "page 1", 0.5)


def test_a_field_that_is_not_there_has_its_default() -> None:
    made = told(RECORD)
    del made["projects"][0]["asides"], made["page_count"]

    assert from_json(json.dumps(made)) == RECORD


@pytest.mark.parametrize("where", ["document", "cover", "text", "project", "stage", "indicator", "goal", "finding"])
def test_a_field_that_no_record_declares_is_an_error(where: str) -> None:
    made = told(RECORD)
    project = made["projects"][0]
    part = {
        "document": made, "cover": made["cover"], "text": made["overall_goal"], "project": project,
        "stage": project["plan"][0], "indicator": project["indicators"][0], "goal": made["goals"][0],
        "finding": made["findings"][0],
    }[where]  # fmt: skip
    part["remarks"] = None

    with pytest.raises(ValueError, match="remarks"):
        from_json(json.dumps(made))


@pytest.mark.parametrize(
    "wrong",
    ["", "{", "[]", "null", "{}", '{"cover": 1}', RECORD.to_json()[:-20], RECORD.to_json().replace('"docx-1"', "null")],
)
def test_what_is_no_record_is_an_error(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a record"):
        from_json(wrong)
