"""What crashed processes left is cleared away, and nothing that somebody is still writing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse import files

PROCESSES = {"gone": 2**22 + 1, "running": os.getppid(), "ours": os.getpid()}
"""Their numbers: one that no process can have, that of one that runs, and of this one."""


@pytest.mark.parametrize(
    ("name", "hours", "stays"),
    [
        (".a.json.{gone}", 0, False),
        (".a.json.{ours}", 0, False),
        (".a.json.{running}", 0, True),
        (".a.json.{running}", 23, True),
        (".a.json.{running}", 25, False),
        ("a.json.{gone}", 25, True),
        (".a.json", 25, True),
    ],
)
@pytest.mark.parametrize("make", [Path.touch, Path.mkdir])
def test_leftovers_are_what_no_running_process_wrote_or_touched_for_a_day(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    make: Callable[[Path], None],
    name: str,
    hours: float,
    stays: bool,
) -> None:
    path = tmp_path / name.format_map(PROCESSES)
    make(path)
    now = time.time() + hours * 3600
    monkeypatch.setattr(files.time, "time", lambda: now)
    files.remove_leftovers(tmp_path, files.PARTIAL)
    assert path.exists() is stays


def test_what_a_running_process_has_just_finished_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partial = tmp_path / f".a.json.{PROCESSES['running']}"
    partial.touch()

    def finishes(_pid: int) -> bool:
        partial.replace(tmp_path / "a.json")
        return True

    monkeypatch.setattr(files, "_is_running", finishes)
    files.remove_leftovers(tmp_path, files.PARTIAL)
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
