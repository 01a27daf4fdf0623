"""The gold: star rows of documents as their files really are, one Parquet file a table, year after year."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
import pyarrow.parquet as pq

from bench.factory.corpus import Year
from bench.factory.files import REMARKS
from transforms.keys import document_key
from warehouse.schema.value import NormalisedValue

_OWN_KEYS = {
    "document": (),
    "department": (),
    "project": ("project_key",),
    "indicator": ("indicator_key", "project_key"),
    "disbursement_plan": ("project_key",),
    "department_goal": ("department_goal_key",),
    "department_indicator": ("department_goal_key",),
}
"""The tables of the gold: those whose rows the generator knows without asking a reader; and the keys of each that begin
with that of its document."""
_READ = NormalisedValue.column_names()


def gold(year: Year, files: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The star rows of a year under the keys of its real files (columns of `files.write`), with what their layouts say
    otherwise: pages, what stands in cells left blank, remarks."""
    keys = files.select(
        "document_key",
        pl.col("real_sha256").map_elements(document_key, return_dtype=pl.String).alias("real_key"),
        "real_sha256", "pages", "blank", "has_remark", "is_cut_off",
    )  # fmt: skip
    meant = year.frames["indicator"].drop(_READ).join(year.meant, on="indicator_key", maintain_order="left")
    own = {**year.frames, "indicator": meant, "department_indicator": year.goals_meant}
    frames = {table: _rekeyed(table, own[table], keys) for table in _OWN_KEYS}
    frames["document"] = _documents(frames["document"], keys)
    return frames | _as_laid_out(frames, keys)


def _documents(frame: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    own = keys.select("pages", "is_cut_off", "real_sha256", document_key="real_key")
    return frame.join(own, on="document_key", maintain_order="left").with_columns(
        sha256="real_sha256",
        page_count="pages",
        format=pl.when(~pl.col("is_cut_off")).then("format"),
    ).select(frame.columns)  # fmt: skip


def _rekeyed(table: str, frame: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """With the keys of the real files; a key of something in a document is that of the document and a number."""
    own = _OWN_KEYS[table]
    found = next(name for name in ("document_key", *own) if name in frame.columns)
    before = pl.col(found).str.split("-").list.first() if found != "document_key" else pl.col(found)
    joined = frame.with_columns(before=before).join(
        keys.select(before="document_key", real_key="real_key"), on="before", how="left", maintain_order="left"
    )
    moved = [(pl.col("real_key") + pl.col(name).str.extract(r"(-.*)$")).alias(name) for name in own]
    if "document_key" in frame.columns:
        moved.append(pl.col("real_key").alias("document_key"))
    return joined.with_columns(moved).select(frame.columns)


def _as_laid_out(frames: Mapping[str, pl.DataFrame], keys: pl.DataFrame) -> dict[str, pl.DataFrame]:
    habits = frames["project"].select("project_key", "document_key").join(
        keys.select("blank", "has_remark", document_key="real_key"), on="document_key"
    ).drop("document_key")  # fmt: skip
    plans = frames["disbursement_plan"]
    shares = plans.join(habits, on="project_key", how="left", maintain_order="left").with_columns(
        percent_text=pl.when(pl.col("percent_text") == "").then("blank").otherwise("percent_text")
    )
    indicators = frames["indicator"]
    remark = pl.when("has_remark", pl.col("seq_no") % 2 == 1).then(pl.lit(REMARKS[1]))
    remarked = indicators.join(habits, on="project_key", how="left", maintain_order="left").with_columns(remark=remark)
    return {
        "disbursement_plan": shares.select(plans.columns),
        "indicator": remarked.select(indicators.columns),
    }


class GoldFolder:
    """Writes tables below a folder, a year after the other; closed it is whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def add(self, frames: Mapping[str, pl.DataFrame]) -> None:
        """Adds rows to each table."""
        for table, frame in frames.items():
            rows = frame.to_arrow()
            if table not in self._open:
                self._open[table] = pq.ParquetWriter(self.folder / f"{table}.parquet", rows.schema, compression="zstd")
            self._open[table].write_table(rows)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._open.values():
            writer.close()
