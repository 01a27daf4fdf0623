"""Runs the claims of `sql/checks/` on a built warehouse: each file returns the rows that break its claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.sql_files import SqlFile, sql_files

if TYPE_CHECKING:
    import duckdb

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Failure:
    """A claim that does not hold: the check's name, the claim ("中文 | English"), how many rows break it, and some."""

    check: str
    claim: str
    count: int
    rows: tuple[tuple[Any, ...], ...]

    def __str__(self) -> str:
        shown = "; ".join(", ".join(str(value) for value in row) for row in self.rows)
        return f"{self.check}: {self.claim} ({self.count} rows: {shown})"


class PublishRefused(Exception):
    """The new warehouse breaks claims that every published one keeps; what was published before is untouched."""

    def __init__(self, failures: list[Failure]) -> None:
        super().__init__("publication refused, what was published stays:\n" + "\n".join(map(str, failures)))
        self.failures = failures


def refuse(failures: list[Failure]) -> None:
    """Raises PublishRefused where there are any."""
    if failures:
        raise PublishRefused(failures)


def check_files() -> tuple[SqlFile, ...]:
    """Every check, by name."""
    return sql_files("checks", "assert_")


def run_checks(connection: duckdb.DuckDBPyConnection) -> list[Failure]:
    """The claims that do not hold; empty where all do."""
    return [failure for file in check_files() if (failure := _run(connection, file))]


def _run(connection: duckdb.DuckDBPyConnection, file: SqlFile) -> Failure | None:
    rows = connection.execute(file.text).fetchall()
    return Failure(file.name, file.comment, len(rows), tuple(rows[:_SHOWN])) if rows else None
