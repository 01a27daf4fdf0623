"""The quality score: every rule on a case that breaks it, what is left out, the sum, and the page about it."""

# ruff: noqa: S608 - statements over declared tables, some break them on purpose

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from score_cases import (
    CASES,
    EMPTY,
    INDICATORS,
    NO_BASIS,
    NONE,
    NOTHING_AMISS,
    SCAN,
    UNREAD,
    WORDS,
    Case,
    Row,
    warehouse_of,
)

from warehouse import ddl
from warehouse.checks import run_checks
from warehouse.schema.derived import ASPECTS
from warehouse.score_page import PAGE, page
from warehouse.score_rules import rules, terms
from warehouse.scores import prepare, score
from warehouse.sql_files import sql_files, views

ROOT = Path(__file__).parents[2]


Share = Decimal | None


ONE = Decimal(1)


@pytest.fixture(scope="module")
def scored() -> Iterator[duckdb.DuckDBPyConnection]:
    """One warehouse with every case of this file, scored once."""
    poor = {name: replace(case, document="poor") for name, case in ALL_POOR.items()}
    numbered = {f"case-{number}": case for number, (_, case, _) in enumerate(CASES)}
    groups = (NOTHING_AMISS, poor, OTHERS, COPIES, FORMS, DOUBTS, GRADED, {"scaled": SCALED}, MEANS, VIEWED)
    every = {name: case for group in (numbered, *groups) for name, case in group.items()}
    with warehouse_of(every) as connection:
        score(connection)
        yield connection


def _score(connection: duckdb.DuckDBPyConnection, project: str) -> Decimal:
    return Decimal(
        connection.execute("SELECT score FROM project_score WHERE project_key = ?", [project]).fetchall()[0][0]
    )


def _lost(connection: duckdb.DuckDBPyConnection, project: str) -> set[str]:
    return {
        rule
        for (rule,) in connection.execute(
            "SELECT rule FROM score_deduction WHERE project_key = ?", [project]
        ).fetchall()
    }


def _share(connection: duckdb.DuckDBPyConnection, project: str, rule: str) -> Share:
    """The share that a project meets: 1 where nothing was lost, None where the rule was left out."""
    if connection.execute(
        "FROM project_score WHERE project_key = ? AND list_contains(unjudged_rules, ?)", [project, rule]
    ).fetchall():
        return None
    row = connection.execute(
        "SELECT share_met FROM score_deduction WHERE project_key = ? AND rule = ?", [project, rule]
    ).fetchone()
    return row[0] if row else ONE


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(CASES)])
def test_a_rule_is_met_to_the_share_it_says(scored: duckdb.DuckDBPyConnection, number: int) -> None:
    rule, _, share = CASES[number]
    assert _share(scored, f"case-{number}", rule) == (None if share is None else Decimal(share))


def test_every_rule_has_a_case_that_costs_points() -> None:
    copies = {"goal_of_its_own", "indicators_of_its_own"}
    assert {rule for rule, _, share in CASES if share is not None} | copies == {rule.name for rule in rules()}


@pytest.mark.parametrize("name", NOTHING_AMISS)
def test_what_is_not_amiss_costs_nothing(scored: duckdb.DuckDBPyConnection, name: str) -> None:
    found = scored.execute("SELECT score, grade FROM project_score WHERE project_key = ?", [name]).fetchone()
    assert found == (Decimal(100), "优")


def test_a_project_that_meets_everything_was_judged_by_every_rule(scored: duckdb.DuckDBPyConnection) -> None:
    found = scored.execute(
        "SELECT points_judged, unjudged_rules FROM project_score WHERE project_key = 'all'"
    ).fetchone()
    assert found == (Decimal(100), [])


def test_every_rule_answers_once_for_every_project() -> None:
    with warehouse_of({"all": Case(), "none": NONE, "scan": Case(project=SCAN, findings=UNREAD)}) as connection:
        prepare(connection)
        for rule in rules():
            columns = connection.execute(f"DESCRIBE ({rule.sql})").fetchall()
            found = connection.execute(f"SELECT count(*), count(DISTINCT project_no) FROM ({rule.sql})").fetchone()
            assert [column[0] for column in columns] == ["project_no", "share_met", "issue_keys", "indicator_keys"]
            assert found == (3, 3), rule.name


def test_a_form_without_indicators_is_no_good_one(scored: duckdb.DuckDBPyConnection) -> None:
    number = next(number for number, (_, case, _) in enumerate(CASES) if case is NONE)
    found = scored.execute(
        "SELECT score, grade FROM project_score WHERE project_key = ?", [f"case-{number}"]
    ).fetchone()
    assert found is not None
    assert found[0] < 60
    assert found[1] == "差"


POOR = Case(
    project={"goal_text": "做好工作", "usage_text": "做好工作"},
    every={"basis": "工作需要", "description": None},
    indicators={"quantity": WORDS, "benefit": WORDS, "quality": {"level3": "合格率"}},
    findings=(("bound_direction_odd", "quality"), ("value_mixed", "cost"), ("plan_not_rising", None)),
)


LESS = {
    "goal": replace(POOR, project={**POOR.project, "goal_text": None}),
    "basis": replace(POOR, every={**POOR.every, "basis": None}),
    "value": replace(POOR, indicators={**POOR.indicators, "quantity": EMPTY}),
    "quantity": replace(POOR, indicators={**POOR.indicators, "quantity": None}),
    "benefit": replace(POOR, indicators={**POOR.indicators, "benefit": None}),
    "indicators": replace(POOR, indicators=dict.fromkeys(INDICATORS), findings=()),
}


OTHERS = {f"other {number}": Case(document="poor") for number in range(8)}


ALL_POOR = {"poor": POOR, **{f"no {name}": case for name, case in LESS.items()}}


@pytest.mark.parametrize("name", LESS)
def test_leaving_a_poor_entry_out_does_not_pay(scored: duckdb.DuckDBPyConnection, name: str) -> None:
    assert _score(scored, f"no {name}") <= _score(scored, "poor")


COPIES = {
    "a": Case(unit="unit"),
    "b": Case(unit="unit"),
    "c": Case(
        unit="unit",
        project={"goal_text": "全村道路照明灯具更换完成，夜间出行更加安全，路灯损坏后由专人在两日之内修复好"},
        indicators={"quality": {"value_text": "≥ 95%"}, "cost": {"value_text": "≤9万元"}},
    ),
    "of another unit": Case(),
    "one of two": Case(
        unit="two", project={"goal_text": "全村道路照明灯具更换完成，夜间出行更加安全，路灯损坏后两日之内修复"}
    ),
    "two of two": Case(unit="two"),
}


def test_what_is_copied_over_a_units_projects_is_found(scored: duckdb.DuckDBPyConnection) -> None:
    goals = {name: _share(scored, name, "goal_of_its_own") for name in COPIES}
    indicators = {name: _share(scored, name, "indicators_of_its_own") for name in COPIES}
    keys = scored.execute(
        "SELECT indicator_keys FROM score_deduction WHERE project_key = 'c' AND rule = 'indicators_of_its_own'"
    ).fetchone()
    copied = Decimal("0.2")  # the cost stands in two of the unit's projects only
    assert goals == {"a": 0, "b": 0, "c": 1, "of another unit": 1, "one of two": 1, "two of two": 1}
    assert indicators == {"a": copied, "b": copied, "c": copied, "of another unit": 1, "one of two": 1, "two of two": 1}
    assert keys == (["c-benefit", "c-quality", "c-quantity", "c-timeliness"],)


FORMS = {
    "filled 1": Case(document="one"),
    "filled 2": Case(document="one"),
    "blank": replace(NO_BASIS, document="one"),
    "alone": NO_BASIS,
}


def test_a_column_counts_as_asked_for_where_most_of_the_document_fill_it_in(scored: duckdb.DuckDBPyConnection) -> None:
    assert _share(scored, "blank", "basis_of_known_kind") == 0
    assert _share(scored, "alone", "basis_of_known_kind") is None


GAPS = Case(project={"goal_text": None}, indicators={"benefit": None, "quality": {"basis": None}})


DOUBTS = {
    "gaps": GAPS,
    "gaps, a row": replace(GAPS, findings=UNREAD),
    "gaps, a scan": replace(GAPS, project={**GAPS.project, **SCAN}),
    "unsure": Case(
        findings=(("value_unit_unknown", "quality"), ("bound_unit_odd", "quality")),
        indicators={"quality": {"basis": "工作需要"}},
    ),
    "unread": Case(indicators=dict.fromkeys(INDICATORS), findings=UNREAD),
}


def test_what_may_not_have_been_read_costs_nothing_and_says_so(scored: duckdb.DuckDBPyConnection) -> None:
    found = scored.execute(
        "SELECT project_key, completeness, reading_doubts, points_judged < 100 FROM project_score "
        "WHERE starts_with(project_key, 'gaps') ORDER BY project_key"
    ).fetchall()
    assert found == [
        ("gaps", Decimal("60.75"), 0, False),
        ("gaps, a row", Decimal("99.55"), 1, True),
        ("gaps, a scan", 100, 0, True),
    ]
    assert {"goal_stated", "levels_present", "benefits_measurable"} <= _lost(scored, "gaps")
    assert _lost(scored, "gaps, a row") == {"cells_filled", "basis_of_known_kind"}
    assert _lost(scored, "gaps, a scan") == set()


def test_an_indicator_that_we_cannot_read_counts_neither_way(scored: duckdb.DuckDBPyConnection) -> None:
    found = scored.execute("SELECT score, reading_doubts FROM project_score WHERE project_key = 'unsure'").fetchone()
    assert found == (Decimal(100), 1)


def test_too_little_to_judge_is_no_score(scored: duckdb.DuckDBPyConnection) -> None:
    found = scored.execute(
        "SELECT score, grade, points_judged FROM project_score WHERE project_key = 'unread'"
    ).fetchone()
    of_unit = scored.execute(
        "SELECT projects, unscored_projects, score, grade FROM department_score WHERE department_key = 'unit-unread'"
    ).fetchone()
    assert found == (None, None, Decimal(25))
    assert of_unit == (0, 1, None, None)


_TEN = (("cost_above_budget", "cost"), ("bound_unit_odd", "cost"))


_TWENTY = (*_TEN, ("bound_unit_odd", "quality"), ("bound_direction_odd", "cost"), ("plan_not_rising", None))


_A_QUARTER = ("value_mixed", "cost")


GRADED = {
    "90.00 优": Case(findings=_TEN),
    "89.75 良": Case(findings=(*_TEN, _A_QUARTER)),
    "80.00 良": Case(findings=_TWENTY),
    "79.75 中": Case(findings=(*_TWENTY, _A_QUARTER)),
}


@pytest.mark.parametrize("name", GRADED)
def test_bounds_of_a_grade_are_exact(scored: duckdb.DuckDBPyConnection, name: str) -> None:
    points, grade = name.split()
    found = scored.execute("SELECT score, grade FROM project_score WHERE project_key = ?", [name]).fetchone()
    assert found == (Decimal(points), grade)


SCALED = Case(
    indicators={"timeliness": {**INDICATORS["quality"], "level2": "时效指标", "due_date": None}},
    findings=(("cost_above_budget", "cost"),),
)


def test_points_are_scaled_to_what_was_judged(scored: duckdb.DuckDBPyConnection) -> None:
    """Without a deadline 90 points are judged: 7 of them lost are 7.78 of 100 (7.777…, halves up)."""
    found = scored.execute(
        "SELECT points_lost, share_met, issue_keys, indicator_keys FROM score_deduction WHERE project_key = 'scaled'"
    ).fetchall()
    total = scored.execute(
        "SELECT score, points_judged, unjudged_rules FROM project_score WHERE project_key = 'scaled'"
    ).fetchone()
    assert found == [(Decimal("7.78"), 0, ["scaled-cost_above_budget-cost"], ["scaled-cost"])]
    assert total == (Decimal("92.22"), Decimal(90), ["deadline_within_year", "money_before_deadline"])


def _of_unit(number: int, case: Case) -> Case:
    """A project of the unit `means` that says the same as no other."""
    own: dict[str, Row | None] = {kind: {"value_text": f"第{number}"} for kind in INDICATORS}
    return replace(case, unit="means", indicators=own)


MEANS = {
    "good": _of_unit(1, Case(project={"budget_cny": Decimal(300000), "fiscal_funds_cny": Decimal(300000)})),
    "less": _of_unit(
        2,
        Case(
            project={"goal_text": "道路照明灯具更换完成，夜间出行更安全，坏了有人修，村民都说很好很满意"},
            findings=(("cost_above_budget", "cost"), ("value_mixed", "cost")),
        ),
    ),
    "no money": _of_unit(
        3,
        Case(
            project={
                "budget_cny": None,
                "goal_text": "村道路照明工程按期完成，路灯都亮了起来，夜里出门不再害怕，事故也减少了",
            },
            findings=(("money_missing", None),),
        ),
    ),
}


def test_a_units_score_is_the_mean_and_another_is_weighted_by_money(scored: duckdb.DuckDBPyConnection) -> None:
    scores = {name: _score(scored, name) for name in MEANS}
    unit = scored.execute(
        "SELECT score, money_weighted_score, projects, grade FROM department_score WHERE department_key = 'means'"
    ).fetchone()
    assert scores == {"good": 100, "less": Decimal("92.75"), "no money": Decimal("94.62")}
    assert unit == (Decimal("95.79"), Decimal("98.19"), 3, "优")


def test_a_project_that_loses_every_point_stopped_the_publication() -> None:
    """Its deductions are rounded each, and came to 100.01 and 100.02."""
    blank = {"goal_text": None, "usage_text": None, "budget_cny": None, "fiscal_funds_cny": None}
    cases = {
        rule: Case(project=blank, indicators=dict.fromkeys(INDICATORS), plan=(), findings=((rule, None),))
        for rule in ("money_missing", "plan_empty")
    }
    with warehouse_of(cases) as connection:
        score(connection)
        found = connection.execute("SELECT score, grade FROM project_score").fetchall()
        lost = "SELECT max(points) FROM (SELECT sum(points_lost) AS points FROM score_deduction GROUP BY project_key)"
        claim = next(file.text for file in sql_files("checks", "assert_score_") if file.name == "assert_score_adds_up")
        assert connection.execute(lost).fetchone() == (Decimal("100.02"),)
        assert found == [(Decimal(0), "差")] * 2
        assert connection.execute(claim).fetchall() == []


BREAKS = [
    ("assert_score_weights_make_100", "UPDATE score_rule SET weight = weight + 1 WHERE rule = 'goal_stated'"),
    ("assert_score_weights_make_100", "UPDATE score_rule SET aspect = 'fitness' WHERE aspect = 'feasibility'"),
    ("assert_score_weights_make_100", "UPDATE score_rule SET weight = 0 WHERE rule = 'goal_stated'"),
    ("assert_score_adds_up", "UPDATE project_score SET score = 99.99 WHERE project_key = 'all'"),
    ("assert_score_adds_up", "DELETE FROM score_deduction WHERE points_lost > 5"),
    ("assert_score_adds_up", "DELETE FROM project_score WHERE project_key = 'all'"),
    ("assert_score_adds_up", "INSERT INTO project_score FROM project_score WHERE project_key = 'all'"),
    ("assert_score_deduction_follows_its_rule", "UPDATE score_deduction SET points_lost = points_lost + 0.01"),
    ("assert_score_deduction_follows_its_rule", "UPDATE score_deduction SET share_met = 1"),
    ("assert_score_deduction_follows_its_rule", "UPDATE score_deduction SET findings = findings + 1"),
    ("assert_score_deduction_follows_its_rule", "UPDATE score_deduction SET rule = 'none'"),
    ("assert_score_deduction_follows_its_rule", "UPDATE score_deduction SET project_key = 'none'"),
    ("assert_score_deduction_follows_its_rule", "UPDATE project_score SET unjudged_rules = ['goal_stated']"),
    ("assert_score_grade_fits", "UPDATE project_score SET grade = '良' WHERE project_key = 'all'"),
    ("assert_score_grade_fits", "UPDATE project_score SET score = NULL WHERE project_key = 'all'"),
    ("assert_score_grade_fits", "UPDATE department_score SET grade = NULL"),
    ("assert_score_rests_on_what_is_there", "UPDATE score_deduction SET indicator_keys = ['none']"),
    ("assert_score_rests_on_what_is_there", "UPDATE score_deduction SET issue_keys = ['none']"),
    ("assert_score_rests_on_what_is_there", "DELETE FROM quality_issue"),
    ("assert_score_of_a_department_is_its_mean", "UPDATE department_score SET score = score - 0.01"),
    ("assert_score_of_a_department_is_its_mean", "UPDATE department_score SET projects = projects + 1"),
    ("assert_score_of_a_department_is_its_mean", "DELETE FROM department_score"),
]


@pytest.mark.parametrize(("check", "statement"), BREAKS)
def test_a_row_that_breaks_the_claim_is_found(scored: duckdb.DuckDBPyConnection, check: str, statement: str) -> None:
    claim = next(file.text for file in sql_files("checks", "assert_score_") if file.name == check)
    before = scored.execute(claim).fetchall()
    scored.execute("BEGIN")
    try:
        scored.execute(statement)
        found = scored.execute(claim).fetchall()
    finally:
        scored.execute("ROLLBACK")
    assert before == []
    assert found


def test_every_check_of_the_scores_has_a_case_that_breaks_it() -> None:
    assert {file.name for file in sql_files("checks", "assert_score_")} == {check for check, _ in BREAKS}


VIEWED = {
    "viewed": Case(unit="viewed"),
    "viewed too": Case(
        unit="viewed",
        project={"project_name": "路灯", "goal_text": None},
        findings=(("cost_above_budget", "cost"),),
    ),
}


def test_the_views_tell_the_scores_with_their_names(scored: duckdb.DuckDBPyConnection) -> None:
    for view in views():
        if view.name in {"v_project", "v_project_score", "v_department_score", "v_score_deduction"}:
            scored.execute(ddl.create_view(view))
            columns = [row[0] for row in scored.execute(f"DESCRIBE {view.name}").fetchall()]
            scored.execute(ddl.comment_view_columns(view, columns))
    projects = scored.execute(
        "SELECT project_name, unit_name, grade, deductions, main_rule, main_points_lost FROM v_project_score "
        "WHERE unit_name = 'viewed' ORDER BY score"
    ).fetchall()
    unit = scored.execute(
        "SELECT projects, budget_cny, grade_excellent, grade_good, grade_fair, grade_poor, highest_score, main_rule "
        "FROM v_department_score WHERE unit_name = 'viewed'"
    ).fetchone()
    lost = scored.execute(
        "SELECT rule, weight, aspect FROM v_score_deduction WHERE project_key = 'viewed too' ORDER BY rule_order"
    ).fetchall()
    assert projects == [
        ("路灯", "viewed", "中", 6, "cost_matches_budget", Decimal("7.07")),
        ("村道路照明改造", "viewed", "优", 0, None, None),
    ]
    assert unit == (2, Decimal("200000.00"), 1, 0, 1, 0, Decimal(100), "cost_matches_budget")
    assert lost == [
        ("goal_beyond_usage", 3, "completeness"),
        ("goal_detailed", 3, "completeness"),
        ("goal_stated", 1, "completeness"),
        ("goal_about_project", 4, "relevance"),
        ("goal_of_its_own", 4, "relevance"),
        ("cost_matches_budget", 7, "fitness"),
    ]


def test_nothing_is_left_behind(scored: duckdb.DuckDBPyConnection) -> None:
    left = scored.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    assert left == []


def test_weights_are_whole_and_add_up_to_100() -> None:
    assert sum(rule.weight for rule in rules()) == 100
    assert {rule.aspect for rule in rules()} == set(ASPECTS)
    assert all(" | " in text for rule in rules() for text in (rule.title, rule.note, rule.source))


def test_a_score_names_only_findings_that_there_are() -> None:
    catalogue = (ROOT / "docs/quality.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^\| `(\w+)` \|", catalogue, re.MULTILINE))
    named = {
        rule
        for one in rules()
        for clause in re.findall(r"rule (?:=|IN|NOT IN|<>) (\([^)]*\)|'\w+')", one.sql)
        for rule in re.findall(r"'(\w+)'", clause)
    }
    assert named
    assert named | {term.term for term in terms() if term.kind == "doubt"} <= known


def test_no_word_stands_twice_in_a_list() -> None:
    found = [(term.kind, term.term) for term in terms() if term.kind != "doubt"]
    assert len(found) == len(set(found))


def test_the_page_says_what_the_rules_say() -> None:
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(), "run: make docs"


def test_checks_of_the_scores_run_with_the_others(scored: duckdb.DuckDBPyConnection) -> None:
    assert [failure.check for failure in run_checks(scored) if failure.check.startswith("assert_score_")] == []
