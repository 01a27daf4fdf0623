"""Waiting until files have stopped growing: groups of changes are ready once two looks, some seconds apart, agree.

Time is that since the machine started, which no clock that is set can move. What is remembered between looks is one line
of JSON, the cursor; after a restart of the machine every wait begins again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: until what has stopped changing is ready; at most, where something always changes; and
    until what was asked for and is still there is asked for again."""

    settle: float = 20.0
    longest: float = 900.0
    ask_again: float = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Moment:
    """Seconds since this machine started, and which start that was."""

    boot: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Ready:
    """A group that has settled, and a name for its being so: another one each time it has to be asked for."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class _Wait:
    digest: str
    first: float
    since: float
    asked: int = 0
    asked_at: float = 0.0


def now() -> Moment:
    """This moment, by a clock that only goes forward. Time asleep counts where the system can tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    seconds = time.clock_gettime(clock) if clock is not None else time.monotonic()
    try:
        return Moment(_BOOT_ID.read_text(encoding="ascii").strip(), seconds)
    except OSError:
        return Moment("", seconds)


def look(
    cursor: str | None, groups: Mapping[str, str], moment: Moment, patience: Patience, held: Collection[str] = ()
) -> tuple[str, list[Ready]]:
    """The next cursor, and the groups (by key, each with its digest) that are ready now. Those `held` stay as they are:
    somebody sees to them already."""
    before = _load(cursor, moment)
    waits = {key: _next(before.get(key), digest, moment.seconds) for key, digest in groups.items()}
    ready = [key for key, wait in waits.items() if key not in held and _is_ready(wait, moment.seconds, patience)]
    for key in ready:
        waits[key] = replace(waits[key], asked=waits[key].asked + 1, asked_at=moment.seconds)
    kept = {"boot": moment.boot, "groups": {key: asdict(wait) for key, wait in waits.items()}}
    return json.dumps(kept), [Ready(key, _name(key, waits[key], moment)) for key in ready]


def _next(before: _Wait | None, digest: str, seconds: float) -> _Wait:
    if before is None or (before.asked and before.digest != digest):
        return _Wait(digest, first=seconds, since=seconds)
    return before if before.digest == digest else replace(before, digest=digest, since=seconds)


def _is_ready(wait: _Wait, seconds: float, patience: Patience) -> bool:
    if wait.asked:
        return seconds - wait.asked_at >= patience.ask_again
    return seconds - wait.since >= patience.settle or seconds - wait.first >= patience.longest


def _name(key: str, wait: _Wait, moment: Moment) -> str:
    """Tells a state from the same state that comes back later, and one attempt from the next."""
    return f"{key}:{wait.digest}:{moment.boot[:8]}:{wait.first:.3f}:{wait.asked}"


def _load(cursor: str | None, moment: Moment) -> dict[str, _Wait]:
    """What was remembered; nothing where it is damaged, or where the machine was started anew."""
    try:
        kept = json.loads(cursor or "{}")
        waits = {key: _Wait(**wait) for key, wait in kept["groups"].items()}
        is_of_this_start = kept["boot"] == moment.boot and all(w.since <= moment.seconds for w in waits.values())
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}
    return waits if is_of_this_start else {}
