"""What a text is called on the form: labels to fields, titles, headers and headings to their parts."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from transforms.rules import load
from transforms.text import fold

_BRACKETS = re.compile(r"[(\[【<][^)\]】>]*[)\]】>]")
_LONGEST_LABEL = 24
_LONGEST_MATCH = 200
"""No label, title or header is longer than that, padding included."""
_REMEMBERED = 16_384
"""Offices write the same few words in most cells: what they are is found out once, in bounded memory."""


@cache
def _fields() -> dict[str, str]:
    fields = load("labels")["fields"]
    return {fold(label): name for name, field in fields.items() for label in field["labels"]}


@cache
def governs(field: str) -> str:
    """`right`, `rows` or `columns`: which cells the field's label speaks for."""
    return str(load("labels")["fields"][field]["governs"])


@cache
def stays_under(field: str, heading: str | None) -> bool:
    """Whether a row that the field's label begins still belongs to the rows of the heading."""
    return heading is not None and load("labels")["fields"][field].get("under") == heading


def field_of(text: str) -> str | None:
    """The field that a cell's text is the label of, or None where it is a value."""
    return remembered_field(text) if text and len(text) <= _LONGEST_MATCH else None


remembered_fold = lru_cache(maxsize=_REMEMBERED)(fold)


@lru_cache(maxsize=_REMEMBERED)
def remembered_field(text: str) -> str | None:
    folded = remembered_fold(text)
    if not folded or len(folded) > _LONGEST_LABEL:
        return None
    fields = _fields()
    return fields.get(folded) or fields.get(_BRACKETS.sub("", folded).rstrip(":："))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("labels")["patterns"][name])


def match(name: str, text: str) -> re.Match[str] | None:
    """The named pattern of `labels.toml`, searched in the folded text."""
    return remembered_match(name, text) if text and len(text) <= _LONGEST_MATCH else None


@lru_cache(maxsize=_REMEMBERED)
def remembered_match(name: str, text: str) -> re.Match[str] | None:
    return _pattern(name).search(remembered_fold(text))


@cache
def _sections() -> dict[str, str]:
    return {fold(label): name for name, labels in load("labels")["sections"].items() for label in labels}


def section_of(heading: str) -> str | None:
    """The section of the document that a heading, given without its number, opens."""
    return _sections().get(fold(heading)) if len(heading) <= _LONGEST_LABEL else None


@cache
def indicator_columns() -> tuple[frozenset[str], int]:
    """The columns that make a row the head of an indicator table, and how many of them must be there."""
    table = load("labels")["indicator_table"]
    return frozenset(table["columns"]), int(table["at_least"])


def says_nothing(text: str) -> bool:
    """Whether a cell is blank, or holds what offices write for blank."""
    return fold(text) in load("labels")["blank"]["texts"]
