"""The cover, in the line breaks offices use."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import document
from transforms.form.department import read_cover, stage_of, year_of


@pytest.mark.parametrize(
    ("lines", "name", "year", "stage"),
    [
        (["某市某局", "2025年部门预算绩效文本", "（草案）", "某市某局编制"], "某市某局", 2025, "draft"),
        (["某市某局", "2023 年部门预算绩效文本", "(批复)", "某市某局 编制"], "某市某局", 2023, "approved"),
        (["某市", "某局", "二〇二四年部门预算绩效文本"], "某市某局", 2024, "unknown"),
        (["某市某局2025年度部门预算绩效文本"], None, 2025, "unknown"),
        (["某市某区", "2025年部门预算绩效文本", "部门名称：某市某局", "（草 案）"], "某市某局", 2025, "draft"),
        (["编制单位：某市某局（盖章）", "2025年部门预算绩效文本", "( 批  复 )"], "某市某局", 2025, "approved"),
        (["单位名称：某市某局", "2025年部门预算绩效文本（报批稿）", "单位：人民币万元"], "某市某局", 2025, "draft"),
        (["2025年部门预算绩效文本", "填报单位：某市某小学", "单位：万元"], None, 2025, "unknown"),
        (["某市某局", "2025年部门预算绩效文本", "某市某局", "编制"], "某市某局", 2025, "unknown"),
    ],
)
def test_a_cover_names_department_year_and_stage(lines: list[str], name: str | None, year: int, stage: str) -> None:
    cover = read_cover(document(*lines, "目    录", "其他单位编制", "第一部分"))
    assert (cover.department_name.text if cover.department_name else None) == name
    assert cover.fiscal_year is not None
    assert year_of(cover.fiscal_year.text) == year
    assert (stage_of(cover.stage.text) if cover.stage else "unknown") == stage


def test_a_document_without_a_cover_states_nothing() -> None:
    cover = read_cover(document("第一部分", "部门整体绩效目标", "由某局编制"))
    assert (cover.department_name, cover.fiscal_year, cover.stage) == (None, None, None)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["2025年部门综合预算说明"], None),
        (["2025年部门综合预算公开报告"], None),
        (["2025年部门（单位）预算"], None),
        (["2025年政府预算公开"], None),
        (["2025年县级部门预算"], None),
        (["附件1", "2025年部门预算公开"], None),
        (["附件1", "某县水利局", "2025年部门预算公开"], "某县水利局"),
        (["某县第一中学2025年单位预算"], "某县第一中学"),
        (["某县水利局", "2025年部门预算公开说明"], "某县水利局"),
        (["第一部分 概况", "2025年部门预算公开说明"], None),
        (["2025年某县水利局部门预算编制说明（含项目绩效目标）"], "某县水利局"),
        (["关于某县水利局2025年部门预算的说明"], "某县水利局"),
        (["某县水利局关于2025年部门预算编制情况的说明"], "某县水利局"),
        (["某县财政局关于批复2025年部门预算的通知"], None),
        (["某县水利局", "关于批复2025年部门预算的通知"], None),
    ],
)
def test_the_words_of_a_cover_are_no_departments_name(lines: list[str], name: str | None) -> None:
    cover = read_cover(document(*lines, "目录"))
    assert (cover.department_name.text if cover.department_name else None) == name
    assert cover.fiscal_year is not None
    assert year_of(cover.fiscal_year.text) == 2025


@pytest.mark.parametrize(
    "line",
    ["2025年部门预算项目支出绩效目标", "关于批复2025年部门预算的通知", "2025年部门预算情况说明", "（2025）年部门预算"],
)
def test_a_cover_line_in_other_words_states_the_year(line: str) -> None:
    assert year_of(line) == 2025


@pytest.mark.parametrize(
    "line",
    [
        "2025-2027年部门预算绩效文本",
        "关于开展2024年部门预算自评的通知",
        "2024年部门预算执行情况的报告",
        "2025年1月10日",
    ],
)
def test_a_span_of_years_and_what_tells_of_a_past_year_state_none(line: str) -> None:
    assert year_of(line) is None


@pytest.mark.parametrize("line", ["（2025年）", "2025年度", "二〇二五年"])
def test_a_cover_line_may_be_the_year_alone(line: str) -> None:
    cover = read_cover(document("某县青河镇人民政府", "部门预算绩效文本", line, "第一部分 部门整体绩效目标"))
    assert cover.fiscal_year is not None
    assert year_of(cover.fiscal_year.text) == 2025


def test_the_year_beneath_a_forms_title_is_that_forms() -> None:
    assert read_cover(document("某县水务局", "2024年度项目支出绩效自评表", "（2024年度）")).fiscal_year is None


@pytest.mark.parametrize(
    ("lines", "department"),
    [
        (["2022年部门预算绩效文本", "某县高庄街道办事处编制某县财政局审核"], "某县高庄街道办事处"),
        (["2022年部门预算绩效文本", "某县机构编制委员会办公室编制 某县财政局审核"], "某县机构编制委员会办公室"),
    ],
)
def test_the_department_stands_in_front_of_who_looked_it_through(lines: list[str], department: str | None) -> None:
    found = read_cover(document(*lines)).department_name
    assert (found and found.text) == department
