"""How the published tables join: which column of a table names a row of another, read off the declared keys."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from warehouse.schema.derived import CURRENT
from warehouse.schema.origin import declared_origins

_NAMES = ("_key", "_no")


class Join(NamedTuple):
    """A column of one table that holds the key of another; several, with commas between them, where the key has several."""

    table: str
    column: str
    parent: str
    parent_column: str
    is_optional: bool
    """Whether the column may be NULL."""
    is_single: bool
    """Whether a row of the parent has at most one row here."""


@cache
def joins() -> tuple[Join, ...]:
    """Every join, in the order of tables and columns.

    A column joins where its name is, or ends in, that of another table's only key column, and it either is a `_key` or
    `_no`, or part of its own table's key: `rule` does in score_deduction, and not in quality_issue, where it names
    something else. One that `origins.toml` says to come from elsewhere does not.
    """
    single = tuple(
        Join(table, column, *parent, spec.nullable, schema.primary_key() == [column])
        for table, schema in CURRENT.items()
        for column, spec in schema.columns().items()
        if (spec.primary_key or column.endswith(_NAMES)) and (parent := _parent(table, column))
    )
    return (*single, *_of_several_columns())


def parent_of(table: str, column: str) -> Join | None:
    """The join that a column makes, if any."""
    return next((join for join in joins() if (join.table, join.column) == (table, column)), None)


def _of_several_columns() -> list[Join]:
    """Tables that have the same key of several columns: a row of the later belongs to one of the first."""
    found, owners = [], dict[str, str]()
    for table, schema in CURRENT.items():
        key = ", ".join(schema.primary_key())
        owner = owners.setdefault(key, table)
        if owner != table and "," in key:
            found.append(Join(table, key, owner, key, is_optional=False, is_single=True))
    return found


def _parent(table: str, column: str) -> tuple[str, str] | None:
    owners = key_owners()
    if column in declared_origins().get(table, {}):
        return None
    if column in owners:
        return None if owners[column] == table else (owners[column], column)
    return next(((owner, key) for key, owner in owners.items() if column.endswith(f"_{key}")), None)


@cache
def key_owners() -> dict[str, str]:
    """The table that each single key column identifies a row of: the one named after it, else the first with that key."""
    owners: dict[str, str] = {}
    for table, schema in CURRENT.items():
        keys = schema.primary_key()
        if len(keys) == 1 and (keys[0] not in owners or keys[0] == f"{table}_key"):
            owners[keys[0]] = table
    return owners
