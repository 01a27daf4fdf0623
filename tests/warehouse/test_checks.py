"""Every SQL check, proved by statements that break its claim."""

# ruff: noqa: S608 - the statements break a copy on purpose

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from small_warehouse import publish_rows, quarantined, text

from warehouse import checks
from warehouse.checks import check_files, run_checks
from warehouse.schema.star import PUBLISHED, allowed_values

if TYPE_CHECKING:
    from collections.abc import Iterator

A_BOUND = "WHERE indicator_key = 'a-1-1'"
A_PROJECT = "WHERE project_key = 'a-1'"
AN_INDICATOR = "WHERE indicator_key = 'a-1-1'"

AN_ERROR = "UPDATE quality_issue SET severity = 'error', rule = 'project_code_checksum' WHERE issue_key = 'a-issue'"

BREAKS: list[tuple[str, str]] = [
    ("assert_keys_are_unique", "INSERT INTO document FROM document WHERE document_key = 'q'"),
    ("assert_keys_are_unique", f"INSERT INTO project FROM project {A_PROJECT}"),
    ("assert_keys_are_unique", f"INSERT INTO indicator FROM indicator {AN_INDICATOR}"),
    ("assert_keys_are_unique", f"INSERT INTO indicator_bound FROM indicator_bound {A_BOUND}"),
    ("assert_keys_are_unique", "INSERT INTO department_indicator FROM department_indicator LIMIT 1"),
    ("assert_keys_are_unique", "INSERT INTO quality_issue FROM quality_issue LIMIT 1"),
    ("assert_keys_are_unique", "INSERT INTO history.project FROM history.project LIMIT 1"),
    (
        "assert_keys_are_unique",
        "INSERT INTO superseded.document SELECT * REPLACE ('x' AS document_key) FROM document LIMIT 2",
    ),
    ("assert_project_has_department_and_document", f"UPDATE project SET department_key = 'none' {A_PROJECT}"),
    ("assert_project_has_department_and_document", "DELETE FROM department"),
    ("assert_project_has_department_and_document", "UPDATE history.project SET department_key = 'none'"),
    ("assert_child_rows_have_their_parent", f"UPDATE indicator SET project_key = 'none' {AN_INDICATOR}"),
    ("assert_child_rows_have_their_parent", f"UPDATE indicator_bound SET project_key = 'none' {A_BOUND}"),
    ("assert_child_rows_have_their_parent", f"UPDATE indicator_bound SET indicator_key = 'none' {A_BOUND}"),
    ("assert_child_rows_have_their_parent", f"UPDATE disbursement_plan SET project_key = 'none' {A_PROJECT}"),
    ("assert_child_rows_have_their_parent", "DELETE FROM department_goal"),
    ("assert_issues_refer_to_rows", "UPDATE quality_issue SET project_key = 'none' WHERE issue_key = 'a-issue'"),
    ("assert_issues_refer_to_rows", "UPDATE quality_issue SET indicator_key = 'none' WHERE issue_key = 'a-issue'"),
    ("assert_four_plan_rows_or_none", f"DELETE FROM disbursement_plan {A_PROJECT} AND stage_month = 12"),
    ("assert_four_plan_rows_or_none", f"UPDATE disbursement_plan SET stage_month = 9 {A_PROJECT} AND stage_month = 10"),
    ("assert_four_plan_rows_or_none", f"UPDATE disbursement_plan SET stage_month = 6 {A_PROJECT} AND stage_month = 10"),
    (
        "assert_four_plan_rows_or_none",
        f"INSERT INTO disbursement_plan FROM disbursement_plan {A_PROJECT} AND stage_month = 10",
    ),
    ("assert_value_kind_known", f"UPDATE indicator SET value_kind = 'number' {AN_INDICATOR}"),
    ("assert_value_kind_known", f"UPDATE indicator_bound SET value_kind = 'qualitative' {A_BOUND}"),
    ("assert_value_kind_known", "UPDATE department_indicator SET value_kind = 'number'"),
    (
        "assert_numeric_value_has_a_bound",
        f"UPDATE indicator SET lower_bound = NULL, lower_inclusive = NULL {AN_INDICATOR}",
    ),
    ("assert_date_value_has_a_date", "UPDATE indicator SET value_kind = 'date' WHERE indicator_key = 'two-2-1'"),
    (
        "assert_date_value_has_a_date",
        "UPDATE department_indicator SET start_date = '2025-06-01', due_date = '2025-05-31'",
    ),
    (
        "assert_date_value_has_a_date",
        f"UPDATE indicator SET start_date = '2025-06-01', due_date = '2025-05-31' {AN_INDICATOR}",
    ),
    (
        "assert_numeric_value_has_a_bound",
        f"UPDATE indicator_bound SET lower_bound = NULL, lower_inclusive = NULL {A_BOUND}",
    ),
    (
        "assert_date_value_has_a_date",
        f"UPDATE indicator_bound SET start_date = '2025-06-01', due_date = '2025-05-31' {A_BOUND}",
    ),
    (
        "assert_lower_not_above_upper",
        f"UPDATE indicator_bound SET upper_bound = 80, upper_inclusive = TRUE {A_BOUND}",
    ),
    ("assert_inclusive_goes_with_its_bound", f"UPDATE indicator_bound SET lower_inclusive = NULL {A_BOUND}"),
    ("assert_units_are_canonical", f"UPDATE indicator_bound SET unit = '万元' {A_BOUND}"),
    ("assert_counter_goes_with_a_count", f"UPDATE indicator_bound SET counter = '次' {A_BOUND}"),
    ("assert_every_value_names_its_rule", f"UPDATE indicator_bound SET value_rule = NULL {A_BOUND}"),
    ("assert_direction_fits_the_bounds", f"UPDATE indicator SET direction = 'at_most' {AN_INDICATOR}"),
    ("assert_direction_fits_the_bounds", f"UPDATE indicator_bound SET direction = NULL {A_BOUND}"),
    ("assert_direction_fits_the_bounds", "UPDATE department_indicator SET direction = 'exactly'"),
    ("assert_recurrence_known", f"UPDATE indicator SET recurrence = 'month' {AN_INDICATOR}"),
    ("assert_recurrence_known", f"UPDATE indicator_bound SET recurrence = 'month' {A_BOUND}"),
    ("assert_recurrence_known", "UPDATE department_indicator SET recurrence = 'fortnight', value_kind = 'date'"),
    ("assert_phrase_goes_with_its_value", f"UPDATE indicator SET phrase = NULL {AN_INDICATOR}"),
    ("assert_phrase_goes_with_its_value", f"UPDATE indicator_bound SET phrase = NULL {A_BOUND}"),
    ("assert_phrase_goes_with_its_value", "UPDATE department_indicator SET phrase = NULL"),
    ("assert_first_bound_is_the_indicators", f"DELETE FROM indicator_bound {A_BOUND}"),
    ("assert_first_bound_is_the_indicators", f"UPDATE indicator_bound SET lower_bound = 91 {A_BOUND}"),
    ("assert_first_bound_is_the_indicators", f"UPDATE indicator SET value_kind = 'qualitative' {AN_INDICATOR}"),
    (
        "assert_first_bound_is_the_indicators",
        f"INSERT INTO indicator_bound SELECT * REPLACE (3 AS seq_no) FROM indicator_bound {A_BOUND}",
    ),
    (
        "assert_first_bound_is_the_indicators",
        f"INSERT INTO indicator_bound SELECT * REPLACE (0 AS seq_no) FROM indicator_bound {A_BOUND}",
    ),
    (
        "assert_first_bound_is_the_indicators",
        f"UPDATE indicator SET value_kind = 'empty' {AN_INDICATOR}; UPDATE indicator_bound SET seq_no = 2 {A_BOUND}",
    ),
    ("assert_lower_not_above_upper", f"UPDATE indicator SET upper_bound = 80, upper_inclusive = TRUE {AN_INDICATOR}"),
    ("assert_inclusive_goes_with_its_bound", f"UPDATE indicator SET lower_inclusive = NULL {AN_INDICATOR}"),
    ("assert_inclusive_goes_with_its_bound", "UPDATE department_indicator SET upper_inclusive = TRUE"),
    ("assert_units_are_canonical", f"UPDATE indicator SET unit = '万元' {AN_INDICATOR}"),
    ("assert_counter_goes_with_a_count", f"UPDATE indicator SET counter = '次' {AN_INDICATOR}"),
    ("assert_counter_goes_with_a_count", f"UPDATE indicator SET counter = '次', unit = NULL {AN_INDICATOR}"),
    ("assert_every_value_names_its_rule", f"UPDATE indicator SET value_rule = NULL {AN_INDICATOR}"),
    ("assert_qualitative_values_have_a_class", f"UPDATE indicator SET value_kind = 'qualitative' {AN_INDICATOR}"),
    ("assert_qualitative_values_have_a_class", f"UPDATE indicator SET qualitative_grade = 5 {AN_INDICATOR}"),
    ("assert_qualitative_values_have_a_class", "UPDATE department_indicator SET qualitative_class = 'good'"),
    ("assert_severity_known", "UPDATE quality_issue SET severity = 'fatal' WHERE issue_key = 'a-issue'"),
    ("assert_document_states_known", "UPDATE document SET stage = '草案' WHERE document_key = 'a'"),
    ("assert_document_states_known", "UPDATE document SET format = 'xls' WHERE document_key = 'a'"),
    ("assert_quarantined_document_says_why", "UPDATE document SET error = NULL WHERE document_key = 'q'"),
    ("assert_quarantined_document_says_why", "DELETE FROM quality_issue WHERE document_key = 'q'"),
    ("assert_plan_basis_known", f"UPDATE disbursement_plan SET plan_basis = 'guessed' {A_PROJECT}"),
    (
        "assert_plan_money_is_share_of_budget",
        f"UPDATE disbursement_plan SET cumulative_cny = cumulative_cny + 0.01 {A_PROJECT} AND stage_month = 3",
    ),
    (
        "assert_plan_money_is_share_of_budget",
        f"UPDATE disbursement_plan SET cumulative_cny = NULL {A_PROJECT} AND stage_month = 12",
    ),
    (
        "assert_plan_increments_add_up",
        f"UPDATE disbursement_plan SET increment_percent = 24.9 {A_PROJECT} AND stage_month = 6",
    ),
    ("assert_totals_agree", f"UPDATE project SET budget_cny = budget_cny * 10 {A_PROJECT}"),
    ("assert_totals_agree", f"UPDATE project SET other_funds_cny = 0 {A_PROJECT}"),
    ("assert_totals_agree", "DELETE FROM project WHERE project_key = 'two-2'"),
    ("assert_no_project_lost", "DELETE FROM history.project WHERE project_key = 'two-2'"),
    ("assert_no_project_lost", f"DELETE FROM project {A_PROJECT}"),
    ("assert_text_is_current_once", "INSERT INTO project FROM history.project WHERE document_key = 'old'"),
    ("assert_text_is_current_once", "DELETE FROM project WHERE document_key = 'two'"),
    (
        "assert_text_is_current_once",
        """INSERT INTO document SELECT * REPLACE ('twin' AS document_key) FROM document WHERE document_key = 'plain';
           INSERT INTO project SELECT * REPLACE ('again' AS project_key, 'twin' AS document_key) FROM project
           WHERE document_key = 'plain'""",
    ),
    (
        "assert_text_is_current_once",
        f"""INSERT INTO document SELECT * REPLACE ('twin' AS document_key) FROM document WHERE document_key = 'a';
            INSERT INTO project SELECT * REPLACE ('again' AS project_key, 'twin' AS document_key) FROM project {A_PROJECT}""",
    ),
    ("assert_text_is_current_once", f"UPDATE project_version SET is_current = FALSE {A_PROJECT}"),
    ("assert_text_is_current_once", "UPDATE project_version SET is_current = TRUE WHERE project_key = 'old-1'"),
    ("assert_totals_agree", "INSERT INTO project FROM history.project WHERE document_key = 'old'"),
    ("assert_totals_agree", "UPDATE project_version SET is_current = FALSE WHERE project_key = 'two-2'"),
    (
        "assert_totals_agree",
        "UPDATE history.project SET fiscal_funds_cny = 0 WHERE project_key = 'two-2'",
    ),
    (
        "assert_superseded_document_has_no_current_rows",
        "INSERT INTO department_goal FROM history.department_goal WHERE document_key = 'old'",
    ),
    (
        "assert_superseded_document_has_no_current_rows",
        "UPDATE document SET status = 'quarantined' WHERE document_key = 'a'",
    ),
    ("assert_department_ranges_do_not_overlap", "UPDATE department SET valid_to_year = 2025 WHERE unit_name = '旧称'"),
    ("assert_department_ranges_do_not_overlap", "UPDATE department SET valid_to_year = 2000 WHERE unit_name = '旧称'"),
    ("assert_department_ranges_do_not_overlap", "UPDATE department SET is_current = TRUE WHERE unit_name = '旧称'"),
    (
        "assert_department_has_one_current_name",
        "UPDATE department SET is_current = FALSE WHERE unit_name = '审计局本级'",
    ),
    ("assert_money_not_negative", f"UPDATE project SET other_funds_cny = -0.01 {A_PROJECT}"),
    ("assert_money_not_negative", f"UPDATE project SET period_budget_cny = -0.01 {A_PROJECT}"),
    ("assert_money_not_negative", f"UPDATE project SET further_funds_cny = -0.01 {A_PROJECT}"),
    ("assert_money_not_negative", f"UPDATE project SET budget_cny = -1 {A_PROJECT}; {AN_ERROR}"),
    ("assert_money_magnitude_is_sane", f"UPDATE project SET budget_cny = 100000000000.01 {A_PROJECT}"),
    ("assert_money_magnitude_is_sane", f"UPDATE project SET period_budget_cny = 100000000000.01 {A_PROJECT}"),
    ("assert_money_magnitude_is_sane", f"UPDATE project SET further_funds_cny = -100000000000.01 {A_PROJECT}"),
    ("assert_money_magnitude_is_sane", f"UPDATE project SET budget_cny = 100000000000.01 {A_PROJECT}; {AN_ERROR}"),
    ("assert_due_dates_are_sane", "UPDATE indicator SET due_date = '0025-12-31' WHERE indicator_key = 'two-2-1'"),
    ("assert_due_dates_are_sane", f"UPDATE disbursement_plan SET due_date = due_date + 365 {A_PROJECT}"),
    ("assert_years_and_districts_agree", f"UPDATE indicator SET fiscal_year = 2024 {AN_INDICATOR}"),
    ("assert_years_and_districts_agree", f"UPDATE indicator_bound SET fiscal_year = 2024 {A_BOUND}"),
    ("assert_years_and_districts_agree", f"UPDATE disbursement_plan SET district_code = '130203' {A_PROJECT}"),
    ("assert_years_and_districts_agree", "UPDATE project SET district_code = '路南区'"),
    ("assert_main_is_part_of_history", f"UPDATE project SET goal_text = 'else' {A_PROJECT}"),
    ("assert_main_is_part_of_history", "INSERT INTO superseded.document FROM document LIMIT 1"),
    ("assert_main_is_part_of_history", "INSERT INTO superseded.indicator FROM indicator LIMIT 1"),
    ("assert_main_is_part_of_history", "INSERT INTO superseded.indicator_bound FROM indicator_bound LIMIT 1"),
    ("assert_main_is_part_of_history", "INSERT INTO superseded.disbursement_plan FROM disbursement_plan LIMIT 1"),
    ("assert_main_is_part_of_history", "INSERT INTO superseded.department_goal FROM department_goal LIMIT 1"),
    ("assert_main_is_part_of_history", "INSERT INTO superseded.department_indicator FROM department_indicator LIMIT 1"),
    ("assert_main_is_part_of_history", "INSERT INTO superseded.quality_issue FROM quality_issue LIMIT 1"),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse with a bit of everything: versions, a renamed unit, two units, no codes, a quarantined document."""
    folder = tmp_path_factory.mktemp("sound")
    report = publish_rows(
        folder,
        text("a"),
        text("old", code="300", department="组织部", units=(("300001", "组织部"),)),
        text("new", code="300", department="组织部", units=(("300001", "组织部"),), stage="approved"),
        text("two", code="400", department="教育局", units=(("400001", "教育局"), ("400002", "一中"))),
        text("before", code="500", year=2023, units=(("500001", "旧称"),)),
        text("after", code="500", units=(("500001", "新称"),)),
        text("plain", code=None, department="水利局", units=((None, "水利局"),)),
        quarantined("q"),
    )
    with duckdb.connect(str(report.database)) as connection:
        assert run_checks(connection) == []
        yield connection


@pytest.fixture
def breakable(sound: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sound warehouse; whatever a test does to it is taken back."""
    sound.execute("BEGIN")
    yield sound
    sound.execute("ROLLBACK")


@pytest.mark.parametrize(("check", "statement"), BREAKS)
def test_a_row_that_breaks_the_claim_is_found(
    breakable: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, check: str, statement: str
) -> None:
    named = tuple(file for file in check_files() if file.name == check)
    monkeypatch.setattr(checks, "check_files", lambda: named)
    assert run_checks(breakable) == []
    breakable.execute(statement)
    (found,) = run_checks(breakable)
    assert found.check == check
    assert found.count >= 1
    assert found.rows


@pytest.mark.parametrize("column", ["format", "stage", "status"])
def test_a_document_may_have_every_value_that_its_column_declares(
    breakable: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    named = tuple(file for file in check_files() if file.name == "assert_document_states_known")
    monkeypatch.setattr(checks, "check_files", lambda: named)
    for value in allowed_values(PUBLISHED["document"].columns()[column]):
        breakable.execute(f"UPDATE document SET {column} = '{value}' WHERE document_key = 'a'")
        assert run_checks(breakable) == []


def test_every_check_has_a_case_that_breaks_it() -> None:
    # Those of the lineage are broken where it is made: tests/pipelines/test_lineage.py; those of the scores in test_scores.py.
    elsewhere = ("assert_lineage_", "assert_score_")
    here = {file.name for file in check_files() if not file.name.startswith(elsewhere)}
    assert here == {check for check, _ in BREAKS}


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("money_negative", f"UPDATE project SET other_funds_cny = -0.01 {A_PROJECT}"),
        ("money_implausible", f"UPDATE project SET budget_cny = 100000000000.01 {A_PROJECT}"),
        ("deadline_outside_year", f"UPDATE indicator SET due_date = '2205-12-31' {AN_INDICATOR}"),
    ],
)
def test_what_a_document_really_says_may_stand_where_a_finding_says_so(
    breakable: duckdb.DuckDBPyConnection, rule: str, statement: str
) -> None:
    breakable.execute(f"UPDATE quality_issue SET severity = 'error', rule = '{rule}' WHERE issue_key = 'a-issue'")
    breakable.execute(statement)
    names = {failure.check for failure in run_checks(breakable)}
    assert not [name for name in names if "money_not" in name or "sane" in name]
