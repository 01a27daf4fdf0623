"""Reads documents in processes of their own with bounds on time and memory: a bad file costs its own record, no more."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar

from pipelines.executors.opening import open_workers
from pipelines.executors.workers import HERE, Computing, ProcessDied, Workers
from transforms.extract import FAILED, read_records, unreadable_record
from transforms.readers.options import ReadingOptions, ReadingPostponed
from warehouse.lake import lake_at
from warehouse.schema.records import DocumentRecord

T = TypeVar("T")

TRIES = 3
"""How often a document is read whose process dies: it may have been another's fault twice."""
_TOO_LONG = "读取超过 {0:.0f} 秒，已停止，请重新导出该文件。 Reading it was stopped after {0:.0f} seconds: export the file again."
_DIED = "读取该文件的进程意外结束，请重新导出该文件。 The process that read it died: export the file again."
_CHANGED = "文件在读取时被修改，请重新运行。 The file was changed while it was read: run the build again."
_IN_HAND = 4
"""How many documents a worker process has waiting, so that it never waits for one."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading one document may take. A scan is read in slices, each of them within the bound on time."""

    seconds: float = 60.0
    slice_seconds: float = 30.0
    memory_bytes: int = 1024**3
    ocr_memory_bytes: int = 2 * 1024**3
    whole_scan_seconds: float = 3600.0
    """For a scan that is read in one go, where pages that were read cannot be kept for the next slice."""


BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: where it is, what it is called, the hash of its content; and that, where the file cannot be seen."""

    location: Path
    name: str
    sha256: str
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a document that was read and whose record is kept: by which reader, and how many projects it has."""

    sha256: str
    reader: str
    projects: int
    failed: bool


def read_all(
    jobs: Sequence[Job], options: ReadingOptions, bounds: Bounds = BOUNDS, computing: Computing = HERE
) -> Iterator[tuple[Job, DocumentRecord]]:
    """Every job with its record, as they are done. Those that need OCR come last."""
    return _each(jobs, _Task(_read, lambda record: record, options, bounds), computing)


def keep_all(
    jobs: Sequence[Job], options: ReadingOptions, lake: str, bounds: Bounds = BOUNDS, computing: Computing = HERE
) -> Iterator[tuple[Job, Reading]]:
    """The same, where the process that reads a document keeps its record in the lake at this address."""
    return _each(jobs, _Task(_keep, lambda record: kept(record, lake), options, bounds, (lake,)), computing)


def read_one(location: Path, passwords: tuple[str, ...] = (), bounds: Bounds = BOUNDS) -> DocumentRecord:
    """The record of one file, read within the same bounds. Raises OSError where it cannot be opened."""
    with location.open("rb") as file, TemporaryDirectory() as pages:
        job = Job(location.absolute(), location.name, hashlib.file_digest(file, "sha256").hexdigest())
        ((_, record),) = read_all([job], ReadingOptions(passwords, Path(pages)), bounds)
    return record


def apart(function: Callable[..., T], *arguments: object) -> T:
    """What a function gives in a process of its own, with the bound on memory of OCR and none on time.

    Raises what it raises, ProcessDied where a file broke the process.
    """
    with open_workers(HERE, BOUNDS.ocr_memory_bytes, most=1, stay=False) as workers:
        try:
            return workers.submit(function, *arguments).result()
        except ProcessDied as error:
            raise ProcessDied(_DIED) from error


def kept(record: DocumentRecord, lake: str) -> Reading:
    """Keeps a record in the lake; what there is to say of it."""
    failed, opened = has_failed(record), lake_at(lake)
    if failed:
        opened.mark_failed(record.sha256)
    opened.save_record(record)
    return Reading(record.sha256, record.reader, len(record.projects), failed)


def has_failed(record: DocumentRecord) -> bool:
    """Whether reading a document failed for reasons that may pass."""
    return any(finding.rule == FAILED for finding in record.findings)


@dataclass(frozen=True, slots=True)
class _Task(Generic[T]):
    """What is to be done with each document: `do` in the process that reads it, `done` with a record that says why it
    could not be read."""

    do: Callable[..., T | None]
    done: Callable[[DocumentRecord], T]
    options: ReadingOptions
    bounds: Bounds
    further: tuple[object, ...] = ()


def _each(jobs: Sequence[Job], task: _Task[T], computing: Computing) -> Iterator[tuple[Job, T]]:
    if not jobs:
        return
    scans: list[Job] = []
    plain = replace(task, options=replace(task.options, ocr=False))
    with open_workers(computing, task.bounds.memory_bytes, most=len(jobs)) as workers:
        for job, result in _in_pool(jobs, plain, workers):
            if result is None:
                scans.append(job)
            else:
                yield job, result
    # OCR uses all cores and much memory for one document.
    while scans:
        unfinished = []
        with open_workers(computing, task.bounds.ocr_memory_bytes, most=1, stay=False) as workers:
            for job, result in _in_pool(scans, _in_one_go(task) if workers.is_remote else task, workers):
                if result is None:
                    unfinished.append(job)
                else:
                    yield job, result
        scans = unfinished


def _in_one_go(task: _Task[T]) -> _Task[T]:
    """The task where the next slice of a scan may be read on another machine, which has not the pages of the first."""
    return replace(
        task,
        options=replace(task.options, page_cache=None),
        bounds=replace(task.bounds, seconds=task.bounds.whole_scan_seconds),
    )


def _in_pool(jobs: Sequence[Job], task: _Task[T], workers: Workers) -> Iterator[tuple[Job, T | None]]:
    """Every job with its result, or None where its reading was postponed."""
    waiting, running, tries = deque(jobs), dict[Future[T | None], Job](), dict[str, int]()
    while waiting or running:
        while waiting and len(running) < _IN_HAND * workers.count:
            job = waiting.popleft()
            running[_submitted(job, task, workers)] = job
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            job = running.pop(future)
            tries[job.sha256] = tries.get(job.sha256, 0) + 1
            if isinstance(future.exception(), ProcessDied) and tries[job.sha256] < TRIES:
                waiting.append(job)
            else:
                yield job, _outcome(future, job, task)


def _submitted(job: Job, task: _Task[T], workers: Workers) -> Future[T | None]:
    given = _with_content(job) if workers.is_remote else job
    arguments = (given, task.options, task.bounds.slice_seconds, *task.further)
    return workers.submit(task.do, *arguments, seconds=task.bounds.seconds)


def _with_content(job: Job) -> Job:
    """The job with what its file holds; without, where that cannot be read: who tries to read it says why."""
    try:
        return replace(job, content=job.location.read_bytes())
    except OSError:
        return job


def _read(job: Job, options: ReadingOptions, slice_seconds: float) -> DocumentRecord | None:
    try:
        content = job.location.read_bytes() if job.content is None else job.content
    except OSError as error:
        return unreadable_record(job.sha256, FAILED, f"{type(error).__name__}: {error.strerror}")
    try:
        record = read_records(content, job.name, replace(options, until=time.monotonic() + slice_seconds))
    except ReadingPostponed:
        return None
    if record.sha256 != job.sha256:
        return unreadable_record(job.sha256, FAILED, _CHANGED)
    return record


def _keep(job: Job, options: ReadingOptions, slice_seconds: float, lake: str) -> Reading | None:
    record = _read(job, options, slice_seconds)
    return None if record is None else kept(record, lake)


def _outcome(future: Future[T | None], job: Job, task: _Task[T]) -> T | None:
    try:
        return future.result()
    except TimeoutError:
        unread = unreadable_record(job.sha256, "reading_too_long", _TOO_LONG.format(task.bounds.seconds))
    except ProcessDied:
        unread = unreadable_record(job.sha256, FAILED, _DIED)
    except MemoryError:
        unread = unreadable_record(job.sha256, "document_too_large", _DIED)
    return task.done(unread)
