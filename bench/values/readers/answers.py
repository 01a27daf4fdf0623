"""What a reader answers, in plain data: a figure with a unit, a date, or words.

Bounds are strings of decimals in the unit as named; `scoring.py` converts units by the project's own table, so that no
reader loses for want of one. A reader that knows no comparators answers with an exact figure.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FIGURE = re.compile(r"^.*[0-9零〇一二两三四五六七八九十百]")
_RANGE = re.compile("[-—~～至到]")


def figure(lower: object, upper: object, unit: str | None = None, text: str = "") -> dict[str, Any]:
    """A bound on a number; an open side is None. `unit` as the reader calls it, `text` the words that it found."""
    bounds = [None if bound is None else str(bound) for bound in (lower, upper)]
    share = "百分之"
    unit_text = share if share in text else _FIGURE.sub("", text.strip()) or None
    named = _unit_names().get(unit.lower(), unit) if unit else None
    return {"kind": "numeric", "lower": bounds[0], "upper": bounds[1], "unit": named, "unit_text": unit_text}


def deadline(due: str | None, start: str | None = None, text: str = "") -> dict[str, Any]:
    """A last day; the first day counts only where the words found name two ends (第三季度 is a deadline to us)."""
    return {"kind": "date", "due": due, "start": start if _RANGE.search(text) else None}


def nothing() -> dict[str, Any]:
    """No figure and no date was found."""
    return {"kind": "words"}


@cache
def _unit_names() -> dict[str, str]:
    names: dict[str, str] = tomllib.loads(Path(__file__).with_name("unit_names.toml").read_text(encoding="utf-8"))
    return names
