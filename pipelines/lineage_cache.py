"""Links of districts whose rows did not change since they were last worked out, kept in the lake."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import polars as pl

from warehouse.schema.derived import DERIVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    Links = Mapping[str, pl.DataFrame]

TABLES = ("department_lineage", "project_lineage")
_MADE_FROM, _WRITTEN_FOR = "made_from", "written_for"


class LineageCache:
    """A folder with one Parquet file a lineage table, each row with the digest of what its district's links rest on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._links: dict[str, Links] = {}
        self._used: dict[str, Links] = {}
        self._load()

    def get(self, made_from: str) -> Links | None:
        """The links of a district, by table; None where they have to be worked out."""
        found = self._links.get(made_from)
        if found is not None:
            self._used[made_from] = found
        return found

    def put(self, made_from: str, links: Links) -> None:
        """Keeps the links of a district."""
        self._used[made_from] = links

    def save(self) -> None:
        """Writes what was asked for or put since it was opened; all else is forgotten."""
        if self._used.keys() == self._links.keys():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            parts = [
                links[table].with_columns(pl.lit(made_from).alias(_MADE_FROM))
                for made_from, links in self._used.items()
            ]
            fresh = self._folder / f".{table}.parquet.{os.getpid()}"
            pl.concat(parts).write_parquet(fresh, metadata={_WRITTEN_FOR: _together(self._used)})
            fresh.replace(self._folder / f"{table}.parquet")

    def _load(self) -> None:
        try:
            files = {table: self._folder / f"{table}.parquet" for table in TABLES}
            if len({pl.read_parquet_metadata(file).get(_WRITTEN_FOR) for file in files.values()}) > 1:
                # A crash between the two: a district of one file would have no links in the other.
                return
            rows = {table: pl.read_parquet(file) for table, file in files.items()}
            parts = {
                table: own.partition_by(_MADE_FROM, as_dict=True, include_key=False) for table, own in rows.items()
            }
        except (OSError, pl.exceptions.PolarsError):
            return
        for (made_from,) in parts["department_lineage"]:
            # A district without projects has no rows in the second table.
            self._links[made_from] = {table: parts[table].get((made_from,), _nothing(table)) for table in TABLES}


def made_from(frames: Sequence[pl.DataFrame | None], code: str) -> str:
    """A digest of a district's rows and of the code that links them."""
    digest = hashlib.sha256(code.encode())
    for frame in frames:
        # Row by row: how a frame lies in memory differs with what stood beside it.
        digest.update(b"-" if frame is None else frame.hash_rows().to_numpy().tobytes())
    return digest.hexdigest()[:32]


def _together(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()


def _nothing(table: str) -> pl.DataFrame:
    return pl.DataFrame(schema={name: column.dtype for name, column in DERIVED[table].columns().items()})
