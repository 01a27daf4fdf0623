"""Names as lineage compares them: what changes from year to year taken off, and what tells siblings apart kept.

Which words those are is data: `transforms/rules/lineage.toml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from transforms.rules import load
from transforms.text import fold, strip_numbering

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIGIT = "〇零○O0一二三四五六七八九"
_CHINESE_YEAR = re.compile(rf"((?:二[{_DIGIT}]|一九)[{_DIGIT}]{{2}})年度?")
_PERIOD = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年度?)?[-—~至到]((?:19|20)?\d\d)年度?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(年度?)?")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年度?(?!以)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百]+")
_NOT_A_WORD = re.compile(r"[\W_]+")
_DIGITS = dict.fromkeys("零○O0", "0") | {
    character: str(place) for place, character in enumerate("〇一二三四五六七八九")
}


class Name(NamedTuple):
    """A name to compare: `text` without years, numbering and marks, `core` without general endings too.

    `parts` (一期), `numbers` and `words` (春节, with the group of words it contrasts with) tell siblings apart; `year_offset`
    is the year in the name less the fiscal year, `grant_notes` say when the money was granted (提前下达).
    """

    text: str
    core: str
    parts: frozenset[str]
    numbers: tuple[str, ...]
    words: frozenset[tuple[int, str]]
    year_offset: int | None
    grant_notes: frozenset[str] = frozenset()


class Rules(NamedTuple):
    """The expressions made from one section of the rule file."""

    tails: re.Pattern[str]
    contrasts: re.Pattern[str]
    groups: dict[str, int]
    parts: re.Pattern[str]


@lru_cache(maxsize=1 << 16)
def project_name(name: str | None, fiscal_year: int) -> Name:
    """A project's name in the text of a year. An empty `text` where there is none."""
    rules, section = _rules("project_name"), load("lineage")["project_name"]
    text, offset = _without_years(strip_numbering(fold(name or "")), fiscal_year, section["bare_year_distance"])
    text = _ordinals().sub("", text)
    text, notes = _without_grant_notes(_notes().sub("", text))
    text = _NOT_A_WORD.sub("", _quantities().sub(r"\1", text))
    return _name(text, rules, offset)._replace(grant_notes=notes)


def office_name(name: str | None, places: Iterable[str]) -> Name:
    """A unit's name without the places it stands in, with short forms for long ones."""
    rules, section = _rules("office_name"), load("lineage")["office_name"]
    text = _NOT_A_WORD.sub("", fold(name or ""))
    for place in sorted(filter(None, places), key=len, reverse=True):
        text = text.replace(fold(place), "")
    for long, short in section["short_forms"]:
        text = text.replace(long, short)
    return _name(text, rules, None)


def similarity(one: Name, other: Name, ratio: float) -> float:
    """How alike two names are, 0 to 1, given the likeness of their cores; 0 where a word or number sets them apart.

    1 means equal but for years and marks; equal but for general endings, or merely alike, is less.
    """
    section = load("lineage")["likeness"]
    if not one.text or not other.text or contrasted(one, other):
        return 0.0
    if one.text == other.text:
        return 1.0
    if one.core and one.core == other.core:
        return float(section["equal_but_for_tails"])
    if not one.core or not other.core:
        return 0.0
    return min(ratio, float(section["similar_at_most"]))


def contrasted(one: Name, other: Name) -> bool:
    """Whether the names speak of different things however alike they are: 春节 and 重阳, 一期 and 二期, 小学 and 初中."""
    if one.parts != other.parts or (one.numbers and other.numbers and one.numbers != other.numbers):
        return True
    if one.words == other.words:
        return False
    shared = {group for group, _ in one.words & other.words}
    return bool({group for group, _ in one.words} & {group for group, _ in other.words} - shared)


def _name(text: str, rules: Rules, offset: int | None) -> Name:
    core = text = text.casefold()
    while (shorter := rules.tails.sub("", core)) != core:
        core = shorter
    return Name(
        text,
        core,
        frozenset(match[0] for match in rules.parts.finditer(text)),
        tuple(sorted(_NUMBER.findall(text))),
        frozenset((rules.groups[word], word) for word in rules.contrasts.findall(text)),
        offset,
    )


def _without_grant_notes(text: str) -> tuple[str, frozenset[str]]:
    notes = frozenset(found[1] or found[2] for found in _grant_notes().finditer(text))
    return (_grant_notes().sub("", text), notes) if notes else (text, notes)


def _without_years(text: str, fiscal_year: int, distance: int) -> tuple[str, int | None]:
    years: list[int] = []

    def bare(match: re.Match[str]) -> str:
        year = int(match[1])
        if not match[2] and abs(year - fiscal_year) > distance:
            return match[0]
        years.append(year)
        return ""

    def short(match: re.Match[str]) -> str:
        year = fiscal_year // 100 * 100 + int(match[1])
        if abs(year - fiscal_year) > distance:
            return match[0]
        years.append(year)
        return ""

    text = _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS[character] for character in match[1]) + "年", text)
    text = _PERIOD.sub("", text)  # the years of a period stay the same from text to text: no offset
    text = _SHORT_YEAR.sub(short, _YEAR.sub(bare, text))
    return text, years[0] - fiscal_year if years else None


@cache
def _rules(section: str) -> Rules:
    data = load("lineage")[section]
    groups = {word: place for place, words in enumerate(data["contrasts"]) for word in words}
    return Rules(
        re.compile(f"(?:{_any(data['tails'])})$"),
        re.compile(_any(groups)),
        groups,
        re.compile("|".join([rf"第?(?:{_NUMBER.pattern})(?:{_any(data['part_words'])})", *data["part_marks"]])),
    )


@cache
def _ordinals() -> re.Pattern[str]:
    return re.compile(rf"第(?:{_NUMBER.pattern})(?:{_any(_project_names()['recurring_ordinals'])})")


@cache
def _quantities() -> re.Pattern[str]:
    return re.compile(rf"(?<!第)(?:{_NUMBER.pattern})({_any(_project_names()['quantity_words'])})")


@cache
def _notes() -> re.Pattern[str]:
    return re.compile(rf"\((?:{_any(_project_names()['bracket_notes'])})\)")


@cache
def _grant_notes() -> re.Pattern[str]:
    notes = _any(_project_names()["grant_notes"])
    return re.compile(rf"\(({notes})\)|^({notes})")


def _project_names() -> dict[str, Any]:
    section: dict[str, Any] = load("lineage")["project_name"]
    return section


def _any(words: Iterable[str]) -> str:
    """An expression for any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
