"""Each office's own way of laying a text out, drawn once for all its years from habits.toml."""

from __future__ import annotations

import tomllib
import zlib
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench.factory.layouts import labels, numerals
from bench.factory.layouts.options import County
from bench.factory.randomness import Chance
from bench.factory.writers.hands import Hand
from bench.factory.writers.page import PRINTED, Style

_NESTING = ("docx", "html")
"""The formats in which a writer of the factory puts tables within tables."""
_RSIDS = 5


@dataclass(frozen=True)
class Habits:
    """How an office lays its texts out, and what its program makes of them."""

    county: County
    hand: Hand
    style: Style
    has_bookmarks: bool
    """Whether a text dump names the bookmarks of its headings."""


@cache
def _choices() -> dict[str, dict[str, list[Any]]]:
    text = Path(__file__).with_name("habits.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def habits(office: int, document_format: str, seed: int) -> Habits:
    """The habits of an office in a format: one that has no tables within tables shows them one below the other."""
    chance, choices = Chance(seed), _choices()
    draws = chance.uniform("habits", office, [zlib.crc32(name.encode()) for name in choices])
    places = dict(zip(choices, draws.tolist(), strict=True))

    def drawn(name: str) -> Any:
        ways, shares = choices[name]["ways"], choices[name]["shares"]
        return ways[min(bisect(list(accumulate(shares)), places[name] * sum(shares)), len(ways) - 1)]

    tables = drawn("tables")
    if "nested" in tables and document_format not in _NESTING:
        tables = "two"
    county = County(
        number=getattr(numerals, drawn("number")),
        has_titles=drawn("has_titles"),
        has_contents=drawn("has_contents"),
        unit=drawn("unit"),
        label=getattr(labels, drawn("label")),
        money_unit=drawn("money_unit"),
        blank=drawn("blank"),
        money_order=tuple(drawn("money_order")),
        has_remark=drawn("has_remark"),
        order=tuple(drawn("order")),
        merged=tuple(drawn("merged")),
        tables=tables,
        grid="own" if tables in ("two", "cut", "cut with header") else "twelve",
        gap=drawn("gap"),
        breaks=drawn("breaks"),
        repeats_header=drawn("repeats_header"),
    )
    rsids = tuple(f"00{number:06X}" for number in chance.below(1 << 24, "rsid", office, list(range(_RSIDS))).tolist())
    is_by_word = drawn("program") == "word"
    hand = Hand(
        font=drawn("font"), rsids=rsids if is_by_word else (), splits_runs=is_by_word and drawn("splits_runs"),
        has_breaks_before=is_by_word and drawn("has_breaks_before"),
    )  # fmt: skip
    style = Style(lines=drawn("lines"), sizes=PRINTED, is_compressed=True)
    return Habits(county, hand, style, drawn("has_bookmarks"))
