"""Of several rules that cost as much, the views of scores name the one that is listed first, every time they are asked."""

from __future__ import annotations

from score_cases import Case, warehouse_of

from warehouse import ddl
from warehouse.scores import score
from warehouse.sql_files import views

_ALL_COST_AS_MUCH = """
    DELETE FROM score_deduction;
    INSERT INTO score_deduction BY NAME
    SELECT s.project_key, r.rule, s.district_code, s.fiscal_year, 5.00 AS points_lost, 0.5 AS share_met, 0 AS findings,
           [] AS issue_keys, [] AS indicator_keys
    FROM project_score s CROSS JOIN score_rule r ORDER BY r.seq_no DESC
"""


def test_of_rules_that_cost_as_much_the_first_is_named() -> None:
    with warehouse_of({"a": Case()}) as connection:
        score(connection)
        connection.execute(_ALL_COST_AS_MUCH)
        for view in views():
            if view.name in {"v_project", "v_project_score", "v_department_score"}:
                connection.execute(ddl.create_view(view))
        named = connection.execute(
            "SELECT main_rule FROM v_project_score UNION ALL SELECT main_rule FROM v_department_score"
        ).fetchall()
        first = connection.execute("SELECT rule FROM score_rule WHERE seq_no = 1").fetchall()
    assert named == first * 2
