"""The successive names of a unit: which rows `department` gets, and which of them a project belongs to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from side_by_side import SideBySide
from small_warehouse import Rows, publish_rows, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATER = dt.datetime(2025, 6, 1)  # noqa: DTZ001 - kept in UTC without a zone
NAMES = """
    SELECT unit_name, valid_from_year, valid_to_year, is_current FROM {schema}department
    ORDER BY valid_from_year NULLS FIRST, is_current, unit_name
"""


def _ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "out" / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _year(year: int | None, *names: str | None, code: str | None = "202001", **more: Any) -> Rows:
    key = f"d{year}{'-'.join(map(str, names))}{more.get('stage', '')}"
    return text(key, year=year, units=tuple((code, name) for name in names), **more)


NAMED: dict[str, tuple[list[Rows], list[tuple[str | None, int | None, int | None, bool]]]] = {
    "one year": ([_year(2025, "甲")], [("甲", 2025, None, True)]),
    "the same name goes on": ([_year(2024, "甲"), _year(2025, "甲")], [("甲", 2024, None, True)]),
    "white space is no renaming": ([_year(2024, "甲 局"), _year(2025, "甲局")], [("甲局", 2024, None, True)]),
    "nor is width": ([_year(2024, "甲(局)"), _year(2025, "甲（局）")], [("甲（局）", 2024, None, True)]),
    "a renamed unit: the old name holds until the new one is seen": (
        [_year(2023, "甲"), _year(2025, "乙")],
        [("甲", 2023, 2024, False), ("乙", 2025, None, True)],
    ),
    "an old name taken up again is a row of its own": (
        [_year(2023, "甲"), _year(2024, "乙"), _year(2025, "甲")],
        [("甲", 2023, 2023, False), ("乙", 2024, 2024, False), ("甲", 2025, None, True)],
    ),
    "two spellings in a year: the more frequent one is current": (
        [_year(2025, "甲", "甲", "乙")],
        [("乙", 2025, 2025, False), ("甲", 2025, None, True)],
    ),
    "a second spelling does not interrupt the name": (
        [_year(2024, "甲"), _year(2025, "甲", "甲", "乙"), _year(2026, "甲")],
        [("甲", 2024, None, True), ("乙", 2025, 2025, False)],
    ),
    "without codes a unit is its name": (
        [_year(2024, "甲", code=None), _year(2025, "乙", code=None)],
        [("甲", 2024, None, True), ("乙", 2025, None, True)],
    ),
    "a year unknown joins the same name": ([_year(None, "甲"), _year(2025, "甲")], [("甲", 2025, None, True)]),
    "a year unknown gives no years": (
        [_year(None, "乙"), _year(2025, "甲")],
        [("乙", None, None, False), ("甲", 2025, None, True)],
    ),
    "nothing but an unknown year": ([_year(None, "乙")], [("乙", None, None, True)]),
    "no unit printed": ([_year(2025, None, code=None)], [(None, 2025, None, True)]),
}
"""Documents, and the rows that `department` gets from them."""


def _cases() -> dict[str, list[Rows]]:
    return {
        **{case: documents for case, (documents, _) in NAMED.items()},
        "a draft's name": [_year(2025, "乙", received=LATER), _year(2025, "甲", stage="approved")],
        "none staged": [{**text("a"), "department": []}],
        "two districts": [text("a"), text("b", district="130203")],
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SideBySide]:
    with SideBySide(tmp_path_factory.mktemp("departments"), _cases()) as cases:
        yield cases


@pytest.mark.parametrize("case", NAMED)
def test_names_of_a_unit_over_the_years(published: SideBySide, case: str) -> None:
    documents, expected = NAMED[case]
    assert published.ask(case, NAMES.format(schema="main_")) == expected
    assert (
        published.ask(case, "SELECT count(*), count(department_key) FROM main_project")[0]
        == (sum(len(document["project"]) for document in documents),) * 2
    )
    assert not published.ask(
        case,
        "SELECT p.project_key FROM main_project p JOIN main_department d USING (department_key) "
        "WHERE p.fiscal_year NOT BETWEEN d.valid_from_year AND coalesce(d.valid_to_year, 9999)",
    )


def test_a_name_that_only_a_superseded_draft_has_stands_in_history_alone(published: SideBySide) -> None:
    case = "a draft's name"
    assert published.ask(case, NAMES.format(schema="main_")) == [("甲", 2025, None, True)]
    assert published.ask(case, NAMES.format(schema="history_")) == [("乙", 2025, 2025, False), ("甲", 2025, None, True)]


def test_keys_stay_the_same_when_another_year_comes(tmp_path: Path) -> None:
    publish_rows(tmp_path / "one", _year(2025, "甲"))
    publish_rows(tmp_path / "two", _year(2025, "甲"), _year(2026, "乙"), _year(2024, "丙"))
    key = "SELECT department_key FROM department WHERE unit_name = '甲'"
    assert _ask(tmp_path / "one", key) == _ask(tmp_path / "two", key)


def test_a_project_finds_its_unit_even_where_none_was_staged(published: SideBySide) -> None:
    units = "SELECT unit_code, unit_name FROM main_project JOIN main_department USING (department_key)"
    assert published.ask("none staged", units) == [("202001", "审计局本级")]


def test_units_of_one_name_in_two_districts_are_two(published: SideBySide) -> None:
    assert published.ask("two districts", "SELECT count(*) FROM main_department WHERE is_current") == [(2,)]
