"""Whether two databases hold the same rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import duckdb

from warehouse import filling
from warehouse.checks import run_checks
from warehouse.making import made

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.lake import Lake
    from warehouse.linking import Derivation


def filled(database: Path, lake: Lake, derive: Derivation | None = None) -> Path:
    """A database filled from a lake, every claim proved, as a publication does it before it writes anything else."""
    with made(database) as connection:
        connection.execute("SET threads = 1")
        filling.stage(connection, lake)
        filling.fill(connection, derive)
        assert filling.lost(connection) == []
        assert [str(failure) for failure in run_checks(connection)] == []
    return database


def differing(one: Path, other: Path, schema: str = "main") -> dict[str, tuple[int, int]]:
    """The tables and views of a schema that differ: how many rows the first alone has, and how many the second alone."""
    ours, others = _rows(one, schema), _rows(other, schema)
    assert ours.keys() == others.keys()
    apart = {name: ((ours[name] - others[name]).total(), (others[name] - ours[name]).total()) for name in ours}
    return {name: count for name, count in apart.items() if count != (0, 0)}


def _rows(database: Path, schema: str) -> dict[str, Counter[str]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = ?", [schema]
        ).fetchall()
        return {name: Counter(map(repr, connection.execute(f"FROM {schema}.{name}").fetchall())) for (name,) in names}
