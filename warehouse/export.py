"""Writes the published tables as Parquet and describes them in a frictionless data package."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

import polars as pl

from warehouse.ddl import literal
from warehouse.schema.derived import CURRENT
from warehouse.schema.star import allowed_values, bilingual, table_comment

if TYPE_CHECKING:
    from pathlib import Path

    import dataframely as dy
    import duckdb

_FIELD_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "string",
    pl.Boolean: "boolean",
    pl.Int8: "integer",
    pl.Int16: "integer",
    pl.Int32: "integer",
    pl.Decimal: "number",
    pl.Date: "date",
    pl.Datetime: "datetime",
    pl.List: "array",
}


def write_parquet(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Writes every table of `main` to `folder/<table>/<table>.parquet`, its comments in the file's own metadata."""
    for table, declared in CURRENT.items():
        target = folder / table / f"{table}.parquet"
        target.parent.mkdir(parents=True)
        fields = json.dumps({name: spec.description for name, spec in declared.columns().items()}, ensure_ascii=False)
        metadata = f"{{comment: {literal(table_comment(declared))}, fields: {literal(fields)}}}"
        options = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {metadata}"
        connection.execute(f"COPY main.{table} TO {literal(str(target))} ({options})")


def write_datapackage(parquet: Path, counts: dict[str, int], target: Path) -> None:
    """Describes the Parquet files below `parquet`, which will stand in a folder of that kind beside `target`."""
    package = {
        "profile": "data-package",
        "name": "jixiao",
        "title": "部门预算绩效文本数据仓库",
        "description": "Department budget performance texts, read into comparable tables: what is current.",
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "resources": [_resource(parquet, table, declared, counts[table]) for table, declared in CURRENT.items()],
    }
    target.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _resource(parquet: Path, table: str, declared: type[dy.Schema], rows: int) -> dict[str, Any]:
    file = parquet / table / f"{table}.parquet"
    content = file.read_bytes()
    title, description = bilingual(table_comment(declared))
    return {
        "name": table,
        "title": title,
        "description": description,
        "path": f"parquet/{table}/{table}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "bytes": len(content),
        "rows": rows,
        "schema": {
            "fields": [_field(name, spec) for name, spec in declared.columns().items()],
            "primaryKey": declared.primary_key(),
        },
    }


def _field(name: str, spec: dy.Column) -> dict[str, Any]:
    title, description = bilingual(spec.description or "")
    field = {"name": name, "type": _FIELD_TYPES[type(spec.dtype)], "title": title, "description": description}
    constraints: dict[str, Any] = {} if spec.nullable else {"required": True}
    if allowed_values(spec):
        constraints["enum"] = allowed_values(spec)
    return field | ({"constraints": constraints} if constraints else {})
