"""A warehouse in memory, filled by hand through the declared tables, compared and with its views: for tests of views."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse import ddl
from warehouse.comparisons import compare
from warehouse.schema.derived import CURRENT
from warehouse.schema.staged import frame
from warehouse.sql_files import views

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def office(
    code: str | None, name: str, *, year: int = 2025, district: str = "130202", key: str | None = None
) -> Tables:
    """A document and its one budget unit, which is named as the department is."""
    key = key or f"{district}-{code}-{year}"
    document = {
        "document_key": key,
        "file_name": f"{key}.docx",
        "file_path": f"{key}.docx",
        "sha256": "0" * 64,
        "district_code": district,
        "fiscal_year": year,
        "department_code": code,
        "department_name": name,
        "stage": "approved",
        "status": "loaded",
    }
    unit = {
        "department_key": key,
        "district_code": district,
        "district_name": f"区{district}",
        "department_code": code,
        "unit_code": code and f"{code}001",
        "unit_name": f"{name}本级",
        "valid_from_year": year,
        "is_current": True,
    }
    return {"document": [document], "department": [unit]}


def project(of: Tables, key: str, *indicators: Row, budget: int | None = None, **columns: Any) -> Tables:
    """A project of an office, with its indicators; bounds are made from those that have some."""
    document = of["document"][0]
    place = {name: document[name] for name in ("district_code", "fiscal_year")}
    made = {
        "project_key": key,
        "document_key": document["document_key"],
        "department_key": of["department"][0]["department_key"],
        "seq_no": 1,
        "project_name": key,
        "budget_cny": budget,
        **place,
        **columns,
    }
    rows = [
        {"indicator_key": f"{key}-{n}", "project_key": key, "seq_no": n, **place, **indicator}
        for n, indicator in enumerate(indicators, 1)
    ]
    terms = {"level1", "level2", "level3", "description", "value_text", "horizon"}
    bounds = [
        {**{name: value for name, value in row.items() if name not in terms}, "seq_no": 1}
        for row in rows
        if row["value_kind"] in ("numeric", "date")
    ]
    return {"project": [made], "indicator": rows, "indicator_bound": bounds}


def figure(
    level2: str,
    name: str,
    *,
    at_least: int | str | None = None,
    at_most: int | str | None = None,
    unit: str | None = "percent",
    better: bool | None = None,
    **columns: Any,
) -> Row:
    """An indicator with a bound on a number, as the value grammar gives it; more is better where only a least is asked."""
    directions = {(True, False): "at_least", (False, True): "at_most"}
    return {
        "level2": level2,
        "level3": name,
        "value_text": f"{at_least}~{at_most}",
        "value_kind": "numeric",
        "lower_bound": None if at_least is None else Decimal(at_least),
        "lower_inclusive": None if at_least is None else True,
        "upper_bound": None if at_most is None else Decimal(at_most),
        "upper_inclusive": None if at_most is None else True,
        "unit": unit,
        "per": [],
        "direction": directions.get((at_least is not None, at_most is not None), "exactly"),
        "more_is_better": better if better is not None else at_most is None,
        **_PLAIN,
        **columns,
    }


def words(level2: str | None, name: str, value: str | None, **columns: Any) -> Row:
    """An indicator in words alone; without a value an empty one."""
    kind = {"value_kind": "empty" if value is None else "qualitative", "is_qualitative": value is not None}
    return {"level2": level2, "level3": name, "value_text": value, "per": [], **_PLAIN, **kind, **columns}


def satisfaction(at_least: int, name: str = "满意度") -> Row:
    return figure("服务对象满意度指标", name, at_least=at_least)


def lineage(*links: tuple[str, str | None, int]) -> Tables:
    """Links of projects to those of the year before; the first of a chain names the undertaking."""
    whole: dict[str, str] = {}
    rows = []
    for key, previous, year in links:
        whole[key] = whole.get(previous or key, key)
        method = "same_name" if previous else "none"
        rows.append(
            {
                "project_key": key,
                "previous_project_key": previous,
                "undertaking_key": whole[key],
                "district_code": "130202",
                "fiscal_year": year,
                "method": method,
                "confidence": Decimal("0.9") if previous else None,
            }
        )
    return {"project_lineage": rows}


_PLAIN = {"is_qualitative": False, "unit_inferred": False, "is_approximate": False}


def filled(*parts: Tables) -> duckdb.DuckDBPyConnection:
    """A database with these rows, what is worked out from them, and every view.

    All of them are one database: each has its rows in a transaction of its own, which is never committed.
    """
    connection = _empty().cursor()
    connection.execute("BEGIN")
    for table, rows in _joined(parts).items():
        connection.register("rows", frame(CURRENT[table], rows))
        connection.execute(f"INSERT INTO main.{table} BY NAME FROM rows")
        connection.unregister("rows")
    compare(connection)
    return connection


def asked(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    return connection.execute(sql).fetchall()


@cache
def _empty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 1})
    # Hundreds of comments would take longer than all the rest.
    connection.execute(";".join(part for part in ddl.create_tables().split(";\n") if part.startswith("CREATE")))
    for view in views():
        connection.execute(f"CREATE VIEW main.{view.name} AS {view.text}")
    return connection


def _joined(parts: Iterable[Tables]) -> Tables:
    rows: Tables = {}
    for part in parts:
        for table, more in part.items():
            rows.setdefault(table, []).extend(more)
    return rows
