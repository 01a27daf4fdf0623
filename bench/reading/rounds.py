"""Takes turns: pieces of work on one document, timed round by round so that all of them have the same machine."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping
from statistics import median

Work = Callable[[], object]


def timed(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Median processor seconds of each piece of work, its rounds interleaved with those of the others; one before them
    is not counted. What a program that it starts takes counts as its own."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            start = spent()
            work()
            seconds[name].append(spent() - start)
    return {name: median(taken) for name, taken in seconds.items()}


def once(works: Mapping[str, Work]) -> dict[str, float]:
    """Processor seconds of each piece of work, done once."""
    seconds = {}
    for name, work in works.items():
        start = spent()
        work()
        seconds[name] = spent() - start
    return seconds


def spent() -> float:
    """Processor seconds of this process and of those it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
