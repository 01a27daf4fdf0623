"""The tables as the lake keeps them, before versions and unit names are decided; derived from the published ones."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

import dataframely as dy

from warehouse.schema.frames import typed
from warehouse.schema.star import PUBLISHED, Department, Document, Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from warehouse.schema.frames import Types


def _derived(name: str, comment: str, columns: Mapping[str, dy.Column]) -> type[dy.Schema]:
    """A schema made of columns that other schemas declare."""
    metaclass: Any = type(dy.Schema)
    return cast("type[dy.Schema]", metaclass(name, (dy.Schema,), {"__doc__": comment, **columns}))


def _without(schema: type[dy.Schema], dropped: Iterable[str]) -> dict[str, dy.Column]:
    return {name: column for name, column in schema.columns().items() if name not in set(dropped)}


def _staged_status() -> dy.String:
    values = ("loaded", "quarantined")
    return dy.String(
        check={"known": lambda column: column.is_in(values)},
        metadata={"values": list(values)},
        description="状态：loaded 已读取、quarantined 已隔离 | loaded or quarantined; not yet which are superseded",
    )


_units = Department.columns()
_owner = {name: _units[name] for name in ("department_code", "unit_code", "unit_name")}

StagedDocument = _derived(
    "StagedDocument",
    "文件：每份读取的文件一行 | Documents read, one row each.",
    {**Document.columns(), "status": _staged_status()},
)
StagedDepartment = _derived(
    "StagedDepartment",
    "预算单位：文件中出现一次一行 | Units as a document names them, one row per document and unit.",
    {
        "document_key": Project.columns()["document_key"],
        "fiscal_year": Project.columns()["fiscal_year"],
        **_without(Department, ("department_key", "valid_from_year", "valid_to_year", "is_current")),
    },
)
StagedProject = _derived(
    "StagedProject",
    "项目：每个项目一行，单位按原文 | Projects, one row each, with the unit as printed.",
    {
        **_without(Project, ("department_key",)),
        "department_name": Document.columns()["department_name"],
        **_owner,
    },
)

STAGED: dict[str, type[dy.Schema]] = {
    **PUBLISHED,
    "document": StagedDocument,
    "department": StagedDepartment,
    "project": StagedProject,
}
"""What a star partition of the lake holds, one Parquet file a table."""


def frame(schema: type[dy.Schema], rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a frame with exactly the columns and types of the schema: `frames.typed`."""
    return typed(schema.__name__, _types_of(schema), rows)


@cache
def staged_types() -> dict[str, Types]:
    """The tables that a star partition holds, each with its columns and their types."""
    return {table: _types_of(schema) for table, schema in STAGED.items()}


@cache
def _types_of(schema: type[dy.Schema]) -> Types:
    """The columns of a schema and their types, in order."""
    return {name: column.dtype for name, column in schema.columns().items()}
