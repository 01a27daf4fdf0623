"""What an operator has to know about a published warehouse: what it holds by year, how old it is, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

VALUE_KINDS = ("numeric", "date", "qualitative", "empty")


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is worth a look. Shares are between 0 and 1."""

    stale: timedelta = timedelta(days=8)
    """A weekly reconcile looks at everything once a week; a day more, so that a late one is no alarm."""
    waiting: timedelta = timedelta(hours=2)
    """Files that nobody has taken in for so long; a run waits for them to stop growing, and for its turn."""
    reject_share: float = 0.0
    """Quarantined documents among those of a year: each one is a department that is missing from the figures."""
    drift: float = 0.15
    """How far the share of a class of values may move from one year to the next."""
    drift_indicators: int = 50
    """Years with fewer indicators are not compared: one department's habits would look like a change."""


@dataclass(frozen=True, slots=True)
class Year:
    """What is published of one fiscal year (None: documents that state none)."""

    fiscal_year: int | None
    documents: int = 0
    quarantined: int = 0
    projects: int = 0
    indicators: int = 0
    budget_cny: Decimal = Decimal(0)
    kinds: dict[str, int] = field(default_factory=dict)
    """Indicators by `value_kind`, each of VALUE_KINDS."""
    withdrawn: int = 0
    """Documents that were removed or replaced: in `history` alone, and in none of the other figures."""

    @property
    def reject_share(self) -> float:
        return self.quarantined / self.documents if self.documents else 0.0

    def share(self, kind: str) -> float:
        """The part of the year's indicators whose value is of this kind."""
        return self.kinds.get(kind, 0) / self.indicators if self.indicators else 0.0


@dataclass(frozen=True, slots=True)
class Drift:
    """How the share of a class of values moved from the year before."""

    fiscal_year: int
    kind: str
    before: float
    share: float
    jumped: bool

    @property
    def change(self) -> float:
        return self.share - self.before


@dataclass(frozen=True, slots=True)
class Attention:
    """Something to look at: a stable name for machines, and what is the matter and what to do, for people."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files of the raw folder that no build has taken in as they are now, and since when the first of them is there.

    `trouble` says why the folder could not be looked at, where that is so.
    """

    files: tuple[str, ...] = ()
    since: datetime | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A published version as it is now. `findings` counts the rows of quality_issue by severity."""

    version: str
    published_at: datetime
    looked_at: datetime
    """When a build last looked through the raw folder: one that finds nothing new publishes nothing new."""
    now: datetime
    years: tuple[Year, ...]
    quarantined: tuple[tuple[str, str], ...]
    findings: dict[str, int]
    kept: tuple[str, ...]
    """Ids of the versions that are kept, newest first, the published one among them."""
    withdrawn: tuple[str, ...]
    """Versions that somebody went back behind."""
    building: tuple[int, datetime] | None
    """The process that is building, and since when."""
    unpublished: int
    """Documents that were taken in and are not (as they are) in the published version, or are gone and still in it."""
    waiting: Waiting | None
    """None where nobody said which raw folder to look at."""
    size_bytes: int
    free_bytes: int

    @property
    def age(self) -> timedelta:
        return self.now - self.published_at

    @property
    def documents(self) -> int:
        return sum(year.documents for year in self.years)

    @property
    def withdrawn_documents(self) -> int:
        return sum(year.withdrawn for year in self.years)

    @property
    def reject_share(self) -> float:
        return len(self.quarantined) / self.documents if self.documents else 0.0


ATTENTIONS = ("raw_folder", "unpublished", "waiting", "withdrawn", "stale", "clock", "quarantined", "drift", "disk")
"""The names an Attention can have."""


def drift(years: Sequence[Year], limits: Limits) -> list[Drift]:
    """The share of each class of values in each year against the year before, where both are published.

    A change beyond the limit is marked, unless one of the two years has too few indicators to tell.
    """
    by_year = {year.fiscal_year: year for year in years if year.fiscal_year is not None}
    moved = []
    for number, year in sorted(by_year.items()):
        before = by_year.get(number - 1)
        if before is None or not before.indicators or not year.indicators:
            continue
        enough = min(before.indicators, year.indicators) >= limits.drift_indicators
        for kind in VALUE_KINDS:
            change = abs(year.share(kind) - before.share(kind))
            moved.append(
                Drift(number, kind, before.share(kind), year.share(kind), jumped=enough and change > limits.drift)
            )
    return moved


def attention(state: State, limits: Limits) -> list[Attention]:
    """What somebody should look at, gravest first; empty where all is well."""
    return [
        *_arrivals(state, limits),
        *_version(state),
        *_time(state, limits),
        *_quarantined(state, limits),
        *_drifted(state, limits),
        *_disk(state),
    ]


def _arrivals(state: State, limits: Limits) -> list[Attention]:
    found, waiting = [], state.waiting
    if waiting and waiting.trouble:
        found.append(Attention("raw_folder", f"{waiting.trouble}: see whether the share is mounted"))
    if state.unpublished and not state.building:
        found.append(
            Attention(
                "unpublished",
                f"{state.unpublished} documents differ between what was read and what is published: the last build was "
                "refused, cut short or rolled back; jixiao build says why",
            )
        )
    if waiting and waiting.since and not state.building and state.now - waiting.since > limits.waiting:
        hours = (state.now - waiting.since) / timedelta(hours=1)
        found.append(
            Attention(
                "waiting",
                f"{len(waiting.files)} files wait in the raw folder, the first for {hours:.0f} hours: see whether the "
                "daemon runs, or: jixiao build",
            )
        )
    return found


def _version(state: State) -> list[Attention]:
    newer = [version for version in state.withdrawn if version > state.version]
    if not newer:
        return []
    return [
        Attention(
            "withdrawn",
            f"the published version is not the newest: {len(newer)} were withdrawn (jixiao versions); when the cause is "
            "mended: jixiao build",
        )
    ]


def _quarantined(state: State, limits: Limits) -> list[Attention]:
    return [
        Attention(
            "quarantined",
            f"{year.quarantined} of {year.documents} documents of {year_name(year.fiscal_year)} are quarantined "
            f"({year.reject_share:.1%}) and not in the figures: ask for readable files, build again",
        )
        for year in state.years
        if year.quarantined and year.reject_share > limits.reject_share
    ]


def _time(state: State, limits: Limits) -> list[Attention]:
    if state.age < timedelta(0):
        return [
            Attention("clock", f"the version was published {-state.age} from now: set the clock of this machine right")
        ]
    since = state.now - max(state.published_at, state.looked_at)
    if since > limits.stale:
        days = since / timedelta(days=1)
        message = f"no build has run for {days:.0f} days: see whether the daemon runs, or: jixiao build"
        return [Attention("stale", message)]
    return []


def _drifted(state: State, limits: Limits) -> list[Attention]:
    jumped: dict[int, list[str]] = {}
    for one in drift(state.years, limits):
        if one.jumped:
            jumped.setdefault(one.fiscal_year, []).append(f"{one.kind} {one.share:.1%} (before {one.before:.1%})")
    return [
        Attention(
            "drift",
            f"classes of values of {year} are not what they were the year before: {', '.join(classes)}; see whether a "
            "new form is misread (jixiao review FILE)",
        )
        for year, classes in jumped.items()
    ]


def _disk(state: State) -> list[Attention]:
    # A build writes a whole version beside the published one, and DuckDB spills about as much while it sorts.
    needed = 2 * state.size_bytes
    if state.free_bytes >= needed:
        return []
    return [
        Attention(
            "disk",
            f"{state.free_bytes / 1e6:,.0f} MB are free where the next version needs about {needed / 1e6:,.0f} MB: "
            "make room, or keep fewer versions",
        )
    ]


def year_name(fiscal_year: int | None) -> str:
    """A fiscal year as people and labels name it."""
    return "unknown" if fiscal_year is None else str(fiscal_year)
