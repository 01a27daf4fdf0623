"""The way in: the text of one indicator value in, its meaning out."""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.quantity.figures import inside, masked, whole
from transforms.quantity.meaning import Context, Value, joined
from transforms.quantity.rules import Rule, rules
from transforms.quantity.text import Reading, normalise
from transforms.quantity.wording import classify
from transforms.rules import load

__all__ = ["Value", "read_value"]

_LONGEST = 400
"""Beyond this a text is prose: only its words are looked at."""
_FISCAL_YEARS = range(1900, 2200)
_FIGURE = re.compile("[0-9零一二三四五六七八九十百半年月季]")
_YEAR = re.compile("[=≤]?(?:19|20)[0-9]{2}")


def read_value(text: str, *, level2: str | None = None, unit: str | None = None, year: int | None = None) -> Value:
    """The meaning of one 指标值, after section 3 of the contract.

    `level2` is the 二级指标 (a 成本指标 counts in yuan), `unit` a unit that stood in a column of its own (度量单位), `year` the
    fiscal year for deadlines without one. Any text will do; nothing is raised.
    """
    context = Context(level2 or "", unit or "", year if year in _FISCAL_YEARS else None)
    reading = normalise(text)
    if _is_blank(reading.plain) or _is_blank(reading.trimmed().plain):
        return Value("empty")
    reading = _with_year_word(reading.trimmed(), context)
    value = _read(reading, context)
    if reading.joined_digits and value.value_kind != "qualitative":
        return replace(value, issues=joined(value.issues, ("value_mixed",)))
    return value


def _is_blank(plain: str) -> bool:
    return not plain or plain in load("value_rules")["blanks"]


def _with_year_word(reading: Reading, context: Context) -> Reading:
    """2025 with 年 in the unit column is the year 2025."""
    if context.unit.strip() in ("年", "年度") and _YEAR.fullmatch(reading.plain):
        return normalise(reading.plain + "年")
    return reading


def _read(reading: Reading, context: Context) -> Value:
    if len(reading.plain) > _LONGEST or not _FIGURE.search(reading.plain):
        return _words(reading)
    value = whole(reading, context)
    if value is not None:
        return value
    for rule in rules():
        if rule.find and (found := _found(rule, reading, context)) is not None:
            return found
    return _words(reading)


def _found(rule: Rule, reading: Reading, context: Context) -> Value | None:
    """The first figure or deadline inside the words."""
    found = [value for _, _, value in inside(rule, reading, context, bare=True)]
    if not found:
        return None
    issues = [issue for issue in found[0].issues if issue != "value_bare_number"]
    extra = ("value_more_bounds",) if len(found) > 1 else rule.issues
    return replace(found[0], value_rule=rule.name, issues=joined(tuple(issues), extra))


def _words(reading: Reading) -> Value:
    word_class, grade = classify(reading.plain)
    rule = next(rule for rule in rules() if rule.kind == "qualitative" and rule.word_class == word_class)
    unread = re.search("[0-9]", masked(reading.plain, quiet=True)) is not None
    return Value(
        "qualitative",
        is_qualitative=True,
        qualitative_class=word_class or "other",
        qualitative_grade=grade,
        value_rule=rule.name,
        issues=joined(rule.issues, ("value_unreadable",) if unread else ()),
    )
