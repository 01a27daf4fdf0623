"""One look of a reader at what is published: everything in it belongs to one version, and all of that version is there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.published import CURRENT, DATABASE, DATAPACKAGE, PARQUET

if TYPE_CHECKING:
    from collections.abc import Iterator

_BY_YEAR = """
    SELECT fiscal_year::VARCHAR, count(*), sum(budget_cny)::VARCHAR FROM {0} GROUP BY ALL ORDER BY ALL
"""
_VIEWS = {
    "v_project": "SELECT count(*) FROM v_project",
    "project": "SELECT count(*) FROM v_project_score",
    "indicator": "SELECT count(*) FROM v_indicator",
    "quality_issue": "SELECT count(*) FROM v_quality_issue",
    "disbursement_plan": "SELECT count(*) FROM v_disbursement",
}
"""Views that hold a row for each row of a table."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look saw: the version, its documents, projects and money (yuan, as text), and what did not agree."""

    version: str
    documents: int
    projects: int
    budget_cny: str
    violations: tuple[str, ...]


def look(out: Path, *, by_link: bool) -> Look:
    """Opens what is published, by the path that always stays the same or by that of the version, and compares.

    Raises whatever reading raises.
    """
    opened = out / DATABASE if by_link else (out / CURRENT).resolve(strict=True) / DATABASE
    with connected(opened) as connection:
        folder = _version_that_is_open() if by_link else opened.parent
        told = json.loads((folder / "version.json").read_text(encoding="utf-8"))
        return Look(told["id"], *totals(connection), tuple(_wrong(connection, folder, told)))


def connected(database: Path) -> duckdb.DuckDBPyConnection:
    """The database as readers open it."""
    return duckdb.connect(str(database), read_only=True, config={"threads": 1})


def _version_that_is_open() -> Path:
    """The folder of the database that this process has open: the link may lead elsewhere by now."""
    files = (link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return next(file.parent for file in files if file.name == DATABASE)


def totals(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, str]:
    ((documents,),) = connection.execute("SELECT count(*) FROM document WHERE status = 'loaded'").fetchall()
    ((projects, money),) = connection.execute(
        "SELECT count(*), coalesce(sum(budget_cny), 0)::VARCHAR FROM project"
    ).fetchall()
    return documents, projects, money


def _wrong(connection: duckdb.DuckDBPyConnection, folder: Path, told: dict[str, Any]) -> Iterator[str]:
    counts = _counts(connection)
    yield from _differ("version.json", told["counts"], counts)
    yield from _differ("datapackage.json", _package_rows(folder), counts)
    years = connection.execute(_BY_YEAR.format("project")).fetchall()
    yield from _differ("v_project by year", connection.execute(_BY_YEAR.format("v_project")).fetchall(), years)
    files = {table: folder / PARQUET / table / "*.parquet" for table in counts}
    yield from _differ("Parquet by year", _parquet(connection, _BY_YEAR, files["project"]), years)
    rows = {table: _parquet(connection, "SELECT count(*) FROM {0}", file)[0][0] for table, file in files.items()}
    yield from _differ("Parquet", rows, counts)
    yield from _differ(
        "version.json by year", _years_told(told), [(year, count, money) for year, count, money in years]
    )
    for table, query in _VIEWS.items():
        ((found,),) = connection.execute(query).fetchall()
        yield from _differ(query, found, counts[table.removeprefix("v_")])
    ((orphans,),) = connection.execute(
        "SELECT count(*) FROM project ANTI JOIN document USING (document_key)"
    ).fetchall()
    yield from _differ("projects without a document", orphans, 0)


def _years_told(told: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (year, figures["projects"], figures["budget_cny"])
        for year, figures in sorted(told["by_year"].items())
        if figures["projects"]
    ]


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal"
    ).fetchall()
    return {table: connection.execute(f"SELECT count(*) FROM main.{table}").fetchall()[0][0] for (table,) in tables}  # noqa: S608


def _package_rows(folder: Path) -> dict[str, int]:
    package = json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))
    return {resource["name"]: resource["rows"] for resource in package["resources"]}


def _parquet(connection: duckdb.DuckDBPyConnection, query: str, file: Path) -> list[Any]:
    return connection.execute(query.format(f"read_parquet('{file}')")).fetchall()


def _differ(what: str, found: object, expected: object) -> Iterator[str]:
    if found != expected:
        yield f"{what}: {found} instead of {expected}"
