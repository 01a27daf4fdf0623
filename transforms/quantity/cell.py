"""Every bound that one cell states: figures and deadlines inside words, each with what it is said of."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from transforms.quantity.figures import inside
from transforms.quantity.meaning import Bound
from transforms.quantity.per import with_average
from transforms.quantity.rules import finding

if TYPE_CHECKING:
    from transforms.quantity.meaning import Context, Value
    from transforms.quantity.text import Reading

    Found = tuple[int, int, Value]

MOST = 20
"""Bounds of one kind that are read in one cell: more of them are no target. That there are more is said."""
_SENTENCE = re.compile("[;。!?]")
_CLAUSE = re.compile("[;；。,，!！?？\\n]")
_NUMBER = re.compile(r"^[(（]?[0-9]{1,2}[.、)）．](?![0-9])")
_AROUND = ":：、，。；,;\"“”'‘’ "
_ITEM = "、/"
_BRACKET = re.compile(r"\([^()]*\)")
_OPENING, _CLOSING = "(（", ")）"
_MOST_LOOSE = 8
"""Halves of brackets that are taken off the ends of a name; more of them are no slip."""
_AND = re.compile("^(?:以及|和(?![谐平])|及(?![时格])|与(?!会)|且|并(?![网发购轨]))")


def cell_bounds(reading: Reading, context: Context) -> tuple[Bound, ...]:
    """The bounds inside a text that is no single figure or date: on numbers first, then deadlines, in reading order.

    A deadline in front of a figure, in its sentence, is the `due_date` of that figure's bound and none of its own.
    """
    numeric, dates = _inside("numeric", reading, context), _inside("date", reading, context)
    apart = [date for date in dates if not any(date[0] < end and start < date[1] for start, end, _ in numeric)]
    governing = [_governing(numeric, number, apart, reading.plain) for number in range(len(numeric))]
    own = [date for date in apart if date not in governing]
    places = sorted((start, end) for start, end, _ in [*numeric, *apart])
    found = []
    for (start, end, value), date in [*zip(numeric, governing, strict=True), *((date, None) for date in own)]:
        due = value if date is None else value._replace(due_date=date[2].due_date)
        name = _name(reading, start, end, places)
        due = with_average(due, name) if due.value_kind == "numeric" else due
        found.append(Bound(name, reading.verbatim(start, end).strip(), due))
    return tuple(found)


def only_bound(text: str, value: Value) -> tuple[Bound, ...]:
    """The one bound of a text that was read as `value`; none where it states no number and no date."""
    if value.value_kind not in ("numeric", "date") or value.span is None:
        return ()
    start, end = value.span
    name = _last_words(text[:start]) or _first_words(text[end:])
    return (Bound(name, text[start:end], value),)


def _inside(kind: str, reading: Reading, context: Context) -> list[Found]:
    """What the finding rule of this kind sees; that a figure is bare goes without saying among words."""
    rule = finding(kind)
    found = list(islice(inside(rule, reading, context, bare=True), MOST + 1))
    cut = ("value_bounds_cut",) if len(found) > MOST else ()
    return [
        (start, end, value._replace(value_rule=rule.name, issues=(*_worded(value.issues), *cut)))
        for start, end, value in found[:MOST]
    ]


def _worded(issues: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(issue for issue in issues if issue != "value_bare_number")


def _governing(numeric: list[Found], number: int, dates: list[Found], plain: str) -> Found | None:
    """The deadline between the figure before and this one, in the same sentence."""
    start = numeric[number][0]
    rest = numeric[number - 1][1] if number else 0
    between = [date for date in dates if rest <= date[0] and date[1] <= start]
    return between[-1] if between and not _SENTENCE.search(plain, between[-1][1], start) else None


def _name(reading: Reading, start: int, end: int, places: list[tuple[int, int]]) -> str:
    """The words before a bound in its clause, else those behind it that lead to no other bound, else those further before.

    What follows the bound before in that one's own clause is said of that one.
    """
    rest = max((last for _, last in places if last <= start), default=0)
    following = min((first for first, _ in places if first >= end), default=len(reading.plain))
    *further, own = (
        squeezed(piece) for piece in _CLAUSE.split(reading.written(_own_end(reading.plain, rest, start), start))
    )
    clause = _CLAUSE.search(reading.plain, end, following)
    leads = clause is None and following < len(reading.plain)
    own_end = _own_end(reading.plain, end, following) if leads else clause.start() if clause else following
    behind = squeezed(reading.written(end, own_end).rstrip(_ITEM))
    return next((words for words in (own, behind, *reversed(further[1 if rest else 0 :])) if words), "")


def _own_end(plain: str, end: int, following: int) -> int:
    """Up to where the words between two bounds are said of the first: brackets right behind it, and in a list of figures
    with their names behind them (3名专职、2名兼职) all."""
    if end and plain[following - 1] in _ITEM and end < following:
        return following
    bracket = _BRACKET.match(plain, end, following) if end else None
    return bracket.end() if bracket else end


def _last_words(text: str) -> str:
    return next(filter(None, map(squeezed, reversed(_CLAUSE.split(text)))), "") if text else ""


def _first_words(text: str) -> str:
    return squeezed(_CLAUSE.split(text)[0]) if text else ""


def squeezed(text: str) -> str:
    """Words around a bound without their number in a list, punctuation and the conjunction in front."""
    words = _NUMBER.sub("", "".join(text.split()).strip(_AROUND))
    return _AND.sub("", _without_loose_brackets(words).strip(_AROUND))


def _without_loose_brackets(text: str) -> str:
    """A text without the halves of brackets at its ends, and without brackets around the whole of it."""
    for _ in range(_MOST_LOOSE):
        depth = sum((sign in _OPENING) - (sign in _CLOSING) for sign in text)
        if text[:1] in _CLOSING or (text[:1] in _OPENING and depth > 0):
            text = text[1:]
        elif text[-1:] in _OPENING or (text[-1:] in _CLOSING and depth < 0):
            text = text[:-1]
        elif text[:1] in _OPENING and text[-1:] in _CLOSING and not set(_OPENING) & set(text[1:]):
            text = text[1:-1]
        else:
            break
        if not text:
            break
    return text
