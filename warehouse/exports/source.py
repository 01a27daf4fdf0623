"""What there is to export: tables and wide views of a published database, as its own catalogue tells."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import duckdb

from warehouse.exports.target import ExportRefused
from warehouse.making import quieten
from warehouse.schema.derived import CURRENT
from warehouse.schema.star import allowed_values, bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

_WIDE_VIEWS = ("v_project", "v_indicator")
"""Views with all names joined in, for tools that join nothing themselves."""

_BATCH_ROWS = 50_000
_QUALIFIER = re.compile(r"；|(?<!其中)：|，(?![^（]*）)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: DuckDB's type, its comment ("中文 | English"), whether NULL may stand in it, its closed list if any."""

    name: str
    type: str
    comment: str
    nullable: bool
    values: tuple[str | int, ...] = ()

    @property
    def label(self) -> str:
        """The Chinese name, without what qualifies it."""
        return _QUALIFIER.split(bilingual(self.comment)[0])[0]

    @property
    def is_list(self) -> bool:
        return self.type.endswith("[]")


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or wide view: comment, columns, primary key (empty for a view)."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()

    def has(self, *columns: str) -> bool:
        """Whether it has all of these columns."""
        return set(columns) <= {column.name for column in self.columns}


@contextmanager
def opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection that sees one state of the database throughout.

    Raises ExportRefused where it cannot be read, because another program writes to it for instance.
    """
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            quieten(connection)
            connection.execute("BEGIN TRANSACTION READ ONLY")
            yield connection
    except duckdb.Error as error:
        raise ExportRefused(f"{database} cannot be read: {error}") from error


def tables(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """The tables of `main`, in the order in which people read them."""
    found = connection.execute(
        "SELECT table_name, coalesce(comment, '') FROM duckdb_tables() "
        "WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal ORDER BY table_name"
    ).fetchall()
    order = {name: place for place, name in enumerate(CURRENT)}
    found.sort(key=lambda table: order.get(table[0], len(order)))
    return _relations(connection, found)


def wide_views(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Those of the wide views that the database has."""
    found = dict(
        connection.execute(
            "SELECT view_name, coalesce(comment, '') FROM duckdb_views() "
            "WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal"
        ).fetchall()
    )
    return _relations(connection, [(name, found[name]) for name in _WIDE_VIEWS if name in found])


def count(connection: duckdb.DuckDBPyConnection, relation: Relation) -> int:
    """The rows of a table or view."""
    row = connection.execute(f'SELECT count(*) FROM main."{relation.name}"').fetchone()  # noqa: S608 - from the catalogue
    return int(row[0]) if row else 0


def batches(connection: duckdb.DuckDBPyConnection, query: str, rows: int = _BATCH_ROWS) -> pa.RecordBatchReader:
    """The rows of a query, so many at a time."""
    return connection.execute(query).to_arrow_reader(rows)


def _relations(connection: duckdb.DuckDBPyConnection, found: list[tuple[str, str]]) -> list[Relation]:
    """Tables or views by name and comment, with what the catalogue says of their columns."""
    rows = connection.execute(
        "SELECT table_name, column_name, data_type, coalesce(comment, ''), is_nullable FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = 'main' ORDER BY table_name, column_index"
    ).fetchall()
    columns = {name: [row[1:] for row in own] for name, own in groupby(rows, key=itemgetter(0))}
    return [_relation(name, comment, columns.get(name, [])) for name, comment in found]


def _relation(name: str, comment: str, columns: list[tuple[str, str, str, bool]]) -> Relation:
    declared = CURRENT.get(name)
    known = declared.columns() if declared else {}
    described = tuple(
        Column(column, kind, said, nullable, tuple(allowed_values(known[column])) if column in known else ())
        for column, kind, said, nullable in columns
    )
    return Relation(name, comment, described, tuple(declared.primary_key()) if declared else ())
