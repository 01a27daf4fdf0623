"""The steps of a build, one function each, as the assets and the command line both run them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines import digests, logs
from pipelines.correcting import Corrections, corrections_of, digest_of, usable_corrections
from pipelines.intake import RawFile, load_manifest, manifests, save_manifest, scan
from pipelines.settings import PUBLISHING, Folders, Publishing, partition_of
from pipelines.withdrawal import remember, withdrawn
from pipelines.workers import FAILED, Job, read_all
from transforms.corrections import Correction, corrected
from transforms.extract import is_current, unreadable_record
from transforms.readers.options import ReadingOptions
from transforms.tables.submission import Submission, folder_year, identify
from warehouse.lake import WITHDRAWN, Lake, Withdrawn
from warehouse.published import Published
from warehouse.schema.records import DocumentRecord
from warehouse.segments import Member, Members
from warehouse.turns import turn

if TYPE_CHECKING:
    import polars as pl

    from warehouse.publish import PublishReport

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how many documents are done and how many there are."""
Source = TypeVar("Source", RawFile, Withdrawn)
"""What rows are made of: a file of the raw folder, or one that was there."""
Made = tuple[Members, dict[str, "pl.DataFrame"]]
"""Documents and their rows by table, as a partition of the lake takes them in (`Segments.update`)."""


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """For runs that nobody watches."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a step did: how many documents it holds, and how many of them it had to read."""

    documents: int = 0
    read: int = 0


def take_in(folders: Folders, progress: Progress = no_progress) -> dict[str, list[RawFile]]:
    """The files of the raw folder by partition. A file in no year's folder is read to learn its year.

    Raises FileNotFoundError where the raw folder does not exist, CorrectionsInvalid where corrections are no such thing.
    """
    corrections = usable_corrections(folders)
    if not folders.raw.is_dir():
        raise FileNotFoundError(f"no such folder: {folders.raw}")
    lake = Lake(folders.lake)
    lake.clear_leftovers()
    lake.forget_failures()
    found = scan(folders)
    known = _partitions_known(folders)
    elsewhere = [file for file in found if folder_year(file.path) is None and file not in known]
    records = dict(zip(elsewhere, read_files(folders, elsewhere, progress), strict=True))
    partitions: dict[str, list[RawFile]] = {}
    for file in found:
        if file in records:
            partition = _partition_read(file, records[file], corrections)
        else:
            partition = known.get(file) or partition_of(folder_year(file.path))
        partitions.setdefault(partition, []).append(file)
    return partitions


def partition_as_read(folders: Folders, file: RawFile) -> str | None:
    """The partition of the year that a file states, as it was last read and as it is corrected now; None where it was
    not read. Raises what `corrections_of` raises."""
    record = None if file.error else Lake(folders.lake).load_record(file.sha256)
    return _partition_read(file, record, corrections_of(folders)) if record else None


def _partition_read(file: RawFile, record: DocumentRecord, corrections: Corrections) -> str:
    return partition_of(identify(_submission(file, record, corrections)).fiscal_year)


def _partitions_known(folders: Folders) -> dict[RawFile, str]:
    """The partitions of the files whose rows the lake has: these say their year as they did when the rows were made."""
    lake, corrections = Lake(folders.lake), corrections_of(folders)
    known = {}
    for partition in manifests(folders):
        members = lake.star(partition).members()
        for file in load_manifest(folders, partition):
            if _is_up_to_date(lake, file, members.get(file.sha256), corrections):
                known[file] = partition
    return known


def affected_partitions(folders: Folders, taken_in: dict[str, list[RawFile]]) -> list[str]:
    """The partitions a build has to look at: those that hold files, and those that held some before."""
    return sorted({*taken_in, *manifests(folders), *Lake(folders.lake).partitions()})


def keep_manifests(folders: Folders, partitions: list[str], taken_in: dict[str, list[RawFile]]) -> Counts:
    """Record which files each of these partitions now holds."""
    for partition in partitions:
        save_manifest(folders, partition, taken_in.get(partition, []))
    return Counts(documents=sum(len(taken_in.get(partition, [])) for partition in partitions))


def read_partition(folders: Folders, partition: str, progress: Progress = no_progress) -> Counts:
    """Read what the partition holds and the lake does not have yet."""
    lake, held = Lake(folders.lake), load_manifest(folders, partition)
    members, corrections, options = lake.star(partition).members(), corrections_of(folders), reading_options(folders)
    missing = []
    for file in held:
        member = members.get(file.sha256)
        if member and is_current(member.reader, options) and _is_up_to_date(lake, file, member, corrections):
            continue
        if _kept(lake, file, options) is None:
            missing.append(file)
    read_files(folders, missing, progress)
    return Counts(documents=len(held), read=len(missing))


def read_files(folders: Folders, wanted: list[RawFile], progress: Progress = no_progress) -> list[DocumentRecord]:
    """The records of these files: from the lake where it has them, else read, and then kept in the lake."""
    lake, options = Lake(folders.lake), reading_options(folders)
    found = {file.sha256: _kept(lake, file, options) for file in wanted}
    missing = [file for file in wanted if found[file.sha256] is None]
    for file in missing:
        if file.error:
            found[file.sha256] = unreadable_record(file.sha256, file.error_rule, file.error)
    paths = {file.sha256: file.path for file in missing}
    jobs = [Job(file.location(folders), Path(file.path).name, file.sha256) for file in missing if not file.error]
    for done, (job, fresh) in enumerate(read_all(jobs, options), start=1):
        if any(finding.rule == FAILED for finding in fresh.findings):
            lake.mark_failed(job.sha256)
        lake.save_record(fresh)
        found[job.sha256] = fresh
        told = {"reader": fresh.reader, "projects": len(fresh.projects)}
        logs.info("reading", "read", document=paths[job.sha256], sha256=job.sha256, **told)
        progress("reading", done, len(jobs))
    return [record for file in wanted if (record := found[file.sha256]) is not None]


def _kept(lake: Lake, file: RawFile, options: ReadingOptions) -> DocumentRecord | None:
    """What the lake has of this content, if the reader and form rules of today would read the same."""
    record = None if file.error else lake.load_record(file.sha256)
    return record if record and is_current(record.reader, options) else None


def reading_options(folders: Folders) -> ReadingOptions:
    """How documents are read in this installation."""
    return ReadingOptions(passwords=folders.passwords(), page_cache=folders.lake / "pages")


def _submission(file: RawFile | Withdrawn, record: DocumentRecord, corrections: Corrections) -> Submission:
    """A file's record as people have corrected it, with where it came from."""
    record = corrected(record, corrections.get(file.sha256, ()))
    if isinstance(file, Withdrawn):
        return Submission(record, file.path, file.received_at)
    return Submission(record, file.path, datetime.fromtimestamp(file.modified_ns / 1e9, UTC), file.also_at)


def corrections_of_none(folders: Folders, taken_in: dict[str, list[RawFile]]) -> list[Correction]:
    """The corrections of documents that the raw folder does not hold (any more), in the order of their files."""
    held = {file.sha256 for files in taken_in.values() for file in files}
    return [one for sha256, group in corrections_of(folders).items() if sha256 not in held for one in group]


def normalise_partition(folders: Folders, partition: str, progress: Progress = no_progress) -> None:
    """Star rows of the partition into the lake, unless its documents and the rules are those of the last time.

    Documents whose rows leave the partition, and go to no other, are remembered as withdrawn.
    """
    lake, held, corrections = Lake(folders.lake), load_manifest(folders, partition), corrections_of(folders)
    remember(folders, partition, held)
    if not held:
        lake.drop_star(partition)
        return
    wanted = {file.sha256: _fingerprint(lake, file, corrections) for file in held}
    files = {file.sha256: file for file in held}

    def make(missing: Sequence[str]) -> Made:
        chosen = [files[sha256] for sha256 in missing]
        return _made(
            lake, partition, dict(zip(chosen, read_files(folders, chosen, progress), strict=True)), corrections
        )

    lake.star(partition).update(wanted, make)


def normalise_withdrawn(folders: Folders) -> None:
    """Star rows of the documents that were taken away into the lake, from their last readings: no file is left to read.

    Where that reading is gone too, the rows stay that were made of it.
    """
    lake, corrections = Lake(folders.lake), corrections_of(folders)
    files = {one.sha256: one for one in withdrawn(folders)}
    if not files:
        lake.drop_star(WITHDRAWN)
        return
    members = lake.star(WITHDRAWN).members()
    wanted = {sha256: _fingerprint(lake, one, corrections) for sha256, one in files.items()}
    for sha256, member in members.items():
        if wanted.get(sha256) not in (None, member.fingerprint) and lake.load_record(sha256) is None:
            wanted[sha256] = member.fingerprint

    def make(missing: Sequence[str]) -> Made:
        readings = {files[sha256]: lake.load_record(sha256) for sha256 in missing}
        for one in (one for one, record in readings.items() if record is None):
            logs.warning(
                "normalising", "no reading is left of a withdrawn document", document=one.path, sha256=one.sha256
            )
        return _made(lake, WITHDRAWN, {one: record for one, record in readings.items() if record}, corrections)

    lake.star(WITHDRAWN).update(wanted, make)


def _made(lake: Lake, partition: str, records: Mapping[Source, DocumentRecord], corrections: Corrections) -> Made:
    """What the lake is to know of these documents, and their rows."""
    from transforms.normalise import normalise
    from warehouse.schema.staged import STAGED, frame

    rows = normalise(_submission(file, record, corrections) for file, record in records.items())
    _log_rows(partition, rows)
    members = {
        file.sha256: Member(
            _fingerprint(lake, file, corrections),
            record.reader,
            len(record.projects),
            digest_of(corrections, file.sha256),
        )
        for file, record in records.items()
    }
    return members, {table: frame(STAGED[table], rows[table]) for table in STAGED}


def _log_rows(partition: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    for document in rows["document"]:
        if document["status"] == "quarantined":
            about = {"document": document["file_path"], "sha256": document["sha256"], "partition": partition}
            logs.warning("normalising", f"quarantined: {document['error']}", **about)
    counts = {f"{table}s": len(rows[table]) for table in ("document", "project", "indicator")}
    logs.info("normalising", "rows made", partition=partition, **counts)


def _is_up_to_date(lake: Lake, file: RawFile, member: Member | None, corrections: Corrections) -> bool:
    """Whether a document's rows are what they would be if they were made now, as far as its reading stands."""
    return member is not None and member.fingerprint == _fingerprint(lake, file, corrections)


def _fingerprint(lake: Lake, file: RawFile | Withdrawn, corrections: Corrections) -> str:
    """What a document's rows depend on: its file and whether that is there, when it was read, what people corrected in
    it, and all code and rules that give its records meaning."""
    corrected_by = digest_of(corrections, file.sha256)
    told = f"{digests.rules_digest()} {file!r} {lake.record_stamp(file.sha256)} {corrected_by}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def publish_lake(folders: Folders, publishing: Publishing = PUBLISHING) -> PublishReport:
    """Publishes what the lake holds, unless that is published already; `history` has withdrawn documents too.

    Rows of the lake that turn out to be damaged are made again. Raises as `warehouse.publish.publish` does.
    """
    import duckdb
    import polars as pl

    from warehouse.checks import PublishRefused
    from warehouse.filling import NothingToPublish

    try:
        # In one turn: a document must not come back, or go, between what is decided here and what is published.
        with turn(folders.out):
            normalise_withdrawn(folders)
            try:
                report = _publish(folders, publishing)
            except (duckdb.Error, pl.exceptions.PolarsError, FileNotFoundError):
                if not _mended(folders):
                    raise
                report = _publish(folders, publishing)
            left = Published(folders.out).leftovers()
    except (NothingToPublish, PublishRefused) as refused:
        logs.error("publishing", str(refused))
        raise
    if report.renewal_failure:
        logs.warning("publishing", "renewing what changed failed, all was made anew", error=report.renewal_failure)
    if left:
        logs.warning("publishing", "older versions could not be removed; the next build tries again", folders=left)
    told = "published" if report.is_new else "nothing had changed, the version stays"
    logs.info(
        "publishing",
        told,
        renewed=report.is_new and report.is_renewed,
        version=report.version,
        seconds=round(report.seconds, 3),
        documents=report.counts["document"],
    )
    return report


def _publish(folders: Folders, publishing: Publishing) -> PublishReport:
    from pipelines.lineage import lineage_frames
    from warehouse.publish import publish

    return publish(
        Lake(folders.lake),
        folders.out,
        lineage_frames,
        code=digests.publication_digest(),
        allow_shrink=publishing.allow_shrink,
        whole=publishing.whole,
        kept=publishing.keep,
    )


def _mended(folders: Folders) -> bool:
    """Whether rows of the lake could not be read; these are made again from their readings."""
    lake = Lake(folders.lake)
    damaged = [partition for partition in lake.staged_partitions() if lake.star(partition).drop_unreadable()]
    for partition in damaged:
        logs.warning("publishing", "rows of the lake were damaged, and are made again", partition=partition)
        if partition == WITHDRAWN:
            normalise_withdrawn(folders)
        else:
            normalise_partition(folders, partition)
    return bool(damaged)


def star_counts(folders: Folders, partitions: list[str]) -> dict[str, int]:
    """How many rows these partitions hold in the lake, by table."""
    import polars as pl

    from warehouse.schema.staged import STAGED

    files = {table: _star_files(folders, partitions, table) for table in STAGED}
    return {
        table: pl.scan_parquet(files[table]).select(pl.len()).collect().item() if files[table] else 0
        for table in STAGED
    }


def rows_missing(folders: Folders, partitions: list[str]) -> list[str]:
    """Documents of these partitions whose rows are not what their records hold: nothing may get lost on the way."""
    lake, missing = Lake(folders.lake), []
    for partition in partitions:
        rows = _documents(folders, [partition], "sha256", "status", "project_count")
        counts = {sha256: None if status == "quarantined" else count for sha256, status, count in rows}
        members = lake.star(partition).members()
        for file in load_manifest(folders, partition):
            member, count = members.get(file.sha256), counts.get(file.sha256, -1)
            if member is None or count not in (None, member.projects):
                missing.append(file.path)
    return missing


def quarantined(folders: Folders, partitions: list[str]) -> list[tuple[str, str]]:
    """The documents of these partitions that could not be used: path and reason."""
    rows = _documents(folders, partitions, "file_path", "status", "error")
    return [(path, error) for path, status, error in rows if status == "quarantined"]


def _documents(folders: Folders, partitions: list[str], *columns: str) -> list[tuple[Any, ...]]:
    import polars as pl

    files = _star_files(folders, partitions, "document")
    return pl.read_parquet(files, columns=list(columns)).select(columns).rows() if files else []


def _star_files(folders: Folders, partitions: list[str], table: str) -> list[Path]:
    lake = Lake(folders.lake)
    return [file for partition in partitions for file in lake.star(partition).files(table)]
