"""The successive names of a unit: which rows `department` gets, and which of them a project belongs to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from small_warehouse import publish_rows, text

if TYPE_CHECKING:
    from pathlib import Path

LATER = dt.datetime(2025, 6, 1)  # noqa: DTZ001 - kept in UTC without a zone
NAMES = """
    SELECT unit_name, valid_from_year, valid_to_year, is_current FROM {schema}.department
    ORDER BY valid_from_year NULLS FIRST, is_current, unit_name
"""


def _ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "out" / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _year(year: int | None, *names: str | None, code: str | None = "202001", **more: Any) -> dict[str, Any]:
    key = f"d{year}{'-'.join(map(str, names))}{more.get('stage', '')}"
    return text(key, year=year, units=tuple((code, name) for name in names), **more)


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        pytest.param([_year(2025, "甲")], [("甲", 2025, None, True)], id="one year"),
        pytest.param([_year(2024, "甲"), _year(2025, "甲")], [("甲", 2024, None, True)], id="the same name goes on"),
        pytest.param(
            [_year(2024, "甲 局"), _year(2025, "甲局")], [("甲局", 2024, None, True)], id="white space is no renaming"
        ),
        pytest.param(
            [_year(2024, "甲(局)"), _year(2025, "甲（局）")], [("甲（局）", 2024, None, True)], id="nor is width"
        ),
        pytest.param(
            [_year(2023, "甲"), _year(2025, "乙")],
            [("甲", 2023, 2024, False), ("乙", 2025, None, True)],
            id="a renamed unit: the old name holds until the new one is seen",
        ),
        pytest.param(
            [_year(2023, "甲"), _year(2024, "乙"), _year(2025, "甲")],
            [("甲", 2023, 2023, False), ("乙", 2024, 2024, False), ("甲", 2025, None, True)],
            id="an old name taken up again is a row of its own",
        ),
        pytest.param(
            [_year(2025, "甲", "甲", "乙")],
            [("乙", 2025, 2025, False), ("甲", 2025, None, True)],
            id="two spellings in a year: the more frequent one is current",
        ),
        pytest.param(
            [_year(2024, "甲"), _year(2025, "甲", "甲", "乙"), _year(2026, "甲")],
            [("甲", 2024, None, True), ("乙", 2025, 2025, False)],
            id="a second spelling does not interrupt the name",
        ),
        pytest.param(
            [_year(2024, "甲", code=None), _year(2025, "乙", code=None)],
            [("甲", 2024, None, True), ("乙", 2025, None, True)],
            id="without codes a unit is its name",
        ),
        pytest.param(
            [_year(None, "甲"), _year(2025, "甲")], [("甲", 2025, None, True)], id="a year unknown joins the same name"
        ),
        pytest.param(
            [_year(None, "乙"), _year(2025, "甲")],
            [("乙", None, None, False), ("甲", 2025, None, True)],
            id="a year unknown gives no years",
        ),
        pytest.param([_year(None, "乙")], [("乙", None, None, True)], id="nothing but an unknown year"),
        pytest.param([_year(2025, None, code=None)], [(None, 2025, None, True)], id="no unit printed"),
    ],
)
def test_names_of_a_unit_over_the_years(tmp_path: Path, documents: list[Any], expected: list[Any]) -> None:
    publish_rows(tmp_path, *documents)
    assert _ask(tmp_path, NAMES.format(schema="main")) == expected
    assert (
        _ask(tmp_path, "SELECT count(*), count(department_key) FROM project")[0]
        == (sum(len(document["project"]) for document in documents),) * 2
    )
    assert not _ask(
        tmp_path,
        "SELECT p.project_key FROM project p JOIN department d USING (department_key) "
        "WHERE p.fiscal_year NOT BETWEEN d.valid_from_year AND coalesce(d.valid_to_year, 9999)",
    )


def test_a_name_that_only_a_superseded_draft_has_stands_in_history_alone(tmp_path: Path) -> None:
    publish_rows(tmp_path, _year(2025, "乙", received=LATER), _year(2025, "甲", stage="approved"))
    assert _ask(tmp_path, NAMES.format(schema="main")) == [("甲", 2025, None, True)]
    assert _ask(tmp_path, NAMES.format(schema="history")) == [("乙", 2025, 2025, False), ("甲", 2025, None, True)]


def test_keys_stay_the_same_when_another_year_comes(tmp_path: Path) -> None:
    publish_rows(tmp_path / "one", _year(2025, "甲"))
    publish_rows(tmp_path / "two", _year(2025, "甲"), _year(2026, "乙"), _year(2024, "丙"))
    key = "SELECT department_key FROM department WHERE unit_name = '甲'"
    assert _ask(tmp_path / "one", key) == _ask(tmp_path / "two", key)


def test_a_project_finds_its_unit_even_where_none_was_staged(tmp_path: Path) -> None:
    rows = text("a")
    rows["department"] = []
    publish_rows(tmp_path, rows)
    assert _ask(tmp_path, "SELECT unit_code, unit_name FROM project JOIN department USING (department_key)") == [
        ("202001", "审计局本级")
    ]


def test_units_of_one_name_in_two_districts_are_two(tmp_path: Path) -> None:
    publish_rows(tmp_path, text("a"), text("b", district="130203"))
    assert _ask(tmp_path, "SELECT count(*) FROM department WHERE is_current") == [(2,)]
