"""Publishes the lake: a new version beside the others, checked, then pointed to, database, Parquet and metadata at once.

Whoever reads an older version keeps reading it; a refusal or a crash leaves what was published.
"""

from __future__ import annotations

import shutil
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
from warehouse.published import DATABASE, DATAPACKAGE, PARQUET, Published
from warehouse.shrinking import described, shrunk
from warehouse.turns import turn

if TYPE_CHECKING:
    import polars as pl

    from warehouse.filling import Derivation
    from warehouse.lake import Lake
    from warehouse.published import Version
    from warehouse.renewal import Plan


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What is published: rows of each table in `main`, checks passed, where it stands, and how long it took.

    `is_new` is False where nothing had changed, so that the current version stayed; `is_renewed` is True where only what
    changed was made anew.
    """

    version: str
    is_new: bool
    is_renewed: bool
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

    `derive` makes the frames of the lineage tables (`schema/derived.py`) from `filling.LINEAGE_COLUMNS` of current rows;
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
            version = _build(order, folder)
            if before and not allow_shrink:
                refuse(shrunk(before, version))
            published.finish(version, kept)
        finally:
            remove(folder)
    return _report(published, version, started, is_new=True)


def _report(published: Published, version: Version, started: float, *, is_new: bool) -> PublishReport:
    stands = published.folder(version.id)
    return PublishReport(
        version=version.id,
        is_new=is_new,
        is_renewed=version.renewed > 0,
        counts=version.counts,
        checks=len(check_files()),
        database=stands / DATABASE,
        parquet=stands / PARQUET,
        datapackage=stands / DATAPACKAGE,
        seconds=time.perf_counter() - started,
    )


def _build(order: _Order, folder: Path) -> Version:
    """Makes everything that a version consists of but its record, in its folder, checked; what it holds."""
    now = provenance.provenance(order.lake)
    plan = None if order.whole else renewal.planned(order.before, order.base, order.code, now)
    if plan is None:
        return _whole(order, folder, now)
    try:
        return _renewed(order, folder, plan)
    except (duckdb.Error, PublishRefused):
        # What it rests on may be damaged: whether the documents are to blame shows where nothing of it is used.
        for path in folder.iterdir():
            remove(path)
        return _whole(order, folder, now)


def _whole(order: _Order, folder: Path, now: pl.DataFrame | None) -> Version:
    """Fills a new database from every document."""
    with made(folder / DATABASE) as connection:
        filling.stage(connection, order.lake)
        spare_threads(connection, "staged_indicator")
        filling.fill(connection, order.derive)
        refuse(filling.lost(connection))
    return _finished(order, folder, now, renewed=0)


def _renewed(order: _Order, folder: Path, plan: Plan) -> Version:
    """Renews a copy of the current database where documents changed; files of tables that did not are shared with it."""
    shutil.copyfile(plan.base / DATABASE, folder / DATABASE)
    scratch = folder / "touched.duckdb"
    with made(folder / DATABASE) as connection:
        changed = renewal.renew(connection, order.lake, plan.touched, order.derive, scratch)
        refuse(renewal.lost(connection, plan.now))
    remove(scratch)
    before = Before(plan.base / PARQUET, hashes(plan.base / DATAPACKAGE), changed)
    return _finished(order, folder, plan.now, renewed=plan.in_a_row, parquet=before)


def _finished(
    order: _Order, folder: Path, now: pl.DataFrame | None, *, renewed: int, parquet: Before | None = None
) -> Version:
    """Checks the database as its readers will see it, and writes its Parquet files and what it was made from beside it."""
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        quieten(connection)
        spare_threads(connection, "main.indicator")
        with ThreadPoolExecutor(1) as beside, connection.cursor() as cursor:
            written = beside.submit(write_published, cursor, folder / PARQUET, folder / DATAPACKAGE, parquet)
            refuse(run_checks(connection))
            counts = written.result()
        version = described(connection, order.name, counts)
    if now is not None:
        now.write_parquet(folder / provenance.PROVENANCE)
    database = content_hash(folder / DATABASE)
    return replace(version, made_from=order.digest, code=order.code, database=database, renewed=renewed)
