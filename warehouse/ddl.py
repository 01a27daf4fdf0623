"""The SQL that declares schemas, tables and comments, made from the table classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from warehouse.schema.derived import CURRENT
from warehouse.schema.star import PUBLISHED, table_comment
from warehouse.sql_files import sql_files

if TYPE_CHECKING:
    import dataframely as dy

    from warehouse.sql_files import SqlFile

SCHEMAS = {"main": CURRENT, "history": PUBLISHED}
"""`main` holds what is current, `history` every version, so that draft and approved can be compared."""

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
    """One script that creates every schema and published table with its comments."""
    statements = []
    for schema, tables in SCHEMAS.items():
        statements.append(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for table, declared in tables.items():
            statements += _table(f"{schema}.{table}", declared)
    return ";\n".join(statements)


def create_view(view: SqlFile) -> str:
    """One script that creates a view in `main` with its comment."""
    return f"CREATE VIEW main.{view.name} AS\n{view.text};\nCOMMENT ON VIEW main.{view.name} IS {literal(view.comment)}"


def comment_view_columns(view: SqlFile, columns: list[str]) -> str:
    """Comments for a view's columns: its own header's, else of the published column of that name, else another view's.

    So a column that several views have is explained once. Raises KeyError for a column that nothing explains.
    """
    known = _view_comments() | _published_comments() | view.columns
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
        *(
            f"COMMENT ON COLUMN {name}.{column} IS {literal(spec.description or '')}"
            for column, spec in columns.items()
        ),
    ]


def _view_comments() -> dict[str, str]:
    """What the headers of all views say, by column name; tests hold that no two say different things of one name."""
    return {column: comment for view in sql_files("views", "v_") for column, comment in view.columns.items()}


def _published_comments() -> dict[str, str]:
    """Comments by column name; where tables share a name, the first table that people read explains it."""
    comments: dict[str, str] = {}
    for declared in CURRENT.values():
        for column, spec in declared.columns().items():
            comments.setdefault(column, spec.description or "")
    return comments
