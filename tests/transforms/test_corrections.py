"""Corrections match what was read or fail loudly; files of corrections keep what somebody wrote, and know their lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from transforms.correction_files import CorrectionsInvalid, load_corrections
from transforms.corrections import Correction, correctable_fields, corrected, corrections_digest
from transforms.quality.findings import message, quarantines
from transforms.stated import rewritten, values
from warehouse.schema.records import (
    CoverRecord,
    DocumentRecord,
    Finding,
    GoalRecord,
    IndicatorRecord,
    PlanStageRecord,
    ProjectRecord,
    Text,
)

SHA = "ab" * 32
LEVEL = Text("产出指标", "page 2, table 1, row 8, column 1, OCR 0.97", 0.97)


def indicator(value: str, row: int) -> IndicatorRecord:
    where = f"page 2, table 1, row {row}, column 5"
    return IndicatorRecord(where, level1=LEVEL, value=Text(value, f"{where}, OCR 0.61", 0.61))


RECORD = DocumentRecord(
    SHA,
    "pdf_scan",
    "pdf-1",
    cover=CoverRecord(department_name=Text("某局", "page 1"), fiscal_year=None),
    contents=(Text("甲项目", "page 1"), Text("乙项目", "page 1")),
    overall_goal=Text("做好工作", "page 1"),
    goals=(GoalRecord(Text("综合协调", "page 1"), None, Text("≥90%", "page 1")),),
    projects=(
        ProjectRecord(
            "page 2, table 1, row 1, column 2",
            name=Text("甲项目", "page 2, table 1, row 1, column 2"),
            budget=Text("11.O0", "page 2, table 1, row 2, column 2"),
            other_funds=Text("", "page 2, table 1, row 2, column 6"),
            further_funds=(Text("1.00", "page 2, table 1, row 3, column 2"),),
            plan=(PlanStageRecord(3, Text("25", "page 2, table 1, row 4, column 1")), PlanStageRecord(6, None)),
            indicators=(indicator("≥9S%", 8), indicator("≥3次", 9)),
        ),
    ),
    findings=(Finding("row_not_understood", "page 2, table 1, row 7, column 1", "x", project=1),),
)


def correction(field: str, place: str, read: str | None, now: str, **more: object) -> Correction:
    given = {"reason": "原件如此", "date": date(2026, 11, 21), "by": "王某", "entry": "a.yaml:3", **more}
    return Correction(document=SHA, place=place, field=field, read=read, corrected=now, **given)  # type: ignore[arg-type]


VALUE = correction("indicator.value", "page 2, table 1, row 8, column 5", "≥9S%", "≥95%")


def stated(record: DocumentRecord) -> dict[tuple[str, int | None], str | None]:
    return {
        (address.field, address.indicator or address.month): text.text if text else None
        for address, text in values(record)
    }


@pytest.mark.parametrize(
    ("one", "field", "number", "now"),
    [
        (VALUE, "indicator.value", 1, "≥95%"),
        (correction("project.budget", "page 2, table 1, row 2, column 2", "11.O0", "11.00"), "project.budget", None, "11.00"),
        (correction("project.other_funds", "page 2, table 1, row 2, column 6", "", "3"), "project.other_funds", None, "3"),
        (correction("project.further_funds", "page 2, table 1, row 3, column 2", "1.00", "7"), "project.further_funds", None, "7"),
        (correction("plan.percent", "page 2, table 1, row 4, column 1", "25", ""), "plan.percent", 3, ""),
        (correction("cover.department_name", "page 1", "某局", "某某局"), "cover.department_name", None, "某某局"),
        (correction("cover.fiscal_year", "cover", None, "2025年"), "cover.fiscal_year", None, "2025年"),
        (correction("project.code", "page 2, table 1, row 1, column 2", None, "1302"), "project.code", None, "1302"),
        (correction("document.overall_goal", "page 1", "做好工作", "做好事"), "document.overall_goal", None, "做好事"),
        (correction("goal.measures", "page 1", "≥90%", "≥98%"), "goal.measures", None, "≥98%"),
        (correction("goal.goal", "page 1", None, "新目标"), "goal.goal", None, "新目标"),
    ],
)  # fmt: skip
def test_a_correction_changes_its_value_and_nothing_else(
    one: Correction, field: str, number: int | None, now: str
) -> None:
    record = corrected(RECORD, [one])
    assert stated(record) == stated(RECORD) | {(field, number): now}
    (finding,) = [item for item in record.findings if item.rule == "corrected"]
    assert all(
        words in message(finding)
        for words in ("∅" if one.read is None else one.read, now, "原件如此", "2026-11-21 王某", "a.yaml:3")
    )
    assert finding.value_text == now


def test_a_corrected_value_is_sure_and_its_finding_says_whose_it_is() -> None:
    record = corrected(RECORD, [VALUE])
    value = record.projects[0].indicators[0].value
    assert value == Text("≥95%", "page 2, table 1, row 8, column 5, OCR 0.61", None)
    assert (record.findings[-1].project, record.findings[-1].indicator) == (1, 1)


def test_a_merged_cell_is_corrected_once_for_every_row_that_it_speaks_for() -> None:
    one = correction("indicator.level1", "page 2, table 1, row 8, column 1", "产出指标", "效益指标")
    record = corrected(RECORD, [one])
    assert [row.level1.text for row in record.projects[0].indicators if row.level1] == ["效益指标", "效益指标"]
    assert [item.indicator for item in record.findings if item.rule == "corrected"] == [1, 2]


def test_one_of_two_values_in_one_place_is_told_by_what_was_read() -> None:
    one = correction("document.contents", "page 1", "乙项目", "丙项目")
    assert [entry.text for entry in corrected(RECORD, [one]).contents] == ["甲项目", "丙项目"]


@pytest.mark.parametrize(
    "changed",
    [{"read": "≥9B%"}, {"place": "page 2, table 1, row 8, column 4"}, {"field": "indicator.level3"}, {"read": None}],
)
def test_a_correction_that_matches_nothing_keeps_the_document_out(changed: dict[str, str | None]) -> None:
    record = corrected(RECORD, [replace(VALUE, **changed)])
    finding = quarantines(record.findings)
    assert finding is not None
    assert finding.rule == "correction_stale"
    assert "a.yaml:3" in message(finding)
    assert stated(record) == stated(RECORD)
    assert {(item.project, item.indicator) for item in record.findings} == {(None, None)}


def test_what_several_projects_lack_at_one_place_is_told_apart_by_their_number() -> None:
    page = "page 5"
    lacking = tuple(ProjectRecord(page, title=Text(name, page)) for name in ("甲", "乙"))
    record = replace(RECORD, projects=lacking)
    one = correction("project.budget", page, None, "3.00")
    assert quarantines(corrected(record, [one]).findings) is not None
    second = corrected(record, [replace(one, project=2)]).projects
    assert [project.budget and project.budget.text for project in second] == [None, "3.00"]


def test_a_correction_of_another_project_matches_nothing() -> None:
    assert quarantines(corrected(RECORD, [replace(VALUE, project=2)]).findings) is not None
    assert quarantines(corrected(RECORD, [replace(VALUE, project=1)]).findings) is None


def test_a_correction_of_what_is_read_right_by_now_is_said_to_be_needed_no_more() -> None:
    record = corrected(RECORD, [replace(VALUE, read="≥9", corrected="≥9S%")])
    assert [item.rule for item in record.findings] == ["row_not_understood", "correction_not_needed"]
    assert record.projects == RECORD.projects


def test_what_could_not_be_read_is_not_blamed_on_corrections() -> None:
    unread = replace(RECORD, projects=(), findings=(Finding("ocr_missing"),))
    assert corrected(unread, [VALUE]) is unread


def test_corrections_are_of_what_was_read_and_not_of_one_another() -> None:
    record = corrected(RECORD, [VALUE, replace(VALUE, read="≥95%", corrected="≥96%")])
    assert quarantines(record.findings) is not None


def test_every_text_of_a_record_can_be_named_by_a_correction() -> None:
    assert {address.field for address, _ in values(RECORD)} <= set(correctable_fields())
    assert rewritten(RECORD, lambda _, text: text) == RECORD


def test_the_digest_of_corrections_tells_any_change_and_no_order() -> None:
    other = replace(VALUE, place="page 3")
    assert corrections_digest([VALUE, other]) == corrections_digest([other, VALUE])
    assert len({corrections_digest(ones) for ones in ([], [VALUE], [replace(VALUE, reason="x")], [VALUE, other])}) == 4


# --- files

ENTRY = f"""- document: {SHA}
  place: page 2, table 1, row 8, column 5
  field: indicator.value
  read: {{read}}
  corrected: {{corrected}}
  reason: 原件如此
  date: 2026-11-21
"""


def loaded(folder: Path, text: str | bytes) -> list[Correction]:
    (folder / "a.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_corrections(folder)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("11.00", "11.00"), ("0x10", "0x10"), ("'≥9S%'", "≥9S%"), ("no", "no"), ("2025-06-30", "2025-06-30"),
        ("''", ""), ("null", None), ("~", None), ("", None), ("'null'", "null"), ('"a\\nb"', "a\nb"),
        ("|\n    a\n    b", "a\nb"), ("1_000", "1_000"), ("!!str 5", "5"),
    ],
)  # fmt: skip
def test_a_value_stays_the_text_that_was_written(written: str, read: str | None, tmp_path: Path) -> None:
    (one,) = loaded(tmp_path, ENTRY.format(read=written, corrected="x"))
    assert one.read == read
    assert one.entry == "a.yaml:1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- document: [\n", "a.yaml:2: is no YAML"),
        ("a: 1\n", "a.yaml:1: is no list"),
        ("\n- 5\n", "a.yaml:2: is no correction"),
        (ENTRY.format(read="a", corrected="b").replace("  reason: 原件如此\n", ""), "a.yaml:1: the correction lacks “reason”"),
        (ENTRY.format(read="a", corrected="b") + "  reasons: x\n", "a.yaml:8: a correction has no “reasons”"),
        (ENTRY.format(read="a", corrected="b") + "  read: x\n", "a.yaml:8: “read” stands twice"),
        (ENTRY.format(read="[a]", corrected="b"), "a.yaml:4: “read” is one text"),
        (ENTRY.format(read="a", corrected="~"), "a.yaml:5: “corrected” is a text"),
        (ENTRY.format(read="a", corrected="a"), "a.yaml:5: “corrected” is what was read"),
        (ENTRY.format(read="a", corrected="b").replace(SHA, "AB12"), "a.yaml:1: “AB12” is no SHA-256"),
        (ENTRY.format(read="a", corrected="b").replace("indicator.value", "indicator.values"), "a.yaml:3: “indicator.values” is no field"),
        (ENTRY.format(read="a", corrected="b").replace("2026-11-21", "21.11.2026"), "a.yaml:7: “21.11.2026” is no date"),
        (ENTRY.format(read="a", corrected="b").replace("原件如此", "''"), "a.yaml:6: “reason” is empty"),
        (ENTRY.format(read="a", corrected="b") + ENTRY.format(read="a", corrected="c"), "a.yaml:8: corrects what a.yaml:1 corrects already"),
        (ENTRY.format(read="a", corrected="b") + "  project: 零\n", "a.yaml:8: “零” is no number of a project"),
        ("# 更正\n".encode("gb18030"), "a.yaml:1: is no UTF-8"),
        (b"- \x07\n", "a.yaml:1: is no YAML"),
    ],
)  # fmt: skip
def test_what_is_no_correction_is_told_with_file_and_line(text: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(CorrectionsInvalid) as raised:
        loaded(tmp_path, text)
    assert said in str(raised.value)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/b.yml").write_text("a: 1", encoding="utf-8")
    with pytest.raises(CorrectionsInvalid, match=r"(?s)a\.yaml:1.*sub/b\.yml:1"):
        loaded(tmp_path, "b: 1")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]", "~", "\ufeff# marked\n"])
def test_a_file_without_corrections_is_one(text: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, text) == []


def test_no_folder_holds_no_corrections(tmp_path: Path) -> None:
    assert load_corrections(tmp_path / "none") == []
