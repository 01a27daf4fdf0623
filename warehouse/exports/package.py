"""Describes exported files in a data package: what every column is, also in terms of the Fiscal Data Package."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from warehouse.exports.fiscal import TAXONOMY, column_type, constants
from warehouse.files import content_hash
from warehouse.schema.derived import CURRENT
from warehouse.schema.star import bilingual

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.exports.source import Column, Relation

_FIELD_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "DECIMAL": "number",
    "DOUBLE": "number",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}
_PRECISION = re.compile(r"\(.*\)")


@dataclass(frozen=True, slots=True)
class FileKind:
    """What all files of a package have in common: format, media type, how to read them, and formats of field types."""

    format: str
    mediatype: str
    reading: dict[str, Any] = field(default_factory=dict)
    field_formats: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file with rows of a relation: all of them, those of one partition (column → value), or, where several files of it
    follow each other, some of them."""

    relation: Relation
    path: Path
    rows: int
    partition: dict[str, Any] | None = None


def write_package(target: Path, kind: FileKind, files: list[PackedFile], folder: Path, prefix: str = "") -> None:
    """Writes a descriptor of files below `folder`, which stands, or will stand, at `prefix` beside the descriptor."""
    whole = {file.relation.name for file in files if file.partition is None}
    package = {
        "profile": "tabular-data-package",
        "name": "jixiao",
        "title": "部门预算绩效文本数据仓库",
        "description": "Department budget performance texts, read into comparable tables: what is current.",
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "columnTypes": [TAXONOMY],
        "resources": [_resource(list(own), kind, whole, folder, prefix) for _, own in groupby(files, key=_resource_of)],
    }
    target.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _resource_of(file: PackedFile) -> tuple[str, dict[str, Any] | None]:
    """Files of one relation or partition that follow each other are one resource."""
    return file.relation.name, file.partition


def _resource(files: list[PackedFile], kind: FileKind, whole: set[str], folder: Path, prefix: str) -> dict[str, Any]:
    file, several = files[0], len(files) > 1
    title, description = bilingual(file.relation.comment)
    parts = [_part(one, folder, prefix) for one in files]
    resource: dict[str, Any] = {
        "path": [part["path"] for part in parts] if several else parts[0]["path"],
        "profile": "tabular-data-resource",
        "name": "-".join([file.relation.name, *map(_slug, (file.partition or {}).values())]),
        "title": title,
        "description": description,
        "format": kind.format,
        "mediatype": kind.mediatype,
        **kind.reading,
        **({"parts": parts} if several else {"hash": parts[0]["hash"]}),
        "bytes": sum(part["bytes"] for part in parts),
        "rows": sum(one.rows for one in files),
    }
    if file.partition is not None:
        resource["partition"] = file.partition
    return resource | {"schema": _schema(file, kind, whole)}


def _part(file: PackedFile, folder: Path, prefix: str) -> dict[str, Any]:
    """One of the files of a resource."""
    return {
        "path": prefix + file.path.relative_to(folder).as_posix(),
        "hash": content_hash(file.path),
        "bytes": file.path.stat().st_size,
        "rows": file.rows,
    }


def _slug(value: object) -> str:
    return "unknown" if value is None else str(value).lower()


def _schema(file: PackedFile, kind: FileKind, whole: set[str]) -> dict[str, Any]:
    relation, partition = file.relation, file.partition or {}
    fields = {column.name: _field(relation, column, kind) for column in relation.columns}
    schema: dict[str, Any] = {"fields": [one for name, one in fields.items() if name not in partition]}
    extra = [fields[name] | {"constant": value} for name, value in partition.items()] + constants(relation.name)
    if extra:
        schema["extraFields"] = extra
    key = [name for name in relation.primary_key if name not in partition]
    if key:
        schema["primaryKey"] = key
    references = _references(relation, whole)
    return schema | ({"foreignKeys": references} if references else {})


def _field(relation: Relation, column: Column, kind: FileKind) -> dict[str, Any]:
    title, description = bilingual(column.comment)
    field_type = "array" if column.is_list else _FIELD_TYPES.get(_PRECISION.sub("", column.type), "any")
    told = {"name": column.name, "type": field_type, "title": title, "description": description}
    if field_type in kind.field_formats:
        told["format"] = kind.field_formats[field_type]
    fiscal = column_type(relation.name, column.name)
    if fiscal:
        told["columnType"] = fiscal
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.values:
        constraints["enum"] = list(column.values)
    return told | ({"constraints": constraints} if constraints else {})


def _references(relation: Relation, whole: set[str]) -> list[dict[str, Any]]:
    """Foreign keys to tables that stand whole in the package: a `_key` column named as another table's only key."""
    owners: dict[str, str] = {}
    for table, declared in CURRENT.items():
        key = declared.primary_key()
        if len(key) == 1 and key[0].endswith("_key") and table in whole:
            owners.setdefault(key[0], table)
    return [
        {"fields": [column.name], "reference": {"resource": owners[column.name], "fields": [column.name]}}
        for column in relation.columns
        if owners.get(column.name, relation.name) != relation.name
    ]
