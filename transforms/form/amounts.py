"""Several amounts in one cell, each with its own label: 年度资金总额：300.00 其中：财政拨款：280.00 其他资金：20.00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from transforms.form.labels import LONGEST_MATCH, field_of, is_money, match
from transforms.rules import load
from transforms.text import strip_numbering

_SIGNS = r"[\s,，、;；。]"
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*(?:亿元|万元|千元|元)?")
_SEPARATOR = re.compile(rf"{_SIGNS}+")
_EDGES = re.compile(rf"^(?:{_SIGNS}|[)）])*[(（]?(?:{_SIGNS})*|(?:{_SIGNS}|[:：为])*$")
_OF_WHICH = re.compile(r"^(?:其中|包括)\s*[:：]?\s*")
_SPACE_BEHIND = re.compile(r"(其中\s*[:：])\s+")
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Stated:
    """A label of money, its field, and the amount behind it; an empty amount where it is blank."""

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a cell states: an amount that has its label elsewhere, and those with a label each."""

    lead: str | None
    stated: tuple[Stated, ...]


def amounts_in(text: str) -> Amounts | None:
    """Two amounts or more; None where anything of the text is neither an amount nor the label of one."""
    if len(text) > LONGEST_MATCH or not any(sign.isdigit() for sign in text):
        return None
    lead, stated, end = None, list[Stated](), 0
    for number, found in enumerate(_AMOUNT.finditer(text)):
        between = _bare(text[end : found.start()])
        if not between and not number:
            lead = found[0].strip()
        elif labels := _labels(between):
            blank, own = labels[:-1], labels[-1]
            stated += [Stated(field, label, "") for field, label in blank]
            stated.append(Stated(*own, found[0].strip()))
        else:
            return None
        end = found.end()
    known = len(stated) + (lead is not None)
    return Amounts(lead, tuple(stated)) if known >= _SEVERAL and not _bare(text[end:]) else None


def amounts_beside(labels: str, amounts: str) -> tuple[Stated, ...]:
    """Labels of money on a line each, and their amounts on as many lines of the next cell; nothing where they are not
    that, line for line."""
    named = [_named(_bare(line)) for line in labels.split("\n") if line.strip()]
    values = [line.strip() for line in amounts.split("\n") if line.strip()]
    if len(named) < _SEVERAL or len(named) != len(values) or not all(match("amount", value) for value in values):
        return ()
    found = [Stated(*one, value) for one, value in zip(named, values, strict=True) if one]
    return tuple(found) if len(found) == len(named) else ()


def names_budget(text: str) -> bool:
    """Whether a text begins with a label of the year's budget that has an amount somewhere behind it."""
    first = _AMOUNT.search(text) if len(text) <= LONGEST_MATCH else None
    label = re.split(r"[:：\s(（]", text[: first.start()].strip(), maxsplit=1)[0] if first else ""
    return field_of(label) == "budget"


def _labels(between: str) -> list[tuple[str, str]]:
    """The labels in front of an amount: its own, or blank ones and then its own."""
    if whole := _named(between):
        return [whole]
    named = [_named(_bare(part)) for part in _SEPARATOR.split(_SPACE_BEHIND.sub(r"\1", between))]
    found = [one for one in named if one]
    return found if len(found) == len(named) else []


def _named(label: str) -> tuple[str, str] | None:
    """The field of money that a label names, and the label; 其中： in front of it says only that it is a part."""
    for text in (label, _OF_WHICH.sub("", label), strip_numbering(label)):
        if (field := field_of(_beneath_money().get(text, text))) and is_money(field):
            return field, label
    return None


@cache
def _beneath_money() -> dict[str, str]:
    """What a word alone is called beneath a heading of money: 总额, 其他."""
    called: dict[str, str] = load("labels")["indicator_table"]["beneath"]["funds"]
    return called


def _bare(text: str) -> str:
    return _EDGES.sub("", text)
