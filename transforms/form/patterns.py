"""The patterns of `labels.toml`, searched in folded texts; what every text that matches must hold is looked for first."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from transforms.rules import load

_ONE_SIGN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]")
"""An escaped sign, or a class of signs."""
_INNERMOST_GROUP = re.compile(r"\([^()]*\)")
_NEED_NOT_BE = re.compile(r".(?:[?*]|\{0)")
_WORD = re.compile(r"[\u4e00-\u9fff]+")


class Pattern(NamedTuple):
    """A pattern, and the words without which no text matches it."""

    expression: re.Pattern[str]
    words: tuple[str, ...]


@cache
def pattern(name: str) -> Pattern:
    """The pattern of that name. Raises KeyError where there is none."""
    expression = load("labels")["patterns"][name]
    return Pattern(re.compile(expression), words_of(expression))


def words_of(expression: str) -> tuple[str, ...]:
    """The Chinese words that stand in every text which a pattern matches: those outside its groups, unless they may be
    left out; no word where the pattern has alternatives outside its groups."""
    bare, before = _ONE_SIGN.sub(" ", expression), ""
    while bare != before:
        bare, before = _INNERMOST_GROUP.sub(" ", bare), bare
    return () if "|" in bare else tuple(_WORD.findall(_NEED_NOT_BE.sub(" ", bare)))


@cache
def words_of_all(names: tuple[str, ...]) -> tuple[str, ...]:
    """The words without which a text matches none of these patterns."""
    first, *others = [pattern(name).words for name in names]
    return tuple(word for word in first if all(word in words for words in others))


def holds(folded: str, words: tuple[str, ...]) -> bool:
    """Whether all of the words stand in a folded text."""
    return all(map(folded.__contains__, words))


def match_at(name: str, folded: str, start: int) -> re.Match[str] | None:
    """The named pattern, where it begins in a folded text at that place."""
    return pattern(name).expression.match(folded, start)


def search(name: str, folded: str) -> re.Match[str] | None:
    """The named pattern, searched in a folded text."""
    expression, words = pattern(name)
    return expression.search(folded) if holds(folded, words) else None
