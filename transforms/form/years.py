"""The fiscal year that a line states, in figures or Chinese digits; a span of years states none."""

from __future__ import annotations

import re

from transforms.form.labels import LONGEST_MATCH
from transforms.form.patterns import pattern, search
from transforms.text import fold

_YEAR = "年"
_DIGITS = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")


def with_years(folded: str) -> str:
    """A folded text with its years in figures and without brackets around them: 二○二五年, (2025)年 become 2025年."""
    if _YEAR not in folded:
        return folded
    plain = pattern("chinese_year").expression.sub(lambda found: found[0].translate(_DIGITS), folded)
    return pattern("bracketed_year").expression.sub(r"\g<year>", plain)


def without_spans(folded: str) -> str:
    """The same without spans of years: 2025-2027年 says of none of them that it is the fiscal year."""
    plain = with_years(folded)
    return pattern("span_of_years").expression.sub("", plain) if _YEAR in plain else plain


def matched(name: str, text: str) -> re.Match[str] | None:
    """The named pattern in a text folded, with its years in figures and without spans of years."""
    return search(name, without_spans(fold(text))) if len(text) <= LONGEST_MATCH else None


def year_in(text: str) -> int | None:
    """The year that a form's heading states (2025年度, (2025)年, 二〇二五年), or the bare one of 预算年度：2025."""
    found = matched("title_year", text) or matched("bare_year", text)
    return int(found["year"]) if found else None


def span_in(text: str) -> tuple[int, int] | None:
    """First and last year of the span that a heading states beside no year of its own."""
    if len(text) > LONGEST_MATCH or year_in(text) is not None:
        return None
    found = search("span_of_years", with_years(fold(text)))
    return (int(found["first"]), int(found["last"])) if found and found["first"] < found["last"] else None
