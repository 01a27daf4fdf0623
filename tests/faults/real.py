"""Kills of the command as it is started, with its worker processes: none of those may live on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from pipelines.settings import Folders
from tests.faults import series

ROOT = Path(__file__).parents[2]
BY_CLOCK = "clock, with workers"
MARK = "JIXIAO_FAULTS_TRIAL"
_GRACE = 20.0
"""Seconds after which a worker whose build was killed has to be gone."""


def points(stage: series.Stage, number: int, chance: random.Random) -> list[series.Point]:
    """Times over the length of a whole command, whose first second or so is spent on importing."""
    seconds = _length(stage)
    return [series.Point(BY_CLOCK, seconds=chance.uniform(0.2, 1.0) * seconds) for _ in range(number)]


def tried(stage: series.Stage, point: series.Point) -> series.Trial:
    """One command killed, looked at, run again, and compared."""
    folders = Folders(stage.raw, stage.own_out())
    series.copy(stage.start, folders.out)
    was_killed, orphans = killed(folders, point.seconds)
    between, differences = series.looked_at(stage, folders.out)
    differences += [f"between: process {orphan} lives on" for orphan in orphans]
    differences += series.finished(stage, folders)
    return series.Trial(point, was_killed, between, tuple(differences))


def killed(folders: Folders, seconds: float) -> tuple[bool, list[int]]:
    """Starts the command and kills it; whether it was still running, and which of its processes outlived it."""
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    command = started(folders, mark)
    try:
        command.wait(seconds)
    except subprocess.TimeoutExpired:
        command.send_signal(signal.SIGKILL)
    command.wait()
    return command.returncode == -signal.SIGKILL, outliving(mark)


def started(folders: Folders, mark: str) -> subprocess.Popen[bytes]:
    """`jixiao build` in a process of its own, which and whose workers can be told by the mark."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "build", "--raw", str(folders.raw), "--out", str(folders.out)],
        cwd=ROOT,
        env={**os.environ, MARK: mark},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def outliving(mark: str) -> list[int]:
    """The processes with the mark that are still there when a fair time has passed."""
    deadline = time.monotonic() + _GRACE
    while (found := marked(mark)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def marked(mark: str) -> list[int]:
    """The processes with the mark."""
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if _has(path, mark)]


def _has(environment: Path, mark: str) -> bool:
    try:
        return f"{MARK}={mark}".encode() in environment.read_bytes().split(b"\0")
    except OSError:
        return False


def _length(stage: series.Stage) -> float:
    folders = Folders(stage.raw, stage.folder / "out")
    series.copy(stage.start, folders.out)
    begun = time.monotonic()
    code = started(folders, "none").wait()
    assert code in (0, 3), code
    return time.monotonic() - begun
