"""Star rows of documents, made where the processes are: a batch of readings becomes one segment of the lake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines import logs
from pipelines.executors.inline import Inline
from pipelines.executors.opening import open_workers
from pipelines.executors.workers import HERE, Computing, ProcessDied, Workers
from pipelines.intake import RawFile
from pipelines.reading import has_failed
from transforms.corrections import Correction, corrected, corrections_digest
from transforms.tables.submission import Submission
from warehouse.lake import Place, Withdrawn, lake_at, parsed
from warehouse.schema.records import DocumentRecord
from warehouse.segments import Member, Written

if TYPE_CHECKING:
    import polars as pl

    from warehouse.schema.frames import Types

_FEW = 8
"""Documents whose rows are made in this process: others would take longer to start."""
_MEMORY = 2 * 1024**3
"""Bytes that a process may have at most; a batch takes a small part of it."""
_AT_ONCE = 25
"""Documents whose rows are Python's own objects at a time; as frames they take a fraction of the memory."""
_TRIES = 3
"""How often a batch is made whose process dies."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the rows of a document are made of: its file, or the one that was there; where its reading stands, with its
    stamp; what people corrected; and a digest of all this."""

    file: RawFile | Withdrawn
    place: Place
    stamp: str
    corrections: tuple[Correction, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents of a partition whose rows become one segment, in the lake at this address."""

    lake: str
    partition: str
    sources: tuple[Source, ...]
    types: Mapping[str, Types]
    """The columns of the tables that the rows are of."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: its segment, None where no document had a reading; which had none; rows by table; and the
    documents that were quarantined, by path and hash, with the reason."""

    written: Written | None
    unread: tuple[str, ...]
    counts: Mapping[str, int]
    quarantined: tuple[tuple[str, str, str], ...]


class NormalisingFailed(Exception):
    """A process that made rows died each time. The message names the partition."""


def submission(file: RawFile | Withdrawn, record: DocumentRecord, corrections: Sequence[Correction]) -> Submission:
    """A file's record as people have corrected it, with where it came from."""
    record = corrected(record, corrections)
    if isinstance(file, Withdrawn):
        return Submission(record, file.path, file.received_at)
    return Submission(record, file.path, datetime.fromtimestamp(file.received_ns / 1e9, UTC), file.also_at)


def segments_of(batches: Sequence[Batch], computing: Computing = HERE) -> Iterator[Outcome]:
    """The outcome of every batch, as they are done. Raises NormalisingFailed."""
    documents = sum(len(batch.sources) for batch in batches)
    if documents <= _FEW:
        yield from _all(batches, Inline())
        return
    with open_workers(computing, _MEMORY, most=len(batches)) as workers:
        yield from _all(batches, workers)


def _all(batches: Sequence[Batch], workers: Workers) -> Iterator[Outcome]:
    waiting, running, tries = list(reversed(batches)), dict[Future[Outcome], Batch](), dict[int, int]()
    while waiting or running:
        while waiting and len(running) < 2 * workers.count:
            batch = waiting.pop()
            running[workers.submit(segment, batch)] = batch
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            batch = running.pop(future)
            tries[id(batch)] = tries.get(id(batch), 0) + 1
            if not isinstance(future.exception(), ProcessDied):
                yield future.result()
            elif tries[id(batch)] < _TRIES:
                waiting.append(batch)
            else:
                raise NormalisingFailed(f"a process that made rows of {batch.partition} died {_TRIES} times")


def segment(batch: Batch) -> Outcome:
    """Makes the rows of a batch and keeps them, with the readings that they were made from."""
    import polars as pl

    lake = lake_at(batch.lake)
    readings = lake.load_readings({source.file.sha256: source.place for source in batch.sources})
    parts, unread = [], tuple[str, ...]()
    for sources in _some_at_once(batch.sources):
        found, without = _with_records(sources, readings)
        unread += without
        if found:
            parts.append(_part(found, batch.types))
    if not parts:
        return Outcome(None, unread, {}, ())
    members = {sha256: member for part in parts for sha256, member in part.members.items()}
    frames = {table: pl.concat([part.frames[table] for part in parts]) for table in parts[0].frames}
    quarantined = tuple(one for part in parts for one in part.quarantined)
    counts = {table: rows.height for table, rows in frames.items()}
    held = {sha256: readings[sha256] for sha256, member in members.items() if member.stamp}
    return Outcome(lake.star(batch.partition).write(members, frames, held), unread, counts, quarantined)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some documents of a batch: what the lake is to know of them, their rows, and which were quarantined."""

    members: Mapping[str, Member]
    frames: Mapping[str, pl.DataFrame]
    quarantined: tuple[tuple[str, str, str], ...]


def _some_at_once(sources: Sequence[Source]) -> Iterator[Sequence[Source]]:
    return (sources[start : start + _AT_ONCE] for start in range(0, len(sources), _AT_ONCE))


def _part(found: Sequence[tuple[Source, DocumentRecord]], types: Mapping[str, Types]) -> _Part:
    from transforms.normalise import normalise
    from warehouse.schema.frames import typed

    rows = normalise(submission(one.file, record, one.corrections) for one, record in found)
    members = {one.file.sha256: _member(one, record) for one, record in found}
    quarantined = _quarantined(rows["document"])
    return _Part(members, {table: typed(table, types[table], rows[table]) for table in types}, quarantined)


def _with_records(
    sources: Sequence[Source], readings: Mapping[str, str]
) -> tuple[list[tuple[Source, DocumentRecord]], tuple[str, ...]]:
    """The sources with their records, and the documents of which there is none that can be used."""
    found, unread = [], []
    for source in sources:
        record = parsed(source.file.sha256, readings.get(source.file.sha256))
        if record is None:
            unread.append(source.file.sha256)
        else:
            found.append((source, record))
    return found, tuple(unread)


def _member(source: Source, record: DocumentRecord) -> Member:
    # A reading that failed stays beside the segments, where the next build forgets it.
    return Member(
        source.fingerprint,
        record.reader,
        len(record.projects),
        corrections_digest(source.corrections),
        "" if has_failed(record) else source.stamp,
    )


def _quarantined(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((row["file_path"], row["sha256"], row["error"]) for row in rows if row["status"] == "quarantined")


def log_outcome(partition: str, outcome: Outcome) -> None:
    """Says in the log what became of a batch."""
    for path, sha256, error in outcome.quarantined:
        logs.warning("normalising", f"quarantined: {error}", document=path, sha256=sha256, partition=partition)
    counts = {f"{table}s": outcome.counts.get(table, 0) for table in ("document", "project", "indicator")}
    logs.info("normalising", "rows made", partition=partition, **counts)
