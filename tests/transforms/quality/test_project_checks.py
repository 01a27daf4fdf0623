"""Checks on a project and its document: each table names the change and the finding it must give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.transforms.form.forms import FUNDING, INDICATORS, document
from transforms.form.projects import read_projects
from transforms.keys import check_character
from transforms.normalise import normalise_one
from transforms.tables.submission import Submission
from warehouse.schema.records import CoverRecord, DocumentRecord, ProjectRecord, Text

VALID = "13020225P000039100011"
FULL = [
    *INDICATORS[:1],
    ["产出指标", "数量指标", "数量", "", "2台", ""],
    ["", "质量指标", "合格率", "", "≥95%", ""],
    ["", "时效指标", "时限", "", "2025年底前", ""],
    ["", "成本指标", "成本", "", "≤1.8万元", ""],
    ["效益指标", "社会效益指标", "效益", "", "优", ""],
    ["满意度指标", "服务对象满意度指标", "满意度", "", "≥90%", ""],
]


def text(written: str) -> Text:
    return Text(written, "row 1")


def project(**changes: Any) -> ProjectRecord:
    made = read_projects(document("1.电梯维保费绩效目标表", FUNDING, FULL)).projects[0]
    unit = text("438001唐山市路南区某局本级")
    return replace(
        made,
        **{"unit": unit, **{name: text(value) if isinstance(value, str) else value for name, value in changes.items()}},
    )


def rules_of(
    *projects: ProjectRecord, contents: tuple[str, ...] = (), cover: str | None = None, path: str = "a.txt"
) -> list[str]:
    return sorted(row["rule"] for row in issues_of(*projects, contents=contents, cover=cover, path=path))


def places_of(*projects: ProjectRecord, **more: Any) -> dict[str, set[str | None]]:
    places: dict[str, set[str | None]] = {}
    for row in issues_of(*projects, **more):
        places.setdefault(row["rule"], set()).add(row["source_ref"])
    return places


def issues_of(
    *projects: ProjectRecord, contents: tuple[str, ...] = (), cover: str | None = None, path: str = "a.txt"
) -> list[dict[str, Any]]:
    record = DocumentRecord(
        sha256="0" * 64,
        format="text",
        reader="text-1",
        projects=projects,
        contents=tuple(text(title) for title in contents),
        cover=CoverRecord(fiscal_year=text(cover) if cover else None),
    )
    return normalise_one(Submission(record, path, datetime(2025, 1, 1, tzinfo=UTC)))["quality_issue"]


def test_a_project_without_fault_gives_no_finding() -> None:
    assert rules_of(project(), contents=("电梯维保费",), cover="2025年部门预算绩效文本", path="2025/130202/a.txt") == []


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"code": "13020225P000039100012"}, ["district_unknown", "fiscal_year_unknown", "project_code_checksum"]),
        ({"code": VALID[:20]}, ["district_unknown", "fiscal_year_unknown", "project_code_length"]),
        ({"code": None}, ["project_code_missing"]),
        ({"code": "-"}, ["project_code_missing"]),
        ({"code": " 无 "}, ["project_code_missing"]),
        ({"name": ""}, ["project_name_missing"]),
        ({"title": "2.劳务费绩效目标表"}, ["title_name_differs"]),
        ({"title": "2025年度电梯维保费绩效目标表"}, []),
        ({"title": "项目1：电梯维保费绩效目标表"}, []),
        ({"title": "2025年度劳务费绩效目标表"}, ["title_name_differs"]),
        ({"title": "2.1 电梯维保费绩效目标表"}, []),
        ({"title": "3电梯维保费绩效目标表"}, []),
        ({"title": "2025电梯维保费绩效目标表"}, ["title_name_differs"]),
        ({"title": "2.5G网络绩效目标表", "name": "5G网络"}, []),
        ({"title": "5G网络绩效目标表", "name": "5G网络"}, []),
        ({"title": "3.节日摆花项目绩效目标表", "name": "节日摆花项目"}, []),
        ({"title": "2025年节日摆花项目绩效目标表", "name": "节日摆花项目"}, []),
        ({"title": "节日摆花项目绩效目标表", "name": "节日摆花"}, []),
        ({"title": "节日摆花绩效目标表", "name": "节日摆花项目"}, ["title_name_differs"]),
        ({"title": "2.5G网络绩效目标表", "name": "6G网络"}, ["title_name_differs"]),
        ({"unit": None}, ["unit_missing"]),
        ({"unit": "438001唐山市丰润区某局"}, ["district_disagrees", "unit_district_disagrees"]),
        ({"budget": ""}, ["money_missing"]),
        ({"budget": "/"}, ["money_missing"]),
        ({"budget": "约2"}, ["money_unreadable"]),
        ({"money_unit": None}, ["money_unit_missing"] * 2),
        ({"budget": "-3.50", "fiscal_funds": "-3.50"}, ["money_negative"] * 2),
        (
            {"budget": "12,500,000.00", "fiscal_funds": "12,500,000.00"},
            ["cost_below_budget", *["money_implausible"] * 2],
        ),
        ({"budget": "10000000.00", "fiscal_funds": "10000000.00"}, ["cost_below_budget"]),
        ({"budget": "-12500000", "fiscal_funds": None}, ["money_implausible", "money_negative"]),
        ({"budget": "99999999999999", "fiscal_funds": "100000000"}, ["money_out_of_range"] * 2),
        ({"period_budget": "-1.00"}, ["money_negative"]),
        ({"further_funds": (text("100000000"),)}, ["money_out_of_range"]),
        ({"fiscal_funds": "1.70"}, ["money_not_sum"]),
        ({"fiscal_funds": "1.70", "other_funds": "0.10"}, []),
        ({"goal": ""}, ["goal_missing"]),
        ({"indicators": ()}, ["indicator_missing"]),
    ],
)
def test_a_fault_of_a_project_is_found(changes: dict[str, Any], rules: list[str]) -> None:
    found = rules_of(project(**changes))
    expected = [rule for rule in rules if rule not in ("district_unknown", "fiscal_year_unknown")]
    assert [rule for rule in found if rule not in ("district_unknown", "fiscal_year_unknown")] == expected


@pytest.mark.parametrize(
    ("cover", "path", "rules"),
    [
        ("2024年部门预算绩效文本", "a.txt", ["deadline_outside_year", "fiscal_year_disagrees", "project_code_year"]),
        (None, "2024/a.txt", ["fiscal_year_disagrees"]),
        (None, "2025/130208/a.txt", ["district_disagrees"]),
        (None, "2025/130200/a.txt", []),
    ],
)
def test_cover_codes_and_folder_are_held_against_each_other(cover: str | None, path: str, rules: list[str]) -> None:
    assert rules_of(project(), cover=cover, path=path) == rules


@pytest.mark.parametrize(
    ("contents", "rules"),
    [
        (("电梯维保费",), []),
        (("电梯 维保费",), []),
        (("电梯维保费", "劳务费"), ["missing_project"]),
        (("劳务费",), ["missing_project", "project_not_in_contents"]),
    ],
)
def test_the_contents_page_is_held_against_the_tables(contents: tuple[str, ...], rules: list[str]) -> None:
    assert rules_of(project(), contents=contents) == rules


@pytest.mark.parametrize(
    ("listed", "named"),
    [
        ("信息系统运行维护", "信息系统运行维护项目"),
        ("信息系统运行维护项目", "信息系统运行维护"),
        ("9.1.水电暖保障专项经费", "1.水电暖保障专项经费"),
        ("3.15活动经费", "3.15活动经费"),
        ("2.3.15活动经费", "3.15活动经费"),
        ("2025年活动经费", "2025年活动经费"),
    ],
)
def test_neither_numbers_nor_the_word_project_set_a_name_apart_from_its_entry(listed: str, named: str) -> None:
    assert rules_of(project(name=named, title=None), contents=(listed,)) == []


def test_a_code_that_stands_twice_is_found_on_both() -> None:
    assert rules_of(project(), project()).count("project_code_repeated") == 2


def test_a_project_without_a_code_that_repeats_another_in_everything_is_found_on_the_repetition() -> None:
    made = project(code=None)
    assert rules_of(made, replace(made, title=None, source_ref="row 90")).count("project_repeated") == 1
    assert rules_of(made, made, made).count("project_repeated") == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"budget": "1.90"},
        {"goal": "2.保证工作正常开展"},
        {"indicators": project().indicators[:-1]},
        {"plan": ()},
        {"unit": "438002唐山市路南区某站"},
        {"year": "2024年项目支出绩效目标表"},
    ],
    ids=str,
)
def test_projects_of_one_name_that_differ_in_anything_are_two(changes: dict[str, Any]) -> None:
    made = project(code=None, year="（2025年度）")
    other = replace(made, **{name: text(said) if isinstance(said, str) else said for name, said in changes.items()})
    assert "project_repeated" not in rules_of(made, other)


def test_a_table_without_its_unit_of_money_that_takes_it_from_the_others_says_so() -> None:
    other = project(code="13020225P00003910002X", money_unit=None, name="劳务费", title="2.劳务费绩效目标表")
    assert rules_of(project(), other).count("money_unit_from_others") == 1
    own = replace(other, budget=text("1.80万元"), fiscal_funds=text("1.80万元"))
    assert rules_of(project(), own).count("money_unit_from_others") == 0


def test_indicators_without_a_level1_are_counted() -> None:
    made = project()
    homeless = replace(
        made, indicators=(*made.indicators[:2], replace(made.indicators[2], level1=None), *made.indicators[3:])
    )
    assert rules_of(homeless) == ["level1_missing"]


@pytest.mark.parametrize("missing", range(1, 7))
def test_an_obligatory_level2_that_is_missing_is_found(missing: int) -> None:
    made = project()
    left = tuple(row for number, row in enumerate(made.indicators, start=1) if number != missing)
    assert rules_of(replace(made, indicators=left)) == ["level2_missing"]


@pytest.mark.parametrize("number", ["1.", "（一）", "①", "一、"])
def test_numbered_names_of_level2_are_those_names(number: str) -> None:
    made = project()
    rows = [replace(row, level2=text(number + row.level2.text)) if row.level2 else row for row in made.indicators]
    assert rules_of(replace(made, indicators=tuple(rows))) == rules_of(made)


@pytest.mark.parametrize(
    ("level2", "value", "rules"),
    [
        ("社会效益指标", "≤10次", ["bound_direction_odd"]),
        ("社会效益指标", "≥10次", []),
        ("成本指标", "≥1万元", ["bound_direction_odd"]),
        ("成本指标", "≤90%", ["bound_unit_odd"]),
        ("满意度指标", "≥1次", ["bound_unit_odd"]),
        ("满意度指标", "≤90%", ["bound_direction_odd"]),
        ("数量指标", "95", ["value_bare_number"]),
        ("数量指标", "", ["value_empty"]),
        ("质量指标", "≥95全部满意", ["value_mixed"]),
        ("时效指标", "2026年3月底前", ["deadline_outside_year"]),
    ],
)
def test_a_doubtful_value_is_found(level2: str, value: str, rules: list[str]) -> None:
    made = project()
    row = replace(made.indicators[0], level1=text(level2[:2] + "指标"), level2=text(level2), value=text(value))
    assert rules_of(replace(made, indicators=(*made.indicators, row))) == rules


def test_a_deadline_for_the_whole_period_may_lie_outside_the_year() -> None:
    made = project()
    row = replace(made.indicators[2], value=text("2027年12月底前"))
    assert rules_of(replace(made, indicators=(*made.indicators, row))) == ["deadline_outside_year"]
    assert rules_of(replace(made, indicators=(*made.indicators, replace(row, horizon="period")))) == []


def test_a_cost_of_the_whole_period_is_not_held_against_the_years_budget() -> None:
    made = project()
    row = replace(made.indicators[3], value=text("≤90万元"))
    assert rules_of(replace(made, indicators=(*made.indicators, row))) == ["cost_above_budget"]
    assert rules_of(replace(made, indicators=(*made.indicators, replace(row, horizon="period")))) == []


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "产出数量指标"), (2, "产出质量"), (3, "产出时效指标"), (4, "经济成本指标"), (5, "环境效益指标"),
        (6, "社会公众或服务对象满意度指标"), (6, "社会公众满意度指标"),
    ],
)  # fmt: skip
def test_words_in_front_of_an_obligatory_level2_were_taken_for_another_kind(number: int, name: str) -> None:
    made = project()
    rows = list(made.indicators)
    rows[number - 1] = replace(rows[number - 1], level2=text(name))
    assert rules_of(replace(made, indicators=tuple(rows))) == []


@pytest.mark.parametrize("level2", [None, text("")])
def test_a_level1_stands_for_a_level2_that_is_left_blank(level2: Text | None) -> None:
    made = project()
    rows = (*made.indicators[:5], replace(made.indicators[5], level2=level2))
    assert rules_of(replace(made, indicators=rows)) == []


def _coded(district: str, number: int) -> str:
    code = f"{district}25P{number:011d}"
    return code + (check_character(code + "0") or "")


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"code": _coded("130203", 1)}, ["project_code_district", "unit_district_disagrees"]),
        ({"unit": "439001唐山市路南区某局本级"}, ["unit_department_disagrees"]),
    ],
)
def test_a_project_that_disagrees_with_the_others_of_its_text_is_found(
    changes: dict[str, Any], rules: list[str]
) -> None:
    others = [project(code=_coded("130202", number)) for number in (2, 3)]
    assert rules_of(*others, project(**{"code": _coded("130202", 4), **changes})) == rules


def test_a_district_that_is_in_no_list_is_found() -> None:
    assert rules_of(project(code=_coded("130299", 1), unit="438001某局本级")) == ["district_not_listed"]


def test_a_year_that_no_budget_of_this_kind_has_is_found() -> None:
    assert "fiscal_year_out_of_range" in rules_of(project(code=None), cover="2005年部门预算绩效文本")


@pytest.mark.parametrize("name", [None, text("")])
def test_an_indicator_without_a_name_was_not_said_to_be_one(name: Text | None) -> None:
    made = project()
    row = replace(made.indicators[0], level3=name, value=text("≥10次"))
    assert rules_of(replace(made, indicators=(*made.indicators, row))) == ["indicator_name_missing"]


@pytest.mark.parametrize(
    ("level2", "name", "value", "rules"),
    [
        ("社会效益指标", "学生辍学率", "≤1%", []),
        ("社会效益指标", "平安满意度排名", "全省前30位", []),
        ("社会效益指标", "考核位次", "前三", []),
        ("满意度指标", "患者满意度得分", "≥88分", []),
        ("可持续影响指标", "社区干部离职率", "≤3%", []),
        ("社会效益指标", "学生辍学率", "≥1%", ["bound_direction_odd"]),
        ("成本指标", "成本节约率", "≥5%", ["bound_unit_odd"]),
        ("成本指标", "投入资金使用率", "≥90%", ["bound_direction_odd", "bound_unit_odd"]),
        ("经济效益指标", "追回违规医保基金", "≥60万元", []),
        ("经济效益指标", "挽回经济损失", "≥60万元", []),
        ("经济效益指标", "经济损失", "≥60万元", ["bound_direction_odd"]),
    ],
)
def test_a_bound_that_fits_what_is_measured_was_called_odd_for_its_level(
    level2: str, name: str, value: str, rules: list[str]
) -> None:
    made = project()
    row = replace(made.indicators[0], level1=text(level2), level2=text(level2), level3=text(name), value=text(value))
    assert rules_of(replace(made, indicators=(*made.indicators, row))) == rules


@pytest.mark.parametrize(
    ("cost", "quantity", "budget", "rules"),
    [
        ("≤46875元/月", "1个", "56.25", []),
        ("≤39050元/季度", "1个", "15.62", []),
        ("8万元/队/年", "1队", "4.00", ["cost_above_budget"]),
        ("8万元/队/年", "3个", "4.00", ["cost_above_budget"]),
        ("≤8500元/月/社区", "≥14社区", "140.00", ["cost_above_budget"]),
        ("3860元/月/人", "24人", "112.00", []),
        ("≤260元/人/天", "960人", "56.00", []),
        ("≤600元/人/天", "960人", "56.00", ["cost_above_budget"]),
        ("≤1.82万元/辆", "≥11辆", "20.00", []),
        ("≤38万元", "1个", "50.00", ["cost_below_budget"]),
        ("≤50万元", "1个", "50.00", []),
        ("≤4500元/台", "≥2台", "2.00", ["cost_below_budget"]),
        ("≤4500元/台", "3人", "2.00", []),
    ],
)
def test_a_cost_target_is_annualised_and_held_against_the_budget(
    cost: str, quantity: str, budget: str, rules: list[str]
) -> None:
    made = project(budget=budget, fiscal_funds=budget)
    rows = list(made.indicators)
    rows[0] = replace(rows[0], level3=text("甲"), value=text(quantity))
    rows[3] = replace(rows[3], value=text(cost))
    found = rules_of(replace(made, indicators=tuple(rows)))
    assert [rule for rule in found if rule.startswith("cost_")] == rules


def test_a_document_without_projects_is_quarantined_with_the_reason() -> None:
    record = DocumentRecord(sha256="0" * 64, format="text", reader="text-1")
    for cover, rule in (
        (CoverRecord(), "not_performance_text"),
        (CoverRecord(fiscal_year=text("2025年部门预算绩效文本")), "no_project"),
    ):
        rows = normalise_one(Submission(replace(record, cover=cover), "a.txt", datetime(2025, 1, 1, tzinfo=UTC)))
        assert (rows["document"][0]["status"], rows["quality_issue"][0]["rule"]) == ("quarantined", rule)
        assert rows["document"][0]["error"]
        assert not rows["project"]


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("goal_missing", {"goal": Text("", "row 99")}),
        ("project_name_missing", {"name": Text("", "row 99")}),
        ("unit_missing", {"unit": Text("", "row 99")}),
        ("money_missing", {"budget": Text("", "row 99")}),
        ("money_missing", {"budget": None, "fiscal_funds": Text("1.80", "row 99")}),
        ("project_not_in_contents", {"name": Text("水泵维保费", "row 99")}),
        ("project_code_missing", {"code": Text("", "row 99")}),
    ],
)
def test_a_finding_stands_at_the_cell_it_speaks_of(rule: str, changes: dict[str, Any]) -> None:
    assert places_of(project(title=None, **changes), contents=("电梯维保费",))[rule] == {"row 99"}


def test_a_row_without_a_level1_is_told_where_it_stands() -> None:
    made = project()
    bare = replace(made.indicators[2], level1=None, source_ref="row 99")
    assert places_of(replace(made, indicators=(*made.indicators[:2], bare, *made.indicators[3:]))) == {
        "level1_missing": {"row 99"}
    }
