"""Parquet with the comments inside: of the file in its metadata, of every field in its Arrow schema."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.exports.source import batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import duckdb

    from warehouse.exports.source import Relation

PARTITIONS = ("fiscal_year", "district_code")
_NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__"
"""How a folder is named for rows without a year or district; readers of Hive partitions know it as NULL."""

_ROW_GROUP = 122_880
Key = tuple[int | None, str | None]


def write_table(connection: duckdb.DuckDBPyConnection, relation: Relation, file: Path, which: str = "TRUE") -> int:
    """Writes a table or view, or `which` rows of it (a condition), to one file, whose folder must be there; their number."""
    query = f'FROM main."{relation.name}" WHERE {which}'
    # A batch is a row group: fewer and larger ones are written in less time.
    reader, rows = batches(connection, query, _ROW_GROUP), 0
    with _writer(file, reader.schema, relation) as writer:
        for batch in reader:
            writer.write_batch(batch.cast(writer.schema), row_group_size=_ROW_GROUP)
            rows += batch.num_rows
    return rows


def write_partitions(connection: duckdb.DuckDBPyConnection, relation: Relation, folder: Path) -> dict[Path, Key]:
    """Writes `folder/fiscal_year=…/district_code=…/<name>.parquet`, and says what year and district each file holds.

    The two columns stand in the folders' names alone, as readers of Hive partitions want it. Rows keep their order. A
    relation without rows gives one file without rows, so that its columns are known.
    """
    year, district = PARTITIONS
    numbered = f'SELECT row_number() OVER () AS ordinal, * FROM main."{relation.name}"'  # noqa: S608 - from the catalogue
    query = f"SELECT * EXCLUDE (ordinal) FROM ({numbered}) ORDER BY {year}, {district}, ordinal"  # noqa: S608
    reader = batches(connection, query)
    schema = pa.schema([field for field in reader.schema if field.name not in PARTITIONS])
    written: dict[Path, Key] = {}
    for key, pieces in groupby(_pieces(reader), key=lambda piece: piece[0]):
        file = _place(folder, key) / f"{relation.name}.parquet"
        _write(file, schema, relation, (piece for _, piece in pieces))
        written[file] = key
    if not written:
        file = _place(folder, (None, None)) / f"{relation.name}.parquet"
        _write(file, schema, relation, ())
        written[file] = (None, None)
    return written


def _pieces(reader: pa.RecordBatchReader) -> Iterator[tuple[Key, pa.RecordBatch]]:
    """Every batch cut where year or district change, with the two columns taken out."""
    for batch in reader:
        keys = zip(*(batch.column(name).to_pylist() for name in PARTITIONS), strict=True)
        rest = batch.drop_columns(list(PARTITIONS))
        start = 0
        for key, same in groupby(keys):
            length = sum(1 for _ in same)
            yield key, rest.slice(start, length)
            start += length


def _place(folder: Path, key: Key) -> Path:
    parts = (
        f"{name}={_NULL_PARTITION if value is None else quote(str(value), safe='')}"
        for name, value in zip(PARTITIONS, key, strict=True)
    )
    return folder.joinpath(*parts)


def _write(file: Path, schema: pa.Schema, relation: Relation, pieces: Iterable[pa.RecordBatch]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with _writer(file, schema, relation) as writer:
        for piece in pieces:
            writer.write_batch(piece.cast(writer.schema), row_group_size=_ROW_GROUP)


def _writer(file: Path, schema: pa.Schema, relation: Relation) -> pq.ParquetWriter:
    comments = {column.name: column.comment for column in relation.columns}
    fields = [_with_text_lists(field).with_metadata({"comment": comments[field.name]}) for field in schema]
    said = {field.name: comments[field.name] for field in fields}
    metadata = {"comment": relation.comment, "fields": json.dumps(said, ensure_ascii=False)}
    # Keys are many and mostly in order: as they are they take less room, and time, than numbers into a list of them.
    listed = [field.name for field in fields if not field.name.endswith("_key")]
    return pq.ParquetWriter(file, pa.schema(fields, metadata=metadata), compression="zstd", use_dictionary=listed)


def _with_text_lists(field: pa.Field) -> pa.Field:
    """A list's items under the name that the Parquet format gives them, which not all readers do without."""
    if pa.types.is_list(field.type):
        return pa.field(field.name, pa.list_(pa.field("element", field.type.value_type)), field.nullable)
    return field
