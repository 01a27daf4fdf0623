"""The steps of a build, one function each, as the assets and the command line both run them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import digests, logs
from pipelines.correcting import Corrections, corrections_of, digest_of, usable_corrections
from pipelines.intake import RawFile, clear_notes, load_manifest, manifests, save_manifest, scan
from pipelines.normalising import Batch, Source, log_outcome, segments_of, submission
from pipelines.reading import Job, keep_all, kept
from pipelines.settings import PUBLISHING, Folders, Publishing, partition_of
from pipelines.withdrawal import remember, withdrawn
from transforms.corrections import Correction
from transforms.extract import is_current, unreadable_record
from transforms.readers.options import ReadingOptions
from transforms.tables.submission import folder_year, identify
from warehouse.lake import WITHDRAWN, Known, Lake, Withdrawn
from warehouse.published import Published
from warehouse.schema.records import DocumentRecord
from warehouse.segments import Member, Written
from warehouse.turns import turn

if TYPE_CHECKING:
    from warehouse.publish import PublishReport

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how many documents are done and how many there are."""


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
    lake = folders.lake()
    lake.clear_leftovers()
    clear_notes(folders)
    lake.forget_failures()
    found = scan(folders)
    known = _partitions_known(folders)
    elsewhere = [file for file in found if folder_year(file.path) is None and file not in known]
    stated = _years_stated(folders, elsewhere, corrections, progress)
    partitions: dict[str, list[RawFile]] = {}
    for file in found:
        partition = stated.get(file.sha256) or known.get(file) or partition_of(folder_year(file.path))
        partitions.setdefault(partition, []).append(file)
    return partitions


def _years_stated(
    folders: Folders, files: Sequence[RawFile], corrections: Corrections, progress: Progress
) -> dict[str, str]:
    """The partitions of these files, which are read for that, by document."""
    found = records_of(folders, files, progress)
    return {file.sha256: _partition_read(file, record, corrections) for file, record in found}


def partition_as_read(folders: Folders, file: RawFile) -> str | None:
    """The partition of the year that a file states, as it was last read and as it is corrected now; None where it was
    not read. Raises what `corrections_of` raises."""
    record = None if file.error else folders.lake().load_record(file.sha256)
    return _partition_read(file, record, corrections_of(folders)) if record else None


def _partition_read(file: RawFile, record: DocumentRecord, corrections: Corrections) -> str:
    return partition_of(identify(submission(file, record, corrections.get(file.sha256, ()))).fiscal_year)


def _partitions_known(folders: Folders) -> dict[RawFile, str]:
    """The partitions of the files whose rows the lake has: these say their year as they did when the rows were made."""
    lake, told = folders.lake(), _Told.now(folders)
    known = {}
    for partition in manifests(folders):
        members = lake.star(partition).members()
        for file in load_manifest(folders, partition):
            if told.is_up_to_date(file, members.get(file.sha256)):
                known[file] = partition
    return known


def affected_partitions(folders: Folders, taken_in: dict[str, list[RawFile]]) -> list[str]:
    """The partitions a build has to look at: those that hold files, and those that held some before."""
    return sorted({*taken_in, *manifests(folders), *folders.lake().partitions()})


def keep_manifests(folders: Folders, partitions: list[str], taken_in: dict[str, list[RawFile]]) -> Counts:
    """Record which files each of these partitions now holds."""
    for partition in partitions:
        save_manifest(folders, partition, taken_in.get(partition, []))
    return Counts(documents=sum(len(taken_in.get(partition, [])) for partition in partitions))


def read_partition(folders: Folders, partition: str, progress: Progress = no_progress) -> Counts:
    """Read what the partition holds and the lake does not have yet."""
    held, told, options = load_manifest(folders, partition), _Told.now(folders), reading_options(folders)
    members = folders.lake().star(partition).members()
    doubtful = [
        file
        for file in held
        if not ((member := members.get(file.sha256)) and is_current(member.reader, options))
        or not told.is_up_to_date(file, member)
    ]
    return Counts(documents=len(held), read=read_files(folders, doubtful, progress))


def read_files(folders: Folders, wanted: Sequence[RawFile], progress: Progress = no_progress) -> int:
    """Reads those of these files that the lake has not, as they would be read today, and keeps them there; how many."""
    lake, options = folders.lake(), reading_options(folders)
    there = _read_before(lake, wanted, options)
    missing = [file for file in wanted if file.sha256 not in there]
    for file in missing:
        if file.error:
            kept(unreadable_record(file.sha256, file.error_rule, file.error), lake.address)
    paths = {file.sha256: file.path for file in missing}
    jobs = [
        Job(file.location(folders).absolute(), Path(file.path).name, file.sha256) for file in missing if not file.error
    ]
    read = keep_all(jobs, options, lake.address, computing=folders.computing)
    for done, (job, reading) in enumerate(read, start=1):
        about = {"reader": reading.reader, "projects": reading.projects}
        logs.info("reading", "read", document=paths[job.sha256], sha256=job.sha256, **about)
        progress("reading", done, len(jobs))
    return len(missing)


def records_of(
    folders: Folders, files: Sequence[RawFile], progress: Progress = no_progress
) -> Iterator[tuple[RawFile, DocumentRecord]]:
    """These files with their records, one after the other, those read first that the lake has not."""
    read_files(folders, files, progress)
    lake, by_hash = folders.lake(), {file.sha256: file for file in files}
    places = lake.known().places if files else {}
    for sha256, record in lake.load_records({sha256: places[sha256] for sha256 in by_hash if sha256 in places}):
        if record is not None:
            yield by_hash[sha256], record


def _read_before(lake: Lake, wanted: Sequence[RawFile], options: ReadingOptions) -> set[str]:
    """The documents that the lake has as they would be read today. A file that cannot be read has nothing to keep."""
    places = lake.known().places if wanted else {}
    records = lake.load_records({
        file.sha256: places[file.sha256] for file in wanted if not file.error and file.sha256 in places
    })  # fmt: skip
    return {sha256 for sha256, record in records if record and is_current(record.reader, options)}


def reading_options(folders: Folders) -> ReadingOptions:
    """How documents are read in this installation."""
    return ReadingOptions(passwords=folders.passwords(), page_cache=folders.notes / "pages")


def corrections_of_none(folders: Folders, taken_in: dict[str, list[RawFile]]) -> list[Correction]:
    """The corrections of documents that the raw folder does not hold (any more), in the order of their files."""
    held = {file.sha256 for files in taken_in.values() for file in files}
    return [one for sha256, group in corrections_of(folders).items() if sha256 not in held for one in group]


def normalise_partition(folders: Folders, partition: str, progress: Progress = no_progress) -> None:
    """Star rows of the partition into the lake, unless its documents and the rules are those of the last time.

    Documents whose rows leave the partition, and go to no other, are remembered as withdrawn.
    """
    lake, held = folders.lake(), load_manifest(folders, partition)
    remember(folders, partition, held)
    if not held:
        lake.drop_star(partition)
        return
    files, told = {file.sha256: file for file in held}, _Told.now(folders)

    def make(batches: Sequence[Sequence[str]]) -> Iterator[Written]:
        unread = yield from _made(folders, partition, [[files[one] for one in batch] for batch in batches], told)
        if unread:
            # Their readings are damaged.
            again = [files[sha256] for sha256 in unread]
            read_files(folders, again, progress)
            yield from _made(folders, partition, [again], _Told.now(folders))

    lake.update(partition, {sha256: told.fingerprint(file) for sha256, file in files.items()}, make)


def normalise_withdrawn(folders: Folders) -> None:
    """Star rows of the documents that were taken away into the lake, from their last readings: no file is left to read.

    Where that reading is gone too, the rows stay that were made of it.
    """
    lake = folders.lake()
    files = {one.sha256: one for one in withdrawn(folders)}
    if not files:
        lake.drop_star(WITHDRAWN)
        return
    told, members = _Told.now(folders), lake.star(WITHDRAWN).members()
    wanted = {sha256: told.fingerprint(one) for sha256, one in files.items()}
    stale = {sha256 for sha256 in wanted if sha256 in members and members[sha256].fingerprint != wanted[sha256]}
    places = {sha256: told.known.places[sha256] for sha256 in stale if sha256 in told.known.places}
    for sha256 in stale - {sha256 for sha256, record in lake.load_records(places) if record}:
        wanted[sha256] = members[sha256].fingerprint

    def make(batches: Sequence[Sequence[str]]) -> Iterator[Written]:
        unread = yield from _made(folders, WITHDRAWN, [[files[one] for one in batch] for batch in batches], told)
        for one in (files[sha256] for sha256 in unread):
            logs.warning(
                "normalising", "no reading is left of a withdrawn document", document=one.path, sha256=one.sha256
            )

    lake.update(WITHDRAWN, wanted, make)


def _made(
    folders: Folders, partition: str, batches: Sequence[Sequence[RawFile | Withdrawn]], told: _Told
) -> Generator[Written, None, list[str]]:
    """Writes the segments of these documents; gives back which of them have no reading."""
    from warehouse.schema.staged import staged_types

    address, unread = folders.lake().address, list[str]()
    ordered = [Batch(address, partition, tuple(map(told.source, batch)), staged_types()) for batch in batches]
    for outcome in segments_of(ordered, folders.computing):
        log_outcome(partition, outcome)
        unread += outcome.unread
        if outcome.written:
            yield outcome.written
    return unread


@dataclass(frozen=True, slots=True)
class _Told:
    """What rows would be made from now: the lake's readings, and what people have corrected."""

    known: Known
    corrections: Corrections

    @classmethod
    def now(cls, folders: Folders) -> _Told:
        return cls(folders.lake().known(), corrections_of(folders))

    def source(self, file: RawFile | Withdrawn) -> Source:
        own = self.corrections.get(file.sha256, ())
        stamp = self.known.stamps.get(file.sha256, "")
        return Source(file, self.known.places.get(file.sha256), stamp, own, self.fingerprint(file))

    def fingerprint(self, file: RawFile | Withdrawn) -> str:
        """What a document's rows depend on: its file and whether that is there, when it was read, what people corrected
        in it, and all code and rules that give its records meaning."""
        stamp, corrected_by = self.known.stamps.get(file.sha256), digest_of(self.corrections, file.sha256)
        told = f"{digests.rules_digest()} {file!r} {stamp} {corrected_by}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def is_up_to_date(self, file: RawFile, member: Member | None) -> bool:
        """Whether a document's rows are what they would be if they were made now, as far as its reading stands."""
        return member is not None and member.fingerprint == self.fingerprint(file)


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

    report = publish(
        folders.lake(),
        folders.out,
        lineage_frames,
        code=digests.publication_digest(),
        allow_shrink=publishing.allow_shrink,
        whole=publishing.whole,
        kept=publishing.keep,
    )
    if report.is_new or _opens(report.database):
        return report
    logs.warning("publishing", "the published database is damaged, and is made again", version=report.version)
    return _publish(folders, replace(publishing, whole=True))


def _opens(database: Path) -> bool:
    """Whether a database can be read."""
    import duckdb

    try:
        duckdb.connect(str(database), read_only=True).close()
    except (duckdb.Error, OSError):
        return False
    return True


def _mended(folders: Folders) -> bool:
    """Whether rows of the lake could not be read; these are made again from their readings."""
    lake = folders.lake()
    damaged = [partition for partition in lake.staged_partitions() if lake.drop_unreadable(partition)]
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

    stars = [folders.lake().star(partition) for partition in partitions]
    return {
        table: sum(star.scan(table).select(pl.len()).collect().item() for star in stars if star.exists())
        for table in STAGED
    }


def rows_missing(folders: Folders, partitions: list[str]) -> list[str]:
    """Documents of these partitions whose rows are not what their records hold: nothing may get lost on the way."""
    lake, missing = folders.lake(), []
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
    stars = [folders.lake().star(partition) for partition in partitions]
    return [row for star in stars for row in star.scan("document").select(columns).collect().rows()]
