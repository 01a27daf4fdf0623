"""The way in: the text of one indicator value in, its meaning out."""

from __future__ import annotations

import re
from functools import cache

from transforms.quantity.cell import cell_bounds, only_bound
from transforms.quantity.figures import masked, whole
from transforms.quantity.meaning import MIXED, Bound, Context, Value, joined
from transforms.quantity.measure import measured_in, side_in_column
from transforms.quantity.of_data import with_doubt
from transforms.quantity.phrase import placed, word_of
from transforms.quantity.rules import finding, of_words
from transforms.quantity.text import Reading, normalise
from transforms.quantity.vocabulary import blanks
from transforms.quantity.wording import classify

__all__ = ["Bound", "Value", "read_value", "stated_bounds"]

_LONGEST = 400
"""Beyond this a text is prose: only its words are looked at."""
_FISCAL_YEARS = range(1900, 2200)
_FIGURE = re.compile("[0-9零一二三四五六七八九十百半年月季底末无]|没有|[未不](?:发生|出现)")
_DIGIT = re.compile("[0-9]")
_TO_NINE, _NUMERALS = "一二三四五六七八九", "零一二三四五六七八九十百千万亿"
_COUNTED = re.compile(
    f"(?<![{_NUMERALS}第几数上])(?:[二三四五六七八九]|(?:[{_TO_NINE}][十百千万]|十(?![百千万亿余多几来]))[{_NUMERALS}]{{0,8}})"
    f"(?:(?<=[十百千万][{_NUMERALS}])[个次项件处所座间栋套条篇份期支亩吨米元天]|(?<=[{_TO_NINE}][十百千万])[个次项件处所座间栋套条篇份期支亩吨米元天]|[起户人名家场台辆例宗])"
)
"""A count in Chinese numerals: 增加就业岗位二百个, 减少事故三起; two of something is as often a motto (两个确保)."""
_FIGURES = re.compile(
    "(?!.*[0-9][-./][0-9]{1,2}[-./][0-9])(?!.*[./][0-9]{1,2}[-~至到]20[0-9]{2}[./])[0-9.,/~至到=≤≥<>-]+"
)
"""Figures without a word; a whole date and months of two years are none."""
_SHARE = re.compile(r"[=≥>]*0\.0*[1-9][0-9]*|[=≥]*1(?:\.0+)?")
_CALENDAR = ("year", "month", "day")
_AMOUNTS = ("成本", "数量")
"""Levels at which figures without a word are no date: 2025.12 is an amount there, and 2000-2050 a range of them."""
_YEAR = re.compile("[=≤≥<>]?(?:19|20)[0-9]{2}")
_MONTHS = re.compile("[=≤≥]?(?:1[0-2]|[1-9])月")
"""As often so many months as the month of the year, where something is counted."""


def read_value(text: str, *, level2: str | None = None, unit: str | None = None, year: int | None = None) -> Value:
    """The meaning of one 指标值, after section 3 of the contract.

    `level2` is the 二级指标 (a 成本指标 counts in yuan), `unit` a unit that stood in a column of its own (度量单位), `year` the
    fiscal year for deadlines without one. Any text will do; nothing is raised.
    """
    fiscal_year = year if year is not None and year in _FISCAL_YEARS else None
    context = Context(level2 or "", unit or "", fiscal_year)
    reading = normalise(text)
    trimmed = reading.trimmed()
    if trimmed.plain in blanks() or not trimmed.plain or reading.plain in blanks():
        return Value("empty")
    reading = _with_column(trimmed, context) if unit else trimmed
    value = with_doubt(_read(reading, context), reading.plain)
    is_open = unit and (_is_open_in_column(unit, is_taken=reading is not trimmed) or _is_share(reading.plain, unit))
    if is_open and value.value_kind == "numeric":
        value = value._replace(issues=joined(value.issues, MIXED))
    if value.value_kind == "date" and "数量" in context.level2 and _MONTHS.fullmatch(reading.plain):
        value = value._replace(issues=joined(value.issues, MIXED))
    if (
        unit
        and value.value_kind == "date"
        and "年" not in reading.plain
        and measured_in(unit) not in (None, "year", "day")
    ):
        # 12月 beside 月: December, or twelve of them; 2025.1-2025.12 beside 个.
        value = value._replace(issues=joined(value.issues, MIXED))
    if reading.joined_digits:
        gap = ("value_unreadable",) if value.value_kind == "qualitative" else MIXED
        return value._replace(issues=joined(value.issues, gap))
    return value


def stated_bounds(text: str, value: Value) -> tuple[Bound, ...]:
    """Every bound on a number or a date of a text that was read as `value`, which is the first of them.

    Bounds on numbers come before deadlines of their own, each in reading order; a deadline that governs a figure
    (5月底前完成80%) is the `due_date` of that figure's bound. None for words alone.
    """
    return value.bounds or only_bound(text, value)


def _is_open_in_column(unit: str, *, is_taken: bool) -> bool:
    """Whether the unit column names a side that the text has its own words for, or one of steps: 级以上."""
    side = side_in_column(unit)
    return bool(side) and (
        not is_taken or normalise(unit).trimmed().plain.removesuffix(side).endswith(("级", "档", "等"))
    )


def _is_share(plain: str, unit: str) -> bool:
    """Whether a figure beside % may be a share of one, as a sheet keeps it: ≥0.95, 1.00."""
    return _SHARE.fullmatch(plain) is not None and normalise(unit).plain.startswith(("%", "百分"))


def _with_column(reading: Reading, context: Context) -> Reading:
    """The text with what the unit column says beside the unit: 2025 with 年 there is the year 2025, 5 with 天内 is 5内."""
    is_year = context.unit.strip() in ("年", "年度") and _YEAR.fullmatch(reading.plain)
    behind = "年" if is_year else side_in_column(context.unit) if reading.plain[-1].isdigit() else ""
    if not behind:
        return reading
    places = (*reading.places, *[reading.places[-1]] * len(behind))
    return reading._replace(plain=reading.plain + behind, places=places, as_written=False)


def _read(reading: Reading, context: Context) -> Value:
    if len(reading.plain) > _LONGEST or not _FIGURE.search(reading.plain):
        return _words(reading, context)
    if _is_amount(reading.plain, context):
        return whole(reading, context, ("numeric",)) or _words(reading, context)
    return whole(reading, context) or _found(reading, context) or _words(reading, context)


def _is_amount(plain: str, context: Context) -> bool:
    """Whether figures that could be a year and a month, or two years, can only be amounts: 2025.12 beside 万元."""
    measured = measured_in(context.unit) if context.unit else None
    if measured is None and not (not context.unit and any(level in context.level2 for level in _AMOUNTS)):
        return False
    return measured not in _CALENDAR and _FIGURES.fullmatch(plain) is not None


def _found(reading: Reading, context: Context) -> Value | None:
    """The first figure or deadline inside the words, with all of them where there are more."""
    bounds = cell_bounds(reading, context)
    if not bounds:
        return None
    first = bounds[0].value
    extra = ("value_more_bounds",) if len(bounds) > 1 else finding(first.value_kind).issues
    due = first.due_date if first.value_kind == "date" else None
    is_due = first.value_kind == "numeric" and first.due_date is not None
    several = bounds if len(bounds) > 1 or is_due else ()
    return first._replace(due_date=due, issues=joined(first.issues, extra), bounds=several)


def _words(reading: Reading, context: Context) -> Value:
    plain = reading.plain
    word_class, grade, first = classify(plain)
    unread = bool(_DIGIT.search(plain) and _DIGIT.search(masked(plain, quiet=True))) or bool(_COUNTED.search(plain))
    start, end = word_of(plain, word_class, first) if word_class else (0, len(plain))
    if _FIGURE.search(plain, start, end):
        # 当年完成 alone would be a date: the words around it decided too.
        start, end = 0, len(plain)
    return placed(_of_class(word_class, grade, unread=unread), reading, (start, end), context.level2)


@cache
def _of_class(word_class: str | None, grade: int | None, *, unread: bool) -> Value:
    rule = of_words(word_class)
    return Value(
        "qualitative",
        is_qualitative=True,
        qualitative_class=word_class or "other",
        qualitative_grade=grade,
        value_rule=rule.name,
        issues=joined(rule.issues, ("value_unreadable",) if unread else ()),
    )
