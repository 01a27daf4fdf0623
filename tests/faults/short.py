"""A dozen kills and a full disk in one process of seconds; what came of them as JSON, for the tests."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipelines.settings import Folders
from tests.faults import builds, children, series
from tests.faults.deaths import BEFORE, TORN, fill_disk
from warehouse.published import DATABASE, DATAPACKAGE, PARQUET

KILLS = 12
FULL_AT = (4, 40, 30)
"""The changes at which the disk is full: while archives are unpacked, while readings are kept, while a version is made.
Each build goes on where the last one found no room."""


def main() -> None:
    """Builds that are killed or find no room again and again, each going on where the last one died."""
    builds.prepare()
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # noqa: S108
        stage = series.prepared(Path(folder), "short", samples=False, timed=False)
        told = {"killed": _killed(stage), "full": _full(stage)}
    json.dump(told, sys.stdout)


def _killed(stage: series.Stage) -> dict[str, Any]:
    chance, folders = random.Random(1), Folders(stage.raw, stage.own_out())  # noqa: S311 - a seed
    series.copy(stage.start, folders.out)
    between, wrong, kills = [], [], 0
    while kills < KILLS:
        point = series.Point(chance.choice([BEFORE, TORN]), chance.randint(1, 60))
        was_killed = children.run(series.killed_at, builds.in_short, folders, point).was_killed
        found, differences = _looked_at(stage, folders.out)
        kills += was_killed
        between.append(found)
        wrong += differences
        if not was_killed:
            wrong += series.finished(stage, folders)
            series.copy(stage.start, folders.out)
    return {"kills": kills, "between": between, "wrong": wrong + series.finished(stage, folders)}


def _full(stage: series.Stage) -> dict[str, Any]:
    folders = Folders(stage.raw, stage.own_out())
    series.copy(stage.start, folders.out)
    messages, between, wrong = [], [], []
    for number in FULL_AT:
        messages.append(children.result_of(_starved, builds.in_short, folders, number))
        found, differences = _looked_at(stage, folders.out)
        between.append(found)
        wrong += differences
    wrong += series.finished(stage, folders)
    return {"messages": messages, "between": between, "wrong": wrong}


def _looked_at(stage: series.Stage, out: Path) -> tuple[str, list[str]]:
    """What readers find; where it is, byte for byte, what the older version was, it need not be opened."""
    if _bytes_of(out) == _bytes_of(stage.start):
        return "old", []
    return series.looked_at(stage, out)


def _bytes_of(out: Path) -> dict[str, bytes]:
    files = [out / DATABASE, out / DATAPACKAGE, *(out / PARQUET).glob("*/*")]
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in files}


def _starved(build: Callable[[Folders], None], folders: Folders, number: int) -> str:
    fill_disk(folders.out, number)
    try:
        build(folders)
    except Exception as error:  # what is raised is what this is about
        return f"{type(error).__name__}: {error}"
    return "nothing was raised"


if __name__ == "__main__":
    main()
