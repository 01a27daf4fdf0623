"""Whether M, g or t behind a figure is a measure or one of data: by the words around it. The words are in `units.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from transforms.quantity.meaning import joined
from transforms.quantity.patterns import any_of
from transforms.quantity.vocabulary import doubtful_of_data, goods, lengths, of_data_small, units

if TYPE_CHECKING:
    from decimal import Decimal

    from transforms.quantity.meaning import Value
    from transforms.quantity.number import Exact

_UNKNOWN = "value_unit_unknown"
_MEASURES = ("m", "kg")
_LETTERS = frozenset("MmGgTtＭｍＧｇＴｔ")


def with_doubt(value: Value, plain: str) -> Value:
    """A figure in M whose own text speaks of no length (1000M): read as metres and said to be unsure."""
    if value.unit != "m" or value.unit_text not in doubtful_of_data()[0] or _any_of("length").search(plain):
        return value
    return value._replace(issues=joined(value.issues, (_UNKNOWN,)))


def settled_by_name(value: Value, name: str) -> Value:
    """A figure in M, m, g or t under a name: metres where that speaks of a length (管道长度), open and as written where it
    speaks of data only (内存 64g).
    """
    if value.unit not in _MEASURES or value.unit_text not in doubtful_of_data()[0] | of_data_small():
        return value
    if value.unit == "m" and _any_of("length").search(name):
        return value._replace(issues=tuple(issue for issue in value.issues if issue != _UNKNOWN))
    if not _any_of("data").search(name) or _any_of("goods").search(name):
        return value
    factor = units()[value.unit_text.lower()].factor if value.unit_text.isascii() else 1
    low, high = (_as_written(bound, factor) for bound in (value.lower_bound, value.upper_bound))
    return value._replace(lower_bound=low, upper_bound=high, unit=None, issues=joined(value.issues, (_UNKNOWN,)))


def _as_written(bound: Decimal | None, factor: Exact) -> Decimal | None:
    return None if bound is None else bound * factor.denominator / factor.numerator


def may_be_data(text: str) -> bool:
    """Whether a text or a unit has one of the letters at all, so that its indicator's name is asked."""
    return not _LETTERS.isdisjoint(text)


@cache
def _any_of(listed: str) -> re.Pattern[str]:
    words = {"length": lengths(), "data": doubtful_of_data()[1], "goods": goods()}
    return re.compile(any_of(words[listed]))
