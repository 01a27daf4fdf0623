"""Opens a database that is being made: nobody reads it before it is whole, so that nothing of it needs to be logged."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from warehouse.ddl import literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

_MEMORY = "768MiB"
"""What DuckDB may hold of what it works on; above that it uses the disk, beside the file. With 20,000 documents, twice as
much takes the same processor time."""
_STORAGE = "v1.3.0"
"""The oldest DuckDB that can open the file. Texts are kept in the way that came with it: a table of 1.5 million indicators
takes three quarters of the processor time to write, and the file is an eighth smaller."""
_FEW = 100_000
"""Indicators; with fewer of them, threads cost more than they bring."""


@contextmanager
def made(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a new database, or to a copy that is being changed; whole in its file once the block ends.

    Every statement is its own transaction: what an open one wrote, DuckDB reads again with one thread alone. Without
    the log, which a crash would need, hundreds of small statements cost next to nothing. Raises OSError where the disk
    is full.
    """
    with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": f"{file}.tmp"}) as connection:
        try:
            quieten(connection)
            how = f"RECOVERY_MODE no_wal_writes, STORAGE_VERSION '{_STORAGE}'"
            connection.execute(f"ATTACH {literal(str(file))} AS made ({how})")
            connection.execute("USE made")
            yield connection
            connection.execute("CHECKPOINT made")
            connection.execute("USE memory")
            connection.execute("DETACH made")
        except duckdb.Error as error:
            if (full := os.strerror(errno.ENOSPC)) in str(error):
                raise OSError(errno.ENOSPC, full, str(file)) from error
            raise


@contextmanager
def another(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A further connection to the database that this one uses, for another thread; it sees no temporary tables."""
    ((database,),) = connection.execute("SELECT current_database()").fetchall()
    with connection.cursor() as cursor:
        cursor.execute(f'USE "{database}"')
        yield cursor


def hand_in(connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    """Makes a temporary table of a frame's rows. Given as parameters, lists would take a third of a millisecond a value."""
    connection.register("handed_in", rows)
    connection.execute(f"CREATE TEMP TABLE {table} AS FROM handed_in")
    connection.unregister("handed_in")


def quieten(connection: duckdb.DuckDBPyConnection) -> None:
    """Keeps DuckDB from drawing its own progress, which it does into pipes as well."""
    connection.execute("SET enable_progress_bar = false")


def spare_threads(connection: duckdb.DuckDBPyConnection, indicators: str) -> None:
    """Works with one thread where the table or view `indicators` has few rows."""
    if connection.execute(f"FROM {indicators} LIMIT 1 OFFSET {_FEW}").fetchone() is None:
        connection.execute("SET threads = 1")
