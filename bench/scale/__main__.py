"""Builds of 1,000, 5,000 and 20,000 documents that the factory makes, as the command does them: `python -m bench.scale`.

The smallest is built with one core and with all, in turns; the start of the command line is timed as well. Meanwhile one
document is unzipped, parsed and its cells joined (the floor) twice a second on the same cores: machines change their speed,
and the cost of a document in floors stays what it is. Writes bench/results/scale.json and docs/performance.md; asserts no
time. The documents stay in .bench-scale/.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from typing import Any

import duckdb
import polars as pl

from bench.factory.__main__ import main as make
from bench.performance import put
from bench.reading.word import floor
from bench.scale.page import section
from bench.scale.watching import Watched, watched
from bench.values.__main__ import machine

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".bench-scale"
RESULTS = ROOT / "bench" / "results" / "scale.json"
_MARK = "bench-scale"
_COMMAND = "from pipelines.cli import main; main()"
_STARTS = {"--help": ["--help"], "value": ["value", "≥95%"]}
_STARTED = 9
"""How often each command is started."""
_ROUNDS = 3
"""How often the fewest documents are built with one core and with all."""
_OF_A_DISTRICT = 200
"""Documents of a district, in all its years."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 5000, 20_000], help="how many to build")
    parser.add_argument("--formats", default="docx", help="as `python -m bench.factory --formats`")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the documents are, or are to be made")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures go")
    known = parser.parse_args(arguments)
    sizes = sorted(known.documents)
    corpus = known.folder / known.formats.replace("=", "-").replace(",", "_")
    if not (corpus / "raw").exists():
        size = ["--documents", str(sizes[-1]), "--districts", str(max(1, sizes[-1] // _OF_A_DISTRICT))]
        make([*size, "--formats", known.formats, "--files", "--out", str(corpus)])
    cores = sorted(os.sched_getaffinity(0))
    told: dict[str, Any] = {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": {"duckdb": duckdb.__version__, "polars": pl.__version__},
        "formats": known.formats,
        "start": {name: _start(command) for name, command in _STARTS.items()},
        "builds": [],
    }
    beat = _beat(corpus)
    for size, used in [*[(sizes[0], cores[:1]), (sizes[0], cores)] * _ROUNDS, *((size, cores) for size in sizes[1:])]:
        told["builds"].append(_built(corpus, size, used, known.folder, beat))
        print(json.dumps(told["builds"][-1]), flush=True)
    known.results.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if known.results == RESULTS:
        put(_MARK, section(told))
    print(section(told))
    return 0


def _start(command: list[str]) -> float:
    """Seconds of a command that only starts, the median of some."""
    taken = []
    for _ in range(_STARTED):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", _COMMAND, *command], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - started)
    return round(median(taken), 2)


def _beat(corpus: Path) -> Callable[[], object]:
    """The floor on the Word document of middling size."""
    found = sorted(corpus.rglob("*.docx"), key=lambda path: path.stat().st_size)
    content = found[len(found) // 2].read_bytes()
    return lambda: floor(content)


def _built(corpus: Path, size: int, cores: list[int], folder: Path, beat: Callable[[], object]) -> dict[str, Any]:
    """One build into a folder of its own."""
    raw, out, log = folder / f"raw-{size}", folder / "out", folder / "build.jsonl"
    _some(corpus / "raw", raw, size)
    shutil.rmtree(out, ignore_errors=True)
    log.unlink(missing_ok=True)
    command = [sys.executable, "-c", _COMMAND, "build", "--raw", str(raw), "--out", str(out), "--log", str(log)]
    run = watched(command, os.environ, cores, ROOT, beat)
    stages = _stages(log)
    return {
        "documents": size,
        "cores": len(cores),
        "code": run.code,
        "seconds": round(run.seconds, 1),
        "processor_seconds": round(run.processor_seconds, 1),
        **{name: round(taken, 1) for name, taken in stages.items()},
        "milliseconds_a_document": round(1e3 * (stages["reading"] + stages["normalising"]) / size, 2),
        "floor_milliseconds": round(1e3 * mean(run.beats), 2),
        "coordinator_mib": round(run.coordinator / 2**20),
        "worker_mib": round(run.worker / 2**20),
        "worker_mib_over_time": _over_time(run, stages["reading"] + stages["normalising"]),
        "lake_files": sum(1 for path in (out / "lake").rglob("*") if path.is_file()),
        "lake_mb": round(sum(path.stat().st_size for path in (out / "lake").rglob("*") if path.is_file()) / 1e6),
        "raw_mb": round(sum(path.stat().st_size for path in raw.rglob("*") if path.is_file()) / 1e6),
    }


def _some(corpus: Path, raw: Path, size: int) -> None:
    """The first documents of the corpus, spread over its years and districts, under second names."""
    if raw.exists():
        return
    found = sorted((path for path in corpus.rglob("*") if path.is_file()), key=lambda path: path.name)
    for path in found[:size]:
        target = raw / path.relative_to(corpus)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, target)


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


if __name__ == "__main__":
    sys.exit(main())
