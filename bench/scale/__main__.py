"""Builds of 1,000, 5,000 and 20,000 documents that the factory makes, as the command does them: `python -m bench.scale`.

The two smallest are built with one core and with all, in turns; then some documents of every other format, and the start of
the command line is timed. Meanwhile one document is unzipped, parsed and its cells joined (the floor) twice a second on the same
cores: machines change their speed, and the cost of a document in floors stays what it is. Writes bench/results/scale.json,
docs/performance.md and the plan in docs/scale.md; asserts no time. The documents stay in .bench-scale/.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import polars as pl

from bench.history import remember
from bench.machine import machine
from bench.performance import put
from bench.reading.word import floor
from bench.scale import plan
from bench.scale.building import COMMAND, ROOT, built, corpus, first, middling
from bench.scale.ceiling import ceiling
from bench.scale.page import figures, section

FOLDER = ROOT / ".bench-scale"
RESULTS = ROOT / "bench" / "results" / "scale.json"
_MARK = "bench-scale"
_STARTS = {"--help": ["--help"], "value": ["value", "≥95%"]}
_STARTED = 9
"""How often each command is started."""
_ROUNDS = 3
"""How often the fewest documents are built with one core and with all; the next more are once."""
_OTHERS = {"doc": 300, "pdf": 300, "xlsx": 300, "html": 300, "markdown": 300, "text": 300, "scan": 2}
"""How many documents of each other format are built."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 5000, 20_000], help="how many to build")
    parser.add_argument("--others", type=int, help="at most so many of each other format")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the documents are, or are to be made")
    parser.add_argument("--python", default=sys.executable, help="the Python that builds: one that has what users have")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures go")
    known = parser.parse_args(arguments)
    told: dict[str, Any] = {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": {"duckdb": duckdb.__version__, "polars": pl.__version__},
        "start": {name: _start([known.python, "-c", COMMAND, *words]) for name, words in _STARTS.items()},
    }
    told |= _builds(known.folder, sorted(known.documents), known.others, known.python)
    known.results.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if known.results == RESULTS:
        put(_MARK, section(told))
        remember("scale", told["measured"], figures(told))
        put(plan.MARK, plan.section(told), plan.PAGE)
    print(section(told))
    print(plan.section(told))
    return 0


def _builds(folder: Path, sizes: list[int], most: int | None, python: str) -> dict[str, Any]:
    """The builds of Word documents, and of other formats by their names."""
    cores = sorted(os.sched_getaffinity(0))
    words = corpus(folder, "docx", sizes[-1])
    raw = {size: first(words, size, folder / f"docx-{size}") for size in sizes}
    beat = partial(floor, middling(words))
    turns = [(size, used) for size in sizes[:2] for used in [cores[:1], cores] * (_ROUNDS if size == sizes[0] else 1)]
    builds = [
        built(raw[size], used, folder, beat, python) for size, used in [*turns, *((size, cores) for size in sizes[2:])]
    ]
    others = {
        name: built(corpus(folder, name, min(number, most or number)), cores, folder, beat, python)
        for name, number in _OTHERS.items()
        if name != "scan" or _reads_scans(python)
    }
    return {"ceiling": ceiling(middling(words), cores), "builds": builds, "others": others}


def _reads_scans(python: str) -> bool:
    asked = "from transforms.readers.scan import ocr; raise SystemExit(not ocr.is_installed())"
    return subprocess.run([python, "-c", asked], cwd=ROOT, check=False).returncode == 0


def _start(command: list[str]) -> float:
    """Seconds of a command that only starts, the median of some."""
    taken = []
    for _ in range(_STARTED):
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - started)
    return round(median(taken), 2)


if __name__ == "__main__":
    sys.exit(main())
