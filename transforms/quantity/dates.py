"""Productions for deadlines: a match of a date rule becomes the last day that still meets the target."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from transforms.quantity.meaning import MIXED, Value, joined, unreadable
from transforms.quantity.number import chinese
from transforms.rules import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from transforms.quantity.groups import Said
    from transforms.quantity.meaning import Context
    from transforms.quantity.rules import Rule

    Production = Callable[[Said, Rule, Context], Value | None]

_FIELD = re.compile("([a-z_]+?)([0-9]+)_*")
_DECEMBER = 12
_CENTURY, _HUNDRED = 2000, 100
_WITHOUT_YEAR = frozenset("年月季半日天周旬号期批底末初中前止")
"""Every day or period that can be named without the figures of its year is named with one of these characters."""


def may_lack_year(plain: str) -> bool:
    """Whether a normalised text may name a day or a period whose year only the fiscal year tells."""
    return not _WITHOUT_YEAR.isdisjoint(plain)


def _fields(match: Said, suffix: str) -> dict[str, str]:
    """What the date whose groups end in `suffix` states, by field; alternatives end in underscores."""
    found = {}
    for group, text in match.match.groupdict().items():
        name = text and _FIELD.fullmatch(group)
        if name and name[2] == suffix:
            found[name[1]] = text
    return found


def _whole(text: str) -> int:
    if text.isascii():
        return int(text)
    if text.startswith("二零") and "十" not in text:
        return int("".join(str("零一二三四五六七八九".index(character)) for character in text))
    return int(chinese(text) or 0)


def _year(fields: dict[str, str], year: int | None) -> int | None:
    if "year" in fields:
        stated = _whole(fields["year"])
        return stated + _CENTURY if stated < _HUNDRED else stated
    if "next_year" in fields:
        return None if year is None else year + 1
    return year


def _period(fields: dict[str, str], year: int) -> tuple[date, date]:
    """First and last day of what the fields name. Raises ValueError for a day that no calendar has."""
    if "half" in fields:
        first, last = {"上": (1, 6), "前半": (1, 6), "下": (7, 12), "后": (7, 12)}.get(fields["half"][0], (1, 6))
        if fields["half"].endswith("季度"):
            last = 9 if fields["half"][1] in "三3" else 6
        return date(year, first, 1), month_end(year, last)
    if "quarter" in fields:
        last = _whole(fields["quarter"]) * 3
        return date(year, last - 2, 1), month_end(year, last)
    if "month" not in fields:
        return date(year, 1, 1), date(year, _DECEMBER, 31)
    month = _whole(fields["month"])
    if "day" in fields:
        day = date(year, month, _whole(fields["day"]))
        return day, day
    return _third(year, month, fields.get("part", ""))


def _third(year: int, month: int, part: str) -> tuple[date, date]:
    end = month_end(year, month)
    if part.endswith("中下旬"):
        return date(year, month, 11), end
    if part.endswith("上中旬"):
        return date(year, month, 1), date(year, month, 20)
    if part.startswith("上旬"):
        return date(year, month, 1), date(year, month, 10)
    if part.startswith("中旬"):
        return date(year, month, 11), date(year, month, 20)
    if part.startswith("下旬"):
        return date(year, month, 21), end
    if "初" in part:
        return date(year, month, 1), date(year, month, 10)
    if "中" in part:
        return date(year, month, 1), date(year, month, 15)
    return date(year, month, 1), end


@lru_cache(maxsize=4096)
def month_end(year: int, month: int) -> date:
    """The last day of a month. Raises ValueError for one that no calendar has."""
    return date(year, month, monthrange(year, month)[1])


def _dated(rule: Rule, due: date | None, start: date | None = None, issues: tuple[str, ...] = ()) -> Value:
    return Value("date", due_date=due, start_date=start, value_rule=rule.name, issues=joined(rule.issues, issues))


def _vague(*fields: dict[str, str]) -> tuple[str, ...]:
    """月初 and 月中 name no day: read as the 10th and the 15th, marked."""
    parts = [part for each in fields if (part := each.get("part"))]
    return MIXED if any(part.endswith(("初", "中")) for part in parts) else ()


def deadline(match: Said, rule: Rule, context: Context) -> Value | None:
    """A day, month, quarter, half or year: its last day. Without any year the day stays open."""
    fields = _fields(match, "1")
    year = _year(fields, context.year)
    if year is None:
        return _dated(rule, None, issues=("value_year_missing",))
    try:
        due = _period(fields, year)[1]
    except ValueError:
        return unreadable(rule.name, "value_unreadable")
    return _dated(rule, due, issues=joined(_vague(fields), _within(match, fields)))


def _within(match: Said, fields: dict[str, str]) -> tuple[str, ...]:
    """6月以内 is June as often as six months, and so is 一月内."""
    until = match.match.groupdict().get("until") if fields.keys() == {"month"} else None
    is_open = until in ("以内", "之内") or (until == "内" and not fields["month"].isascii())
    return MIXED if is_open else ()


def named_period(match: Said, rule: Rule, context: Context) -> Value | None:
    """2021年全年: first and last day of what is named."""
    fields = _fields(match, "1")
    year = _year(fields, context.year)
    if year is None:
        return _dated(rule, None, issues=("value_year_missing",))
    start, due = _period(fields, year)
    return _dated(rule, due, start)


def mid_year(match: Said, rule: Rule, context: Context) -> Value | None:
    """年中: the end of June."""
    year = _year(_fields(match, "1"), context.year)
    if year is None:
        return _dated(rule, None, issues=("value_year_missing",))
    return _dated(rule, date(year, 6, 30))


def span(match: Said, rule: Rule, context: Context) -> Value | None:
    """First day of the first date to last day of the second; a year that stands at one end holds for both."""
    first, second = _fields(match, "1"), _fields(match, "2")
    if second.keys() == {"day"}:
        # 12月1-15日: days of one month.
        if "day" not in first:
            return None
        second["month"] = first["month"]
    stated = [year for year in (_year(first, None), _year(second, None)) if year is not None]
    fallback = stated[0] if stated else context.year
    start_year = _year(first, fallback if "next_year" not in first else context.year)
    end_year = _year(second, fallback if "next_year" not in second else context.year)
    if start_year is None or end_year is None:
        return _dated(rule, None, issues=("value_year_missing",))
    try:
        start, due = _period(first, start_year)[0], _period(second, end_year)[1]
    except ValueError:
        return unreadable(rule.name, "value_unreadable")
    if start > due:
        return unreadable(rule.name, "value_unreadable")
    return _dated(rule, due, start, _vague(first, second))


def undated(_match: Said, rule: Rule, _context: Context) -> Value | None:
    """2025年春节前: a deadline whose day is not known."""
    return _dated(rule, None)


def not_before(match: Said, rule: Rule, context: Context) -> Value | None:
    """≥2025年6月: a first day, no last one."""
    fields = _fields(match, "1")
    year = _year(fields, context.year)
    if year is None:
        return _dated(rule, None, issues=("value_year_missing",))
    try:
        first = _period(fields, year)[fields.get("part", "").endswith(("底", "末"))]
    except ValueError:
        return unreadable(rule.name, "value_unreadable")
    return _dated(rule, None, first, MIXED if "后" in match.match.group() else ())


def recurring(match: Said, rule: Rule, context: Context) -> Value | None:
    """每月15日前 has no single day; 每年12月底前 has one in the fiscal year."""
    period = _recurrence(match.match.groupdict().get("every") or "")
    none = _dated(rule, None)._replace(recurrence=period)
    fields = _fields(match, "1")
    if period != "year" or context.year is None or ("day" in fields and "month" not in fields):
        return none
    found = deadline(match, rule, context)
    return found._replace(recurrence=period) if found is not None and found.value_kind == "date" else none


def _recurrence(every: str) -> str:
    """The period that the words before the day name; a day without any is a day of the month."""
    words = [word for word in _recurring() if every.startswith(word)]
    period: str = _recurring()[max(words, key=len)] if words else load("recurrence")["alone"]
    return period


@cache
def _recurring() -> dict[str, str]:
    entries = load("recurrence")["recurrence"]
    return {word: entry["canonical"] for entry in entries for word in entry["words"]}


PRODUCTIONS: dict[str, Production] = {
    "deadline": deadline,
    "mid_year": mid_year,
    "period": named_period,
    "range": span,
    "start": not_before,
    "undated": undated,
    "recurring": recurring,
}
