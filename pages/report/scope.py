"""What a report covers, and how many rows of each kind one page carries."""

from __future__ import annotations

from dataclasses import dataclass

ROWS_ON_A_PAGE = {"project": 100_000, "indicator": 400_000, "finding": 100_000}
"""A table with more rows than this is left out whole, and the page says so: a part of it would pass for all of it."""


TARGETS_ON_A_PAGE = 250_000
"""Different targets (kind, department, year, figure) that one page carries; beyond it shares alone are compared."""


class NothingChosen(Exception):
    """The warehouse holds no document of the chosen year and district."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The chosen fiscal year and district, each None for all. A district may be the beginning of its code: 1302."""

    year: int | None = None
    district: str | None = None


EVERYTHING = Scope()


def tables_left_out(counts: dict[str, int]) -> list[str]:
    """The row tables that are too long for one page, by their number of rows."""
    return [table for table, most in ROWS_ON_A_PAGE.items() if counts[table] > most]
