"""The words that decided: which part of a match states the figure or the date, apart from what it is said of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from transforms.quantity.direction import better, direction
from transforms.quantity.meaning import decided
from transforms.quantity.patterns import any_of
from transforms.quantity.vocabulary import words
from transforms.quantity.wording import DENIALS, classify
from transforms.rules import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transforms.quantity.groups import Said
    from transforms.quantity.meaning import Value
    from transforms.quantity.rules import Rule
    from transforms.quantity.text import Reading

_WHOLE = ("turned", "upper", "rank")
"""Productions that the words around the figure decide: 95%≤X, 控制在50万元."""


def located(value: Value, said: Said, rule: Rule, level2: str) -> Value:
    """The value of a match with the words that decided, where they stand in the text as given, and its direction."""
    place = _date(said.match) if rule.kind == "date" else _figure(said.match, said.reading.plain, rule)
    return placed(value, said.reading, place, level2)


def placed(value: Value, reading: Reading, place: tuple[int, int], level2: str) -> Value:
    """The value with the words of the reading that decided (start, end), and its direction."""
    start, end = place
    _, plain, places, _, as_written = reading
    span = (places[start], places[end - 1] + 1)
    phrase = plain[start:end] if as_written else reading.written(start, end)
    return decided(value, phrase, span, direction(value), better(value, plain[:end], level2))


def _date(match: re.Match[str]) -> tuple[int, int]:
    """The whole match without what is to be done by then: 2025年6月底前 of 2025年6月底前完成验收."""
    done = _done().search(match.group())
    return match.start(), match.start() + done.start() if done else match.end()


@cache
def _done() -> re.Pattern[str]:
    # 前完成 is listed too, but its 前 belongs to the date.
    done = any_of(word for word in words("ended") if not word.startswith("前"))
    return re.compile(f"(?<=.){done}$")


def _figure(match: re.Match[str], plain: str, rule: Rule) -> tuple[int, int]:
    """From the first group that states the figure to the last one, with a sign and a bracket that belong to them."""
    groups, spans = rule.groups, match.regs
    start, end = _first(spans, groups.figure)[0], _first(spans, groups.backwards)[1]
    if rule.produce in _WHOLE:
        lead = match.span("lead")[1] if "lead" in match.re.groupindex else match.start()
        start, end = max(lead, match.start()), match.end() if rule.produce == "turned" else end
    if plain[start - 1 : start] == "±":
        start -= 1
    change = _change().search(plain, match.start(), start) if start > match.start() else None
    start = change.start() if change else start
    if plain[end : end + 1] == ")" and plain.count("(", start, end) > plain.count(")", start, end):
        end += 1
    behind = _tail().match(plain, end, match.end()) if end < match.end() else None
    return start, behind.end() if behind else end


def _first(spans: tuple[tuple[int, int], ...], places: tuple[int, ...]) -> tuple[int, int]:
    """The span of the first of these groups that matched any text."""
    for place in places:
        start, end = span = spans[place]
        if start < end:
            return span
    return spans[0]


@cache
def _tail() -> re.Pattern[str]:
    """Words behind the figure that say again what a sign before it says: ±3%以内, 10-20万元之间."""
    return re.compile(any_of(load("spelling")["phrase"]["tail"]))


@cache
def _change() -> re.Pattern[str]:
    """A word of change, or of the way to a level (降至), right before the figure."""
    way = any_of(["率", "幅度", "幅", "了", "到", "至"])
    return re.compile(f"{any_of(words('change'))}{way}?$")


def word_of(plain: str, word_class: str, first: int) -> tuple[int, int]:
    """Where the wording stands that put a text into its class; the whole text where no single wording did.

    No wording of the class stands before `first`.
    """
    found = sorted([(start, start - end, end) for start, end in _wordings(plain, word_class, first)])
    for start, _, end in found:
        if word_class != "grade" or end - start == 1 or classify(plain[start:])[0] == "grade":
            # 显著提 and 提升 are one wording; grades stand alone.
            last = end if word_class == "grade" else max([last for first, _, last in found if start <= first <= end])
            return start, last
    return 0, len(plain)


def _wordings(plain: str, word_class: str, first: int) -> Iterator[tuple[int, int]]:
    for found in _literal_pattern(word_class).finditer(plain, first):
        start, end = found.span(1)
        if word_class == "other" or plain[start - 1 : start] not in DENIALS:
            yield start, end
    for pattern in _patterns(word_class):
        for found in pattern.finditer(plain, first):
            yield found.span()


@cache
def _literal_pattern(word_class: str) -> re.Pattern[str]:
    """The longest literal wording of a class at every place, also where wordings overlap."""
    entry = load("qualitative")[word_class]
    named = [word for grade in entry.get("named", ()) for word in grade["words"]]
    return re.compile(f"(?=({any_of([*entry.get('words', ()), *named])}))")


@cache
def _patterns(word_class: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, load("qualitative")[word_class].get("patterns", ())))
