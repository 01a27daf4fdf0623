"""What more cores give at most on this machine: the floor of reading, in as many processes as there are cores.

Cores share memory and caches, and a virtual machine's are shared with its neighbours. Processes that need nothing of each
other show how much.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from bench.reading.word import floor

_ROUNDS = 7
_SECONDS = 4.0
_TO_START = 2.0
"""Seconds until all processes are there."""


def ceiling(content: bytes, cores: Sequence[int]) -> list[float]:
    """How many times as often all cores read the floor of a document as the first one alone, in turns, least first."""
    return sorted(round(_read_by(content, cores) / _read_by(content, cores[:1]), 2) for _ in range(_ROUNDS))


def _read_by(content: bytes, cores: Sequence[int]) -> int:
    """How often processes, one on each of these cores, read it in the same seconds."""
    start = time.time() + _TO_START
    with ProcessPoolExecutor(len(cores), multiprocessing.get_context("spawn")) as pool:
        return sum(pool.map(_times, [content] * len(cores), cores, [start] * len(cores)))


def _times(content: bytes, core: int, start: float) -> int:
    os.sched_setaffinity(0, [core])
    floor(content)
    time.sleep(max(0.0, start - time.time()))
    done = 0
    while time.time() < start + _SECONDS:
        floor(content)
        done += 1
    return done
