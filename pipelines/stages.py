"""The steps of a build, one function each, as the assets and the command line both run them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path

from pipelines.intake import RawFile, load_manifest, manifests, save_manifest, scan
from pipelines.settings import Folders, partition_of
from pipelines.workers import FAILED, Job, read_all
from transforms.corrections import Correction, corrected, corrections_digest
from transforms.extract import is_current, unreadable_record
from transforms.readers.options import ReadingOptions
from transforms.tables.submission import Submission, folder_year, identify
from warehouse.lake import Lake
from warehouse.schema.records import DocumentRecord

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how many documents are done and how many there are."""
Corrections = Mapping[str, tuple[Correction, ...]]
"""What people corrected, by the hash of the document."""


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
    corrections = corrections_of(folders)
    if not folders.raw.is_dir():
        raise FileNotFoundError(f"no such folder: {folders.raw}")
    Lake(folders.lake).forget_failures()
    found = scan(folders)
    elsewhere = [file for file in found if folder_year(file.path) is None]
    records = dict(zip(elsewhere, read_files(folders, elsewhere, progress), strict=True))
    partitions: dict[str, list[RawFile]] = {}
    for file in found:
        year = folder_year(file.path)
        if year is None:
            year = identify(_submission(file, records[file], corrections)).fiscal_year
        partitions.setdefault(partition_of(year), []).append(file)
    return partitions


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
    held = load_manifest(folders, partition)
    options = reading_options(folders)
    missing = [file for file in held if _kept(Lake(folders.lake), file, options) is None]
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
    jobs = [Job(file.location(folders), Path(file.path).name, file.sha256) for file in missing if not file.error]
    for done, (job, fresh) in enumerate(read_all(jobs, options), start=1):
        lake.save_record(fresh)
        if any(finding.rule == FAILED for finding in fresh.findings):
            lake.mark_failed(job.sha256)
        found[job.sha256] = fresh
        progress("reading", done, len(jobs))
    return [record for file in wanted if (record := found[file.sha256]) is not None]


def _kept(lake: Lake, file: RawFile, options: ReadingOptions) -> DocumentRecord | None:
    """What the lake has of this content, if the reader and form rules of today would read the same."""
    record = None if file.error else lake.load_record(file.sha256)
    return record if record and is_current(record.reader, options) else None


def reading_options(folders: Folders) -> ReadingOptions:
    """How documents are read in this installation."""
    return ReadingOptions(passwords=folders.passwords(), page_cache=folders.lake / "pages")


def _submission(file: RawFile, record: DocumentRecord, corrections: Corrections) -> Submission:
    """A file's record as people have corrected it, with where it came from."""
    record = corrected(record, corrections.get(file.sha256, ()))
    return Submission(record, file.path, datetime.fromtimestamp(file.modified_ns / 1e9, UTC), file.also_at)


def corrections_of(folders: Folders) -> Corrections:
    """What people have corrected, by the document's hash. Raises CorrectionsInvalid with file and line of what is wrong."""
    from transforms.correction_files import correction_files

    if folders.corrections is None:
        return {}
    stamps = [
        (str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in correction_files(folders.corrections)
    ]
    return _grouped(folders.corrections, tuple(stamps)) if stamps else {}


@lru_cache(maxsize=4)
def _grouped(folder: Path, _stamps: tuple[tuple[str, int, int], ...]) -> Corrections:
    from transforms.correction_files import load_corrections

    grouped: dict[str, tuple[Correction, ...]] = {}
    for one in load_corrections(folder):
        grouped[one.document] = (*grouped.get(one.document, ()), one)
    return grouped


def corrections_of_none(folders: Folders, taken_in: dict[str, list[RawFile]]) -> list[Correction]:
    """The corrections of documents that the raw folder does not hold (any more), in the order of their files."""
    held = {file.sha256 for files in taken_in.values() for file in files}
    return [one for sha256, group in corrections_of(folders).items() if sha256 not in held for one in group]


def normalise_partition(folders: Folders, partition: str, progress: Progress = no_progress) -> None:
    """Star rows of the partition into the lake, unless its documents and the rules are those of the last time."""
    from transforms.normalise import normalise
    from warehouse.schema.staged import STAGED, frame

    lake, held = Lake(folders.lake), load_manifest(folders, partition)
    if not held:
        lake.drop_star(partition)
        return
    corrections = corrections_of(folders)
    if lake.star_fingerprint(partition) != _fingerprint(lake, held, corrections):
        records = read_files(folders, held, progress)
        rows = normalise(_submission(file, record, corrections) for file, record in zip(held, records, strict=True))
        frames = {table: frame(STAGED[table], rows[table]) for table in STAGED}
        lake.save_star(partition, frames, _fingerprint(lake, held, corrections))


def _fingerprint(lake: Lake, held: list[RawFile], corrections: Corrections) -> str:
    """What a partition's rows depend on: its files, when they were read, what people corrected in them, and all code and
    rules that give them meaning."""
    digest = hashlib.sha256(rules_digest().encode())
    for file in held:
        told = f"{file!r} {lake.record_stamp(file.sha256)} {corrections_digest(corrections.get(file.sha256, ()))}"
        digest.update(told.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def rules_digest() -> str:
    """A digest of all code and rule files that turn records into rows: changed rules normalise again by themselves."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for path in sorted(path for package in ("transforms", "warehouse") for path in (root / package).rglob("*")):
        if path.suffix in {".py", ".toml", ".csv"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def star_counts(folders: Folders, partitions: list[str]) -> dict[str, int]:
    """How many rows these partitions hold in the lake, by table."""
    import polars as pl

    from warehouse.schema.staged import STAGED

    lake = Lake(folders.lake)
    present = [partition for partition in partitions if lake.star_fingerprint(partition)]
    return {
        table: sum(pl.scan_parquet(lake.star_file(key, table)).select(pl.len()).collect().item() for key in present)
        for table in STAGED
    }


def rows_missing(folders: Folders, partitions: list[str]) -> list[str]:
    """Documents of these partitions whose rows are not what their records hold: nothing may get lost on the way."""
    import polars as pl

    lake, missing = Lake(folders.lake), []
    for partition in partitions:
        held = load_manifest(folders, partition)
        if not held:
            continue
        rows = pl.read_parquet(lake.star_file(partition, "document"), columns=["sha256", "status", "project_count"])
        counts = {sha256: None if status == "quarantined" else count for sha256, status, count in rows.iter_rows()}
        for file, record in zip(held, read_files(folders, held), strict=True):
            if file.sha256 not in counts or counts[file.sha256] not in (None, len(record.projects)):
                missing.append(file.path)
    return missing


def quarantined(folders: Folders, partitions: list[str]) -> list[tuple[str, str]]:
    """The documents of these partitions that could not be used: path and reason."""
    import polars as pl

    lake, found = Lake(folders.lake), []
    for partition in partitions:
        if lake.star_fingerprint(partition):
            rows = pl.read_parquet(lake.star_file(partition, "document"), columns=["file_path", "status", "error"])
            found += rows.filter(pl.col("status") == "quarantined").select("file_path", "error").rows()
    return found
