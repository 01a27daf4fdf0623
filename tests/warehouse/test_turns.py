"""One writer at a time, and whoever dies gives its turn up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from warehouse.turns import TurnTaken, holder, turn

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
_HOLD = """
import sys
from pathlib import Path
from warehouse.turns import turn
with turn(Path(sys.argv[1])):
    print("has it", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_at_work(out: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the turn until it is told to end, or killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(out)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == "has it\n"
        yield process
        if process.poll() is None:
            process.stdin.write("\n")
            process.stdin.flush()


def test_a_second_process_waits_and_says_for_whom_or_gives_up(tmp_path: Path) -> None:
    told: list[str] = []
    with another_at_work(tmp_path) as other:
        with (
            pytest.raises(TurnTaken, match=rf"process \({other.pid}, since \d\d:\d\d:\d\d"),
            turn(tmp_path, wait=False),
        ):
            pytest.fail("two have the turn")
        assert holder(tmp_path) == (other.pid, pytest.approx(datetime.now(UTC), abs=timedelta(minutes=1)))

        def end(message: str) -> None:
            told.append(message)
            assert other.stdin is not None
            other.stdin.write("\n")
            other.stdin.flush()

        with turn(tmp_path, told=end):
            assert other.wait(10) == 0
    assert len(told) == 1
    assert str(other.pid) in told[0]
    assert holder(tmp_path) is None


def test_a_process_that_is_killed_gives_its_turn_up(tmp_path: Path) -> None:
    with another_at_work(tmp_path) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait(10)
        assert holder(tmp_path) is None
        with turn(tmp_path, wait=False):
            pass


def test_within_a_process_the_turn_is_taken_again_under_any_name_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with turn(tmp_path / "out", wait=False):
        with turn(Path("out"), wait=False), turn(Path("out/../out"), wait=False):
            pass
        # Whoever gave an inner turn back has still the outer one.
        told = subprocess.run(
            [sys.executable, "-c", _HOLD.replace("sys.argv[1])", "sys.argv[1]), wait=False"), str(tmp_path / "out")],
            cwd=ROOT, text=True, stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
        assert "TurnTaken" in told.stderr
        assert f"process ({os.getpid()}, since" in told.stderr


def test_the_turn_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), turn(tmp_path):
        raise ZeroDivisionError
    with another_at_work(tmp_path):
        pass


def test_who_looks_on_sees_the_holder_also_in_its_own_process(tmp_path: Path) -> None:
    assert holder(tmp_path / "nowhere") is None
    assert not (tmp_path / "nowhere").exists()
    with turn(tmp_path):
        found: list[object] = []
        looking = threading.Thread(target=lambda: found.append(holder(tmp_path)))
        looking.start()
        looking.join()
        assert [one[0] for one in found if isinstance(one, tuple)] == [os.getpid()]
        assert holder(tmp_path) is not None
    assert holder(tmp_path) is None


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"process": 1}', '{"process": 1, "since": "yesterday"}'])
def test_a_damaged_note_of_who_has_it_does_no_harm(tmp_path: Path, damage: str) -> None:
    with another_at_work(tmp_path):
        (tmp_path / ".turn-holder").write_text(damage, encoding="utf-8")
        with pytest.raises(TurnTaken), turn(tmp_path, wait=False):
            pytest.fail("two have the turn")
        assert holder(tmp_path) is not None


def test_nothing_but_the_lock_and_its_note_is_left(tmp_path: Path) -> None:
    (tmp_path / ".turn-holder.new").write_text("half")
    with turn(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [".turn", ".turn-holder"]
