"""One figure with its unit: what its parts are in a match, and what they measure in the canonical unit."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from transforms.quantity.groups import Groups
from transforms.quantity.meaning import joined
from transforms.quantity.number import amount, chinese, multiplier
from transforms.quantity.rules import compiled
from transforms.quantity.text import normalise
from transforms.quantity.vocabulary import (
    blanks,
    classifiers,
    dated_by_year,
    doubtful,
    measure_words,
    not_units,
    periods,
    rates,
    shares,
    things,
    units,
)

if TYPE_CHECKING:
    from transforms.quantity.meaning import Context
    from transforms.quantity.number import Exact
    from transforms.quantity.text import Reading
    from transforms.quantity.vocabulary import Unit

_MYRIAD = 10**4
_HUNDRED = 100
_YEARS = range(1900, 2101)
_PER_WORD = re.compile(r"[^/每·.*、×()]+")


class Parts(NamedTuple):
    """The words of one figure, in the normalised spelling, and its unit as written."""

    number: str
    scale: str = ""
    unit: str = ""
    fraction: str = ""
    currency: str = ""
    unit_text: str = ""
    thing: str = ""
    """What is counted, where it stands behind the measure word."""

    @property
    def has_unit(self) -> bool:
        return bool(self.unit or self.fraction or self.currency)


class Quantity(NamedTuple):
    """An exact amount in a canonical unit. `per` is in reading order."""

    amount: Exact
    unit: str | None = None
    unit_text: str | None = None
    counter: str | None = None
    per: tuple[str, ...] = ()
    inferred: bool = False
    issues: tuple[str, ...] = ()


def parts_of(match: re.Match[str], reading: Reading, groups: Groups, suffix: str = "") -> Parts:
    """The words of the figure whose groups end in `suffix`."""
    places = groups.parts[suffix]
    number, scale, unit, fraction, currency, thing = [(match[place] or "") if place else "" for place in places]
    _, at_scale, at_unit, at_fraction, at_currency, _ = places
    if fraction:
        unit_text = reading.written(*match.span(at_fraction))
    else:
        unit_text = reading.written(*match.span(at_scale)) if scale else ""
        if unit:
            unit_text += reading.written(*match.span(at_unit))
        elif currency:
            unit_text = reading.written(*match.span(at_currency)) + unit_text
    return Parts(number, scale, unit, fraction, currency, unit_text, thing)


def per_of(match: re.Match[str], reading: Reading, groups: Groups) -> tuple[str, ...]:
    """What the figure is per, in reading order: time as day … year, anything else as written."""
    runs = [match.span(place) for place in groups.per if match[place]]
    return joined(*(tuple(_per_words(reading, run)) for run in sorted(runs))) if runs else ()


def _per_words(reading: Reading, run: tuple[int, int]) -> list[str]:
    text = reading.plain[slice(*run)]
    if text in rates():
        return [rates()[text] or reading.written(*run)]
    found = []
    for piece in _PER_WORD.finditer(text):
        word, start = piece.group(), run[0] + piece.start()
        if word == "平均":
            continue
        skipped = _counting_prefix(word)
        word, start = word[skipped:], start + skipped
        found.append(periods().get(word) or rates().get(word) or reading.written(start, start + len(word)))
    return found


def _counting_prefix(word: str) -> int:
    """How much of 一个村 or 名党员 only counts one."""
    match = re.match("(?:1(?![0-9])|一)?(?:[个名位](?=.))?", word)
    skipped = match.end() if match else 0
    return 0 if word in periods() or skipped == len(word) else skipped


def quantity(parts: Parts, context: Context, *, per: tuple[str, ...] = (), lead: str = "") -> Quantity | None:
    """What the parts measure; None where they spell no figure, or one that is a year.

    Raises nothing. A unit that is missing is taken from the context only where that is certain.
    """
    value = amount(parts.number, parts.scale)
    if value is None or _is_year(parts, value) or (parts.thing and parts.thing not in things()):
        return None
    if parts.unit or parts.fraction or parts.currency:
        made = _against_hint(_with_own_unit(parts, value, per), context)
        return _marked(made) if per and _is_second_figure(per, parts.unit) else made
    hinted = _with_hint(parts, value, per, context)
    if hinted is not None:
        return hinted
    if not any(character.isdigit() and character.isascii() for character in parts.number):
        return None
    return _without_unit(parts, value, per, context, lead)


def _is_second_figure(per: tuple[str, ...], unit: str) -> bool:
    """Whether what a figure is per is another figure in its own unit: 500元/300元, 80分/90分."""
    return bool(unit) and any(word[0].isdigit() and word.endswith(unit) for word in per)


def _marked(made: Quantity) -> Quantity:
    return made._replace(issues=joined(made.issues, ("value_mixed",)))


def _is_year(parts: Parts, value: Exact) -> bool:
    return parts.unit in dated_by_year() and not parts.scale and value.denominator == 1 and value in _YEARS


def _with_own_unit(parts: Parts, value: Exact, per: tuple[str, ...]) -> Quantity:
    if parts.fraction:
        whole = chinese(parts.fraction[0].replace("万", "一万").replace("千", "一千")) or Fraction(_HUNDRED)
        return Quantity(value * _HUNDRED / whole, "percent", parts.unit_text, per=per)
    if parts.unit:
        return _measured(parts.unit, value, parts.unit_text, per)
    return Quantity(value, "CNY", parts.unit_text, per=per)


def _measured(word: str, value: Exact, unit_text: str, per: tuple[str, ...]) -> Quantity:
    unit: Unit | None = units().get(word)
    if unit is None:
        if word.isascii() or not word[0].isalpha() or _multiplier().match(word):
            return Quantity(value, None, unit_text, per=per, issues=("value_unit_unknown",))
        counter = unit_text[-len(word) :]
        unknown = () if word in measure_words() else ("value_unit_unknown",)
        return Quantity(value, "count", unit_text, counter, per, issues=unknown)
    if (unit.highest is not None and value > unit.highest) or (len(word) == 1 and unit_text[-1] in doubtful()):
        return Quantity(value, None, unit_text, per=per, issues=("value_unit_unknown",))
    open_unit = () if unit.canonical else ("value_unit_open",)
    return Quantity(unit.convert(value), unit.canonical, unit_text, per=per, issues=open_unit)


@cache
def _multiplier() -> re.Pattern[str]:
    """A word that multiplies and counts nothing: the second 万 of 8万88万."""
    return compiled("{scale}")


def _without_unit(parts: Parts, value: Exact, per: tuple[str, ...], context: Context, lead: str) -> Quantity:
    if "成本" in context.level2 and (multiplier(parts.scale) >= _MYRIAD or per):
        return Quantity(value, "CNY", parts.unit_text or None, per=per, inferred=True)
    share = next((word for word in shares() if word in lead), None)
    if share is not None and 0 <= value < 1:
        return Quantity(value * _HUNDRED, "percent", share, per=per)
    return Quantity(value, None, parts.unit_text or None, per=per, issues=("value_bare_number",))


@cache
def _hint_pattern() -> re.Pattern[str]:
    return compiled("{each:each}?{scale:scale}?(?:{unit:unit}|{word:word})(?:人民币)?{per:per}")


@cache
def _hint_groups() -> Groups:
    return Groups(_hint_pattern())


@lru_cache(maxsize=1024)
def _hint(unit: str) -> tuple[Reading, re.Match[str] | None]:
    """What stands in the unit column, and its parts where it is a unit."""
    reading = normalise(unit).trimmed()
    return reading, _hint_pattern().fullmatch(reading.plain) if reading.plain else None


def _with_hint(parts: Parts, value: Exact, per: tuple[str, ...], context: Context) -> Quantity | None:
    """The figure in the unit that stands in a column of its own; None where that column says nothing."""
    if not context.unit:
        return None
    reading, match = _hint(context.unit)
    if not reading.plain or reading.plain in blanks():
        return None
    if match is None:
        return Quantity(value, None, context.unit.strip(), per=per, issues=("value_unit_unknown",))
    groups = _hint_groups()
    hint = parts_of(match, reading, groups)
    factor, twice = multiplier(hint.scale), bool(hint.scale and parts.scale)
    if twice and hint.scale == parts.scale:
        factor = 1
    made = _measured(
        hint.unit or match["word"], value * factor, hint.unit_text or reading.written(*match.span("word")), per
    )
    issues = joined(made.issues, ("value_mixed",) if twice else ())
    return made._replace(per=per or per_of(match, reading, groups), issues=issues)


def _against_hint(made: Quantity, context: Context) -> Quantity:
    """Marks a figure whose own unit measures something else than the column beside it says."""
    match = _hint(context.unit)[1] if context.unit else None
    if match is None or not match["unit"]:
        return made
    expected = units().get(match["unit"])
    if (expected.canonical if expected else "count") == made.unit:
        return made
    return _marked(made)


def is_phrase(word: str) -> bool:
    """Whether a word right behind a figure belongs to a phrase (全部满意, 小时值守) and names no unit."""
    known = any(word[:length] in units() or word[:length] in measure_words() for length in range(2, len(word)))
    return known or (len(word) > 1 and word[0] in classifiers()) or any(part in word for part in not_units())
