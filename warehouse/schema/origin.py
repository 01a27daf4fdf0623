"""Where a column's values come from: a label of the forms, other columns, or another place (`origins.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_ANY_TABLE = "*"
_RULES = Path(__file__).with_name("origins.toml")


@dataclass(frozen=True, slots=True)
class Origin:
    """Labels as the forms print them, columns (`column`, or `table.column` of another table), a place "中文 | English"."""

    form: tuple[str, ...] = ()
    national: tuple[str, ...] = ()
    """Where both are given, how the national form differs."""
    columns: tuple[str, ...] = ()
    where: str = ""


@cache
def declared_origins() -> dict[str, dict[str, Origin]]:
    """Every entry of the file, by table and column; `*` for any table."""
    tables = tomllib.loads(_RULES.read_text(encoding="utf-8"))
    return {table: {name: _origin(entry) for name, entry in columns.items()} for table, columns in tables.items()}


def origin_of(table: str, column: str, siblings: frozenset[str]) -> Origin | None:
    """Where a column of a table comes from, of the table's own columns naming only those it has (`siblings`).

    None where nothing is declared, as for keys.
    """
    declared = declared_origins()
    own = declared.get(table, {}).get(column)
    found = own or declared[_ANY_TABLE].get(column)
    if found is None:
        return None
    named = tuple(name for name in found.columns if "." in name or name in siblings)
    return Origin(found.form, found.national, named, found.where)


def _origin(entry: dict[str, Any]) -> Origin:
    labels = {form: _texts(entry.get(form, ())) for form in ("form", "national")}
    return Origin(**labels, columns=_texts(entry.get("from", ())), where=entry.get("where", ""))


def _texts(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
