"""The meaning of a value: the normalised columns of an indicator, and what its maker knows besides the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Value:
    """What one target says; the fields are the normalised columns of the warehouse, in their order.

    Bounds are in the canonical `unit` (95 with `percent` is 95 %), an open side is None. `issues` names the quality rules
    that apply; nothing uncertain is without one.
    """

    value_kind: str
    """numeric, date, qualitative or empty."""
    lower_bound: Decimal | None = None
    lower_inclusive: bool | None = None
    upper_bound: Decimal | None = None
    upper_inclusive: bool | None = None
    unit: str | None = None
    unit_text: str | None = None
    counter: str | None = None
    per: tuple[str, ...] = ()
    due_date: date | None = None
    start_date: date | None = None
    is_qualitative: bool = False
    qualitative_class: str | None = None
    qualitative_grade: int | None = None
    unit_inferred: bool = False
    value_rule: str | None = None
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the text: the indicator's 二级指标, a unit from its own column, the fiscal year."""

    level2: str = ""
    unit: str = ""
    year: int | None = None


def unreadable(rule: str, issue: str) -> Value:
    """A text that means a number or a date, but none that can be kept: words of no class, and the issue that says so."""
    return Value("qualitative", is_qualitative=True, qualitative_class="other", value_rule=rule, issues=(issue,))


def joined(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Issue names in order, each once."""
    return tuple(dict.fromkeys(name for group in groups for name in group))
