"""Targets that are words only: which class a wording belongs to, and its grade."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from transforms.quantity.patterns import any_of
from transforms.rules import load

if TYPE_CHECKING:
    from collections.abc import Callable

_CLASSES = ("grade", "by_reference", "timeliness", "compliance", "assurance", "improvement")
_BETWEEN_STEPS = re.compile("[/、,;或]")
_LONGEST_STEP = 5
_MIDDLING = 2
"""The grade that no list of targets alone (优、良) comes down to."""
DENIALS = frozenset("不未无没非负零")
"""Right in front of a wording they turn it into its opposite: 未提升."""


def classify(plain: str) -> tuple[str | None, int | None, int]:
    """Class and grade of a normalised text, and where its wording begins: the class named first, the longest at one place.

    `other` is a known wording of no class; None a wording that no list has, or the steps of a scale, of which none is said
    to be the target: 合格/不合格.
    """
    if _is_scale(plain):
        return None, None, 0
    hits = [(match, name) for name, search in _searches() if (match := search(plain)) is not None]
    literal = _undenied(plain)
    if literal is not None:
        hits.append((literal, _literals()[literal.group()]))
    if hits:
        first, name = min(hits, key=_precedence)
        return name, _grade_at(plain, first.start()) if name == "grade" else None, first.start()
    known = _known().search(plain)
    return ("other" if known or plain in _alone() else None), None, known.start() if known else 0


def _is_scale(plain: str) -> bool:
    """Whether a text lists the steps of a scale: two grades, opposites, or a step and how far it is reached (较显著)."""
    if not _BETWEEN_STEPS.search(plain):
        return False
    steps = set(_BETWEEN_STEPS.split(plain))
    if len(steps) < 2 or max(map(len, steps)) > _LONGEST_STEP:
        return False
    scale = load("value_rules")["scale"]
    graded = {_grades()[step] for step in steps if step in _grades()}
    degrees = any(degree + step in steps for degree in scale["degrees"] for step in steps)
    falls_off = bool(graded) and min(graded) <= _MIDDLING and (len(graded) > 1 or degrees)
    denied = any(denial + step in steps for denial in scale["denials"] for step in steps)
    return falls_off or denied or any(steps.issuperset(pair) for pair in scale["opposites"])


def _precedence(hit: tuple[re.Match[str], str]) -> tuple[int, int, int]:
    match, name = hit
    return match.start(), -len(match.group()), _CLASSES.index(name)


def _undenied(plain: str) -> re.Match[str] | None:
    """The first literal wording that is not denied: 提升 in 不断提升, but not in 未提升."""
    search = _literal_pattern().search
    match = search(plain)
    while match is not None and plain[max(match.start() - 1, 0)] in DENIALS and match.start():
        match = search(plain, match.start() + 1)
    return match


@cache
def _literals() -> dict[str, str]:
    """Literal wording → its class."""
    classes = load("qualitative")
    return {word: name for name in reversed(_CLASSES) for word in classes[name].get("words", ())}


@cache
def _literal_pattern() -> re.Pattern[str]:
    return re.compile(any_of(_literals()))


@cache
def _searches() -> tuple[tuple[str, Callable[[str], re.Match[str] | None]], ...]:
    """Class → the search for a wording of it that is no literal."""
    patterns = [(name, pattern) for name in _CLASSES for pattern in load("qualitative")[name].get("patterns", ())]
    return (("grade", _grade_pattern().search), *((name, re.compile(pattern).search) for name, pattern in patterns))


@cache
def _known() -> re.Pattern[str]:
    return re.compile(any_of(load("qualitative")["other"]["words"]))


@cache
def _alone() -> frozenset[str]:
    return frozenset(load("qualitative")["other"]["alone"])


@cache
def _grade_pattern() -> re.Pattern[str]:
    rules: dict[str, Any] = load("qualitative")["grade"]
    words = [word for entry in rules["named"] for word in entry["words"]]
    long = any_of(word for word in words if len(word) > 1)
    short = any_of(word for word in words if len(word) == 1)
    end = f"(?:{any_of(rules['closing'])})?(?=$|[;,。、()])"
    alone = f"(?={short})(?:^|(?<=[;,。、:≥>=])|{_behind(rules['naming'])}){short}{end}"
    return re.compile(f"(?<![不未无没非])(?P<grade>{long}(?:{end}|(?:{any_of(rules['adverbs'])}))|{alone})")


def _behind(words: list[str]) -> str:
    """A look-behind for any of the words; each length needs its own."""
    lengths = sorted({len(word) for word in words})
    sets = [any_of(word for word in words if len(word) == length) for length in lengths]
    return "(?:" + "|".join(f"(?<={one})" for one in sets) + ")"


def _grade_at(plain: str, start: int) -> int:
    """The grade of the longest word that stands there."""
    return _grades()[max((word for word in _grades() if plain.startswith(word, start)), key=len)]


@cache
def _grades() -> dict[str, int]:
    return {word: entry["grade"] for entry in load("qualitative")["grade"]["named"] for word in entry["words"]}
