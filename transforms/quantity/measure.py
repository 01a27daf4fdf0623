"""One figure with its unit: what its parts are in a match, and what they measure in the canonical unit."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from transforms.quantity.groups import Groups, Said
from transforms.quantity.meaning import joined
from transforms.quantity.number import amount, chinese, multiplier, plain
from transforms.quantity.patterns import any_of
from transforms.quantity.rules import compiled
from transforms.quantity.text import normalise
from transforms.quantity.vocabulary import (
    blanks,
    classifiers,
    dated_by_year,
    doubtful,
    doubtful_of_data,
    measure_words,
    not_units,
    periods,
    rates,
    shares,
    things,
    units,
    words_with_brackets,
)

if TYPE_CHECKING:
    from transforms.quantity.meaning import Context
    from transforms.quantity.number import Exact
    from transforms.quantity.text import Reading
    from transforms.quantity.vocabulary import Unit

_UNKNOWN = ("value_unit_unknown",)
_OPEN = ("value_unit_open",)
_FINEST = Fraction(1, 10**6)
"""A unit no larger than this is, per another, a concentration: 0.5mg/L. Its figures stay as written, for no column keeps
a part of a millionth."""
_MYRIAD = 10**4
_HUNDRED = 100
_YEARS = range(1900, 2101)
_SIDE = re.compile("(?<=.)(?:[及或]?[以之](?:内|下|上)|(?<=[天日时钟元人次])内|左右)$")
_SYNONYM = re.compile(r"(?P<unit>[^()]+)\((?P<other>[^()]+)\)")


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


class Measure(NamedTuple):
    """What a figure is measured in: what is written times `factor` is the amount in the canonical `unit`."""

    factor: Exact
    unit: str | None
    unit_text: str
    counter: str | None = None
    highest: Exact | None = None
    """No figure above it can be meant in this unit."""
    issues: tuple[str, ...] = ()


class Quantity(NamedTuple):
    """An exact amount in a canonical unit. `per` is in reading order."""

    amount: Exact
    unit: str | None = None
    unit_text: str | None = None
    counter: str | None = None
    per: tuple[str, ...] = ()
    inferred: bool = False
    issues: tuple[str, ...] = ()


def parts_of(said: Said, suffix: str = "") -> Parts:
    """The words of the figure whose groups end in `suffix`."""
    _, reading, groups, texts = said
    number, scale, unit, fraction, currency, thing = groups.parts[suffix](texts)
    if reading.as_written:
        unit_text = _unit_text(scale, unit, fraction, currency)
    else:
        _, *places, _ = groups.places[suffix]
        unit_text = _unit_text(*[said.written(place) if place else "" for place in places])
    return Parts(number, scale, unit, fraction, currency, unit_text, thing)


def _unit_text(scale: str, unit: str, fraction: str, currency: str) -> str:
    return fraction or (scale + unit if unit else currency + scale)


def per_of(said: Said) -> tuple[str, ...]:
    """What the figure is per, in reading order: time as day … year, anything else as written."""
    if not any(said.groups.pers(said.texts)):
        return ()
    runs = [said.match.span(place) for place in said.groups.per if said.texts[place - 1]]
    return joined(*(tuple(_per_words(said.reading, run)) for run in sorted(runs)))


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
        named = rates().get(word) or (periods().get(word),)
        found += [(one, start, start + len(word)) for one in named]
    return tuple(found)


@cache
def _per_word() -> re.Pattern[str]:
    return re.compile(any_of(words_with_brackets()) + r"|[^/每·.*、×()]+")


def _counting_prefix(word: str) -> int:
    """How much of 一个村 or 名党员 only counts one."""
    match = re.match("(?:1(?![0-9])|一)?(?:[个名位](?=.))?", word)
    skipped = match.end() if match else 0
    return 0 if word in periods() or skipped == len(word) else skipped


def quantity(parts: Parts, context: Context, *, per: tuple[str, ...] = (), lead: str = "") -> Quantity | None:
    """What the parts measure; None where they spell no figure, or one that is a year.

    Raises nothing. A unit that is missing is taken from the context only where that is certain.
    """
    number, scale, unit, fraction, currency, unit_text, thing = parts
    value = amount(number, scale)
    if value is None or (unit in dated_by_year() and _is_year(scale, value)) or (thing and thing not in things()):
        return None
    if unit or fraction or currency:
        made = _measured(_measure(unit, fraction, currency, unit_text), value, per)
        made = _of_data(made, value, lead) if lead or per else made
        made = _against_hint(made, context) if context.unit else made
        # 2个年度审计: years, or audits of a year.
        is_open = (per and _is_second_figure(per, unit)) or (thing and unit.endswith("度") and unit in units())
        return _marked(made) if is_open else made
    hinted = _with_hint(parts, value, per, context)
    if hinted is not None:
        return hinted
    if not any(character.isdigit() and character.isascii() for character in number):
        return None
    return _without_unit(parts, value, per, context, lead)


def _of_data(made: Quantity, value: Exact, lead: str) -> Quantity:
    """The quantity, its unit open where it may be one of data: 带宽200M, 100M/s."""
    spellings, words = doubtful_of_data()
    if made.unit_text not in spellings or not (made.per == ("s",) or any(word in lead for word in words)):
        return made
    return made._replace(amount=value, unit=None, issues=joined(made.issues, _UNKNOWN))


def _is_second_figure(per: tuple[str, ...], unit: str) -> bool:
    """Whether what a figure is per is another figure in its own unit: 500元/300元, 80分/90分."""
    return bool(unit) and any(word[0].isdigit() and word.endswith(unit) for word in per)


def _marked(made: Quantity) -> Quantity:
    return made._replace(issues=joined(made.issues, ("value_mixed",)))


def _is_year(scale: str, value: Exact) -> bool:
    return not scale and value.denominator == 1 and value in _YEARS


def _measured(measure: Measure, value: Exact, per: tuple[str, ...]) -> Quantity:
    factor, unit, unit_text, counter, highest, issues = measure
    if per and unit == "kg" and factor <= _FINEST:
        return Quantity(value, None, unit_text, per=per, issues=_OPEN)
    if highest is not None and value > highest:
        return Quantity(value, None, unit_text, per=per, issues=_UNKNOWN)
    amount = value if factor == 1 else value * factor
    return Quantity._make((amount, unit, unit_text, counter, per, False, issues))


@lru_cache(maxsize=4096)
def _measure(word: str, fraction: str, currency: str, unit_text: str) -> Measure:
    """What a figure is measured in: by the words of a fraction (百分之), a unit, or a currency in front."""
    if fraction:
        parts = fraction.partition("分")[0]
        whole = chinese(f"一{parts}" if parts in ("千", "万", "亿") else parts) or Fraction(_HUNDRED)
        return Measure(plain(_HUNDRED / whole), "percent", unit_text)
    if not word and currency:
        return Measure(1, "CNY", unit_text)
    unit: Unit | None = units().get(word)
    if unit is None:
        if word.isascii() or not word[0].isalpha() or _multiplier().match(word):
            return Measure(1, None, unit_text, issues=_UNKNOWN)
        counter = unit_text[-len(word) :]
        return Measure(1, "count", unit_text, counter, issues=() if word in measure_words() else _UNKNOWN)
    if len(word) == 1 and unit_text[-1] in doubtful():
        return Measure(1, None, unit_text, issues=_UNKNOWN)
    return Measure(unit.factor, unit.canonical, unit_text, None, unit.highest, () if unit.canonical else _OPEN)


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
def _hint(unit: str) -> tuple[str, Said | None]:
    """What stands in the unit column, and its parts where it is a unit."""
    reading = normalise(unit).trimmed()
    reading = reading.part(0, len(reading.plain) - len(side_in_column(unit)))
    match = _hint_pattern().fullmatch(reading.plain) if reading.plain else None
    if match is None and (end := _before_synonym(reading.plain)):
        reading = reading.part(0, end)
        match = _hint_pattern().fullmatch(reading.plain)
    return reading.plain, match and Said(match, reading, _hint_groups(), (*match.groups(""), ""))


def _before_synonym(unit: str) -> int:
    """Where a unit ends that has another word for the same in brackets: 个(处), %(百分比). 0 where it has none."""
    found = _SYNONYM.fullmatch(unit) if unit.endswith(")") else None
    measured = found and _measured_by(found["unit"])
    return found.end("unit") if found and measured and measured == _measured_by(found["other"]) else 0


def _measured_by(word: str) -> str | None:
    """The canonical unit of a word, `count` of a measure word; None of any other."""
    unit = units().get(word)
    return unit.canonical if unit else "count" if word in measure_words() else None


@lru_cache(maxsize=1024)
def side_in_column(unit: str) -> str:
    """The words behind the unit in its column that say on which side of the figure the target lies: 天内, 万元以上."""
    found = _SIDE.search(normalise(unit).trimmed().plain)
    return found.group() if found else ""


def _with_hint(parts: Parts, value: Exact, per: tuple[str, ...], context: Context) -> Quantity | None:
    """The figure in the unit that stands in a column of its own; None where that column says nothing."""
    if not context.unit:
        return None
    column, beside = _hint(context.unit)
    if not column or column in blanks():
        return None
    if _multiplier().fullmatch(column):
        factor = 1 if parts.scale == column else multiplier(column)
        made = _without_unit(parts._replace(scale=column, unit_text=column), value * factor, per, context, "")
        return _marked(made) if parts.scale else made
    if beside is None:
        return Quantity(value, None, context.unit.strip(), per=per, issues=_UNKNOWN)
    hint, word = parts_of(beside), beside.match["word"]
    factor, twice = multiplier(hint.scale), bool(hint.scale and parts.scale)
    if twice and hint.scale == parts.scale:
        factor = 1
    unit_text = hint.unit_text or beside.reading.written(*beside.match.span("word"))
    made = _measured(_measure(hint.unit or word, "", "", unit_text), value * factor, per or per_of(beside))
    return _marked(made) if twice else made


def _against_hint(made: Quantity, context: Context) -> Quantity:
    """Marks a figure whose own unit measures something else than the column beside it says."""
    beside = _hint(context.unit)[1]
    unit = beside and beside.match["unit"]
    if not unit:
        return made
    expected = units().get(unit)
    if (expected.canonical if expected else "count") == made.unit:
        return made
    return _marked(made)


def is_phrase(word: str) -> bool:
    """Whether a word right behind a figure belongs to a phrase (全部满意, 小时值守) and names no unit."""
    known = any(word[:length] in units() or word[:length] in measure_words() for length in range(2, len(word)))
    return known or (len(word) > 1 and word[0] in classifiers()) or any(part in word for part in not_units())
