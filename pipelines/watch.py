"""What an operator has to know about a published warehouse: what it holds by year, how old it is, and what to look at."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

VALUE_KINDS = ("numeric", "date", "qualitative", "empty")


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is worth a look. Shares are between 0 and 1."""

    stale: timedelta = timedelta(days=8)
    """A weekly reconcile looks at everything once a week; a day more, so that a late one is no alarm."""
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
class State:
    """A published version as it is now. `findings` counts the rows of quality_issue by severity."""

    version: str
    published_at: datetime
    now: datetime
    years: tuple[Year, ...]
    quarantined: tuple[tuple[str, str], ...]
    findings: dict[str, int]
    versions_kept: int
    is_building: bool
    size_bytes: int
    free_bytes: int

    @property
    def age(self) -> timedelta:
        return self.now - self.published_at

    @property
    def documents(self) -> int:
        return sum(year.documents for year in self.years)

    @property
    def reject_share(self) -> float:
        return len(self.quarantined) / self.documents if self.documents else 0.0


ATTENTIONS = ("quarantined", "stale", "clock", "drift", "disk")
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
        *_quarantined(state, limits),
        *_time(state, limits),
        *_drifted(state, limits),
        *_disk(state),
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
    if state.age > limits.stale:
        days = state.age / timedelta(days=1)
        return [
            Attention(
                "stale", f"nothing was published for {days:.0f} days: see whether the daemon runs, or: jixiao build"
            )
        ]
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


# --- reading it


class NothingPublished(Exception):
    """There is no published warehouse to look at. The message says how to make one."""


def observe(out: Path, now: datetime | None = None) -> State:
    """The version published in `out`, and what stands around it.

    Opens the database read-only for a moment, so that it neither waits for a build nor holds one up. Raises
    NothingPublished where there is none.
    """
    now = now or datetime.now(UTC)
    current = _current(out)
    years, quarantined, findings = _counts(current.database)
    return State(
        version=current.version,
        published_at=current.published_at,
        now=now,
        years=years,
        quarantined=quarantined,
        findings=findings,
        versions_kept=current.kept,
        is_building=_is_building(out),
        size_bytes=_size(current.folder),
        free_bytes=shutil.disk_usage(out).free,
    )


@dataclass(frozen=True, slots=True)
class _Current:
    version: str
    published_at: datetime
    database: Path
    folder: Path
    kept: int


def _current(out: Path) -> _Current:
    database = out / "warehouse.duckdb"
    if not database.is_file():
        raise NothingPublished(f"There is no warehouse in {out} yet. Build one first: jixiao build")
    at = datetime.fromtimestamp(database.stat().st_mtime, UTC)
    return _Current(at.isoformat(), at, database, out, 1)


def _is_building(out: Path) -> bool:
    return False


def _size(folder: Path) -> int:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files)


def _counts(database: Path) -> tuple[tuple[Year, ...], tuple[tuple[str, str], ...], dict[str, int]]:
    import duckdb

    with duckdb.connect(str(database), read_only=True) as connection:
        kinds = _kinds(connection.execute(_KINDS).fetchall())
        rows = connection.execute(_YEARS).fetchall()
        kept_out = connection.execute(_QUARANTINED).fetchall()
        findings = dict(connection.execute(_FINDINGS).fetchall())
    years = tuple(
        Year(year, documents, quarantined, projects, indicators, budget, kinds.get(year, {}))
        for year, documents, quarantined, projects, indicators, budget in rows
    )
    return years, tuple((path, reason) for path, reason in kept_out), findings


def _kinds(rows: list[tuple[Any, ...]]) -> dict[int | None, dict[str, int]]:
    kinds: dict[int | None, dict[str, int]] = {}
    for year, kind, count in rows:
        kinds.setdefault(year, {})[kind] = count
    return kinds


_YEARS = """
    WITH counted AS (
        SELECT fiscal_year, count(*) AS documents, count(*) FILTER (status = 'quarantined') AS quarantined,
            0 AS projects, 0 AS indicators, 0 AS budget_cny
        FROM document GROUP BY ALL
        UNION ALL SELECT fiscal_year, 0, 0, count(*), 0, coalesce(sum(budget_cny), 0) FROM project GROUP BY ALL
        UNION ALL SELECT fiscal_year, 0, 0, 0, count(*), 0 FROM indicator GROUP BY ALL
    )
    SELECT fiscal_year, sum(documents)::BIGINT, sum(quarantined)::BIGINT, sum(projects)::BIGINT,
        sum(indicators)::BIGINT, sum(budget_cny)::DECIMAL(18, 2)
    FROM counted GROUP BY ALL ORDER BY fiscal_year NULLS LAST
"""
_KINDS = "SELECT fiscal_year, value_kind, count(*) FROM indicator GROUP BY ALL"
_QUARANTINED = "SELECT file_path, coalesce(error, '') FROM document WHERE status = 'quarantined' ORDER BY file_path"
_FINDINGS = "SELECT severity, count(*) FROM quality_issue GROUP BY ALL ORDER BY ALL"
