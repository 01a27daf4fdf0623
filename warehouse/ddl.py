"""The SQL that declares schemas, tables and comments, made from the table classes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from warehouse.schema.derived import CURRENT
from warehouse.schema.star import PUBLISHED, table_comment
from warehouse.sql_files import sql_files

if TYPE_CHECKING:
    import dataframely as dy

    from warehouse.sql_files import SqlFile

_OWN = ("department", "project")
"""Tables whose rows differ between `main` and `history`: a unit's names run over other years where drafts count."""
SUPERSEDED = {table: declared for table, declared in PUBLISHED.items() if table not in _OWN}
"""Tables whose rows that are not current stand in schema `superseded`; `history` shows them with the current ones.

Documents stand there once they were withdrawn: `main` tells of those of a text that has a later version.
"""
SCHEMAS = {"main": CURRENT, "superseded": SUPERSEDED, "history": {table: PUBLISHED[table] for table in _OWN}}
"""`main` holds what is current, `history` every version, so that draft and approved can be compared; nothing twice."""

_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "VARCHAR",
    pl.Boolean: "BOOLEAN",
    pl.Int8: "TINYINT",
    pl.Int16: "SMALLINT",
    pl.Int32: "INTEGER",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMP",
}


def create_tables() -> str:
    """One script that creates every schema, every table and the views of `history`, with their comments."""
    statements = []
    for schema, tables in SCHEMAS.items():
        statements.append(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for table, declared in tables.items():
            statements += _table(f"{schema}.{table}", declared)
    for table, declared in SUPERSEDED.items():
        statements += _all_versions(table, declared)
    return ";\n".join(statements)


def create_view(view: SqlFile) -> str:
    """One script that creates a view in `main` with its comment."""
    return f"CREATE VIEW main.{view.name} AS\n{view.text};\nCOMMENT ON VIEW main.{view.name} IS {literal(view.comment)}"


def comment_view_columns(view: SqlFile, columns: list[str]) -> str:
    """Comments for a view's columns: its own header's, else of the published column of that name, else another view's.

    So a column that several views have is explained once. Raises KeyError for a column that nothing explains.
    """
    known = {**_shared_comments(), **view.columns}
    return ";\n".join(f"COMMENT ON COLUMN main.{view.name}.{column} IS {literal(known[column])}" for column in columns)


def sql_type(dtype: pl.DataType) -> str:
    """DuckDB's name of a column type. Raises KeyError for a type no table uses."""
    if isinstance(dtype, pl.Decimal):
        return f"DECIMAL({dtype.precision},{dtype.scale})"
    if isinstance(dtype, pl.List):
        return f"{sql_type(dtype.inner)}[]"  # type: ignore[arg-type]  # polars types inner as class or instance
    return _TYPES[type(dtype)]


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _table(name: str, declared: type[dy.Schema]) -> list[str]:
    columns = declared.columns()
    lines = [
        f"    {column} {sql_type(spec.dtype)}{'' if spec.nullable else ' NOT NULL'}" for column, spec in columns.items()
    ]
    body = ",\n".join(lines)
    return [
        f"CREATE TABLE {name} (\n{body}\n)",
        f"COMMENT ON TABLE {name} IS {literal(table_comment(declared))}",
        *_column_comments(name, declared),
    ]


def _all_versions(table: str, declared: type[dy.Schema]) -> list[str]:
    """A view of `history`: the current rows and those that are not."""
    return [
        f"CREATE VIEW history.{table} AS FROM main.{table} UNION ALL BY NAME FROM superseded.{table}",
        f"COMMENT ON VIEW history.{table} IS {literal(table_comment(declared))}",
        *_column_comments(f"history.{table}", declared),
    ]


def _column_comments(name: str, declared: type[dy.Schema]) -> list[str]:
    return [
        f"COMMENT ON COLUMN {name}.{column} IS {literal(spec.description or '')}"
        for column, spec in declared.columns().items()
    ]


def _view_comments() -> dict[str, str]:
    """What the headers of all views say, by column name; tests hold that no two say different things of one name."""
    return {column: comment for view in sql_files("views", "v_") for column, comment in view.columns.items()}


@cache
def _shared_comments() -> dict[str, str]:
    return _view_comments() | _published_comments()


def _published_comments() -> dict[str, str]:
    """Comments by column name; where tables share a name, the first table that people read explains it."""
    comments: dict[str, str] = {}
    for declared in CURRENT.values():
        for column, spec in declared.columns().items():
            comments.setdefault(column, spec.description or "")
    return comments
