"""What a text may be on the form, and for how long that is remembered."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import FUNDING, HEADER, INDICATORS, document
from transforms.form import wording as module
from transforms.form.labels import LONGEST_MATCH
from transforms.form.projects import read_projects
from transforms.form.wording import wording
from transforms.text import INVISIBLE, fold


def test_a_text_that_was_met_is_not_looked_into_again() -> None:
    first = wording("其中：财政    资金")
    assert first.field == "fiscal_funds"
    assert wording("".join(["其中：财政", "    资金"])) is first


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("一、项目编码", "code"),
        ("1.项目名称", "name"),
        ("（二）绩效目标", "goal"),
        ("2．其中：财政资金", "fiscal_funds"),
        ("十一、其他资金：", "other_funds"),
        ("3月底", None),
        ("1.5", None),
        ("一般项目名称", None),
    ],
)
def test_labels_of_a_form_may_be_numbered(label: str, field: str | None) -> None:
    assert wording(label).field == field


def test_what_is_longer_than_any_label_is_none_and_is_not_remembered() -> None:
    text = "6月底".ljust(LONGEST_MATCH + 1)
    assert (wording(text).month, wording(text).field, wording(text).is_blank) == (None, None, False)
    assert wording(text) is not wording(text)
    assert wording(text.rstrip()).month == 6


def test_only_so_many_are_remembered_and_those_that_are_asked_for_again_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    remembered = module._Wordings()
    first, second = remembered["甲"], remembered["乙"]
    assert remembered["丙"].text == "丙"
    assert remembered["甲"] is first
    assert remembered["丁"].text == "丁"
    assert remembered["甲"] is first
    assert remembered["乙"] is not second
    assert len(remembered) <= 2


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("1.项目支出绩效目标表", True),
        ("1.电梯维保费绩效目标表", False),
        ("附表9：某市某局2025年部门预算项目支出绩效目标表", True),
        ("部门预算项目（政策）绩效目标表", True),
        ("2025年专项业务经费一级项目绩效目标表", True),
        ("1.专项业务经费绩效目标表", False),
    ],
)
def test_a_title_in_the_contents_is_as_generic_as_above_its_table(title: str, *, expected: bool) -> None:
    assert wording(title).is_generic is expected
    assert wording(f"{title}\t12").is_generic is expected
    assert wording(f"{title}……2025").is_generic is expected
    assert wording(f"{title}\t12").entry is not None


@pytest.mark.parametrize(
    ("text", "plain"),
    [("电梯维保费", True), ("", False), (" ", False), ("项目编码", False), ("6月底", False), ("甲\n乙", False)],
)
def test_a_plain_text_is_one_line_and_no_label(text: str, *, plain: bool) -> None:
    assert wording(text).is_plain is plain


@pytest.mark.parametrize("unseen", list(INVISIBLE))
def test_what_is_never_seen_makes_no_label_another_one(unseen: str) -> None:
    assert fold(f"指{unseen}标{unseen}值") == "指标值"
    assert wording(f"{unseen}指标值{unseen}").field == "value"
    assert wording(f" {unseen}").is_blank


def test_a_header_with_spaces_of_no_width_keeps_its_columns_and_values_stay_as_written() -> None:
    header = [cell.replace("指标值", "指\u200b标\u200b值") for cell in HEADER]
    rows = [header, *[[cell.replace("≥", "≥\u200b") for cell in row] for row in INDICATORS[1:]]]
    (project,) = read_projects(document("1.电梯维保费绩效目标表", FUNDING, rows)).projects
    assert [row.value.text for row in project.indicators if row.value] == ["100%", "≥\u200b95%", "≥\u200b90%"]
    assert [bool(row.basis) for row in project.indicators] == [True, True, True]


def test_signs_that_cannot_be_printed_but_are_seen_stay() -> None:
    assert fold("\uf0b395%") == "\uf0b395%"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("其中；财政资金", "fiscal_funds"),
        ("1.财政资金", "fiscal_funds"),
        ("2、其他资金", "other_funds"),
        ("2.其他资金：", "other_funds"),
        ("上级转移支付资金", "further_funds"),
        ("其中：区级财政资金（万元）", "further_funds"),
    ],
)
def test_sources_of_money_are_known_by_number_and_in_more_words(label: str, field: str) -> None:
    assert wording(label).field == field


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=== Page 12 ===", True),
        ("--- 第 3 页 ---", True),
        ("[第3页/共20页]", True),
        ("<!-- page 5 -->", True),
        ("page 3 of 20", True),
        ("(1)", False),
        ("#1", False),
        ("[2025]", False),
        ("3页报告", False),
    ],
)
def test_marks_of_scripts_between_pages_are_page_numbers(text: str, expected: bool) -> None:  # noqa: FBT001
    assert wording(text).is_page_number is expected
