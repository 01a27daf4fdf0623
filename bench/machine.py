"""What a benchmark ran on, and how fast that was then."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from statistics import median
from typing import Any

_TURNS, _SQUARES = 5, 1_000_000


def machine() -> dict[str, Any]:
    """The processor and the system, without names that tell whose it is."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.system(),
    }


def loop() -> float:
    """Milliseconds of a core for adding up a million squares in plain Python, the median of some turns: a machine that
    others share is not the same from hour to hour."""
    return round(1e3 * median(_turn() for _ in range(_TURNS)), 1)


def _turn() -> float:
    started, total = time.process_time(), 0
    for number in range(_SQUARES):
        total += number * number
    return time.process_time() - started
