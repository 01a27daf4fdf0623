"""Measures what compiling is worth: `python -m bench.compiled --python .compiled/bin/python`.

Two processes, one with the readers as they are written, one with them compiled, read the same documents in turns, and
their rows must be equal. Times are processor time. Writes bench/results/compiled.json and docs/performance.md; asserts no
time.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench.history import remember
from bench.machine import machine
from bench.performance import put
from bench.reading import corpus
from bench.reading.__main__ import DOCUMENTS
from bench.reading.star import star_rows
from transforms import document

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results" / "compiled.json"
KINDS = {"Word": "*/*/*.docx", "text": "*/*/*.txt", "PDF, printed": "printed/*.pdf", "PDF, drawn": "*/*/*.pdf"}
"""Where the documents of each kind stand below the folder of documents."""
_MOST = 200
"""So many documents of a kind are read."""


class Reader:
    """A process that reads documents when it is asked to."""

    def __init__(self, python: str, *, installed: bool) -> None:
        start = ["-P", "bench/installed.py"] if installed else ["-m"]
        pipe = subprocess.PIPE
        command = [python, *start, "bench.compiled", "--serve"]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)
        self.is_compiled: bool = self._said()["compiled"]

    def read(self, path: Path) -> dict[str, Any]:
        """The `seconds` that a document took, and what stands for its `rows`."""
        if self._process.stdin is None:
            raise RuntimeError("a reader without pipes")
        self._process.stdin.write(f"{path.resolve()}\n")
        self._process.stdin.flush()
        return self._said()

    def _said(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("a reader ended before its time")
        told: dict[str, Any] = json.loads(line)
        return told

    def close(self) -> None:
        self._process.communicate()


def serve() -> None:
    print(json.dumps({"compiled": not document.__file__.endswith(".py")}), flush=True)
    gc.collect()
    gc.freeze()  # what is loaded is not looked through again before each document
    for line in sys.stdin:
        path = Path(line.strip())
        content = path.read_bytes()
        gc.collect()
        start = time.process_time()
        rows = star_rows(content, path.name)
        seconds = time.process_time() - start
        print(json.dumps({"seconds": seconds, "rows": hashlib.sha256(repr(rows).encode()).hexdigest()}), flush=True)


def measured(readers: tuple[Reader, Reader], paths: list[Path], rounds: int) -> dict[str, Any]:
    """Of documents of one kind: the median of what compiled code takes of the time, all milliseconds, differing rows."""
    taken: list[tuple[float, float]] = []
    different = 0
    for path in paths:
        pairs = []
        for number in range(rounds + 1):
            first, second = readers[:: -1 if number % 2 else 1]
            told = {first: first.read(path), second: second.read(path)}
            pairs.append([told[reader] for reader in readers])
        different += pairs[0][0]["rows"] != pairs[0][1]["rows"]
        plain, compiled = (median(pair[side]["seconds"] for pair in pairs[1:]) for side in (0, 1))
        taken.append((plain, compiled))
    return {
        "documents": len(paths),
        "bytes": sum(path.stat().st_size for path in paths),
        "plain_ms": round(1e3 * sum(one for one, _ in taken), 1),
        "compiled_ms": round(1e3 * sum(one for _, one in taken), 1),
        "share": round(median(compiled / plain for plain, compiled in taken), 3),
        "different": different,
    }


def figures(told: dict[str, Any]) -> dict[str, float]:
    """What is kept of every run: which share of its time a kind takes when it is compiled."""
    return {kind: one["share"] for kind, one in told["kinds"].items()}


def section(told: dict[str, Any]) -> str:
    machine = told["machine"]
    lines = [
        f"Measured {told['measured']} on {machine['processor']} ({machine['cores']} cores), in turns.",
        "",
        "| read | documents | ms a document | compiled | takes of the time | MB/s | compiled | with other rows |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *_rows(told),
    ]
    return "\n".join(lines)


def _rows(told: dict[str, Any]) -> Iterator[str]:
    for kind, one in told["kinds"].items():
        each = (f"{one[name] / one['documents']:.2f}" for name in ("plain_ms", "compiled_ms"))
        speeds = (f"{one['bytes'] / 1e3 / one[name]:.2f}" for name in ("plain_ms", "compiled_ms"))
        yield f"| {kind} | {one['documents']} | {' | '.join(each)} | {one['share']} | {' | '.join(speeds)} | {one['different']} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", help="the Python that has the compiled package")
    parser.add_argument("--rounds", type=int, default=3, help="measured rounds")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return
    if options.python is None:
        parser.error("--python: which Python has the compiled package? (make compiled)")
    folder = corpus.documents(DOCUMENTS)
    readers = Reader(sys.executable, installed=False), Reader(str(Path(options.python).absolute()), installed=True)
    if [reader.is_compiled for reader in readers] != [False, True]:
        parser.error(f"{options.python} has no compiled package, or this one has: make compiled")
    told: dict[str, Any] = {"measured": datetime.now(UTC).date().isoformat(), "machine": machine(), "kinds": {}}
    for kind, pattern in KINDS.items():
        found = sorted(folder.glob(pattern))
        chosen = found[:: max(1, len(found) // _MOST)][:_MOST]
        told["kinds"][kind] = measured(readers, chosen, options.rounds)
    for reader in readers:
        reader.close()
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    put("bench-compiled", section(told))
    remember("compiled", told["measured"], figures(told))
    print(section(told))


if __name__ == "__main__":
    main()
