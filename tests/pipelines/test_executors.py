"""Processes are the same ones as long as they are kept, however they are asked for, and end when they are not."""

from __future__ import annotations

import os
import time

import pytest

from pipelines.executors.opening import keeping_workers, open_workers
from pipelines.executors.workers import INLINE, LOCAL, Computing, ExecutorUnusable, ProcessDied

MEMORY = 512 * 1024**2
LOCALLY = Computing(LOCAL)


def _own_number(_: object = None) -> int:
    time.sleep(0.05)
    return os.getpid()


def _numbers(computing: Computing = LOCALLY) -> set[int]:
    """The processes that do some work."""
    with open_workers(computing, MEMORY, most=8) as workers:
        return {future.result() for future in [workers.submit(_own_number) for _ in range(8)]}


def test_kept_workers_go_on_from_one_piece_of_work_to_the_next() -> None:
    with keeping_workers():
        first, second = _numbers(), _numbers()
    assert second <= first
    assert os.getpid() not in first
    assert not (_numbers() & first)


def test_a_process_that_is_not_to_stay_is_alone_and_ends_with_its_work() -> None:
    with keeping_workers():
        with open_workers(LOCALLY, MEMORY, most=1, stay=False) as workers:
            alone = {workers.submit(_own_number).result() for _ in range(4)}
            assert len(alone) == workers.count == 1
        assert not (_numbers() & alone)


def test_workers_end_with_the_block_that_kept_them() -> None:
    with keeping_workers():
        numbers = _numbers()
    assert [number for number in numbers if os.path.exists(f"/proc/{number}/stat")] == []  # noqa: PTH110


def test_inline_work_is_done_here_and_raises_where_its_result_is_asked_for() -> None:
    assert _numbers(Computing(INLINE)) == {os.getpid()}
    with open_workers(Computing(INLINE), MEMORY) as workers:
        future = workers.submit(int, "no number")
    with pytest.raises(ValueError, match="no number"):
        future.result()


def test_a_process_that_dies_says_so_and_the_next_work_is_done() -> None:
    with open_workers(LOCALLY, MEMORY, most=1) as workers:
        with pytest.raises(ProcessDied):
            workers.submit(os._exit, 3).result()
        assert workers.submit(int, "4").result() == 4
        with pytest.raises(TimeoutError):
            workers.submit(time.sleep, 60, seconds=0.5).result()


def _held_after_frames() -> tuple[int, int]:
    """Bytes that the process holds with some large frames, and once they are gone."""
    import polars as pl

    frames = [pl.DataFrame({"text": [f"{number:0>200}" for number in range(100_000)]}) for _ in range(4)]
    with_frames = _held()
    del frames
    return with_frames, _held()


def _held() -> int:
    with open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123
        return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_process_gives_back_what_its_frames_held() -> None:
    with open_workers(LOCALLY, MEMORY, most=1) as workers:
        with_frames, without = workers.submit(_held_after_frames).result()
    assert with_frames - without > 60 * 1024**2


def test_an_executor_that_is_none_is_refused() -> None:
    with pytest.raises(ExecutorUnusable, match="inline"):
        open_workers(Computing("elsewhere"), MEMORY)
