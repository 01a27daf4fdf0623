"""One build of documents that the factory makes, as the command does it, watched from outside."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from statistics import mean
from typing import Any

from bench.factory.__main__ import main as make
from bench.scale.watching import Watched, watched

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "from pipelines.cli import main; main()"
_OF_A_DISTRICT = 200
"""Documents of a district, in all its years."""

_DONE = (0, 3)
"""What the command ends with where all is published, and where some documents are quarantined."""

Beat = Callable[[], object]


def corpus(folder: Path, formats: str, documents: int) -> Path:
    """The folder with so many documents, made if it is not there."""
    made = folder / formats.replace("=", "-").replace(",", "_")
    if not (made / "raw").exists():
        years, districts = 5 if documents >= _OF_A_DISTRICT else 1, max(1, documents // _OF_A_DISTRICT)
        size = ["--documents", str(documents), "--districts", str(districts), "--years", str(years)]
        make([*size, "--formats", formats, "--files", "--out", str(made)])
    return made / "raw"


def middling(raw: Path) -> bytes:
    """The Word document of middling size."""
    found = sorted(raw.rglob("*.docx"), key=lambda path: path.stat().st_size)
    return found[len(found) // 2].read_bytes()


def built(raw: Path, cores: Sequence[int], folder: Path, beat: Beat, python: str) -> dict[str, Any]:
    """What a build into `folder`/out takes, by this Python."""
    out, log = folder / "out", folder / "build.jsonl"
    shutil.rmtree(out, ignore_errors=True)
    log.unlink(missing_ok=True)
    command = [python, "-c", COMMAND, "build", "--raw", str(raw), "--out", str(out), "--log", str(log)]
    run = watched(command, os.environ, cores, ROOT, beat)
    if run.code not in _DONE:
        raise RuntimeError(f"the build of {raw} ended with {run.code}; see {log}")
    stages, size = _stages(log), len(_files(raw))
    return {
        "documents": size,
        "cores": len(cores),
        "seconds": round(run.seconds, 1),
        "processor_seconds": round(run.processor_seconds, 1),
        **{name: round(taken, 1) for name, taken in stages.items()},
        "milliseconds_a_document": round(1e3 * (stages["reading"] + stages["normalising"]) / size, 2),
        "floor_milliseconds": round(1e3 * mean(run.beats), 2),
        "coordinator_mib": round(run.coordinator / 2**20),
        "worker_mib": round(run.worker / 2**20),
        "worker_mib_over_time": _over_time(run, stages["reading"] + stages["normalising"]),
        "lake_files": len(_files(out / "lake")),
        "raw_mb": _megabytes(raw),
        "lake_mb": _megabytes(out / "lake"),
        "published_mb": _megabytes((out / "current").resolve()),
    }


def first(raw: Path, size: int, target: Path) -> Path:
    """A folder with the first documents, spread over their years and districts, under second names."""
    if not target.exists():
        for path in sorted(_files(raw), key=lambda path: path.name)[:size]:
            place = target / path.relative_to(raw)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, place)
    return target


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _megabytes(folder: Path) -> float:
    return round(sum(path.stat().st_size for path in _files(folder)) / 1e6, 1)


def _stages(log: Path) -> dict[str, float]:
    """Seconds of each stage, as the log tells when documents were read, rows made and the version published."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    read, made = (list(_times(lines, stage)) for stage in ("reading", "normalising"))
    published = next(line["seconds"] for line in reversed(lines) if line["stage"] == "publishing" and "seconds" in line)
    return {
        "reading": (read[-1] - read[0]).total_seconds(),
        "normalising": (made[-1] - read[-1]).total_seconds(),
        "publishing": published,
    }


def _times(lines: list[dict[str, Any]], stage: str) -> Iterator[datetime]:
    return (datetime.fromisoformat(line["time"]) for line in lines if line["stage"] == stage)


def _over_time(run: Watched, until: float) -> list[int]:
    """The largest worker in each tenth of reading and making rows, MiB."""
    tenths: list[int] = [0] * 10
    for at, memory in run.looks:
        tenths[min(9, int(10 * at / max(until, 1)))] = max(tenths[min(9, int(10 * at / max(until, 1)))], memory)
    return [round(memory / 2**20) for memory in tenths]
