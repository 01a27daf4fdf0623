"""Runs a command and watches it: processor time and memory of the process itself and of those that it starts."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.5


@dataclass(slots=True)
class Watched:
    """What a command took: wall and processor seconds, the most memory of its own process and of one that it started, and
    of all of these at each look (bytes)."""

    code: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0
    coordinator: int = 0
    worker: int = 0
    looks: list[tuple[float, int]] = field(default_factory=list)
    """Seconds since the start, and the largest worker then."""
    beats: list[float] = field(default_factory=list)
    """Processor seconds that the same small piece of work took at each look, on the same cores: how fast the machine was."""


def watched(
    command: Sequence[str],
    environment: Mapping[str, str],
    cores: Sequence[int],
    cwd: Path,
    beat: Callable[[], object] = lambda: None,
) -> Watched:
    """Runs a command on these cores to its end; `beat` is a piece of work that shows the machine's speed meanwhile."""
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    started = time.monotonic()
    try:
        process = subprocess.Popen(command, cwd=cwd, env=dict(environment), stdout=subprocess.DEVNULL)
        found, spent = Watched(), dict[int, float]()
        while process.poll() is None:
            _look(process.pid, found, spent, time.monotonic() - started)
            found.beats.append(_timed(beat))
            time.sleep(_EVERY)
    finally:
        os.sched_setaffinity(0, own)
    found.code, found.seconds = process.returncode, time.monotonic() - started
    found.processor_seconds = sum(spent.values())
    return found


def _timed(beat: Callable[[], object]) -> float:
    started = time.thread_time()
    beat()
    return time.thread_time() - started


def _look(root: int, found: Watched, spent: dict[int, float], at: float) -> None:
    largest = 0
    for pid in _tree(root):
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        spent[pid] = (int(stat[11]) + int(stat[12])) / _TICKS
        memory = int(stat[21]) * _PAGE
        if pid == root:
            found.coordinator = max(found.coordinator, memory)
        else:
            found.worker = max(found.worker, memory)
            largest = max(largest, memory)
    found.looks.append((at, largest))


def _tree(root: int) -> list[int]:
    """A process with all below it."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found
