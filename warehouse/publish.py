"""Publishes the lake: a new version beside the others, checked, then pointed to, database, Parquet and metadata at once.

Whoever reads an older version keeps reading it; a refusal or a crash leaves what was published.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse import filling, provenance, renewal
from warehouse.checks import PublishRefused, check_files, refuse, run_checks
from warehouse.exports.published import Before, hashes, write_published
from warehouse.files import content_hash, remove
from warehouse.making import made, quieten, spare_threads
from warehouse.published import DATABASE, DATAPACKAGE, HASH, PARQUET, Published
from warehouse.renewal import BaseDamaged
from warehouse.shrinking import described, shrunk
from warehouse.turns import turn

if TYPE_CHECKING:
    import polars as pl

    from warehouse.lake import Lake
    from warehouse.linking import Derivation
    from warehouse.published import Version
    from warehouse.renewal import Plan


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What is published: rows of each table in `main`, checks passed, where it stands, and how long it took.

    `is_new` is False where nothing had changed, so that the current version stayed; `is_renewed` is True where of the
    version only what changed was made anew; `renewal_failure` says why that was tried in vain, so that everything was.
    """

    version: str
    is_new: bool
    is_renewed: bool
    renewal_failure: str | None
    counts: dict[str, int]
    checks: int
    database: Path
    parquet: Path
    datapackage: Path
    seconds: float


@dataclass(frozen=True, slots=True)
class _Order:
    """What to make a version of: the lake, its digest and that of the code; whether all of it is made anew; the version
    `before` and the folder that has it."""

    lake: Lake
    derive: Derivation | None
    name: str
    digest: str
    code: str | None
    whole: bool
    before: Version | None
    base: Path


def publish(
    lake: Lake,
    out: Path,
    derive: Derivation | None = None,
    *,
    code: str | None = None,
    allow_shrink: bool = False,
    whole: bool = False,
    kept: int = 3,
) -> PublishReport:
    """Makes a new version in `out` (see `warehouse.published`) from every star partition of the lake.

    `derive` makes the frames of the lineage tables (`schema/derived.py`) from `linking.COLUMNS` of current rows;
    without it they stay empty. `code` is a digest of all code that has a part in it: where that and the lake are those
    of the current version, that one stays, and where few documents changed, only what they touch is made anew
    (`warehouse.renewal`); not so if `whole`. `kept` versions stay. Holds the turn of `out`, waiting for it if need be.

    Raises NothingToPublish where no document is loaded, PublishRefused where a check returns rows, a value breaks its
    declaration or, unless `allow_shrink`, far less would be published than before (`warehouse.shrinking`); all of them
    leave what was published before.
    """
    started = time.perf_counter()
    with turn(out):
        published = Published(out)
        published.clear_leftovers()
        before, digest = published.current(), lake.digest()
        if (
            before
            and code
            and not whole
            and (before.code, before.made_from) == (code, digest)
            and published.database.is_file()
        ):
            published.prune(kept)
            return _report(published, before, started, is_new=False)
        name, folder = published.begin()
        try:
            order = _Order(lake, derive, name, digest, code, whole, before, published.database.parent)
            version, renewal_failure = _build(order, folder)
            if before and not allow_shrink:
                refuse(shrunk(before, version))
            published.finish(version, kept)
        finally:
            remove(folder)
    return _report(published, version, started, is_new=True, renewal_failure=renewal_failure)


def _report(
    published: Published, version: Version, started: float, *, is_new: bool, renewal_failure: str | None = None
) -> PublishReport:
    stands = published.folder(version.id)
    return PublishReport(
        version=version.id,
        is_new=is_new,
        is_renewed=version.renewed > 0,
        renewal_failure=renewal_failure,
        counts=version.counts,
        checks=len(check_files()),
        database=stands / DATABASE,
        parquet=stands / PARQUET,
        datapackage=stands / DATAPACKAGE,
        seconds=time.perf_counter() - started,
    )


def _build(order: _Order, folder: Path) -> tuple[Version, str | None]:
    """Makes everything that a version consists of but its record, in its folder, checked; what it holds, and what went
    wrong where only what changed was to be made anew."""
    now = provenance.provenance(order.lake)
    plan = None if order.whole else renewal.planned(order.before, order.base, order.code, now)
    if plan is None:
        return _whole(order, folder, now), None
    try:
        return _renewed(order, folder, plan), None
    except (duckdb.Error, PublishRefused, BaseDamaged, OSError) as error:
        # What it rests on may be damaged: whether the documents are to blame shows where nothing of it is used.
        for path in folder.iterdir():
            remove(path)
        return _whole(order, folder, now), f"{type(error).__name__}: {error}"


def _whole(order: _Order, folder: Path, now: pl.DataFrame | None) -> Version:
    """Fills a new database from every document, and checks it as its readers will see it."""
    with made(folder / DATABASE) as connection:
        filling.stage(connection, order.lake)
        spare_threads(connection, "staged_indicator")
        filling.fill(connection, order.derive)
        refuse(filling.lost(connection))
    return _finished(order, folder, now, check=True)


def _renewed(order: _Order, folder: Path, plan: Plan) -> Version:
    """Renews a copy of the current database where documents changed; files of what did not are shared with it."""
    changed = renewal.renew(plan, order.lake, order.derive, folder / DATABASE)
    before = Before(plan.base / PARQUET, hashes(plan.base / DATAPACKAGE), changed)
    return _finished(order, folder, plan.now, renewed=plan.in_a_row, parquet=before)


def _finished(
    order: _Order,
    folder: Path,
    now: pl.DataFrame | None,
    *,
    check: bool = False,
    renewed: int = 0,
    parquet: Before | None = None,
) -> Version:
    """Writes the database's Parquet files, and what it was made from, beside it, and meanwhile checks it."""
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        quieten(connection)
        filling.assert_loaded(connection)
        spare_threads(connection, "main.indicator")
        with ThreadPoolExecutor(2) as beside, connection.cursor() as cursor:
            written = beside.submit(write_published, cursor, folder / PARQUET, folder / DATAPACKAGE, parquet)
            hashed = beside.submit(content_hash, folder / DATABASE, HASH)
            refuse(run_checks(connection) if check else [])
            counts, database = written.result(), hashed.result()
        version = described(connection, order.name, counts)
    if now is not None:
        now.write_parquet(folder / provenance.PROVENANCE)
    return replace(version, made_from=order.digest, code=order.code, database=database, renewed=renewed)
