"""Lineage in the published warehouse: a small one over three years, its views, and every claim broken once."""

# ruff: noqa: S608 - the statements break a copy on purpose

from __future__ import annotations

import gc
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from pipelines.lineage import lineage_frames
from tests.warehouse.small_warehouse import keep, text
from warehouse.checks import check_files
from warehouse.lake import Lake
from warehouse.linking import COLUMNS
from warehouse.publish import publish
from warehouse.schema.derived import DERIVED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Named = tuple[str, str]


def _text(year: int, code: str | None, unit: str, *projects: Named, district: str | None = "130202") -> dict[str, Any]:
    """A text of one unit with named projects, each with its money, in yuan."""
    rows = text(
        f"{unit}{year}{district}",
        year=year,
        district=district,
        code=code and code[:3],
        department=unit,
        units=((code, unit),) * len(projects),
    )
    for row, (name, budget) in zip(rows["project"], projects, strict=True):
        row["project_name"], row["budget_cny"], row["fiscal_funds_cny"] = name, Decimal(budget), Decimal(budget)
    for number, row in enumerate(rows["indicator"]):
        row["level3"] = f"{projects[number][0][-3:]}数量"
    rows["disbursement_plan"] = []
    return rows


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of a unit that is renamed, one that is re-coded, one without codes, and one of no known district."""
    folder = tmp_path_factory.mktemp("linked")
    lake = Lake(folder / "lake")
    keep(
        lake,
        "2025",
        _text(2023, "202001", "农业局", ("2023年农机补贴", "100000"), ("春节慰问", "5000")),
        _text(2024, "202001", "农业农村局", ("2024年农机补贴", "150000"), ("重阳慰问", "5000")),
        _text(2025, "202001", "农业农村局", ("2025年农机补贴经费", "150000"), ("春节慰问", "5000")),
        _text(2024, "300001", "审计局", ("审计外包", "80000")),
        _text(2025, "311001", "审计局", ("审计外包", "0")),
        _text(2024, None, "水利局", ("防汛物资", "30000"), district="130203"),
        _text(2025, None, "水利局", ("防汛物资", "60000"), district="130203"),
        _text(2024, None, "某局", ("防汛物资", "30000"), district=None),
        _text(2025, None, "某局", ("防汛物资", "60000"), district=None),
    )
    return publish(lake, folder / "out", lineage_frames).database


def _ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_projects_stand_beside_those_of_the_year_before(linked: Path) -> None:
    assert _ask(
        linked,
        """SELECT fiscal_year, unit_name, previous_unit_name, project_name, previous_project_name, budget_cny,
                  previous_budget_cny, budget_change_cny, budget_ratio, method
           FROM v_project_lineage WHERE previous_project_key IS NOT NULL ORDER BY ALL""",
    ) == [
        (
            2024,
            "农业农村局",
            "农业局",
            "2024年农机补贴",
            "2023年农机补贴",
            150000,
            100000,
            50000,
            Decimal("1.5"),
            "same_name",
        ),
        (2025, "农业农村局", "农业农村局", "2025年农机补贴经费", "2024年农机补贴", 150000, 150000, 0, 1, "same_name"),
        (2025, "审计局", "审计局", "审计外包", "审计外包", 0, 80000, -80000, 0, "same_name"),
        (2025, "水利局", "水利局", "防汛物资", "防汛物资", 60000, 30000, 30000, 2, "same_name"),
    ]


def test_every_project_and_unit_has_its_row(linked: Path) -> None:
    assert _ask(linked, "SELECT count(*), count(previous_project_key) FROM v_project_lineage") == [(12, 4)]
    assert _ask(linked, "SELECT count(*) FROM project") == [(12,)]
    assert _ask(linked, "SELECT count(*) FROM v_department_lineage") == _ask(linked, "SELECT count(*) FROM department")


def test_an_undertaking_keeps_its_key_under_a_new_name_of_its_unit(linked: Path) -> None:
    assert _ask(
        linked,
        """SELECT list(fiscal_year ORDER BY fiscal_year), count(DISTINCT office_key), count(DISTINCT department_key)
           FROM v_project_lineage WHERE project_name LIKE '%农机补贴%' GROUP BY undertaking_key""",
    ) == [([2023, 2024, 2025], 1, 2)]


def test_units_stand_beside_what_they_were(linked: Path) -> None:
    assert _ask(
        linked,
        """SELECT previous_unit_code, previous_unit_name, previous_valid_to_year, unit_code, unit_name, method
           FROM v_department_lineage WHERE previous_department_key IS NOT NULL ORDER BY ALL""",
    ) == [
        ("202001", "农业局", 2023, "202001", "农业农村局", "same_code"),
        # The warehouse holds the first row valid until another name of its code comes, and none came.
        ("300001", "审计局", None, "311001", "审计局", "same_name"),
    ]


def test_where_no_district_is_known_nothing_is_linked(linked: Path) -> None:
    assert _ask(linked, "SELECT DISTINCT method FROM project_lineage WHERE district_code IS NULL") == [("none",)]


def test_frames_have_the_columns_of_the_tables_and_nothing_is_lost(linked: Path) -> None:
    with duckdb.connect(str(linked), read_only=True) as connection:
        current = {
            table: connection.sql(f"SELECT {', '.join(columns)} FROM {table}").pl()
            for table, columns in COLUMNS.items()
        }
    made = lineage_frames(current)
    for table, frame in made.items():
        assert frame.schema == {name: column.dtype for name, column in DERIVED[table].columns().items()}
        DERIVED[table].validate(frame)
    assert made["project_lineage"].height == current["project"].height
    empty = {table: frame.clear() for table, frame in current.items()}
    assert lineage_frames(empty) == {}


def test_the_collector_is_as_it_was_after_lineage(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def failing(*_rows: object) -> None:
        seen.append(gc.isenabled())
        raise ArithmeticError

    monkeypatch.setattr("pipelines.lineage._district_links", failing)
    current = {table: pl.DataFrame(schema=dict.fromkeys(columns, pl.String)) for table, columns in COLUMNS.items()}
    current["department"] = pl.DataFrame({"district_code": ["130202"]})
    with pytest.raises(ArithmeticError):
        lineage_frames(current)
    assert (seen, gc.isenabled()) == ([False], True)


def test_lineage_that_fails_leaves_what_was_published(linked: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    lake = Lake(linked.parents[3] / "lake")

    def failing(_current: object) -> dict[str, pl.DataFrame]:
        raise ArithmeticError

    first = publish(lake, out)
    with pytest.raises(ArithmeticError):
        publish(lake, out, failing)
    assert (out / "warehouse.duckdb").resolve() == first.database


@pytest.mark.parametrize(
    ("level3", "description", "name"),
    [
        ("参训 人数", "别的", "参训人数"),
        (None, "参训人数（人）", "参训人数(人)"),
        (None, None, None),
        (" ", "别的", None),
    ],
)
def test_an_indicator_goes_by_its_name_or_else_its_description(
    level3: str | None, description: str | None, name: str | None
) -> None:
    department = pl.DataFrame(
        [("d", "130202", None, None, None, "202001", "农业局", 2024, None, True)],
        schema=COLUMNS["department"],
        orient="row",
    )
    project = pl.DataFrame(
        [(f"p{year}", "d", "130202", year, "培训", None, Decimal("1.00")) for year in (2024, 2025)],
        schema=COLUMNS["project"],
        orient="row",
    )
    indicator = pl.DataFrame(
        {
            "project_key": ["p2024", "p2025"],
            "level3": [level3, name],
            "description": pl.Series([description, None], dtype=pl.String),
        },
        schema_overrides={"level3": pl.String},
    )
    made = lineage_frames({"department": department, "project": project, "indicator": indicator})
    assert made["project_lineage"]["indicator_similarity"].to_list()[1] == (None if name is None else Decimal(1))


CLAIMS = [file for file in check_files() if file.name.startswith("assert_lineage_")]
LAST = "WHERE project_key = '农业农村局2025130202-1'"
FIRST = "'农业局2023130202-1'"
MIDDLE = "'农业农村局2024130202-1'"
RENAMED = "WHERE previous_department_key IS NOT NULL AND method = 'same_code'"
BREAKS: list[tuple[str, str]] = [
    ("covers_all", f"DELETE FROM project_lineage {LAST}"),
    ("covers_all", f"INSERT INTO project_lineage FROM project_lineage {LAST}"),
    ("covers_all", f"UPDATE project_lineage SET project_key = 'none' {LAST}"),
    ("covers_all", f"UPDATE project_lineage SET fiscal_year = 2024 {LAST}"),
    ("covers_all", f"UPDATE project_lineage SET district_code = NULL {LAST}"),
    ("covers_all", "DELETE FROM project_lineage"),
    ("covers_all", "DELETE FROM department_lineage"),
    ("covers_all", f"DELETE FROM department_lineage {RENAMED}"),
    ("covers_all", f"INSERT INTO department_lineage FROM department_lineage {RENAMED}"),
    ("covers_all", f"UPDATE department_lineage SET district_code = '130203' {RENAMED}"),
    ("is_one_to_one", f"UPDATE project_lineage SET previous_project_key = {FIRST} {LAST}"),
    (
        "is_one_to_one",
        "UPDATE department_lineage SET previous_department_key = (SELECT min(department_key) FROM department)",
    ),
    ("leads_to_the_year_before", f"UPDATE project_lineage SET previous_project_key = {FIRST} {LAST}"),
    ("leads_to_the_year_before", f"UPDATE project_lineage SET previous_project_key = '审计局2024130202-1' {LAST}"),
    ("leads_to_the_year_before", f"UPDATE project_lineage SET previous_project_key = '水利局2024130203-1' {LAST}"),
    ("leads_to_the_year_before", f"UPDATE project_lineage SET previous_project_key = 'none' {LAST}"),
    ("leads_to_the_year_before", f"UPDATE project_lineage SET district_code = '130203' {LAST}"),
    ("departments_follow_each_other", f"UPDATE department_lineage SET previous_department_key = 'none' {RENAMED}"),
    (
        "departments_follow_each_other",
        "UPDATE department_lineage SET previous_department_key = department_key WHERE method = 'none'",
    ),
    (
        "departments_follow_each_other",
        f"""UPDATE department_lineage SET previous_department_key =
            (SELECT department_key FROM department WHERE district_code = '130203') {RENAMED}""",
    ),
    ("says_what_it_rests_on", f"UPDATE project_lineage SET method = 'guessed' {LAST}"),
    ("says_what_it_rests_on", f"UPDATE project_lineage SET method = 'none' {LAST}"),
    ("says_what_it_rests_on", f"UPDATE project_lineage SET confidence = NULL {LAST}"),
    ("says_what_it_rests_on", f"UPDATE project_lineage SET confidence = 1 {LAST}"),
    ("says_what_it_rests_on", f"UPDATE project_lineage SET confidence = 0.499 {LAST}"),
    ("says_what_it_rests_on", f"UPDATE project_lineage SET name_similarity = NULL {LAST}"),
    ("says_what_it_rests_on", f"UPDATE project_lineage SET name_similarity = 1.001 {LAST}"),
    ("says_what_it_rests_on", f"UPDATE project_lineage SET indicator_similarity = -0.1 {LAST}"),
    ("says_what_it_rests_on", f"UPDATE project_lineage SET budget_ratio = -1 {LAST}"),
    ("says_what_it_rests_on", "UPDATE project_lineage SET budget_ratio = 1 WHERE method = 'none'"),
    ("says_what_it_rests_on", "UPDATE project_lineage SET confidence = 0.9 WHERE method = 'none'"),
    ("says_what_it_rests_on", f"UPDATE department_lineage SET method = 'indicators' {RENAMED}"),
    ("says_what_it_rests_on", f"UPDATE department_lineage SET confidence = 0.3 {RENAMED}"),
    ("says_what_it_rests_on", f"UPDATE department_lineage SET confidence = NULL {RENAMED}"),
    ("says_what_it_rests_on", f"UPDATE department_lineage SET name_similarity = 2 {RENAMED}"),
    ("says_what_it_rests_on", f"UPDATE department_lineage SET shared_projects = -1 {RENAMED}"),
    ("says_what_it_rests_on", "UPDATE department_lineage SET shared_projects = 1 WHERE method = 'none'"),
    ("keys_keep_through_the_chain", f"UPDATE project_lineage SET undertaking_key = project_key {LAST}"),
    ("keys_keep_through_the_chain", f"UPDATE project_lineage SET undertaking_key = {FIRST} WHERE method = 'none'"),
    (
        "keys_keep_through_the_chain",
        f"UPDATE project_lineage SET undertaking_key = {MIDDLE} WHERE undertaking_key = {FIRST}",
    ),
    ("keys_keep_through_the_chain", f"UPDATE department_lineage SET office_key = department_key {RENAMED}"),
    ("keys_keep_through_the_chain", "UPDATE department_lineage SET office_key = 'none' WHERE method = 'none'"),
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, linked: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy to break, mended after every case."""
    copy = tmp_path_factory.mktemp("broken") / "broken.duckdb"
    shutil.copy(linked, copy)
    with duckdb.connect(str(copy)) as connection:
        yield connection


@pytest.mark.parametrize(("claim", "statement"), BREAKS)
def test_a_row_that_breaks_the_claim_is_found(broken: duckdb.DuckDBPyConnection, claim: str, statement: str) -> None:
    check = {file.name: file.text for file in CLAIMS}[f"assert_lineage_{claim}"]
    assert broken.execute(check).fetchall() == []
    broken.execute("BEGIN")
    broken.execute(statement)
    found = broken.execute(check).fetchall()
    broken.execute("ROLLBACK")
    assert found


def test_every_claim_about_lineage_has_a_case_that_breaks_it() -> None:
    assert {file.name for file in CLAIMS} == {f"assert_lineage_{claim}" for claim, _ in BREAKS}
