"""A look at a published warehouse and at what stands around it: the raw folder, the lake, who is building."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.settings import Folders
from pipelines.watch import State, Waiting, Year, year_name
from warehouse.published import DATABASE, Published, Version
from warehouse.turns import holder


class NothingPublished(Exception):
    """There is no published warehouse to look at. The message says how to make one."""


def observe(out: Path, raw: Path | None = None, now: datetime | None = None) -> State:
    """The version published in `out`, and what stands around it; with `raw`, also which of its files wait.

    Opens the database read-only for a moment, so that it neither waits for a build nor holds one up. Raises
    NothingPublished where there is none.
    """
    while True:
        current = Published(out).current()
        if current is None:
            raise NothingPublished(
                f"There is no warehouse in {out} yet 尚无数据库. Build one first: jixiao build 请先构建"
            )
        try:
            return _observed(out, raw, current, now or datetime.now(UTC))
        except (OSError, duckdb.Error):
            # Versions that came meanwhile may have pushed this one out.
            if Published(out).current() == current:
                raise


def figures(out: Path) -> dict[str, int | float | str]:
    """The figures that belong beside a publication: its version, what it holds, what was kept out; money in yuan."""
    state = observe(out)
    return {
        "version": state.version,
        "quarantined": len(state.quarantined),
        "withdrawn": state.withdrawn_documents,
        "reject_share": round(state.reject_share, 6),
        "projects": sum(year.projects for year in state.years),
        "indicators": sum(year.indicators for year in state.years),
        "budget_cny": float(sum(year.budget_cny for year in state.years)),
        **{f"documents_{year_name(year.fiscal_year)}": year.documents for year in state.years},
    }


def _observed(out: Path, raw: Path | None, current: Version, now: datetime) -> State:
    published = Published(out)
    kept = published.versions()
    folder = published.folder(current.id)
    years, quarantined, findings, documents = _counts(folder / DATABASE)
    return State(
        version=current.id,
        published_at=current.published_at,
        looked_at=_looked_at(out) or current.published_at,
        now=now,
        years=years,
        quarantined=quarantined,
        findings=findings,
        kept=tuple(one.id for one in kept),
        withdrawn=tuple(one.id for one in kept if one.withdrawn),
        building=_building(out),
        unpublished=_unpublished(Folders(out, out), documents),
        waiting=_waiting(Folders(raw, out)) if raw else None,
        size_bytes=_size(folder),
        free_bytes=shutil.disk_usage(out).free,
    )


def _looked_at(out: Path) -> datetime | None:
    from pipelines.intake import last_look_at

    return last_look_at(Folders(out, out))


def _building(out: Path) -> tuple[int, datetime] | None:
    try:
        return holder(out)
    except OSError:  # who may only read the folder cannot try the lock
        return None


def _unpublished(folders: Folders, published: set[tuple[str, str]]) -> int:
    """How many documents the last builds took in are not what is published, or are gone and still published."""
    from pipelines.intake import load_manifest, manifests

    held = {(file.path, file.sha256) for partition in manifests(folders) for file in load_manifest(folders, partition)}
    return len(held ^ published) if held else 0


def _waiting(folders: Folders) -> Waiting:
    from pipelines.arrival.difference import NothingLeft, differences

    try:
        found = differences(folders)
    except (FileNotFoundError, NothingLeft) as error:
        return Waiting(trouble=str(error))
    return Waiting(tuple(one.path for one in found), _oldest(folders.raw / one.path for one in found))


def _oldest(files: Iterable[Path]) -> datetime | None:
    """Since when the first of the files is there: their times of change may be older than their arrival."""
    arrived = [moment for file in files if (moment := _arrived(file))]
    return datetime.fromtimestamp(min(arrived), UTC) if arrived else None


def _arrived(file: Path) -> float | None:
    try:
        return file.stat().st_ctime
    except OSError:
        return None


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


_Counts = tuple[tuple[Year, ...], tuple[tuple[str, str], ...], dict[str, int], set[tuple[str, str]]]


def _counts(database: Path) -> _Counts:
    with duckdb.connect(str(database), read_only=True) as connection:
        kinds = _kinds(connection.execute(_KINDS).fetchall())
        rows = connection.execute(_YEARS).fetchall()
        kept_out = connection.execute(_QUARANTINED).fetchall()
        findings = dict(connection.execute(_FINDINGS).fetchall())
        documents = connection.execute("SELECT file_path, sha256 FROM document").fetchall()
    years = tuple(
        Year(year, documents, quarantined, projects, indicators, budget, kinds.get(year, {}), withdrawn)
        for year, documents, quarantined, projects, indicators, budget, withdrawn in rows
    )
    return (
        years,
        tuple((path, reason) for path, reason in kept_out),
        findings,
        {(path, sha256) for path, sha256 in documents},
    )


def _kinds(rows: list[tuple[Any, ...]]) -> dict[int | None, dict[str, int]]:
    kinds: dict[int | None, dict[str, int]] = {}
    for year, kind, count in rows:
        kinds.setdefault(year, {})[kind] = count
    return kinds


_YEARS = """
    WITH counted AS (
        SELECT fiscal_year, count(*) AS documents, count(*) FILTER (status = 'quarantined') AS quarantined,
            0 AS projects, 0 AS indicators, 0 AS budget_cny, 0 AS withdrawn
        FROM document GROUP BY ALL
        UNION ALL SELECT fiscal_year, 0, 0, count(*), 0, coalesce(sum(budget_cny), 0), 0 FROM project GROUP BY ALL
        UNION ALL SELECT fiscal_year, 0, 0, 0, count(*), 0, 0 FROM indicator GROUP BY ALL
        UNION ALL SELECT fiscal_year, 0, 0, 0, 0, 0, count(*) FROM superseded.document GROUP BY ALL
    )
    SELECT fiscal_year, sum(documents)::BIGINT, sum(quarantined)::BIGINT, sum(projects)::BIGINT,
        sum(indicators)::BIGINT, sum(budget_cny)::DECIMAL(18, 2), sum(withdrawn)::BIGINT
    FROM counted GROUP BY ALL ORDER BY fiscal_year NULLS LAST
"""
_KINDS = "SELECT fiscal_year, value_kind, count(*) FROM indicator GROUP BY ALL"
_QUARANTINED = "SELECT file_path, coalesce(error, '') FROM document WHERE status = 'quarantined' ORDER BY file_path"
_FINDINGS = "SELECT severity, count(*) FROM quality_issue GROUP BY ALL ORDER BY ALL"
