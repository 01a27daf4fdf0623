"""Figures inside sentences: where explicit bounds stand in a text, each read by the rules for whole values."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from transforms.quantity import bounds, dates
from transforms.quantity.groups import Said
from transforms.quantity.phrase import located
from transforms.quantity.rules import likely, masks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transforms.quantity.meaning import Context, Value
    from transforms.quantity.rules import Rule
    from transforms.quantity.text import Reading

    Production = Callable[[Said, Rule, Context], Value | None]

_TWO_MONTHS = re.compile("[两俩]\\s*月")
"""So many months: no text calls February so."""
_EXPLICIT = ("before", "plus", "currency", "fraction", "unit", "unitc", "after", "unit2", "after2")


@cache
def _productions() -> dict[tuple[str, str], Production]:
    """(kind of the rule, name of the production) → production."""
    made = {("numeric", name): production for name, production in bounds.PRODUCTIONS.items()}
    return made | {("date", name): production for name, production in dates.PRODUCTIONS.items()}


def whole(reading: Reading, context: Context, kinds: tuple[str, ...] = ("date", "numeric")) -> Value | None:
    """The value that the first rule matching the whole text gives; None where none does."""
    plain = reading.plain
    if "二月" in plain and _TWO_MONTHS.search(reading.verbatim(0, len(plain))):
        kinds = tuple(kind for kind in kinds if kind != "date")
    for rule in likely(plain, kinds):
        if (match := rule.match(plain)) is None:
            continue
        told = Said(match, reading, rule.groups, (*match.groups(""), ""))
        value = _productions()[rule.kind, rule.produce](told, rule, context)
        if value is not None:
            return located(value, told, rule, context.level2)
    return None


def inside(rule: Rule, reading: Reading, context: Context, *, bare: bool = False) -> Iterator[tuple[int, int, Value]]:
    """Start, end and value of each figure or deadline that a finding rule sees in the text, from left to right.

    A figure counts where a comparator or a unit says that it is one; with `bare` also one that opens the text.
    """
    if not rule.may_match(reading.plain):
        return
    text = masked(reading.plain) if rule.kind == "numeric" else reading.plain
    for match in rule.pattern.finditer(text):
        start, end = match.span()
        explicit = rule.kind == "date" or any(match[name] for name in _EXPLICIT)
        if not explicit and not (bare and start == 0 and not text[end : end + 1].isascii()):
            continue
        value = whole(reading.part(start, end), context, (rule.kind,))
        if value is not None and value.value_kind == rule.kind:
            yield start, end, value


def masked(plain: str, *, quiet: bool = False) -> str:
    """The text with everything that is no amount made invisible, places unchanged."""
    return masks(quiet=quiet).sub(lambda match: "\0" * len(match.group()), plain)
