"""The worked questions: what they answer for the sample documents, and for several years and stages on rows by hand."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hand_made import Row, figure, filled, lineage, office, project, satisfaction, words
from small_warehouse import publish_rows, text

from pipelines.build import Summary
from pipelines.settings import Folders
from warehouse.cookbook import TARGET, cookbook
from warehouse.query import run
from warehouse.questions import listing, question, questions

ROOT = Path(__file__).parents[2]
OVERSIGHT = "中共唐山市路南区委唐山市路南区人民政府督查室"
DATA = "唐山市路南区数据和行政审批局"
CONGRESS = "唐山市路南区人民代表大会常务委员会"
ORGANISATION = "中国共产党唐山市路南区委员会组织部"
STREET = "丰润区燕山路办事处"


@pytest.fixture(scope="module")
def samples(built: tuple[Folders, Summary]) -> Path:
    """The published database of the documents that come with the project."""
    return built[0].database


def answer(database: Path, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a question's rows, in its order; numbers as they are written."""
    result = run(database, question(name).text)
    places = [result.columns.index(column) for column in columns]
    return [tuple(_plain(row[place]) for place in places) for row in result.rows]


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


# The answers of the first group were worked out from the sample texts, apart from the program.
GIVEN: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = [
    (
        "projects_by_department",
        ("department_label", "projects", "budget_wan_cny"),
        [
            (STREET, 11, 423.53),
            (ORGANISATION, 19, 1940.70),
            (DATA, 8, 273.52),
            (OVERSIGHT, 4, 76.60),
            (CONGRESS, 3, 61.00),
        ],
    ),
    (
        "same_project_across_departments",
        ("project_name", "total_cny", "department_label", "budget_cny"),
        [
            ("招商引资专项业务费", 1_100_000, ORGANISATION, 400_000),
            ("招商引资专项业务费", 1_100_000, CONGRESS, 400_000),
            ("招商引资专项业务费", 1_100_000, DATA, 200_000),
            ("招商引资专项业务费", 1_100_000, OVERSIGHT, 100_000),
        ],
    ),
    ("satisfaction_targets", ("satisfaction_percent", "bounds"), [(98, 1), (95, 28), (90, 13)]),
    ("satisfaction_below_90", ("project_name",), []),
    (
        "planned_by_end_of_june",
        ("department_label", "plan_cumulative_cny", "plan_budget_cny", "plan_cumulative_percent"),
        [
            (CONGRESS, 250_000, 610_000, 40.98),
            (STREET, 2_117_650, 4_235_300, 50),
            (OVERSIGHT, 383_000, 766_000, 50),
            (ORGANISATION, 9_703_500, 19_407_000, 50),
            (DATA, 1_367_600, 2_735_200, 50),
        ],
    ),
]
# Those of the second were counted by hand in what `jixiao extract` prints of the five texts: values with a figure out of
# all values; values of words alone; plans that reach 100 % by June; counts that are stated outright.
COUNTED: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = [
    (
        "quantified_share",
        ("department_label", "numeric_indicators", "indicators"),
        [(DATA, 31, 56), (STREET, 45, 77), (ORGANISATION, 84, 122), (OVERSIGHT, 23, 33), (CONGRESS, 15, 21)],
    ),
    (
        "districts_over_years",
        ("fiscal_year", "district_name", "projects", "budget_wan_cny", "indicators"),
        [(2025, "路南区", 34, 2351.82, 232), (2023, "丰润区", 11, 423.53, 77)],
    ),
    ("late_and_early_spenders", ("spender", "project_name"), [("early", "代表之家（站）管理运行费用")]),
    (
        "deadlines_against_plan",
        ("project_name", "value_text", "planned_percent_by_then", "verdict"),
        [
            ("市级驻村第一书记和工作队工作经费", "2025年3月底前", 25, "before_all_money"),
            ("村级支出（村级组织运转经费）", "2025年6月底前", 50, "before_all_money"),
        ],
    ),
    (
        "missing_obligatory_indicators",
        ("district_code", "projects", "complete_projects"),
        [("130208", 11, 11), ("130202", 34, 34)],
    ),
    (
        "much_money_only_words",
        ("project_name", "qualitative_indicators", "indicators"),
        [
            ("社会信用体系建设工作经费", 4, 7),
            ("系统维护费", 4, 7),
            ("2025年下派选调生到村工作中央财政补助资金", 3, 6),
            ("平时考核、年度考核经费", 3, 6),
        ],
    ),
    (
        "money_per_unit",
        ("project_name", "quantity", "cny_per_one"),
        [
            ("服务群众专项经费", 54, 50_000),
            ("劳务费", 24, 46_666.67),
            ("市级驻村第一书记和工作队工作经费", 1, 40_000),
            ("村级组织运转经费", 54, 34_074.07),
            ("村干部基础职务补贴", 334, 26_347.31),
            ("村级支出（村级组织运转经费）", 55, 20_000),
            ("村级组织办公经费", 54, 10_000),
            ("正常离任村干部生活补贴", 196, 3_571.43),
        ],
    ),
    ("wrong_project_codes", ("project_code",), []),
    (
        "unit_costs",
        ("per", "bounds", "lowest_cny", "median_cny", "highest_cny"),
        [
            (["month"], 5, 1666.67, 7333.34, 55833.34),
            (["quarter"], 3, 22150, 39050, 250000),
            (["month", "人"], 1, 3860, 3860, 3860),
            (["month", "社区"], 1, 8500, 8500, 8500),
            (["台"], 1, 4500, 4500, 4500),
            (["辆"], 1, 18200, 18200, 18200),
            (["队", "year"], 1, 80000, 80000, 80000),
        ],
    ),
    (
        "findings_by_department",
        ("department_name", "errors", "warnings", "infos"),
        [(OVERSIGHT, 0, 9, 1), (ORGANISATION, 0, 7, 0), (STREET, 0, 1, 1), (CONGRESS, 0, 1, 0), (DATA, 0, 0, 1)],
    ),
]


@pytest.mark.parametrize(("name", "columns", "rows"), [*GIVEN, *COUNTED], ids=[row[0] for row in [*GIVEN, *COUNTED]])
def test_a_question_has_the_answer_worked_out_apart_from_it(
    samples: Path, name: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    assert answer(samples, name, *columns) == rows


def test_unit_costs_that_differ_from_the_budget_are_named(samples: Path) -> None:
    found = answer(samples, "costs_against_budget", "verdict", "value_text", "annual_cost_cny", "budget_cny")
    assert [row for row in found if row[0] == "above_budget"] == [
        ("above_budget", "8万元/队/年", 80_000, 40_000),
        ("above_budget", "≤8500元/月/社区", 1_428_000, 1_400_000),
    ]
    assert ("agrees", "≤46875元/月", 562_500, 562_500) in found


def test_the_most_copied_target_is_found(samples: Path) -> None:
    found = answer(samples, "copied_targets", "department_label", "level3", "value_text", "projects")
    assert found[0] == (STREET, "工作完成时限", "2023年底前完成", 7)


def test_the_oversight_finding_rules_are_counted_over_documents(samples: Path) -> None:
    found = {row[0]: row[1:] for row in answer(samples, "findings_by_rule", "rule", "findings", "documents")}
    assert found["cost_above_budget"] == (2, 2)
    assert found["plan_stage_missing"] == (1, 1)


def test_promises_find_the_projects_of_their_name(samples: Path) -> None:
    found = dict(answer(samples, "promises_against_projects", "title", "project_name"))
    assert found["系统维护费"] == "系统维护费"
    assert found["政府投资项目评审"] == "政府投资项目评审费"
    assert found["网络问政"] is None


def test_what_no_rule_read_is_listed(samples: Path) -> None:
    found = answer(samples, "unread_wordings", "why", "value_text", "indicators")
    assert found[0] == ("other_words", "影响较高", 3)
    assert ("value_mixed", "≥95全部满意", 1) in found


def test_the_weakest_satisfaction_targets_ask_least_among_their_peers(samples: Path) -> None:
    """Of 42 satisfaction targets 13 ask 90 %: those of a rare name stand at 13 / 2 / 42 of all."""
    found = answer(samples, "target_among_peers", "level2", "target", "all_peers", "all_percentile")
    assert ("服务对象满意度指标", 90, 42, 15.48) in found


def years() -> Any:
    """An office in 2024 and 2025: 场馆 dearer and less ambitious, 巡查 ended, 培训 new."""
    last, this = office("202", "审计局", year=2024, key="d"), office("202", "审计局", key="d")
    this["document"][0]["document_key"] = "now"
    return filled(
        {"document": last["document"] + this["document"], "department": last["department"]},
        project(last, "old", satisfaction(95), words("质量指标", "质量", "优"), budget=100, project_name="场馆维护"),
        project(last, "gone", budget=30, project_name="巡查"),
        project(this, "new", satisfaction(90), budget=150, project_name="场馆维护费"),
        project(this, "more", budget=5, project_name="培训"),
        lineage(("old", None, 2024), ("gone", None, 2024), ("new", "old", 2025), ("more", None, 2025)),
    )


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "project_year_over_year",
            [
                (2025, "130202", "continued", "场馆维护费", 100, 150, 50, 50, "same_name", 0.9),
                (2025, "130202", "ended", "巡查", 30, None, None, None, None, None),
                (2025, "130202", "new", "培训", None, 5, None, None, "none", None),
            ],
        ),
        ("targets_raised_or_lowered", [(2025, "130202", 1, 0, 1, 0, 0, 1)]),
        (
            "undertakings_over_years",
            [("old", "130202", 2024, 2025, 2, "场馆维护费", 2, 100, 150, 50, 100, 0.9, 50, 0, 1)],
        ),
        (
            "departments_year_over_year",
            [(2025, "区130202", "审计局本级", "审计局本级", 2, 2, 130, 155, 25, 19.23, 50, 100)],
        ),
    ],
)
def test_questions_over_years_are_answered_from_the_links(name: str, rows: list[tuple[Any, ...]]) -> None:
    with years() as connection:
        connection.execute("UPDATE project_lineage SET budget_ratio = 1.5 WHERE project_key = 'new'")
        found = connection.execute(question(name).text).fetchall()
    assert [tuple(map(_plain, row)) for row in found] == rows


def test_an_amount_that_is_not_stated_is_not_taken_from_another_year() -> None:
    with years() as connection:
        connection.execute("UPDATE project SET budget_cny = NULL WHERE project_key = 'old'")
        found = connection.execute(question("undertakings_over_years").text).fetchone()
    assert found is not None
    assert found[7:9] == (None, 150)


def test_a_promise_finds_its_project_in_the_text_of_the_unit_that_has_it(tmp_path: Path) -> None:
    later = dt.datetime(2025, 3, 1)  # noqa: DTZ001 - kept in UTC without a zone
    book = text("a", units=(("202001", "审计局本级"), ("202002", "审计中心")))
    own = text("b", department="审计中心", units=(("202002", "审计中心"),), received=later)
    for row in (book["project"][1], own["project"][0]):
        row["project_name"] = "监督工作经费"
    database = publish_rows(tmp_path, book, own).database
    assert answer(database, "promises_against_projects", "department_name", "projects", "project_name") == [
        ("审计中心", 1, "监督工作经费"), ("审计局", 1, "监督工作经费"),
    ]  # fmt: skip


def test_a_unit_of_no_known_district_is_compared_too() -> None:
    one, two = office(None, "甲校", key="one"), office(None, "乙校", key="two")
    for each in (one, two):
        each["document"][0]["district_code"] = each["department"][0]["district_code"] = None
    made = [project(of, key, budget=1, project_name="公用经费") for of, key in ((one, "a"), (two, "b"))]
    with filled(one, two, *made) as connection:
        found = connection.execute(question("same_project_across_departments").text).fetchall()
    assert [(row[2], row[3], row[5]) for row in found] == [("公用经费", 2, "乙校"), ("公用经费", 2, "甲校")]


def test_what_the_approved_text_changed_is_told(tmp_path: Path) -> None:
    final = text("b", stage="approved", budget="300000.00")
    database = publish_rows(tmp_path, text("a", budget="360000.00"), final).database
    found = answer(
        database, "draft_against_approved", "change_kind", "project_name", "stage_change_cny", "goal_changed"
    )
    assert found == [("changed", "项目1", -60_000, False)]


def test_codes_that_fail_are_listed() -> None:
    audit = office("202", "审计局")
    finding: Row = {
        "issue_key": "i", "document_key": audit["document"][0]["document_key"], "project_key": "a", "severity": "error",
        "rule": "project_code_checksum", "message": "m", "value_text": "13020225P000039100012", "source_ref": "p. 1",
    }  # fmt: skip
    other = {**finding, "issue_key": "j", "rule": "bare_number"}
    with filled(audit, project(audit, "a"), {"quality_issue": [finding, other]}) as connection:
        found = connection.execute(question("wrong_project_codes").text).fetchall()
    assert [(row[1], row[7]) for row in found] == [("project_code_checksum", "13020225P000039100012")]


def test_low_satisfaction_targets_are_named() -> None:
    audit = office("202", "审计局")
    rows = [satisfaction(85), satisfaction(90), figure("质量指标", "合格率", at_least=80)]
    with filled(audit, project(audit, "a", *rows)) as connection:
        found = connection.execute(question("satisfaction_below_90").text).fetchall()
    assert [row[-1] for row in found] == [85]


def test_every_question_asks_in_both_languages_and_is_listed() -> None:
    lines = listing().splitlines()
    assert len(lines) == len(questions()) >= 20
    for asked, line in zip(questions(), lines, strict=True):
        assert line.split()[0] == asked.name
        assert re.search(r"[一-鿿].*？ \| [A-Z].*\?$", line), line


def test_an_unknown_question_is_no_question() -> None:
    with pytest.raises(KeyError):
        question("nothing")


def test_every_question_names_its_rows_in_a_fixed_order(samples: Path) -> None:
    for asked in questions():
        assert "\nORDER BY" in asked.text, asked.name
        result = run(samples, asked.text)
        assert len(set(result.columns)) == len(result.columns), asked.name


def test_the_cookbook_has_not_drifted(samples: Path) -> None:
    assert TARGET.read_text(encoding="utf-8") == cookbook(samples), "run: jixiao build && python -m warehouse.cookbook"
