"""The declared tables: their types in the database, what they allow, and the frames made from rows."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from small_warehouse import joined, quarantined, text

from transforms.quantity.meaning import VALUE_COLUMNS
from warehouse import ddl
from warehouse.ddl import create_tables, sql_type
from warehouse.schema.staged import STAGED, frame
from warehouse.schema.star import PUBLISHED, allowed_values, table_comment
from warehouse.schema.value import NormalisedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    import dataframely as dy

BOTH_LANGUAGES = re.compile(r"[一-鿿].* \| \S.*[a-z]", re.DOTALL)


@pytest.fixture(scope="module")
def created() -> Iterator[duckdb.DuckDBPyConnection]:
    """The declared tables without a row: only to be read."""
    with duckdb.connect() as connection:
        connection.execute(create_tables())
        yield connection


@pytest.mark.parametrize(
    ("table", "column", "expected"),
    [
        ("document", "document_key", "VARCHAR"),
        ("document", "received_at", "TIMESTAMP"),
        ("document", "fiscal_year", "SMALLINT"),
        ("department", "is_current", "BOOLEAN"),
        ("project", "budget_cny", "DECIMAL(18,2)"),
        ("indicator", "lower_bound", "DECIMAL(24,6)"),
        ("indicator", "per", "VARCHAR[]"),
        ("indicator", "due_date", "DATE"),
        ("indicator", "qualitative_grade", "TINYINT"),
        ("department_indicator", "upper_bound", "DECIMAL(24,6)"),
        ("indicator_bound", "upper_bound", "DECIMAL(24,6)"),
        ("indicator_bound", "more_is_better", "BOOLEAN"),
        ("disbursement_plan", "cumulative_percent", "DECIMAL(9,4)"),
        ("disbursement_plan", "cumulative_cny", "DECIMAL(18,2)"),
    ],
)
@pytest.mark.parametrize("schema", ["main", "history"])
def test_columns_have_their_types_in_the_database(
    created: duckdb.DuckDBPyConnection, schema: str, table: str, column: str, expected: str
) -> None:
    types = created.execute(f"SELECT column_name, column_type FROM (DESCRIBE {schema}.{table})").fetchall()  # noqa: S608
    assert dict(types)[column] == expected
    assert sql_type(PUBLISHED[table].columns()[column].dtype) == expected


@pytest.mark.parametrize("schema", [*PUBLISHED.values(), *STAGED.values()])
def test_every_table_and_column_is_explained_in_both_languages(schema: type[dy.Schema]) -> None:
    assert BOTH_LANGUAGES.match(table_comment(schema))
    unexplained = [
        name for name, column in schema.columns().items() if not BOTH_LANGUAGES.search(column.description or "")
    ]
    assert unexplained == []


def test_normalised_columns_are_the_same_for_projects_and_departments() -> None:
    normalised = list(NormalisedValue.columns())
    for table in ("indicator", "indicator_bound", "department_indicator"):
        assert list(PUBLISHED[table].columns())[-len(normalised) :] == normalised
    assert (normalised[0], normalised[-1]) == ("value_kind", "value_rule")


def test_the_grammar_makes_exactly_the_normalised_columns() -> None:
    assert list(VALUE_COLUMNS) == list(NormalisedValue.columns())


@pytest.mark.parametrize(
    ("table", "added", "dropped"),
    [
        ("document", set(), set()),
        (
            "department",
            {"document_key", "fiscal_year"},
            {"department_key", "valid_from_year", "valid_to_year", "is_current"},
        ),
        ("project", {"department_code", "department_name", "unit_code", "unit_name"}, {"department_key"}),
        ("indicator", set(), set()),
    ],
)
def test_staged_tables_follow_the_published_ones(table: str, added: set[str], dropped: set[str]) -> None:
    staged, published = set(STAGED[table].columns()), set(PUBLISHED[table].columns())
    assert (staged - published, published - staged) == (added, dropped)


def test_hand_made_rows_satisfy_every_declaration() -> None:
    rows = joined([text("a"), text("b", code=None, district=None, year=None), quarantined("q")])
    for table, schema in STAGED.items():
        assert schema.is_valid(frame(schema, rows[table])), table


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("document", "status", "superseded"),
        ("document", "stage", "final"),
        ("document", "sha256", "abc"),
        ("document", "district_code", "1302"),
        ("project", "project_code", "13020225P0089691"),
        ("project", "department_code", "20"),
        ("project", "unit_code", "202"),
        ("project", "fiscal_year", 25),
        ("indicator", "unit", "元"),
        ("indicator", "value_kind", None),
        ("indicator", "qualitative_grade", 5),
        ("indicator", "direction", "up"),
        ("indicator_bound", "recurrence", "monthly"),
        ("indicator_bound", "seq_no", 0),
        ("disbursement_plan", "stage_month", 9),
        ("quality_issue", "rule", "Bare number"),
    ],
)
def test_a_value_that_is_not_allowed_is_found(table: str, column: str, value: Any) -> None:
    rows = text("a")[table]
    rows[0] = {**rows[0], column: value}
    assert not STAGED[table].is_valid(frame(STAGED[table], rows))


@pytest.mark.parametrize("table", STAGED)
def test_no_rows_make_an_empty_typed_frame(table: str) -> None:
    schema = STAGED[table]
    empty = frame(schema, [])
    assert empty.height == 0
    assert empty.schema == pl.Schema({name: column.dtype for name, column in schema.columns().items()})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (Decimal("0.1"), Decimal("0.10")),
        (Decimal("99999999999999.99"), Decimal("99999999999999.99")),
        (Decimal("1E+3"), Decimal(1000)),
        (Decimal("1.005"), Decimal("1.01")),
        (Decimal("-1.005"), Decimal("-1.01")),
        (Decimal("0.004999"), Decimal(0)),
        (Decimal("2.50000"), Decimal("2.5")),
        (7, Decimal(7)),
        (None, None),
    ],
)
def test_money_stays_exact_and_is_rounded_half_up_to_cents(written: Any, kept: Decimal | None) -> None:
    made = frame(PUBLISHED["project"], [{"budget_cny": written}])
    assert made["budget_cny"].to_list() == [kept]


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({"budget_cny": 0.1}, TypeError),
        ({"budget_cny": "0.1"}, TypeError),
        ({"budget_cny": True}, TypeError),
        ({"budget_cny": Decimal("NaN")}, TypeError),
        ({"budget_cny": Decimal("1e17")}, pl.exceptions.InvalidOperationError),
        ({"project_name": 5}, TypeError),
        ({"seq_no": "1"}, TypeError),
        ({"budget": Decimal(1)}, KeyError),
    ],
)
def test_what_does_not_fit_its_column_is_an_error(row: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        frame(PUBLISHED["project"], [row])


def test_many_rows_keep_their_order_and_their_types() -> None:
    schema = PUBLISHED["indicator"]
    days = (dt.date(2025, 1, 1) + dt.timedelta(days=number % 365) for number in range(1000))
    rows = [
        dict.fromkeys(schema.columns())
        | {"seq_no": number, "per": ["month", "人"][: number % 3], "lower_bound": Decimal(number) / 8, "due_date": day}
        for number, day in enumerate(days)
    ]

    made = frame(schema, rows)

    assert made.rows(named=True) == rows
    assert made.schema == pl.Schema({name: column.dtype for name, column in schema.columns().items()})


def test_a_list_holds_words_alone() -> None:
    with pytest.raises(TypeError):
        frame(PUBLISHED["indicator"], [{"per": ["month", 5]}])


def test_a_row_that_lacks_a_column_and_has_a_strange_one_is_an_error() -> None:
    row = dict.fromkeys(PUBLISHED["project"].columns())
    del row["budget_cny"]

    with pytest.raises(KeyError, match="has no column 'budget'"):
        frame(PUBLISHED["project"], [row | {"budget": Decimal(1)}])


def test_times_are_kept_in_utc() -> None:
    beijing = dt.timezone(dt.timedelta(hours=8))
    made = frame(STAGED["document"], [{"received_at": dt.datetime(2025, 1, 1, 8, tzinfo=beijing)}])
    assert made["received_at"].to_list() == [dt.datetime(2025, 1, 1)]  # noqa: DTZ001 - that is the point


def test_allowed_values_are_those_of_the_checks() -> None:
    assert allowed_values(PUBLISHED["disbursement_plan"].columns()["stage_month"]) == [3, 6, 10, 12]
    assert allowed_values(PUBLISHED["project"].columns()["project_name"]) == []


def test_literals_cannot_be_broken_out_of() -> None:
    assert ddl.literal("a'; DROP TABLE x; --") == "'a''; DROP TABLE x; --'"
