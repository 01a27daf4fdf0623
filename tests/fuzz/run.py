"""Many mutants of one format, each tried in a process with bounds on time and memory."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from pipelines.executors.local import confine
from tests.fuzz.corpus import sources
from tests.fuzz.mutations import mutant
from tests.fuzz.trial import Outcome, tried

SECONDS = 60.0
MEMORY, OCR_MEMORY = 1024**3, 2 * 1024**3
ENDINGS = {"markdown": "md", "text": "txt", "image": "png"}


@dataclass(slots=True)
class Report:
    """What came of the mutants of one format; `failures` are numbers of mutants with what did not hold."""

    kind: str
    mutants: int = 0
    loaded: int = 0
    quarantined: int = 0
    findings: int = 0
    slowest: float = 0.0
    failures: list[tuple[int, str]] = field(default_factory=list)


def pool(kind: str, processes: int = 2) -> ProcessPool:
    """The processes that documents of one kind, or of another that asks for as much memory, are tried in."""
    context = multiprocessing.get_context("forkserver")
    memory = OCR_MEMORY if kind == "image" else MEMORY
    return ProcessPool(max_workers=processes, initializer=confine, initargs=[memory], context=context)


def run(kind: str, numbers: Iterable[int], trials: ProcessPool, kept: Path | None = None) -> Report:
    """Tries the mutants of these numbers; those that fail are written below `kept`."""
    report = Report(kind)
    whole = sources(kind)
    futures = {number: trials.schedule(_trial, args=[kind, whole, number], timeout=SECONDS) for number in numbers}
    for number, future in futures.items():
        _count(report, number, future)
    for number, _ in report.failures if kept else []:
        assert kept is not None
        kept.mkdir(exist_ok=True)
        (kept / f"{kind}-{number}.{ENDINGS.get(kind, kind)}").write_bytes(mutant(kind, whole, number))
    return report


def _trial(kind: str, whole: list[bytes], number: int) -> tuple[Outcome, float]:
    content = mutant(kind, whole, number)
    started = time.monotonic()
    return tried(kind, content), time.monotonic() - started


def _count(report: Report, number: int, future: Future[tuple[Outcome, float]]) -> None:
    report.mutants += 1
    try:
        outcome, seconds = future.result()
    except TimeoutError:
        report.failures.append((number, f"took longer than {SECONDS:.0f} seconds"))
    except ProcessExpired as died:
        report.failures.append((number, f"killed its process: {died}"))
    except Exception as error:  # what is looked for: nothing may be raised, whatever it is
        report.failures.append((number, f"raised {type(error).__name__}: {error}"))
    else:
        report.slowest = max(report.slowest, seconds)
        report.findings += outcome.findings
        report.loaded += outcome.status == "loaded"
        report.quarantined += outcome.status == "quarantined"
        if outcome.problem:
            report.failures.append((number, outcome.problem))
