"""Targets that are words only: which class a wording belongs to, and its grade."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from transforms.quantity.patterns import any_of
from transforms.rules import load

_CLASSES = ("grade", "by_reference", "timeliness", "compliance", "assurance", "improvement")
_DENIALS = frozenset("不未无没非")


def classify(plain: str) -> tuple[str | None, int | None]:
    """Class and grade of a normalised text: the class named first, the longest wording at one place.

    `other` is a known wording of no class; None a wording that no list has.
    """
    found = [hit for name in _CLASSES if (hit := _first(name, plain)) is not None]
    if found:
        start, _, name = min(found, key=lambda hit: (hit[0], -hit[1]))
        return name, _grade_at(plain, start) if name == "grade" else None
    other = load("qualitative")["other"]
    known = plain in other["alone"] or any(word in plain for word in other["words"])
    return ("other" if known else None), None


def _first(name: str, plain: str) -> tuple[int, int, str] | None:
    """Where the first wording of a class stands, how long it is, and the class."""
    if name == "grade":
        grade = _grade_pattern().search(plain)
        return None if grade is None else (grade.start("grade"), len(grade["grade"]), name)
    hits = [(place, -len(word)) for word in _literals(name) if (place := _place(word, plain)) is not None]
    hits += [
        (match.start(), match.start() - match.end()) for regex in _patterns(name) if (match := regex.search(plain))
    ]
    if not hits:
        return None
    start, length = min(hits)
    return start, -length, name


def _place(word: str, plain: str) -> int | None:
    """Where `word` stands undenied: 提升 in 不断提升, but not in 未提升."""
    place = plain.find(word)
    while place > 0 and plain[place - 1] in _DENIALS:
        place = plain.find(word, place + 1)
    return None if place < 0 else place


@cache
def _literals(name: str) -> tuple[str, ...]:
    return tuple(load("qualitative")[name]["words"])


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in load("qualitative")[name]["patterns"])


@cache
def _grade_pattern() -> re.Pattern[str]:
    rules: dict[str, Any] = load("qualitative")["grade"]
    words = [word for entry in rules["named"] for word in entry["words"]]
    long = any_of(word for word in words if len(word) > 1)
    short = any_of(word for word in words if len(word) == 1)
    end = f"(?:{any_of(rules['closing'])})?(?=$|[;,。、()])"
    alone = f"(?:^|(?<=[;,。、:])|{_behind(rules['naming'])}){short}{end}"
    return re.compile(f"(?<![不未无没非])(?P<grade>{long}(?:{end}|(?:{any_of(rules['adverbs'])}))|{alone})")


def _behind(words: list[str]) -> str:
    """A look-behind for any of the words; each length needs its own."""
    lengths = sorted({len(word) for word in words})
    sets = [any_of(word for word in words if len(word) == length) for length in lengths]
    return "(?:" + "|".join(f"(?<={one})" for one in sets) + ")"


def _grade_at(plain: str, start: int) -> int | None:
    best: tuple[int, int] | None = None
    for entry in load("qualitative")["grade"]["named"]:
        for word in entry["words"]:
            if plain.startswith(word, start) and (best is None or len(word) > best[0]):
                best = (len(word), entry["grade"])
    return best[1] if best else None
