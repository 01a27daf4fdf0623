"""What a figure is per: 3860元/月/人 is per month and 人."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from transforms.quantity.meaning import joined
from transforms.quantity.patterns import any_of
from transforms.quantity.vocabulary import (
    average_pattern,
    averages,
    holders,
    measure_words,
    not_per,
    period_pattern,
    periods,
    rates,
    things,
    time_signs,
    units,
    whole_nouns,
    words_with_brackets,
)

if TYPE_CHECKING:
    from transforms.quantity.groups import Said
    from transforms.quantity.meaning import Value
    from transforms.quantity.text import Reading


def per_of(said: Said, unit: str = "") -> tuple[str, ...]:
    """What the figure is per, in reading order: time as day … year, anything else as written.

    A share is per no 人 or 户: an average in its name is that of something else (生均公用经费拨付率).
    """
    stated = said.groups.pers(said.texts)
    lead = said.groups.around(said.texts)[0]
    average = averages_in(lead) if lead and unit not in _shares() else ()
    if not (any(stated) or average) or (unit in _shares() and any(text in _things() for text in stated)):
        return ()
    runs = [said.match.span(place) for place in said.groups.per if said.texts[place - 1]]
    found = [(run[0], tuple(_per_words(said.reading, run))) for run in runs if _is_average(said.reading.plain, run)]
    if average:
        found.append((said.match.start("lead"), average))
    return joined(*(words for _, words in sorted(found)))


def _is_average(plain: str, run: tuple[int, int]) -> bool:
    """Whether the word of an average is one there: not in 家庭医生均, nor in 年均浓度."""
    start, end = run
    return plain[end - 1] != "均" or plain[start:end] not in averages() or bool(average_pattern().match(plain, start))


@lru_cache(maxsize=4096)
def averages_in(lead: str) -> tuple[str, ...]:
    """What a figure is per by an average within its name: 辅警人均工资 is per 人."""
    return joined(*(averages()[found] for found in average_pattern().findall(lead))) if "均" in lead else ()


@cache
def _shares() -> frozenset[str]:
    return frozenset(word for word, unit in units().items() if unit.canonical == "percent")


@cache
def _things() -> frozenset[str]:
    """Averages per something that is no time."""
    times = frozenset(periods().values())
    return frozenset(word for word, per in rates().items() if per and times.isdisjoint(per))


def with_average(value: Value, name: str) -> Value:
    """A bound inside words, per what its name says that it is an average of: 亩均投资 … 2400元."""
    average = averages_in(name) if value.unit != "percent" else ()
    return value._replace(per=joined(average, value.per)) if average else value


def pers_within(text: str) -> tuple[str, ...]:
    """What a figure is per by words alone: 每村每月."""
    return tuple(word or text[start:end] for word, start, end in _per_pieces(text))


def _per_words(reading: Reading, run: tuple[int, int]) -> list[str]:
    first, last = run
    found = _per_pieces(reading.plain[first:last])
    return [word or reading.written(first + start, first + end) for word, start, end in found]


@lru_cache(maxsize=4096)
def _per_pieces(text: str) -> tuple[tuple[str | None, int, int], ...]:
    """The words of what a figure is per and where they stand; those without a name of their own stay as written."""
    if text in rates():
        return tuple((word, 0, len(text)) for word in rates()[text] or (None,))
    found = []
    for piece in _per_word().finditer(text):
        word, start = piece.group(), piece.start()
        if word == "平均":
            continue
        skipped = _counting_prefix(word)
        word, start = word[skipped:], start + skipped
        named = rates().get(word) or (periods().get(word) or time_signs().get(word),)
        found += [(one, start, start + len(word)) for one in named]
    return tuple(found)


@cache
def _per_word() -> re.Pattern[str]:
    letter = "[^/每·.*、×()]"
    average = f"{any_of(word for word in rates() if word[-1] == '均')}(?!{letter})"
    return re.compile(f"{any_of(words_with_brackets())}|{average}|(?:(?!{average}){letter})+")


def _counting_prefix(word: str) -> int:
    """How much of 一个村 or 名党员 only counts one."""
    match = re.match("(?:1(?![0-9])|一)?(?:[个名位](?=.))?", word)
    skipped = match.end() if match else 0
    return 0 if word in periods() or skipped == len(word) else skipped


_MULTIPLES = frozenset("百千万")
"""With these a number of people begins: 每千人口."""


@lru_cache(maxsize=4096)
def heads_of(per: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """What a figure is per without words that run on (天伙食费, 人补助标准), and whether anything is open: a word ran on, a
    noun follows that may be what is counted (人用餐), or two periods are named."""
    heads = [_head(word) for word in per]
    times = {word for word, _ in heads if word in periods().values()}
    return tuple(word for word, _ in heads), len(times) > 1 or any(is_open for _, is_open in heads)


def _head(word: str) -> tuple[str, bool]:
    if word in measure_words() or word in periods().values():
        return word, False
    if word[0] in holders() and word[1:] in things():
        return word[0], False
    begun = _begun().match(word)
    if begun and begun["period"]:
        return periods()[begun["period"]], True
    if word[0] not in _MULTIPLES and word.endswith(not_per()):
        return begun["noun"] if begun else word, True
    return word, bool(begun)


@cache
def _begun() -> re.Pattern[str]:
    """A period with more behind it, or a noun with two letters more."""
    nouns = any_of([*whole_nouns(), *(thing for thing in things() if len(thing) > 1)])
    return re.compile(f"(?P<period>{period_pattern()})[^\\W\\d_]|(?P<noun>{nouns})[^\\W\\d_]{{2}}")
