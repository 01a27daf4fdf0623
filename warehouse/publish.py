"""Publishes the lake: a new version beside the others, checked, then pointed to, database, Parquet and metadata at once.

Whoever reads an older version keeps reading it; a refusal or a crash leaves what was published.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse import filling
from warehouse.checks import Failure, PublishRefused, check_files, run_checks
from warehouse.exports.published import write_published
from warehouse.files import remove
from warehouse.published import DATABASE, DATAPACKAGE, PARQUET, Published
from warehouse.shrinking import described, shrunk
from warehouse.turns import turn

if TYPE_CHECKING:
    from warehouse.filling import Derivation
    from warehouse.lake import Lake
    from warehouse.published import Version

_MEMORY = "2GiB"
"""What DuckDB may hold of what it works on; above that it uses the disk."""
_FEW = 100_000
"""Indicators; with fewer of them, threads cost more than they bring."""


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What is published: rows of each table in `main`, checks passed, where it stands, and how long it took.

    `is_new` is False where nothing had changed, so that the current version stayed.
    """

    version: str
    is_new: bool
    counts: dict[str, int]
    checks: int
    database: Path
    parquet: Path
    datapackage: Path
    seconds: float


def publish(
    lake: Lake,
    out: Path,
    derive: Derivation | None = None,
    *,
    code: str | None = None,
    allow_shrink: bool = False,
    kept: int = 3,
) -> PublishReport:
    """Makes a new version in `out` (see `warehouse.published`) from every star partition of the lake.

    `derive` makes the frames of the lineage tables (`schema/derived.py`) from `filling.LINEAGE_COLUMNS` of current rows;
    without it they stay empty. `code` is a digest of all code that has a part in it: where that and the lake are those
    of the current version, that one stays. `kept` versions stay. Holds the turn of `out`, waiting for it if need be.

    Raises NothingToPublish where no document is loaded, PublishRefused where a check returns rows, a value breaks its
    declaration or, unless `allow_shrink`, far less would be published than before (`warehouse.shrinking`); all of them
    leave what was published before.
    """
    started = time.perf_counter()
    with turn(out):
        published = Published(out)
        published.clear_leftovers()
        made_from = f"{lake.digest()}-{code}" if code else None
        before = published.current()
        if before and made_from and before.made_from == made_from and published.database.is_file():
            published.prune(kept)
            return _report(published, before, started, is_new=False)
        name, folder = published.begin()
        try:
            version = _build(lake, folder, derive, name, made_from)
            if before and not allow_shrink:
                _refuse(shrunk(before, version))
            published.finish(version, kept)
        finally:
            remove(folder)
    return _report(published, version, started, is_new=True)


def _report(published: Published, version: Version, started: float, *, is_new: bool) -> PublishReport:
    stands = published.folder(version.id)
    return PublishReport(
        version=version.id,
        is_new=is_new,
        counts=version.counts,
        checks=len(check_files()),
        database=stands / DATABASE,
        parquet=stands / PARQUET,
        datapackage=stands / DATAPACKAGE,
        seconds=time.perf_counter() - started,
    )


def _build(lake: Lake, folder: Path, derive: Derivation | None, name: str, made_from: str | None) -> Version:
    """Fills and checks the new database and writes its Parquet files; what the version holds."""
    with duckdb.connect(str(folder / DATABASE), config={"memory_limit": _MEMORY}) as connection:
        # One transaction: hundreds of comments, each written to the log on its own, take longer than the data.
        connection.execute("BEGIN")
        filling.stage(connection, lake)
        if connection.execute(f"FROM staged_indicator LIMIT 1 OFFSET {_FEW}").fetchone() is None:
            connection.execute("SET threads = 1")
        filling.fill(connection, derive)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
        with ThreadPoolExecutor(1) as beside, connection.cursor() as cursor:
            written = beside.submit(write_published, cursor, folder / PARQUET, folder / DATAPACKAGE)
            _refuse(filling.lost(connection) + run_checks(connection))
            counts = written.result()
        return described(connection, name, counts, made_from)


def _refuse(failures: list[Failure]) -> None:
    if failures:
        raise PublishRefused(failures)
