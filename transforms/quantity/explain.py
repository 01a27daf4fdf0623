"""How a value came to be read, told to people: the rule, the words, what was inferred, what is doubtful (in Chinese)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from transforms.quantity.value import stated_bounds
from transforms.rules import load

if TYPE_CHECKING:
    from transforms.quantity.meaning import Value


def explain(text: str, value: Value, *, level2: str | None = None, year: int | None = None) -> str:
    """The reading of `text` in lines: the text with its deciding words marked, meaning, rule and why, what was inferred.

    `level2` and `year` are what `read_value` was given with it. Any text will do; nothing is raised.
    """
    lines = [*_marked(text, value), f"含义：{str(value) or '空白'}（{_kind(value)}）", *_rule(value)]
    lines += [f"推断：{line}" for line in _inferred(value, level2, year)]
    bounds = stated_bounds(text, value)
    if len(bounds) > 1:
        lines += [f"界限{number}：{_bound(one.name, one.value)}" for number, one in enumerate(bounds, start=1)]
    return "\n".join([*lines, *(f"疑问：{load('findings')[issue]['zh']}（{issue}）" for issue in value.issues)])


def _marked(text: str, value: Value) -> list[str]:
    """The text on one line, and beneath it a mark under every character of the words that decided."""
    line = "".join(" " if character.isspace() else character for character in text)
    if value.span is None:
        return [line]
    start, end = value.span
    return [line, " " * _width(line[:start]) + "^" * _width(line[start:end])]


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _kind(value: Value) -> str:
    words: dict[str, str] = load("spelling")["kind"]
    better = {True: "，越高越好", False: "，越低越好", None: ""}[value.more_is_better]
    return words[value.direction or value.value_kind] + ("，约数" if value.is_approximate else "") + better


def _rule(value: Value) -> list[str]:
    if value.value_rule is None:
        return []
    why = next(rule["zh"] for rule in load("value_rules")["rule"] if rule["name"] == value.value_rule)
    return [f"规则：{value.value_rule}（{why}）"]


def _inferred(value: Value, level2: str | None, year: int | None) -> list[str]:
    """What the text itself does not say, and what it was taken from."""
    found = []
    if value.unit_inferred and value.counter:
        found.append(f"单位 {value.counter}，因是名次")
    elif value.unit_inferred:
        found.append(f"单位 {value.unit}，因二级指标是“{level2}”")
    if value.due_date and year and not _names_year(value):
        found.append(f"年份 {value.due_date.year}，据预算年度 {year}")
    return found


def _names_year(value: Value) -> bool:
    days = (value.start_date, value.due_date)
    phrase = unicodedata.normalize("NFKC", value.phrase or "")
    return any(day is not None and str(day.year) in phrase for day in days) or "二零" in phrase or "二〇" in phrase


def _bound(name: str, value: Value) -> str:
    due = f"，{value.due_date}前" if value.value_kind == "numeric" and value.due_date else ""
    return f"{name} {value}{due}".strip()
