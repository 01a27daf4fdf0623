"""Builds that are killed or meet a full disk: what was published stays, and the next build gives what it would have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.short import FULL_AT, KILLS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The kills happen apart: processes are forked there, which no process with threads should do."""
    one_thread = {**os.environ, "POLARS_MAX_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.short"],
        cwd=ROOT, env=one_thread, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_builds_killed_a_dozen_times_give_what_an_undisturbed_one_does(told: dict[str, Any]) -> None:
    killed = told["killed"]
    assert killed["wrong"] == []
    assert killed["kills"] == KILLS
    assert set(killed["between"]) <= {"old", "new"}


def test_a_full_disk_leaves_what_was_published_and_is_said_so(told: dict[str, Any]) -> None:
    full = told["full"]
    assert full["wrong"] == []
    assert full["between"] == ["old"] * len(FULL_AT)
    assert all("No space left on device" in message for message in full["messages"]), full["messages"]
