"""The vocabularies of the value grammar, read once: what each word means, and the pattern that finds any of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from transforms.quantity.number import CHINESE, NUMERAL, Exact, plain
from transforms.quantity.patterns import LETTER, any_of
from transforms.rules import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    return frozenset(load("measure_words")["things"]) | harms()


@cache
def harms() -> frozenset[str]:
    """The nouns for what should not happen."""
    return frozenset(load("measure_words")["harms"])


@cache
def sums() -> dict[tuple[str, str], Fraction]:
    """(larger, smaller) canonical unit → how many of the smaller make one of the larger."""
    return {(entry["larger"], entry["smaller"]): Fraction(entry["factor"]) for entry in load("units")["sum"]}


@cache
def undivided() -> frozenset[str]:
    """Measure words of what there are no thousandths of."""
    return frozenset(load("measure_words")["undivided"])


@cache
def mottos() -> frozenset[str]:
    """Measure words that things have which are called by their number."""
    return frozenset(load("measure_words")["mottos"])


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
def period_pattern() -> str:
    """Any word for a period, where no other noun begins with it: 每年级."""
    return _apart(periods(), load("periods")["beside"])


@cache
def time_signs() -> dict[str, str]:
    """Latin letter behind a stroke → the period it stands for."""
    signs: dict[str, str] = load("periods")["signs"]
    return signs


@cache
def not_per() -> tuple[str, ...]:
    """With what no word ends that a figure is per, for it says what the figure is of."""
    return tuple(load("periods")["of"])


@cache
def either(name: str) -> tuple[frozenset[str], ...]:
    """Words of which two with a stroke between them say the same (`either`), or are one or the other (`alternatives`)."""
    return tuple(map(frozenset, load("periods")[name]))


@cache
def first_of_several() -> tuple[frozenset[str], frozenset[str]]:
    """Words for a period that may be the first of several, and what happens so often in each that it is not."""
    entries = load("periods")
    return frozenset(entries["first"]), frozenset(entries["happenings"])


@cache
def whole_nouns() -> tuple[str, ...]:
    """Nouns that a figure is per, and that count nothing which would follow."""
    return tuple(load("periods")["nouns"])


@cache
def holders() -> frozenset[str]:
    """What holds many of the thing that is named behind it: 班 of 班学生."""
    return frozenset(load("periods")["holders"])


@cache
def ages() -> frozenset[str]:
    """Measure words that say who is meant rather than what is to be reached."""
    return frozenset(load("measure_words")["ages"])


@cache
def words_with_brackets() -> tuple[str, ...]:
    """Words for what a figure is per that hold brackets: 台(套)."""
    return tuple(word for word in load("periods")["counted"] if not word.isalpha())


@cache
def rates() -> dict[str, tuple[str, ...]]:
    """Words before a figure that say what it is per, without 每: 人均, 月均, 一年. Empty: the word as written."""
    entries = load("periods")
    return {
        word: _listed(entry.get("per", ()))
        for entry in [*entries["average"], *entries["once"]]
        for word in entry["words"]
    }


@cache
def averages() -> dict[str, tuple[str, ...]]:
    """Words within a name that say per what a figure is an average: 人均, 月均, 次均."""
    entries = load("periods")
    known = {word: rates()[word] for entry in entries["average"] for word in entry["words"]}
    return known | {word: (per,) for word, per in entries["within"].items()}


@cache
def average_pattern() -> re.Pattern[str]:
    """Any of these, but where they are over a time of what is always there (年均浓度), or other words end with them."""
    entries = load("periods")
    always = f"(?!{any_of(entries['always']['averages'])}{any_of(entries['always']['of'])})"
    return re.compile(always + _apart(averages(), entries["within_beside"]))


def _listed(per: str | Sequence[str]) -> tuple[str, ...]:
    return (per,) if isinstance(per, str) else tuple(per)


@cache
def dated_by_year() -> frozenset[str]:
    """Words behind a figure that, where it can be a year, say which year it is: 2025年, 2024版."""
    return frozenset(load("measure_words")["dated_by_year"])


@cache
def doubtful() -> frozenset[str]:
    """Spellings of a unit that mean something else as often: 500G is seldom half a kilogram."""
    return frozenset(load("units")["doubtful"]["words"])


@cache
def doubtful_of_data() -> tuple[frozenset[str], tuple[str, ...]]:
    """Spellings that mean something else where data is spoken of, and the words for such."""
    entry = load("units")["doubtful"]
    return frozenset(entry["of_data"]), tuple(entry["data"])


@cache
def of_data_small() -> frozenset[str]:
    """Spellings that mean something else only where data is spoken of, and no length."""
    return frozenset(load("units")["doubtful"]["of_data_small"])


@cache
def goods() -> tuple[str, ...]:
    """Words for what is weighed though it is stored, or flows."""
    return tuple(load("units")["doubtful"]["goods"])


@cache
def lengths() -> tuple[str, ...]:
    """Words for what has a length, in which the doubtful spellings are metres."""
    return tuple(load("units")["doubtful"]["length"])


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
    beside = load("comparators")["beside"]
    made = {name: _apart(listed, beside) for name, listed in load("value_rules")["words"].items()}
    made |= {name: _apart(comparators(name), beside) for name in ("before", "after")}
    made["about"] = any_of(
        word for name in ("before", "after") for word, found in comparators(name).items() if found.side == "about"
    )
    made |= _figures() | _pers() | _calendar()
    composite: dict[str, str] = load("value_rules")["pieces"]
    return made | composite


def _apart(listed: Iterable[str], beside: Mapping[str, Mapping[str, Iterable[str]]]) -> str:
    """Any of some words, those that other words hold too only where no such word can be meant."""
    words = sorted((word for word in listed if word in beside), key=len, reverse=True)
    if not words:
        return any_of(listed)
    # The longer ones go first, as they do in `any_of`; what is one character alone goes last.
    long = [_guarded(word, **beside[word]) for word in words if len(word) > 1]
    short = [_guarded(word, **beside[word]) for word in words if len(word) == 1]
    others = any_of(word for word in listed if word not in beside)
    return f"(?:{'|'.join([*long, others, *short])})"


def _guarded(
    word: str,
    not_behind: Iterable[str] = (),
    not_before: Iterable[str] = (),
    not_before_unless: Iterable[str] = (),
    unless_behind: Iterable[str] = (),
) -> str:
    behind = f"(?<!{any_of(not_behind)})" if not_behind else ""
    before = f"(?!{any_of(not_before)})" if not_before else ""
    if not_before_unless:
        before += f"(?:(?<={any_of(unless_behind)}{re.escape(word)})|(?!{any_of(not_before_unless)}))"
    return f"{behind}{re.escape(word)}{before}"


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
        "unit": _units(),
        "latin": _latin(),
        "thing": _thing(),
        "word": f"(?:{LETTER}{{1,4}}|[a-zμ°ω]{{1,6}}(?![0-9]))",
        "fraction": f"(?:(?:{any_of(['十万', '百万', '千万', *'百千万亿二三四五六七八九十'])})分之|百分(?=百)|(?<![0-9.])(?:[2-9]|10{{1,6}}万?)分之)",
        "harm": any_of(harms()),
        "currency": any_of(load("units")["currency"]["words"]),
    }


def _units() -> str:
    """Any unit or measure word; one that other nouns begin with, only where none of those stands."""
    begun = [(entry["words"], entry["nouns"]) for entry in load("units")["begins"]]
    held = {word for listed, _ in begun for word in listed}
    others = any_of(word for word in (*units(), *measure_words()) if word not in held)
    return f"(?:{'|'.join(f'{any_of(listed)}(?!{any_of(nouns)})' for listed, nouns in begun)}|{others})"


def _latin() -> str:
    """A unit in Latin letters: km, m2, h. What says of which kind a thing is (10kv线路, 240l垃圾桶) is none before a word."""
    latin = [word for word in units() if word.isascii() and word[0].isalpha()]
    open_units = [word for word in latin if units()[word].canonical is None]
    doubted = ["l", *open_units, *(word.lower() for word in doubtful() if word.isascii())]
    sure = any_of(word for word in latin if word not in doubted)
    return f"(?:(?:{sure}|{any_of(doubted)}(?!(?![以之内左及含]){LETTER}))(?![a-z0-9]))"


def _thing() -> str:
    """Any few letters that begin and end like a noun of the list; `things` decides. The list itself is slow to build."""
    first, last = {word[0] for word in things()}, {word[-1] for word in things()}
    return f"(?:(?={any_of(first)}){LETTER}{{1,6}}?(?<={any_of(last)}))"


def _scale(entry: dict[str, Any]) -> str:
    guard = f"(?!{any_of(entry['not_before'])})" if "not_before" in entry else ""
    return any_of(entry["words"]) + guard


def _pers() -> dict[str, str]:
    period = period_pattern()
    several = f"(?:[0-9]{{1,2}}|{any_of('半二三四五六')})个?{period}"
    # 每次会后3日内, 每学期初1次: the moment of an event, not what a figure is per.
    no_event = "(?<![前后初底各])(?<!期末)(?<!开学)"
    # What a figure is per may begin with a figure (每10万人), but none stands in it: 每月100元.
    letters = "(?:(?!每)[^\\W\\d_]){1,6}?(?:(?<=m)[23])?"
    counted = load("periods")["counted"]
    # Units and measure words that go on where a shorter word ends: 每平方公里, 每工作日, 每班次; 每人年 is open, 每户数 nothing.
    measures = (word for word in load("measure_words")["words"] if word[0] != "人" and word[-1] != "数")
    longer = [word for word in (*units(), *measures) if word.startswith(tuple(counted)) and word[-1] != ")"]
    listed = any_of([*counted, *longer])
    odd = any_of(words_with_brackets())
    loose = f"(?:{several}|{period}|{odd}|1(?:0万|0{{3,5}})(?![0-9.])|(?:[0-9]{{1,6}})?{letters}{no_event})"
    known = f"(?:{several}|{period}|{listed})"
    rate, once = (
        _apart([word for entry in load("periods")[kind] for word in entry["words"]], load("periods")["beside"])
        for kind in ("average", "once")
    )
    condition = any_of([*load("periods")["conditions"], *words("act"), *words("change")])
    each = "(?:平均)?每(?:1|一)?(?:个|名|位)?"
    # 每人每月 in front of a figure belongs to that one.
    word = "[^\\W\\d每]{1,4}"
    terms = any_of(load("periods")["terms"])
    end = "(?=$|[;,。、)/])"
    near = f"(?:人[天日月年]{end}|(?!日常){known}|{_latin()}|{LETTER}{{1,4}}{end})"
    # 每次 in front of a figure is what that one is per.
    each_own = f"每(?!(?:{word}每)*{word}[0-9¥<>=≤≥约不至])"
    return {
        "per": f"(?:(?:/每?\\(?|每){loose}\\)?(?:(?:/每?|每|[·.*、×](?![0-9])){loose}\\)?){{0,3}})?",
        "near_per": f"(?:(?:[/·](?!每)|[/·]?{each_own}){near})*",
        "each_known": f"(?:{each}{known}(?:[·/]{known})?|{rate}){{1,3}}",
        "each": f"(?:{each}(?:{known}[·/]{known}|{several}|{period}|{terms}|(?!{several}|{period}|{terms}|每|{condition}){LETTER}(?:(?!每){LETTER}){{0,3}}?{no_event})|{rate}){{1,3}}",
        "once": once,
    }


def _calendar() -> dict[str, str]:
    # 25年底 and 25年6月 are of 2025; 25年 and 25年6个月 are so many.
    short = "年(?:年?[底末终]|(?:1[0-2]|0?[1-9])(?:月|[-~至到](?:1[0-2]|0?[1-9])月))"
    return {
        "year": f"(?:(?:19|20)[0-9]{{2}}|二零{any_of('一二三四五六七八九零')}{{2}}|(?<![0-9.])2[0-9](?={short}))",
        "month": f"(?:1[0-2]|0?[1-9](?![0-9])|十[一二]?|{_ONE_TO_NINE})",
        "day": f"(?:[12][0-9]|3[01]|0?[1-9](?![0-9])|三十一?|二十{_ONE_TO_NINE}?|十{_ONE_TO_NINE}?|{_ONE_TO_NINE})",
        "part": "(?:月?底|月?末|上旬末?|中旬末?|中下旬|上中旬|下旬|月?初|月?中)",
        "quarter": f"(?:[1-4]|{any_of('一二三四')})",
        "half": "(?:上半年度?|下半年度?|前半年|后半年|前三季度|前二季度|前3季度)",
        "close": "(?:底|末|结束|内)",
    }
