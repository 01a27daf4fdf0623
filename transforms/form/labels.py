"""What a text is called on the form: labels to fields, titles, headers and headings to their parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from typing import NamedTuple

from transforms.form.patterns import search
from transforms.rules import load
from transforms.text import fold, fold_unnumbered, strip_numbering

_BRACKETS = re.compile(r"[(\[【<][^)\]】>]*[)\]】>]")
_PART = "其中"
_OF_WHICH = re.compile(r"^其中[:：、]?")
_CENTURY = "20"
_YEAR_AHEAD = re.compile(rf"({_CENTURY}\d\d)年")
_EXPECTED = "预"
_EXPECTED_YEAR = re.compile(rf"^(预期|预计)({_CENTURY}\d\d年度?)")
_LONGEST_LABEL = 24
_FIRST_OF_NUMBERS = frozenset("0123456789一二三四五六七八九十")
LONGEST_MATCH = 200
"""No label, title or header is longer than that, padding included."""
_REMEMBERED = 16_384
_TITLES_REMEMBERED = 512
"""Those of a document: a title is listed in the contents, and stands above its table."""


@cache
def _fields() -> dict[str, str]:
    fields = load("labels")["fields"]
    return {fold(label): name for name, field in fields.items() for label in field["labels"]}


@cache
def governs(field: str) -> str:
    """`right`, `rows` or `columns`: which cells the field's label speaks for; nothing where there is no field."""
    return str(load("labels")["fields"][field]["governs"]) if field else ""


@cache
def is_kept(field: str) -> bool:
    """Whether the records have a place for the field; the others are known and passed over."""
    return bool(load("labels")["fields"].get(field, {}).get("kept", True))


@cache
def stays_under(field: str, heading: str | None) -> bool:
    """Whether a row that the field's label begins still belongs to the rows of the heading."""
    return heading is not None and heading in load("labels")["fields"][field].get("under", ())


def field_of(text: str) -> str | None:
    """The field that a cell's text is the label of, or None where it is a value."""
    return field_of_folded(fold(text)) if len(text) <= LONGEST_MATCH else None


def without_brackets(text: str) -> str:
    """A label folded, without what it says in brackets and without a colon behind it."""
    return _BRACKETS.sub("", fold(text)).rstrip(":：")


def field_of_folded(folded: str) -> str | None:
    """`field_of` a text that is folded already."""
    if not folded or len(folded) > _LONGEST_LABEL:
        return None
    fields = _fields()
    plain = _BRACKETS.sub("", folded).rstrip(":：")
    if plain.startswith(_EXPECTED):
        plain = _year_first(plain)
    return (
        fields.get(folded)
        or fields.get(plain)
        or _of_a_year(plain)
        or _part_of_money(plain)
        or fields.get(plain.translate(_look_alikes()))
        or (_of_numbered(plain) if plain[:1] in _FIRST_OF_NUMBERS else None)
    )


def _of_numbered(label: str) -> str | None:
    """The field of a label with a number in front: 一、项目名称."""
    bare = strip_numbering(label)
    return None if bare == label else _fields().get(bare) or _part_of_money(bare)


@cache
def _look_alikes() -> dict[int, str]:
    """Characters that are typed or read for others of labels, by their code points."""
    return str.maketrans(load("labels")["look_alikes"])


def _year_first(label: str) -> str:
    """A folded label with its year in front: 预期2025年实现值 asks for the same as 2025年预期实现值."""
    return _EXPECTED_YEAR.sub(r"\2\1", label)


def _of_a_year(label: str) -> str | None:
    """The column of the indicator table that a label with its year in front names: 2025年度指标值."""
    year = year_of_label(label) if label.startswith(_CENTURY) else None
    field = _fields().get(label.removeprefix(f"{year}年").removeprefix("度")) if year else None
    return field if field and governs(field) == "columns" else None


def _part_of_money(label: str) -> str | None:
    """The source of money that a label calls a part of the amount above it: 其中:中央补助."""
    field = _fields().get(_OF_WHICH.sub("", label)) if label.startswith(_PART) else None
    return field if field and field in load("labels")["fields"]["funds"]["parts"] else None


def year_of_label(label: str) -> int | None:
    """The year in front of a label, or in brackets behind it: 2025年目标值, 指标值（2025年）."""
    folded = _year_first(fold(label))
    found = _YEAR_AHEAD.match(folded) or search("year_in_brackets", folded)
    return int(found[1]) if found else None


def of_one_year(text: str) -> tuple[int, str] | None:
    """The year and the field of a label that asks for a goal or an amount of one year by its number: 2025年预算（万元）,
    2025年度绩效目标. Whether that is the budget's year, and the label the field's, the label does not say."""
    label = without_brackets(text) if len(text) <= LONGEST_MATCH else ""
    year = year_of_label(label) if label.startswith(_CENTURY) and len(label) <= _LONGEST_LABEL else None
    if year is None:
        return None
    named = label.removeprefix(f"{year}年").removeprefix("度")
    field = _fields().get(f"年度{named}") or _fields().get(named, "")
    if field in ("goal", "overall_goal"):
        return year, "goal"
    return (year, field) if is_money(field) and field != "period_budget" else None


def numbered_goal(text: str) -> str | None:
    """The field of a goal that is numbered among those of its kind: 年度绩效目标1."""
    found = match("numbered_goal", text) if len(text) <= _LONGEST_LABEL else None
    field = field_of(found["label"]) if found else None
    return field if field in GOALS else None


def is_final(label: str) -> bool:
    """Whether a label asks for what was decided in the end, beside what was there before: 调整后指标值, 批复数."""
    return match("final_label", label) is not None


class Labelled(NamedTuple):
    """A label and its value in one cell."""

    field: str
    label: str
    value: str


GOALS = frozenset(("goal", "overall_goal", "period_goal"))
"""What a goal may be called: the year's, the whole, the whole period's."""
_MONEY_UNIT_BEHIND = re.compile(
    r"\s*[(（]?\s*(?:(?:金额|计量|货币)?单位|金额)\s*[:：]\s*(?:人民币)?\s*(?:亿元|万元|千元|元)\s*[)）]?\s*$"
)
_LABEL_END = re.compile(r"[:：]|\n")
_AMOUNT_END = re.compile(r"[\d元]\s*$")
_AMOUNT = re.compile(r"(?<![\d.,，])-?[\d,，.]*\d\s*(?:元|千元|万元|亿元)?\s*$")


def labelled(text: str, of: Callable[[str], str | None] = field_of) -> Labelled | None:
    """A cell that holds its label and its value: `年度资金总额：84.00`, a label on a line of its own above its text, or
    a label of money right in front of its amount. None for a mere label, and for what is none. `of` gives a label's field."""
    for end in _LABEL_END.finditer(text, 0, 3 * _LONGEST_LABEL):
        field = of(text[: end.start()])
        value = text[end.end() :].strip()
        if field and value and governs(field) == "right" and not field_of(text) and _is_value(field, value):
            return Labelled(field, text[: end.start()].strip(), value)
    amount = _AMOUNT.search(text) if len(text) <= 2 * _LONGEST_LABEL and _AMOUNT_END.search(text) else None
    field = of(text[: amount.start()]) if amount else None
    if amount and field and is_money(field):
        return Labelled(field, text[: amount.start()].strip(), amount.group().strip())
    return None


def _is_value(field: str, value: str) -> bool:
    """Whether a text may be the field's value: an amount where it is one, and not the money's unit where it is a unit."""
    if is_money(field):
        return match("amount", value) is not None
    if field == "year":
        return match("year_value", value) is not None
    return not (field == "unit" and match("money_unit", f"单位:{value}"))


@cache
def is_money(field: str) -> bool:
    """Whether the field holds an amount."""
    return field.endswith(("budget", "funds")) and governs(field) == "right"


class Asked(NamedTuple):
    """What the labels of a row ask for, among other things."""

    money: bool
    goals: bool


@lru_cache(maxsize=_REMEMBERED)
def asked_by(*fields: str) -> Asked:
    """Whether labels of these fields ask for money, or for goals."""
    return Asked(any(field == "funds" or is_money(field) for field in fields), not GOALS.isdisjoint(fields))


def is_of_year(label: str) -> bool:
    """Whether a label says that what it asks for is the budget year's: 本年度预算, 年度资金总额, 当年预算."""
    return "年" in label


def without_money_unit(line: str) -> str:
    """A line without the money's unit behind it: `填报单位：某市某局  金额单位：万元`."""
    return _MONEY_UNIT_BEHIND.sub("", line) if "元" in line else line


def match(name: str, text: str) -> re.Match[str] | None:
    """The named pattern of `labels.toml`, searched in the folded text."""
    return _remembered_match(name, text) if text and len(text) <= LONGEST_MATCH else None


@lru_cache(maxsize=_REMEMBERED)
def _remembered_match(name: str, text: str) -> re.Match[str] | None:
    return search(name, fold(text))


@cache
def _sections() -> dict[str, str]:
    return {fold(label): name for name, labels in load("labels")["sections"].items() for label in labels}


def section_of(heading: str) -> str | None:
    """The section of the document that a heading opens, given without its number; one without a stop is looked for."""
    if len(heading) > _LONGEST_LABEL:
        return None
    folded = fold(heading).rstrip(":")
    found = _sections().get(folded)
    if found is None and (numbered := search("section_heading", folded)):
        found = "measures" if numbered["measures"] else _sections().get(numbered["name"])
    return found


@cache
def indicator_columns() -> tuple[frozenset[str], int]:
    """The columns that make a row the head of an indicator table, and how many of them must be there."""
    table = load("labels")["indicator_table"]
    return frozenset(table["columns"]), int(table["at_least"])


@cache
def project_columns() -> frozenset[str]:
    """What a table with a row for every indicator may have columns for, beside the indicator's own."""
    return frozenset(load("labels")["indicator_table"]["project_columns"])


@lru_cache(maxsize=_TITLES_REMEMBERED)
def names_no_project(title: str) -> bool:
    """Whether a folded title names a kind of form and no project: 项目支出绩效目标表."""
    return search("generic_title", title) is not None


def tells_results(fields: Collection[str], *, is_header: bool) -> bool:
    """Whether a row with labels of these fields tells what was reached in a past year: two of them do, or one where the
    row heads an indicator table."""
    return "results" in fields and (is_header or list(fields).count("results") > 1)


@cache
def _level_names() -> frozenset[str]:
    return frozenset(load("labels")["indicator_table"]["level_names"])


def is_level_name(text: str) -> bool:
    """Whether a cell says what indicators are sorted under: 产出指标, 数量指标."""
    return level_name_in(text) is not None


def is_level2_name(text: str) -> bool:
    """Whether a cell names a level 2 and no level 1: 数量指标."""
    name = level_name_in(text)
    return name is not None and name not in load("labels")["indicator_table"]["level1_names"]


def is_level1_name(text: str, *, surely: bool = True) -> bool:
    """Whether a cell names a level 1, and where it has to be sure of that, no level 2 of other tables: 产出指标."""
    name, table = level_name_in(text), load("labels")["indicator_table"]
    return name in table["level1_names"] and not (surely and name in table["either_level_names"])


def level_name_in(text: str) -> str | None:
    """What a cell says that indicators are sorted under, without its number; None where it says something else."""
    name = fold_unnumbered(text) if len(text) <= _LONGEST_LABEL else ""
    return name if name in _level_names() else None


def says_nothing(text: str) -> bool:
    """Whether a cell is blank, or holds what offices write for blank."""
    return fold(text) in _blanks()


@cache
def _blanks() -> frozenset[str]:
    return frozenset(load("labels")["blank"]["texts"])
