"""Whether M behind a figure is metres or megabits: by the words around it, else it is open. The words are in `units.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from transforms.quantity.meaning import joined
from transforms.quantity.patterns import any_of
from transforms.quantity.vocabulary import doubtful_of_data, lengths, of_data_small

if TYPE_CHECKING:
    from transforms.quantity.meaning import Value

_UNKNOWN = "value_unit_unknown"


def with_doubt(value: Value, plain: str) -> Value:
    """A figure in M whose own text speaks of no length (1000M): read as metres and said to be unsure."""
    if value.unit != "m" or value.unit_text not in doubtful_of_data()[0] or _length().search(plain):
        return value
    return value._replace(issues=joined(value.issues, (_UNKNOWN,)))


def settled_by_name(value: Value, name: str) -> Value:
    """A figure in M or m under a name: metres where that speaks of a length (管道长度), open where it speaks of data only."""
    if value.unit != "m" or value.unit_text not in doubtful_of_data()[0] | of_data_small():
        return value
    if _length().search(name):
        return value._replace(issues=tuple(issue for issue in value.issues if issue != _UNKNOWN))
    return value._replace(unit=None, issues=joined(value.issues, (_UNKNOWN,))) if _data().search(name) else value


def may_be_data(text: str) -> bool:
    """Whether a text or a unit has the letter at all, so that its indicator's name is asked."""
    return any(letter in text for letter in "MmＭｍ")


@cache
def _length() -> re.Pattern[str]:
    return re.compile(any_of(lengths()))


@cache
def _data() -> re.Pattern[str]:
    return re.compile(any_of(doubtful_of_data()[1]))
