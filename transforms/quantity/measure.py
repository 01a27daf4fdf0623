"""One figure with its unit: what its parts are in a match, and what they measure in the canonical unit."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from transforms.quantity.groups import Groups, Said
from transforms.quantity.meaning import MIXED, joined
from transforms.quantity.number import amount, chinese, multiplier, plain
from transforms.quantity.per import heads_of, per_of
from transforms.quantity.rules import compiled
from transforms.quantity.text import normalise
from transforms.quantity.vocabulary import (
    ages,
    blanks,
    classifiers,
    dated_by_year,
    doubtful,
    doubtful_of_data,
    either,
    goods,
    measure_words,
    mottos,
    not_units,
    of_data_small,
    shares,
    things,
    units,
    words,
)

if TYPE_CHECKING:
    from transforms.quantity.meaning import Context
    from transforms.quantity.number import Exact
    from transforms.quantity.vocabulary import Unit

_UNKNOWN = ("value_unit_unknown",)
_OPEN = ("value_unit_open",)
_FINEST = Fraction(1, 10**6)
"""A unit no larger than this is, per another, a concentration: 0.5mg/L. Its figures stay as written, for no column keeps
a part of a millionth."""
_MYRIAD = 10**4
_HUNDRED = 100
_YEARS = range(1900, 2101)
_MONTHS = 12
_MANY, _MUCH = 10**8, 10**10
"""Things and yuan."""
_UNIT_LABEL = re.compile("(?:计量|度量)?单位[:为]")
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


def quantity(parts: Parts, context: Context, *, per: tuple[str, ...] = (), lead: str = "") -> Quantity | None:
    """What the parts measure; None where they spell no figure, or one that is a year.

    Raises nothing. A unit that is missing is taken from the context only where that is certain.
    """
    if not per:
        return _quantity(parts, context, per, lead)
    heads, is_open = heads_of(per)
    made = _quantity(parts, context, heads, lead)
    return _marked(made) if is_open and made is not None else made


def _quantity(parts: Parts, context: Context, per: tuple[str, ...], lead: str) -> Quantity | None:
    number, scale, unit, fraction, currency, unit_text, thing = parts
    value = amount(number, scale)
    if value is None or (unit in dated_by_year() and _is_year(scale, value)) or (thing and thing not in things()):
        return None
    if unit or fraction or currency:
        made = _measured(_measure(unit, fraction, currency, unit_text), value, per)
        made = _of_data(made, value, lead) if lead or per else made
        made = _beside_column(made, context) if context.unit else made
        return _marked(made) if _is_open(parts, per) or _is_small_money(unit, context) else made
    multiple = _multiple_in_column(context.unit) if context.unit else ""
    if multiple:
        value, parts = (
            value * (1 if scale else multiplier(multiple)),
            parts._replace(scale=scale or multiple, unit_text=unit_text or multiple),
        )
    elif (hinted := _with_hint(parts, value, per, context)) is not None:
        return hinted
    if not any(character.isdigit() and character.isascii() for character in number):
        return None
    return _without_unit(parts, value, per, context, lead)


def _of_data(made: Quantity, value: Exact, lead: str) -> Quantity:
    """The quantity, its unit open where it may be one of data: 带宽200M, 100M/s, 内存64g."""
    spellings, words = doubtful_of_data()
    is_small = made.unit_text in of_data_small() and not any(word in lead for word in goods())
    if not is_small and made.unit_text not in spellings:
        return made
    if not (any(word in lead for word in words) or (made.per == ("s",) and not is_small)):
        return made
    return made._replace(amount=value, unit=None, issues=joined(made.issues, _UNKNOWN))


def _is_open(parts: Parts, per: tuple[str, ...]) -> bool:
    """Whether the unit may say something else: 2个年度审计 are years, or audits of a year; 每月≤10日 so many, or by then;
    三项制度 three things, or those that are called so."""
    unit = parts.unit
    if unit == "日" and "month" in per:
        return True
    return bool(
        (per and (_is_second_figure(per, unit) or _is_either(unit, per)))
        or (parts.thing and unit.endswith("度") and unit in units())
        or (parts.thing and unit in mottos() and len(parts.number) == 1 and not parts.number.isascii())
    )


def _is_small_money(unit: str, context: Context) -> bool:
    """Whether 分 may be the hundredth of a yuan: 4分/条 as a cost."""
    return unit == "分" and "成本" in context.level2


def _is_second_figure(per: tuple[str, ...], unit: str) -> bool:
    """Whether what a figure is per is another figure in its own unit: 500元/300元, 80分/90分."""
    return bool(unit) and any(word[0].isdigit() and word.endswith(unit) for word in per)


def _marked(made: Quantity) -> Quantity:
    return made._replace(issues=joined(made.issues, MIXED))


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
        whole = _denominator(parts) or _HUNDRED
        return Measure(plain(Fraction(_HUNDRED) / whole), "percent", unit_text)
    if not word and currency:
        return Measure(1, "CNY", unit_text)
    unit: Unit | None = units().get(word)
    if unit is None:
        if word.isascii() or not word[0].isalpha() or _multiplier().match(word):
            return Measure(1, None, unit_text, issues=_UNKNOWN)
        counter = unit_text[-len(word) :]
        return Measure(1, "count", unit_text, counter, issues=_issues_of_counter(word, unit_text))
    if len(word) == 1 and unit_text[-1] in doubtful():
        return Measure(1, None, unit_text, issues=_UNKNOWN)
    return Measure(unit.factor, unit.canonical, unit_text, None, unit.highest, () if unit.canonical else _OPEN)


def _denominator(words: str) -> Exact | None:
    """The whole that a fraction is a part of: 百 of 百分之, 3 of 3分之2, 10万 of 10万分之5."""
    if words[0].isdecimal():
        return amount(words.rstrip("万"), words[-1] if words.endswith("万") else "")
    return chinese(f"一{words}" if words in ("千", "万", "亿") else words)


def _issues_of_counter(word: str, unit_text: str) -> tuple[str, ...]:
    """百万级 is a size, not so many steps."""
    if word in ages():
        return MIXED
    is_size = word in words("level") and unit_text != word
    return () if word in measure_words() and not is_size else _UNKNOWN


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
    return compiled("{currency}?{each:each}?{scale:scale}?(?:{unit:unit}|{word:word})\\(?(?:人民币)?\\)?{per:per}")


@cache
def _hint_groups() -> Groups:
    return Groups(_hint_pattern())


@lru_cache(maxsize=1024)
def _hint(unit: str) -> tuple[str, Said | None]:
    """What stands in the unit column, and its parts where it is a unit."""
    reading = normalise(unit).trimmed()
    named = _UNIT_LABEL.match(reading.plain)
    reading = reading.part(named.end() if named else 0, len(reading.plain) - len(side_in_column(unit)))
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


def measured_in(unit: str) -> str | None:
    """The canonical unit of what stands in the unit column, count for what counts, an open one as written; None where no unit stands there."""
    beside = _hint(unit)[1]
    word = beside and beside.match["unit"]
    if not word:
        return None
    known = units().get(word)
    return (known.canonical or word) if known else "count"


def _with_hint(parts: Parts, value: Exact, per: tuple[str, ...], context: Context) -> Quantity | None:
    """The figure in the unit that stands in a column of its own; None where that column says nothing."""
    if not context.unit:
        return None
    column, beside = _hint(context.unit)
    if not column or column in blanks():
        return None
    if beside is None:
        return Quantity(value, None, context.unit.strip(), per=per, issues=_UNKNOWN)
    hint, word = parts_of(beside), beside.match["word"]
    factor, twice = multiplier(hint.scale), bool(hint.scale and parts.scale)
    if twice and multiplier(parts.scale) >= factor:
        factor = 1  # 1.2亿 beside 万元
    unit_text = hint.unit_text or beside.reading.written(*beside.match.span("word"))
    per_there = per_of(beside)
    made = _measured(_measure(hint.unit or word, "", "", unit_text), value * factor, per or per_there)
    made = _per_of_column(made, per_there) if per_there else made
    is_month = hint.unit == "月" and value <= _MONTHS and "时效" in context.level2
    is_open = twice or is_month or value * factor >= _beyond(factor, made) or _is_either(hint.unit, per_there)
    is_open = is_open or _is_small_money(hint.unit, context)
    return _marked(made) if is_open else made


def _beyond(factor: Exact, made: Quantity) -> Exact | float:
    """From where on a figure beside 万 was written without regard to it, more likely than not: 12000 beside 万人次."""
    if factor < _MYRIAD:
        return inf
    if factor >= _MANY:
        return factor * _MYRIAD
    return _MUCH if made.unit == "CNY" else _MANY


def _is_either(unit: str, per: tuple[str, ...]) -> bool:
    """Whether what looks like what a figure is per is another word for what is counted (个/项, 人/次), or is one of two (村/社区)."""
    if len(per) == 1:
        return any(unit in words and per[0] in words for words in either("either"))
    return bool(per) and any(len(words.intersection(per)) > 1 for words in either("alternatives"))


@lru_cache(maxsize=1024)
def _multiple_in_column(unit: str) -> str:
    """The word that multiplies where the column has nothing else: 万."""
    column = _hint(unit)[0]
    return column if _multiplier().fullmatch(column) else ""


def _beside_column(made: Quantity, context: Context) -> Quantity:
    """A figure with a unit of its own, per what the column beside it says: 500元 beside 元/人. Marked where the column
    measures something else, or per something else."""
    beside = _hint(context.unit)[1]
    unit = beside and beside.match["unit"]
    if not beside or not unit:
        return made
    expected = units().get(unit)
    if (expected.canonical if expected else "count") != made.unit:
        return _marked(made)
    column = per_of(beside)
    if _is_either(unit, column):
        return _marked(made)
    if not column or (made.unit == "count" and made.counter != unit):
        return _marked(made) if column else made
    return _per_of_column(made if made.per or made.unit_text == parts_of(beside).unit_text else _marked(made), column)


def _per_of_column(made: Quantity, column: tuple[str, ...]) -> Quantity:
    """The figure per what the column says, or the text where that says more; marked where they differ."""
    if set(column) <= set(made.per):
        return made
    return made._replace(per=column) if set(made.per) <= set(column) else _marked(made)


def is_phrase(word: str) -> bool:
    """Whether a word right behind a figure belongs to a phrase (全部满意, 小时值守) and names no unit."""
    known = any(word[:length] in units() or word[:length] in measure_words() for length in range(2, len(word)))
    return known or (len(word) > 1 and word[0] in classifiers()) or any(part in word for part in not_units())
