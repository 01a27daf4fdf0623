"""The vocabularies of the value grammar, read once: what each word means, and the pattern that finds any of a list."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from transforms.quantity.number import CHINESE, NUMERAL, Exact, plain
from transforms.quantity.patterns import LETTER, any_of
from transforms.rules import load

_ONE_TO_NINE = any_of("一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Comparator:
    """On which side of its figure a bound lies (lower, upper, exact, about) and whether the figure is included."""

    side: str
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A canonical unit; what is written times `factor` is the amount in it. `highest`: no figure above it can be one."""

    canonical: str | None
    """None for what is measured and has no canonical unit: decibels, volts."""
    factor: Exact
    highest: Exact | None = None


@cache
def comparators(place: str) -> dict[str, Comparator]:
    """Word → comparator, for words `before` or `after` the figure."""
    entries = load("comparators")[place]
    return {word: Comparator(entry["side"], entry["inclusive"]) for entry in entries for word in entry["words"]}


@cache
def units() -> dict[str, Unit]:
    """Word → canonical unit. Measure words are not in it: they count."""
    found: dict[str, Unit] = {}
    for entry in load("units")["unit"]:
        highest = plain(Fraction(entry["highest"])) if "highest" in entry else None
        unit = Unit(entry.get("canonical"), plain(Fraction(entry["factor"])), highest)
        found.update(dict.fromkeys(entry["words"], unit))
    return found


@cache
def measure_words() -> frozenset[str]:
    """The words that count things."""
    return frozenset(load("measure_words")["words"]) | things()


@cache
def things() -> frozenset[str]:
    """The nouns that may stand behind a measure word and only say what is counted."""
    return frozenset(load("measure_words")["things"]) | frozenset(load("measure_words")["harms"])


@cache
def sums() -> dict[tuple[str, str], Fraction]:
    """(larger, smaller) canonical unit → how many of the smaller make one of the larger."""
    return {(entry["larger"], entry["smaller"]): Fraction(entry["factor"]) for entry in load("units")["sum"]}


@cache
def not_units() -> tuple[str, ...]:
    """Words that are no unit even right behind a figure: 满意, 完成."""
    return tuple(load("measure_words")["not_units"])


@cache
def classifiers() -> frozenset[str]:
    """Measure words of one character that count whatever noun follows."""
    return frozenset(load("measure_words")["classifiers"])


@cache
def periods() -> dict[str, str]:
    """Word → day, week, month, quarter or year."""
    return {word: entry["canonical"] for entry in load("periods")["period"] for word in entry["words"]}


@cache
def rates() -> dict[str, str]:
    """Words before a figure that say what it is per, without 每: 人均, 月均, 一年. Empty: the word as written."""
    entries = load("periods")
    return {word: entry.get("per", "") for entry in [*entries["average"], *entries["once"]] for word in entry["words"]}


@cache
def dated_by_year() -> frozenset[str]:
    """Words behind a figure that, where it can be a year, say which year it is: 2025年, 2024版."""
    return frozenset(load("measure_words")["dated_by_year"])


@cache
def doubtful() -> frozenset[str]:
    """Spellings of a unit that mean something else as often: 500G is seldom half a kilogram."""
    return frozenset(load("units")["doubtful"]["words"])


@cache
def blanks() -> frozenset[str]:
    """Texts that say nothing."""
    return frozenset(load("value_rules")["blanks"])


@cache
def shares() -> tuple[str, ...]:
    """The words for a share of one, in the order of the units: a figure of 0 to 1 beside them is one."""
    return tuple(word for word, unit in units().items() if unit.highest)


@cache
def words(name: str) -> frozenset[str]:
    """One of the plain word lists of `value_rules.toml`."""
    return frozenset(load("value_rules")["words"][name])


def first_characters(name: str) -> str:
    """With what the words of a plain list, or the comparators before or after a figure, begin."""
    listed = comparators(name) if name in ("before", "after") else words(name)
    return "".join(sorted({word[0] for word in listed}))


@cache
def pieces() -> dict[str, str]:
    """Piece name → pattern, for the templates of `value_rules.toml`. Composite pieces still hold other pieces."""
    made = {name: any_of(listed) for name, listed in load("value_rules")["words"].items()}
    made |= {name: any_of(comparators(name)) for name in ("before", "after")}
    made["about"] = any_of(
        word for name in ("before", "after") for word, found in comparators(name).items() if found.side == "about"
    )
    made |= _figures() | _pers() | _calendar()
    composite: dict[str, str] = load("value_rules")["pieces"]
    return made | composite


def _figures() -> dict[str, str]:
    no_count = any_of(load("measure_words")["not_counts"])
    # 数百, 几十 and 上千 name no amount.
    vague = f"(?<=[数几上]){any_of('十百千万')}(?!{_ONE_TO_NINE})"
    chinese = f"(?:(?!{no_count})(?!{vague}){CHINESE})"
    return {
        "arabic": NUMERAL,
        "chinese": chinese,
        "number": f"(?:{NUMERAL}|{chinese})",
        "scale": "(?:" + "|".join(_scale(entry) for entry in reversed(load("units")["scale"])) + ")",
        "unit": any_of([*units(), *measure_words()]),
        "thing": _thing(),
        "word": f"(?:{LETTER}{{1,4}}|[a-zμ°ω]{{1,6}}(?![0-9]))",
        "fraction": f"(?:{any_of('百千万二三四五六七八九十')}分之|百分(?=百))",
        "harm": any_of(load("measure_words")["harms"]),
        "currency": any_of(load("units")["currency"]["words"]),
    }


def _thing() -> str:
    """Any few letters that begin and end like a noun of the list; `things` decides. The list itself is slow to build."""
    first, last = {word[0] for word in things()}, {word[-1] for word in things()}
    return f"(?:(?={any_of(first)}){LETTER}{{1,6}}?(?<={any_of(last)}))"


def _scale(entry: dict[str, Any]) -> str:
    guard = f"(?!{any_of(entry['not_before'])})" if "not_before" in entry else ""
    return any_of(entry["words"]) + guard


def _pers() -> dict[str, str]:
    period = any_of(periods())
    several = f"(?:[0-9]{{1,2}}|{any_of('半二三四五六')})个?{period}"
    # 每次会后3日内, 每学期初1次: the moment of an event, not what a figure is per.
    no_event = "(?<![前后初底])(?<!期末)(?<!开学)"
    loose = f"(?:{several}|{period}|(?:(?!每)[^\\W_]){{1,6}}?{no_event})"
    listed = any_of(load("periods")["counted"])
    known = f"(?:{several}|{period}|{listed})"
    rate, once = (
        any_of(word for entry in load("periods")[kind] for word in entry["words"]) for kind in ("average", "once")
    )
    condition = any_of([*load("periods")["conditions"], *words("act"), *words("change")])
    each = "(?:平均)?每(?:1|一)?(?:个|名|位)?"
    return {
        "per": f"(?:(?:/每?\\(?|每){loose}\\)?(?:(?:/每?|每|[·.*、×](?![0-9])){loose}\\)?){{0,3}})?",
        "near_per": f"(?:(?:/每?|[每·])(?:{known}|{LETTER}{{1,4}}(?=$|[;,。、)/])))*",
        "each_known": f"(?:{each}{known}|{rate}){{1,3}}",
        "each": f"(?:{each}(?:{several}|{period}|(?!{period}|每|{condition}){LETTER}(?:(?!每){LETTER}){{0,3}}?{no_event})|{rate}){{1,3}}",
        "once": once,
    }


def _calendar() -> dict[str, str]:
    return {
        "year": f"(?:(?:19|20)[0-9]{{2}}|二零{any_of('一二三四五六七八九零')}{{2}})",
        "month": f"(?:1[0-2]|0?[1-9](?![0-9])|十[一二]?|{_ONE_TO_NINE})",
        "day": f"(?:[12][0-9]|3[01]|0?[1-9](?![0-9])|三十一?|二十{_ONE_TO_NINE}?|十{_ONE_TO_NINE}?|{_ONE_TO_NINE})",
        "part": "(?:月?底|月?末|上旬末?|中旬末?|下旬|月?初|月?中)",
        "quarter": f"(?:[1-4]|{any_of('一二三四')})",
        "half": "(?:上半年度?|下半年度?|前半年|后半年|前三季度|前二季度|前3季度)",
        "close": "(?:底|末|结束|内)",
    }
