"""The runs that arrivals and schedules ask for: which job, which partitions, and tags that say why and where from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.arrival.bucket import Plan
from pipelines.arrival.corrected import CorrectionsUnusable, recorrected
from pipelines.arrival.difference import UNREAD, Difference, NothingLeft, differences, digest, grouped
from pipelines.arrival.waiting import Moment, Patience, look
from pipelines.dagster_words import RANGE_END, RANGE_START
from pipelines.settings import Folders, fiscal_year_partitions

BUILD, LEARN_YEARS, MIRROR = "build", "learn_years", "mirror"
"""The jobs: build and publish; read what is in no year's folder to learn its year; copy a bucket."""
YEAR_TAG, WHY_TAG, ORIGIN_TAG = "jixiao/year", "jixiao/why", "jixiao/origin"
_PRIORITY_TAG = "dagster/priority"
ALL_YEARS = "all"
"""What YEAR_TAG says of a run over every partition."""

_MOST_NAMED = 3
_AT_ONCE = Patience(settle=0, longest=0, ask_again=600)


@dataclass(frozen=True, slots=True)
class Request:
    """A run to ask for: the job, a name that keeps it from being run twice, its partition where it has just one, its
    tags."""

    job: str
    run_key: str | None
    partition: str | None
    tags: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a look at the raw folder came to: the next cursor, the runs to ask for, and a sentence where there are none."""

    cursor: str | None
    requests: tuple[Request, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PastRun:
    """A build that was asked for: its id, its YEAR_TAG, whether it failed, and how many seconds ago that was."""

    run: str
    year: str
    has_failed: bool
    seconds_ago: float


def failed_years(newest_first: Iterable[PastRun], ask_again: float) -> dict[str, str]:
    """The years (YEAR_TAGs) whose last run failed so many seconds ago that it is time for another, each with that run.

    What it has taken in is no difference any more; whether its rows were published is another question.
    """
    failed, seen = dict[str, str](), set[str]()
    for past in newest_first:
        if past.year in seen or ALL_YEARS in seen:
            continue
        seen.add(past.year)
        if past.has_failed and past.seconds_ago >= ask_again:
            failed[past.year] = past.run
    return failed


def ask(
    folders: Folders,
    cursor: str | None,
    moment: Moment,
    patience: Patience,
    queued: Iterable[str] = (),
    failed: Mapping[str, str] | None = None,
) -> Asked:
    """One look at the raw folder and at the corrections.

    `queued` are the YEAR_TAGs of runs that have not started yet: they will take in what is there when they do, so that
    nothing more is asked for. `failed` are years that have to be built again, as `failed_years` gives them.

    Corrections that no run can use are asked for all the same, with a run over all years: it fails at once, and so tells.
    """
    try:
        found = differences(folders)
    except FileNotFoundError:
        return Asked(cursor, note=f"There is no folder {folders.raw}. Is the share mounted?")
    except NothingLeft:
        return Asked(
            cursor,
            note=f"Every file of {folders.raw} is gone. Is the share mounted? If they were meant to go, run jixiao build.",
        )
    corrected, unusable = _recorrected(folders)
    groups = grouped([*found, *corrected])
    waiting = set(queued)
    held = {*groups, *(failed or ()), ALL_YEARS} if ALL_YEARS in waiting else waiting
    whys = {key: f"the last run failed: {run[:8]}" for key, run in (failed or {}).items() if key not in groups}
    # No run takes anything in until corrections can be used again. Then all that waits is in another state: asked for.
    states = {key: f"{digest(group)}{'-held-up' if unusable else ''}" for key, group in groups.items()} | whys
    whys |= {key: _why(group) for key, group in groups.items()}
    if unusable:
        whys[ALL_YEARS], states[ALL_YEARS] = unusable, _digest_of(unusable)
    after, ready = look(cursor, states, moment, patience, held)
    requests = tuple(_request(one.key, one.name, whys[one.key]) for one in ready)
    return Asked(after, requests, "" if requests else _note(whys))


def _recorrected(folders: Folders) -> tuple[list[Difference], str]:
    """The documents whose corrections changed, or why no run could use these."""
    try:
        return recorrected(folders), ""
    except CorrectionsUnusable as error:
        return [], _storable(str(error))


def ask_for_copies(plan: Plan, address: str, cursor: str | None, moment: Moment) -> Asked:
    """One look at a bucket. Objects come whole, so that nothing is waited for."""
    groups = {MIRROR: plan.digest()} if plan else {}
    after, ready = look(cursor, groups, moment, _AT_ONCE)
    left_out = f" Left out, since they are no file names: {', '.join(plan.impossible)}" if plan.impossible else ""
    why = f"{len(plan.copied)} to copy, {len(plan.removed)} to remove: {address}"
    tags = {WHY_TAG: why, ORIGIN_TAG: "bucket", _PRIORITY_TAG: "2"}
    requests = tuple(Request(MIRROR, one.name, None, tags) for one in ready)
    state = f"The copy was asked for ({why})." if plan else "The folder is what the bucket is."
    return Asked(after, requests, "" if requests else state + left_out)


def over(partitions: Sequence[str], *, name: str | None, why: str, origin: str, priority: int = 0) -> Request:
    """A build over partitions: one, or the range from the first to the last of several."""
    order = [key for key in fiscal_year_partitions() if key in partitions]
    tags = {ORIGIN_TAG: origin, WHY_TAG: why, _PRIORITY_TAG: str(priority)}
    if len(order) == 1:
        return Request(BUILD, name, order[0], {YEAR_TAG: order[0], **tags})
    year = ALL_YEARS if order == fiscal_year_partitions() else ",".join(order)
    return Request(BUILD, name, None, {YEAR_TAG: year, RANGE_START: order[0], RANGE_END: order[-1], **tags})


def _request(key: str, name: str, why: str) -> Request:
    if key == UNREAD:
        tags = {YEAR_TAG: UNREAD, WHY_TAG: why, ORIGIN_TAG: "arrivals", _PRIORITY_TAG: "2"}
        return Request(LEARN_YEARS, name, None, tags)
    partitions = fiscal_year_partitions() if key == ALL_YEARS else key.split(",")
    return over(partitions, name=name, why=why, origin="arrivals", priority=1)


def _why(group: list[Difference]) -> str:
    counts = Counter(one.what for one in group)
    told = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
    names = ", ".join(one.path for one in group[:_MOST_NAMED])
    return _storable(f"{told}: {names}{', …' if len(group) > _MOST_NAMED else ''}")


def _storable(text: str) -> str:
    """A path may hold surrogates, which no database takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _note(whys: Mapping[str, str]) -> str:
    if not whys:
        return "Everything in the raw folder has been taken in, with the corrections of today."
    told = "; ".join(f"{key}: {why}" for key, why in whys.items())
    return f"Waiting for files to stop changing, or for the run that was asked for. {told}"
