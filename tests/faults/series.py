"""A series of builds that are killed at seeded points and then run again, each compared with the build nobody disturbed."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import Folders
from tests.faults import children, outcome, scene
from tests.faults.builds import BUILDS
from tests.faults.deaths import BEFORE, TORN, Change, die_at, watch

BY_CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Point:
    """Where a build dies: at a change (its number from 1, before it or with its file empty), or after a time (s)."""

    how: str
    change: int = 0
    kind: str = ""
    seconds: float = 0.0

    def __str__(self) -> str:
        return f"after {self.seconds:.2f} s" if self.how == BY_CLOCK else f"{self.how} {self.change}: {self.kind}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one kill. `between` says what readers found after it: nothing, the old version or the new one."""

    point: Point
    was_killed: bool
    between: str
    differences: tuple[str, ...]


@dataclass(slots=True)
class Stage:
    """What all trials of a series start from and are compared with."""

    way: str
    folder: Path
    old: outcome.State
    new: outcome.State
    tree: Counter[str]
    changes: list[Change]
    seconds: float

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    def own_out(self) -> Path:
        """An output folder for trials of this process alone."""
        return self.folder / f"out-{os.getpid()}"

    @property
    def start(self) -> Path:
        return self.folder / "start"


def prepared(folder: Path, way: str, *, samples: bool = True, timed: bool = True) -> Stage:
    """Publishes the older version, changes the raw folder, and lets one build through, counting what it changes.

    Deaths by the clock need it `timed`.
    """
    build = BUILDS[way]
    raw, start, undisturbed = folder / "raw", folder / "start", folder / "undisturbed"
    scene.before(raw, samples=samples)
    children.result_of(build, Folders(raw, start))
    old = children.result_of(outcome.published, start)
    scene.after(raw)
    copy(start, undisturbed)
    changes = children.result_of(_watched, build, Folders(raw, undisturbed))
    if timed:
        copy(start, undisturbed)
    seconds = children.run(build, Folders(raw, undisturbed)).seconds if timed else 0.0
    new = children.result_of(outcome.published, undisturbed)
    assert old != new
    assert old.faults == new.faults == ()
    return Stage(way, folder, old, new, outcome.tree(undisturbed), changes, seconds)


def _watched(build: Callable[[Folders], None], folders: Folders) -> list[Change]:
    changes: list[Change] = []
    watch(folders.out, lambda change, _path: changes.append(change))
    build(folders)
    return changes


def killed_at(build: Callable[[Folders], None], folders: Folders, point: Point) -> None:
    die_at(folders.out, point.change, point.how)
    build(folders)


def points(stage: Stage, number: int, chance: random.Random) -> list[Point]:
    """So many points: one of every kind of change as far as they go, then any change; a quarter by the clock."""
    clock = [Point(BY_CLOCK, seconds=chance.uniform(0.0, stage.seconds)) for _ in range(number // 4)]
    places = [_point(stage, at, chance) for at in range(1, len(stage.changes) + 1)]
    chance.shuffle(places)
    of_kind: dict[str, Point] = {}
    for place in places:
        of_kind.setdefault(place.kind, place)
    chosen = [*of_kind.values(), *(place for place in places if place not in of_kind.values())]
    wanted = number - len(clock)
    while len(chosen) < wanted:
        chosen.append(_point(stage, chance.randint(1, len(stage.changes)), chance))
    return [*clock, *chosen[:wanted]]


def _point(stage: Stage, at: int, chance: random.Random) -> Point:
    change = stage.changes[at - 1]
    how = TORN if change.opens and chance.random() < 0.5 else BEFORE
    return Point(how, at, change.kind)


def killed(stage: Stage, folders: Folders, point: Point) -> bool:
    """Runs a build that dies at the point; False where it had ended before."""
    build = BUILDS[stage.way]
    if point.how == BY_CLOCK:
        return children.run(build, folders, kill_after=point.seconds).was_killed
    return children.run(killed_at, build, folders, point).was_killed


def tried(stage: Stage, point: Point) -> Trial:
    """One build killed, looked at, run again, and compared."""
    folders = Folders(stage.raw, stage.own_out())
    copy(stage.start, folders.out)
    was_killed = killed(stage, folders, point)
    between, differences = looked_at(stage, folders.out)
    differences += finished(stage, folders)
    return Trial(point, was_killed, between, tuple(differences))


def looked_at(stage: Stage, out: Path) -> tuple[str, list[str]]:
    """What readers find after a kill, and what is wrong with it."""
    found: outcome.State = children.result_of(outcome.published, out)
    names = {"old": stage.old, "new": stage.new}
    between = next((name for name, state in names.items() if found == state), "neither")
    wrong = [f"between: {fault}" for fault in found.faults]
    if between == "neither":
        wrong.append("between: what is published is neither the old version nor the new one")
    return between, wrong


def finished(stage: Stage, folders: Folders) -> list[str]:
    """Runs the build again undisturbed; how its result differs from that of the build nobody disturbed."""
    try:
        children.result_of(BUILDS[stage.way], folders)
        found: outcome.State = children.result_of(outcome.published, folders.out)
    except children.ChildFailed as error:
        return [f"after: {error}"]
    wrong = [f"after: {fault}" for fault in found.faults]
    for what in ("tables", "parquet"):
        is_now, should = getattr(found, what), getattr(stage.new, what)
        wrong += [f"after: {what} {name}" for name in {*is_now, *should} if is_now.get(name) != should.get(name)]
    tree = outcome.tree(folders.out)
    wrong += [f"after: left behind {name}" for name in (tree - stage.tree).elements()]
    wrong += [f"after: missing {name}" for name in (stage.tree - tree).elements()]
    return wrong


def copy(source: Path, target: Path) -> None:
    """Puts a copy of the source in the place of the target."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)
