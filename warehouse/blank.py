"""Lays out a database: every schema, table and view, and what each table, view and column is; no rows."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse import ddl
from warehouse.sql_files import views

_BLANK = "blank"


def lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes all schemas, tables and views, with their comments, in the database that the connection uses.

    It must have none of them, and no transaction may be open. Raises KeyError for a column of a view that nothing
    explains, duckdb.Error for a view that does not hold together.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder, f"{_BLANK}.duckdb")
        file.write_bytes(_blank())
        ((name,),) = connection.execute("SELECT current_database()").fetchall()
        connection.execute(f"ATTACH {ddl.literal(str(file))} AS {_BLANK} (READ_ONLY)")
        connection.execute(f'COPY FROM DATABASE {_BLANK} TO "{name}" (SCHEMA)')
        connection.execute(f"DETACH {_BLANK}")


@cache
def _blank() -> bytes:
    """A database file that is laid out. More than a thousand statements, most of them comments: they are worked off once
    in a process, for as many databases as it makes."""
    with TemporaryDirectory() as folder:
        file = Path(folder, f"{_BLANK}.duckdb")
        with duckdb.connect(str(file), config={"threads": 1}) as connection:
            connection.execute("BEGIN")
            connection.execute(ddl.create_tables())
            for view in views():
                connection.execute(ddl.create_view(view))
                columns = [row[0] for row in connection.execute(f"DESCRIBE main.{view.name}").fetchall()]
                connection.execute(ddl.comment_view_columns(view, columns))
            connection.execute("COMMIT")
        return file.read_bytes()
