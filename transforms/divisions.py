"""Administrative divisions (GB/T 2260 and development zones): a code's names, and the code of names in a text."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache

from transforms.rules import path
from transforms.text import fold

_BEGINNING = 2


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its code and the names of the levels it lies in, None where it has no such level."""

    code: str
    province: str
    city: str | None
    county: str | None

    @property
    def name(self) -> str:
        """The name of the division itself."""
        return self.county or self.city or self.province


@cache
def divisions() -> dict[str, Division]:
    """Every division by its six-digit code."""
    rows = csv.DictReader(path("divisions.csv").read_text(encoding="utf-8").splitlines())
    return {
        row["code"]: Division(row["code"], row["province"], row["prefecture"] or None, row["county"] or None)
        for row in rows
    }


def division(code: str | None) -> Division | None:
    """The division with this code; for an unknown county the prefecture, then the province, it would lie in."""
    if not code:
        return None
    known = divisions()
    return known.get(code) or known.get(code[:4] + "00") or known.get(code[:2] + "0000")


@lru_cache(maxsize=16_384)
def find(text: str) -> Division | None:
    """The one division that a text names, or None where it names none or leaves it open.

    The smallest unit named decides; where several bear the same name (新华区), the prefecture or province in the text
    tells them apart, and without one the answer is None.
    """
    folded = fold(text)
    found = [(_depth(item, folded), len(item.name), item) for item in _named(folded)]
    if not found:
        return None
    best = max((level, length) for level, length, _ in found)
    chosen = [item for level, length, item in found if (level, length) == best]
    return chosen[0] if len(chosen) == 1 else None


def _named(text: str) -> list[Division]:
    """The divisions whose names stand in a text."""
    beginnings = _by_beginning()
    found: dict[str, Division] = {}
    for place in range(len(text) - _BEGINNING + 1):
        for item in beginnings.get(text[place : place + _BEGINNING], ()):
            if text.startswith(item.name, place):
                found[item.code] = item
    return list(found.values())


@cache
def _by_beginning() -> dict[str, list[Division]]:
    """The divisions by how their names begin: no name is shorter."""
    found: dict[str, list[Division]] = {}
    for item in divisions().values():
        found.setdefault(item.name[:_BEGINNING], []).append(item)
    return found


def _depth(item: Division, text: str) -> tuple[int, int]:
    """How small the division is, then how many of the levels above it the text names as well."""
    above = [level for level in (item.province, item.city) if level and level != item.name]
    size = 2 if item.county else 1 if item.city else 0
    return size, sum(level in text for level in above)
