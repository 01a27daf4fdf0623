"""The meaning of a value: the normalised columns of an indicator, and what its maker knows besides the text."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from transforms.quantity.spoken import spoken_date, spoken_figure

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class Value(NamedTuple):
    """What one target says; the fields are the normalised columns of the warehouse, in their order, and three more.

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
    is_approximate: bool = False
    """Whether the figure is only near what is meant: 约50人, 50余人."""
    recurrence: str | None = None
    """The period in which a deadline comes again: day, week, ten_days, month, quarter, half_year, year, term …"""
    direction: str | None = None
    """at_least, at_most, exactly, within, by_date or qualitative; None only where the value is empty."""
    more_is_better: bool | None = None
    """Whether a higher figure is the better one; None where nothing says so, or two things disagree."""
    phrase: str | None = None
    """The words that decided, as written without white space: the figure with comparator and unit, the date, the word."""
    value_rule: str | None = None
    issues: tuple[str, ...] = ()
    span: tuple[int, int] | None = None
    """Where the phrase stood in the text as given, end excluded."""
    bounds: tuple[Bound, ...] = ()
    """Every bound of the text in reading order, where it states more than one, or a deadline for its figure; the first is
    this value."""

    def __str__(self) -> str:
        """The meaning in one spelling: ≥95%, 3860元/月/人, ≥5且<10元, 2025-06-30前. Read again it means the same.

        A date without a day and a target in words give their phrase, an empty value nothing.
        """
        written = None
        if self.value_kind == "numeric":
            lower = None if self.lower_bound is None else (self.lower_bound, bool(self.lower_inclusive))
            upper = None if self.upper_bound is None else (self.upper_bound, bool(self.upper_inclusive))
            measure = (self.unit, self.counter, self.per)
            written = spoken_figure(lower, upper, measure, approximate=self.is_approximate)
        elif self.value_kind == "date" and self.recurrence is None:
            written = spoken_date(self.start_date, self.due_date)
        return written or self.phrase or ""


class Bound(NamedTuple):
    """One bound of a cell or a measure: what is measured in its own words, the bound as written, and its meaning."""

    name: str
    """Empty where no words stand with the bound."""
    value_text: str
    value: Value


class Context(NamedTuple):
    """What is known beside the text: the indicator's 二级指标, a unit from its own column, the fiscal year."""

    level2: str = ""
    unit: str = ""
    year: int | None = None


VALUE_COLUMNS: tuple[str, ...] = Value._fields[: Value._fields.index("issues")]
"""The normalised columns of a value, as indicator, department_indicator and indicator_bound have them: its first fields."""

MIXED = ("value_mixed",)
"""The issue of a value beside which the words say something else too, so that another reading stays open."""

_DIRECTION, _RULE, _SPAN = map(Value._fields.index, ("direction", "value_rule", "span"))


def decided(
    value: Value,
    phrase: str,
    span: tuple[int, int],
    direction: str | None,
    better: bool | None,  # noqa: FBT001
) -> Value:
    """A value with the words that decided, where they stood, and which way it points. (`_replace`, but faster.)"""
    return Value._make((*value[:_DIRECTION], direction, better, phrase, *value[_RULE:_SPAN], span, value.bounds))


def value_columns(value: Value) -> dict[str, Any]:
    """The normalised columns of a value, ready for a frame."""
    columns: dict[str, Any] = dict(zip(VALUE_COLUMNS, value, strict=False))
    columns["per"] = list(value.per)
    return columns


def unreadable(rule: str, issue: str) -> Value:
    """A text that means a number or a date, but none that can be kept: words of no class, and the issue that says so."""
    return Value("qualitative", is_qualitative=True, qualitative_class="other", value_rule=rule, issues=(issue,))


def joined(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Issue names in order, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(groups))) if any(groups) else ()
