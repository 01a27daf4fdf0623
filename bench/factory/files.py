"""A year's texts as files: each office's layout, the writer of the format, and what became of each file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from bench.factory.corpus import Year
from bench.factory.damage import unusable
from bench.factory.layouts.blocks import Block
from bench.factory.layouts.county import county
from bench.factory.layouts.habits import Habits, habits
from bench.factory.layouts.options import County
from bench.factory.records import submissions
from bench.factory.writers.fonts import Font, embedded
from bench.factory.writers.page import HALF_WIDE, characters
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
    """Writes the files. One row each: document_key, sha256, page_count (where the format has pages), size, font (of a
    PDF), blank (what the office writes where it has nothing to say), has_remark, is_cut_off (nobody can tell the format
    of such a file)."""
    sheets = list(_sheets(batch))
    font = _font(sheets)
    rows = []
    for sheet in sheets:
        made = _file(sheet, font)
        path = batch.folder / sheet.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.content)
        rows.append({
            "document_key": sheet.key,
            "real_sha256": hashlib.sha256(made.content).hexdigest(),
            "pages": made.pages,
            "size": len(made.content),
            "font": font.description if sheet.has_font else None,
            "blank": sheet.options.blank,
            "has_remark": sheet.options.has_remark,
            "is_cut_off": any(finding.rule == "document_damaged" for finding in sheet.record.findings),
        })  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"pages": pl.Int32, "font": pl.String})


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A document laid out: what it says, how its office arranges that, and the blocks of it; none where it holds no text."""

    key: str
    path: str
    record: DocumentRecord
    own: Habits
    options: County
    blocks: list[Block] | None

    @property
    def has_font(self) -> bool:
        return self.blocks is not None and self.record.format == "pdf"


def _sheets(batch: Batch) -> Iterator[_Sheet]:
    texts = {row["document_key"]: row for row in batch.texts.iter_rows(named=True)}
    keys = batch.frames["document"]["document_key"].to_list()
    for key, submission in zip(keys, submissions(batch.frames), strict=True):
        said = texts[key]
        record = replace(submission.record, overall_goal=Text(said["overall_goal"], ""))
        own = habits(said["office"], record.format or "docx", batch.seed)
        options = replace(own.county, reviewer=said["reviewer"], safeguards=tuple(said["safeguards"]))
        blocks = None if record.findings else county(options, _remarked(record) if options.has_remark else record)
        yield _Sheet(key, submission.file_path, record, own, options, blocks)


def _font(sheets: list[_Sheet]) -> Font:
    """What all PDFs of a batch are set in: a font that they embed, where the machine has one."""
    needed = set().union(*(characters(sheet.blocks) for sheet in sheets if sheet.blocks and sheet.has_font))
    return (needed and embedded(needed)) or HALF_WIDE


def _file(sheet: _Sheet, font: Font) -> Written:
    if sheet.blocks is None:
        return Written(unusable(sheet.record), None)
    return written(sheet.blocks, sheet.record.format or "docx", sheet.own, font)


def _remarked(record: DocumentRecord) -> DocumentRecord:
    return replace(
        record, projects=tuple(replace(one, indicators=_with_remarks(one.indicators)) for one in record.projects)
    )


def _with_remarks(rows: tuple[IndicatorRecord, ...]) -> tuple[IndicatorRecord, ...]:
    return tuple(
        replace(row, remark=Text(REMARKS[number % 2], row.source_ref)) for number, row in enumerate(rows, start=1)
    )
