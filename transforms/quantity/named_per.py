"""Whether the name of an indicator says that its figure is per something that the value does not state: 亩均投入, 每周开放时间.
The words are in `periods.toml`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from transforms.quantity.meaning import MIXED, joined
from transforms.quantity.patterns import any_of
from transforms.quantity.per import pers_within
from transforms.quantity.rules import compiled
from transforms.quantity.text import normalise
from transforms.quantity.vocabulary import average_pattern, averages, periods
from transforms.rules import load

if TYPE_CHECKING:
    from transforms.quantity.meaning import Value

_TIMES = frozenset(("minute", "hour", "day", "workday", "week", "month", "year"))
_FIGURE = re.compile("[0-9]")
_HINTS = re.compile("[均每月日]")
_MUCH = 10**6
"""Yuan: so much is more likely the whole than what each of so many gets."""


def beside_per_of_name(value: Value, name: str) -> Value:
    """The figure, said to be per something by its name alone; its own `per` is what the value states. Where the two disagree,
    it is marked as uncertain.

    A share is per nothing, and so is a figure whose unit is open.
    """
    said = pers_in_name(name)
    if not said or set(said) <= set(value.per) or not _is_shared_out(value, said, normalise(name).plain):
        return value
    times, things = _times(said), set(said) - _times(said)
    is_other = _clash(times, _times(value.per)) or _clash(things, set(value.per) - _times(value.per))
    is_whole = (
        value.unit == "CNY" and _largest(value) >= _MUCH and not things.isdisjoint(load("periods")["named"]["each"])
    )
    return value._replace(issues=joined(value.issues, MIXED if is_other or is_whole else ("value_per_in_name",)))


@lru_cache(maxsize=16384)
def pers_in_name(name: str) -> tuple[str, ...]:
    """What a name says that its figure is per, in reading order: averages (户均, 日均), 每 with a known word, 月 or 日 in front
    of what is paid by it.

    Nothing where a figure follows in the name itself: that one is per it (每年不低于200元标准).
    """
    if not _HINTS.search(name):
        return ()
    plain = normalise(name).plain
    found = [
        (match.start(), averages()[match.group()])
        for match in average_pattern().finditer(plain)
        if not _words("all_of_them").match(plain, match.end())
    ]
    found += [(match.start(), pers_within(match.group())) for match in _each().finditer(plain)]
    paid_by = load("periods")["named"]["paid_by"]
    found += [(match.start(), (paid_by[match.group()],)) for match in _paid().finditer(plain)]
    if not found or _FIGURE.search(plain, min(found)[0]):
        return ()
    return joined(*(words for _, words in sorted(found)))


def _clash(said: set[str], stated: set[str]) -> bool:
    return bool(said and stated) and not (said <= stated or stated <= said)


def _times(per: tuple[str, ...]) -> set[str]:
    return set(periods().values()).intersection(per)


def _largest(value: Value) -> float:
    return float(max(value.upper_bound or 0, value.lower_bound or 0))


def _is_shared_out(value: Value, said: tuple[str, ...], name: str) -> bool:
    """Whether a figure in this unit can be what the name's average or 每 is of."""
    words = load("periods")["named"]
    if value.unit in (None, "percent") or value.counter in words["counters"] or _says("whole", name):
        return False
    if value.unit in _TIMES and "每" in name:
        return value.lower_bound is not None and _says("lasting", name)
    if set(said) - _times(said) and value.unit != "CNY" and _says("money", name):
        return False
    return value.counter not in words["people"] or not set(words["persons"]).intersection(said)


def _says(listed: str, name: str) -> bool:
    return _words(listed).search(name) is not None


@cache
def _words(listed: str) -> re.Pattern[str]:
    return re.compile(any_of(load("periods")["named"][listed]))


@cache
def _paid() -> re.Pattern[str]:
    """月 and 日 in front of money: 月租金."""
    words = load("periods")["named"]
    return re.compile(f"(?<!{any_of(words['paid_not_behind'])}){any_of(words['paid_by'])}(?={any_of(words['paid'])})")


@cache
def _each() -> re.Pattern[str]:
    words = load("periods")["named"]
    return compiled("(?=每|平均每){each_known}(?!" + any_of([*words["not_before"], *words["noun_goes_on"]]) + ")")
