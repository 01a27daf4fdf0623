"""Asks the other readers of PDFs, each in a process of its own, and compares their tables with ours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench.reading.cells import Table, compared

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("camelot", "tabula")


class Peer:
    """A reader's process. `unusable` says why there is none: a peer that is not installed is a row that says so."""

    def __init__(self, name: str, python: str | None) -> None:
        self.name = name
        self.versions: dict[str, str] = {}
        self._process: subprocess.Popen[str] | None = None
        self.unusable: str | None = "no environment for it was named (--python)" if python is None else None
        if python is None:
            return
        pipe = subprocess.PIPE
        command = [python, "-m", "bench.reading.peers", name]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)
        told = self._said()
        self.versions = told.get("versions", {})
        self.unusable = told.get("unusable")
        if self.unusable is not None:
            self.close()

    def ask(self, path: Path) -> dict[str, Any]:
        """What it makes of a file: `seconds` and `tables`, or `failed`."""
        return self._said(f"{path.resolve()}\n")

    def _said(self, asked: str = "") -> dict[str, Any]:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a reader without pipes")
        self._process.stdin.write(asked)
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        return json.loads(line) if line else {"unusable": "it ended before its time", "failed": "it ended"}

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None


def measured(peer: Peer, path: Path, ours: list[Table], rounds: int) -> dict[str, Any]:
    """The milliseconds that a peer takes for a file, its first reading not counted, and how many cells are ours."""
    if peer.unusable is not None:
        return {"unusable": peer.unusable}
    answers = [peer.ask(path) for _ in range(rounds + 1)]
    if failed := next((answer["failed"] for answer in answers if "failed" in answer), None):
        return {"failed": failed}
    cells, equal = compared(ours, answers[0]["tables"])
    taken = median(answer["seconds"] for answer in answers[1:])
    return {"milliseconds": round(1e3 * taken, 2), "compared": cells, "equal": equal}


def peers(python: str | None) -> list[Peer]:
    if python is not None and not Path(python).exists():
        print(f"{python} is not there: the other readers are left out", file=sys.stderr)
        python = None
    return [Peer(name, python) for name in NAMES]
