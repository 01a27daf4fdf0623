"""A year's texts as files: each office's layout, the writer of the format, and what became of each file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from bench.factory.corpus import Year
from bench.factory.damage import unusable
from bench.factory.layouts.county import county
from bench.factory.layouts.habits import Habits, habits
from bench.factory.layouts.options import County
from bench.factory.records import submissions
from bench.factory.writers.write import Written, written
from warehouse.schema.records import DocumentRecord, IndicatorRecord, Text

BATCH = 48
"""Documents that a process writes at a time."""
_TABLES = ("document", "project", "indicator", "disbursement_plan", "department_goal", "quality_issue")
REMARKS = ("", "按季统计")
"""What the column 备注 says in the rows of a form that has one, in turn."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents of a year: their star rows, what their texts say besides, and where their files go."""

    frames: Mapping[str, pl.DataFrame]
    texts: pl.DataFrame
    folder: Path
    seed: int


def batches(year: Year, folder: Path, seed: int) -> Iterator[Batch]:
    """The documents of a year in their order."""
    projects = year.frames["project"].select("project_key", "document_key")
    frames = {table: year.frames[table] for table in _TABLES}
    for table in ("indicator", "disbursement_plan"):
        frames[table] = frames[table].join(projects, on="project_key", maintain_order="left")
    keys = frames["document"]["document_key"]
    for start in range(0, len(keys), BATCH):
        own = keys.slice(start, BATCH).implode()
        parts = {table: frame.filter(pl.col("document_key").is_in(own)) for table, frame in frames.items()}
        yield Batch(parts, year.texts.filter(pl.col("document_key").is_in(own)), folder, seed)


def write(batch: Batch) -> pl.DataFrame:
    """Writes the files. One row each: document_key, sha256, page_count (where the format has pages), size, blank (what
    the office writes where it has nothing to say), has_remark, is_cut_off (nobody can tell the format of such a file)."""
    texts = {row["document_key"]: row for row in batch.texts.iter_rows(named=True)}
    keys = batch.frames["document"]["document_key"].to_list()
    rows = []
    for key, submission in zip(keys, submissions(batch.frames), strict=True):
        record = submission.record
        own = habits(texts[key]["office"], record.format or "docx", batch.seed)
        options = replace(own.county, reviewer=texts[key]["reviewer"], safeguards=tuple(texts[key]["safeguards"]))
        whole = replace(record, overall_goal=Text(texts[key]["overall_goal"], ""))
        made = _file(whole, options, own)
        path = batch.folder / submission.file_path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.content)
        rows.append({
            "document_key": key,
            "real_sha256": hashlib.sha256(made.content).hexdigest(),
            "pages": made.pages,
            "size": len(made.content),
            "blank": options.blank,
            "has_remark": options.has_remark,
            "is_cut_off": any(finding.rule == "document_damaged" for finding in record.findings),
        })  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"pages": pl.Int32})


def _file(record: DocumentRecord, options: County, own: Habits) -> Written:
    if record.findings:
        return Written(unusable(record), None)
    if options.has_remark:
        record = replace(
            record, projects=tuple(replace(one, indicators=_remarked(one.indicators)) for one in record.projects)
        )
    return written(county(options, record), record.format or "docx", own)


def _remarked(rows: tuple[IndicatorRecord, ...]) -> tuple[IndicatorRecord, ...]:
    return tuple(
        replace(row, remark=Text(REMARKS[number % 2], row.source_ref)) for number, row in enumerate(rows, start=1)
    )
