"""How a spreadsheet shows a date: as its format writes it where that is in Chinese, else in ISO form."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_LITERAL = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[\$[^\]]*\]|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_PART = re.compile(r"y+|e+|m+|d+|h+|s+|a{3,}", re.IGNORECASE)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[[^\]]*\]|_.|\*.|AM/PM|A/P|上午/下午'
    r"|(?P<part>y+|e+|m+|d+|h+|s+(?:\.0+)?|a{3,})|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECONDS = re.compile(r"s\.0+")
_DIGIT = re.compile(r"[0#?]")
_CHINESE = re.compile("[年月日时分秒]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_FIRST_DAY, _FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - sheets know no time zones
_LEAP_1900 = 60
"""Spreadsheets believe in 29 February 1900, so days before it count from one day later."""
_LAST = 2_958_465
"""31 December 9999."""
_WEEKDAYS = "一二三四五六日"


def is_date_format(section: str) -> bool:
    """Whether a section of a number format shows a date or a time."""
    bare = _SECONDS.sub("s", _LITERAL.sub("", section).lower().replace("general", ""))
    return _PART.search(bare) is not None and _DIGIT.search(bare) is None


def date_text(value: Decimal, section: str, *, since_1904: bool) -> str | None:
    """The day and time of a number as the section shows them; None where no calendar has it."""
    if not 0 <= value <= _LAST:
        return None
    if _ELAPSED.search(section):
        return _elapsed(value)
    moment = _moment(value, since_1904=since_1904)
    if moment is None:
        return None
    return _as_written(moment, section) if _CHINESE.search(section) else _iso(moment, section)


def _moment(value: Decimal, *, since_1904: bool) -> datetime | None:
    days = int(value)
    seconds = int(((value - days) * 86_400).to_integral_value(ROUND_HALF_UP))
    if since_1904:
        return _FIRST_DAY_1904 + timedelta(days, seconds)
    if days == _LEAP_1900:
        return None
    return _FIRST_DAY + timedelta(days + (0 < days < _LEAP_1900), seconds)


def _elapsed(value: Decimal) -> str:
    seconds = int((value * 86_400).to_integral_value(ROUND_HALF_UP))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _iso(moment: datetime, section: str) -> str:
    parts = {part[0].lower() for part in _PART.findall(_LITERAL.sub("", section))}
    has_time = bool(parts & {"h", "s"})
    has_day = bool(parts & {"d", "a"}) or not has_time
    texts = []
    if has_day or parts & {"y", "e"}:
        months_only = parts & {"y", "e"} and "d" not in parts
        texts.append(moment.strftime("%Y-%m" if months_only and "m" in parts else "%Y" if months_only else "%Y-%m-%d"))
    if has_time:
        texts.append(moment.strftime("%H:%M:%S" if "s" in parts else "%H:%M"))
    return " ".join(texts)


def _as_written(moment: datetime, section: str) -> str:
    texts: list[str] = []
    last = ""
    for token in _TOKEN.finditer(section):
        part = token["part"]
        if part is None:
            texts.append(token["quoted"] or token["escaped"] or token["other"] or "")
            continue
        part = part.lower()
        is_minute = part[0] == "m" and last == "h"
        texts.append(_part_text(moment, part, is_minute=is_minute))
        last = part[0]
    return "".join(texts).strip()


def _part_text(moment: datetime, part: str, *, is_minute: bool) -> str:
    if part[0] in "ye":
        return str(moment.year) if len(part) != 2 else f"{moment.year % 100:02}"
    if part[0] == "a" or (part[0] == "d" and len(part) > 2):
        return ("星期" if len(part) > 3 else "周") + _WEEKDAYS[moment.weekday()]
    numbers = {"m": moment.minute if is_minute else moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}
    number = numbers[part[0]]
    return f"{number:02}" if len(part) == 2 else str(number)
