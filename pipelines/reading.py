"""Reads documents in processes of their own with bounds on time and memory: a bad file costs its own record, no more."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import select
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from transforms.extract import read_records, unreadable_record
from transforms.readers.options import ReadingOptions, ReadingPostponed
from warehouse.schema.records import DocumentRecord

if TYPE_CHECKING:
    from pebble import ProcessPool

T = TypeVar("T")

FAILED = "reading_failed"
"""The quality rule of readings that may succeed when they are tried again."""
_TOO_LONG = "读取超过 {0:.0f} 秒，已停止，请重新导出该文件。 Reading it was stopped after {0:.0f} seconds: export the file again."
_DIED = "读取该文件的进程意外结束，请重新导出该文件。 The process that read it died: export the file again."
_CHANGED = "文件在读取时被修改，请重新运行。 The file was changed while it was read: run the build again."
_IN_HAND = 4
"""How many documents a worker process has waiting, so that it never waits for one."""
_WARM = ["transforms.extract", "transforms.readers.docx.read", "transforms.readers.text.read"]
"""What every worker process has imported before it starts. Not pdfium: it does not survive forking."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading one document may take. A scan is read in slices, each of them within the bound on time."""

    seconds: float = 60.0
    slice_seconds: float = 30.0
    memory_bytes: int = 1024**3
    ocr_memory_bytes: int = 2 * 1024**3


BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: where it is, what it is called, and the hash of its content."""

    location: Path
    name: str
    sha256: str


def read_all(
    jobs: Sequence[Job], options: ReadingOptions, bounds: Bounds = BOUNDS
) -> Iterator[tuple[Job, DocumentRecord]]:
    """Every job with its record, as they are done. Those that need OCR come last, one after the other."""
    if not jobs:
        return
    scans: list[Job] = []
    workers = min(os.cpu_count() or 1, len(jobs))
    for job, record in _read_in_pool(jobs, replace(options, ocr=False), bounds, workers, bounds.memory_bytes):
        if record is None:
            scans.append(job)
        else:
            yield job, record
    while scans:
        unfinished = []
        for job, record in _read_in_pool(scans, options, bounds, 1, bounds.ocr_memory_bytes):
            if record is None:
                unfinished.append(job)
            else:
                yield job, record
        scans = unfinished


def read_one(location: Path, passwords: tuple[str, ...] = (), bounds: Bounds = BOUNDS) -> DocumentRecord:
    """The record of one file, read within the same bounds. Raises OSError where it cannot be opened."""
    with location.open("rb") as file, TemporaryDirectory() as pages:
        job = Job(location.absolute(), location.name, hashlib.file_digest(file, "sha256").hexdigest())
        ((_, record),) = read_all([job], ReadingOptions(passwords, Path(pages)), bounds)
    return record


class ProcessDied(Exception):
    """The process in which something was to be done died before it was done."""


def apart(function: Callable[..., T], *arguments: object) -> T:
    """What a function gives in a process of its own, with the bound on memory of OCR and none on time.

    Raises what it raises, ProcessDied where a file broke the process.
    """
    from pebble import ProcessExpired

    with _pool(1, BOUNDS.ocr_memory_bytes) as pool:
        try:
            result: T = pool.schedule(function, args=arguments).result()
        except ProcessExpired as error:
            raise ProcessDied(_DIED) from error
        return result


def _read_in_pool(
    jobs: Sequence[Job], options: ReadingOptions, bounds: Bounds, workers: int, memory_bytes: int
) -> Iterator[tuple[Job, DocumentRecord | None]]:
    """Every job with its record, or None where its reading was postponed."""
    waiting, running = deque(jobs), dict[Future[DocumentRecord | None], Job]()
    with _pool(workers, memory_bytes) as pool:
        while waiting or running:
            while waiting and len(running) < _IN_HAND * workers:
                job = waiting.popleft()
                running[pool.schedule(_read, args=[job, options, bounds.slice_seconds], timeout=bounds.seconds)] = job
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                job = running.pop(future)
                yield job, _outcome(future, job, bounds)


def _pool(workers: int, memory_bytes: int) -> ProcessPool:
    from pebble import ProcessPool

    # Processes are started fresh: forking after Polars or pdfium have started can hang.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_WARM)
    return ProcessPool(max_workers=workers, initializer=confine, initargs=[memory_bytes, os.getpid()], context=context)


def confine(memory_bytes: int, build: int | None = None) -> None:
    """What a worker process begins with: its bound on memory, and nothing to say on the terminal: libraries written in C
    print what they meet in broken files, which the record says already. It ends with the process of the `build`."""
    limit_memory(memory_bytes)
    if build is not None:
        threading.Thread(target=_end_with, args=[build], daemon=True).start()
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stderr.fileno())


def _end_with(process: int) -> None:
    """Ends this process with that one, where the system can tell: who is killed cannot end a worker that hangs."""
    if not hasattr(os, "pidfd_open"):
        return
    with suppress(ProcessLookupError):
        select.select([os.pidfd_open(process)], [], [])
    os._exit(1)


def limit_memory(memory_bytes: int) -> None:
    """Bound what this process may allocate, where the system can (Linux counts the data segment and private mappings)."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most != resource.RLIM_INFINITY:
        memory_bytes = min(memory_bytes, most)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


def _read(job: Job, options: ReadingOptions, slice_seconds: float) -> DocumentRecord | None:
    try:
        content = job.location.read_bytes()
    except OSError as error:
        return unreadable_record(job.sha256, FAILED, f"{type(error).__name__}: {error.strerror}")
    try:
        record = read_records(content, job.name, replace(options, until=time.monotonic() + slice_seconds))
    except ReadingPostponed:
        return None
    if record.sha256 != job.sha256:
        return unreadable_record(job.sha256, FAILED, _CHANGED)
    return record


def _outcome(future: Future[DocumentRecord | None], job: Job, bounds: Bounds) -> DocumentRecord | None:
    from pebble import ProcessExpired

    try:
        return future.result()
    except TimeoutError:
        return unreadable_record(job.sha256, "reading_too_long", _TOO_LONG.format(bounds.seconds))
    except ProcessExpired:
        return unreadable_record(job.sha256, FAILED, _DIED)
    except MemoryError:
        return unreadable_record(job.sha256, "document_too_large", _DIED)
