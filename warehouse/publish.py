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

from warehouse import ddl
from warehouse.checks import Failure, check_files, run_checks
from warehouse.comparisons import compare, keep_versions
from warehouse.exports.published import write_published
from warehouse.files import remove
from warehouse.published import DATABASE, DATAPACKAGE, PARQUET, Published
from warehouse.schema.staged import STAGED
from warehouse.scores import score
from warehouse.shrinking import described, shrunk
from warehouse.sql_files import sql_text, views
from warehouse.turns import turn
from warehouse.versions import decide

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from warehouse.lake import Lake
    from warehouse.published import Version

    Derivation = Callable[[Mapping[str, pl.DataFrame]], Mapping[str, pl.DataFrame]]

_MEMORY = "2GiB"
"""What DuckDB may hold of what it works on; above that it uses the disk."""
_DECIDING = ("document", "department", "project")
_FEW = 100_000
"""Indicators; with fewer of them, threads cost more than they bring."""
LINEAGE_COLUMNS = {
    "department": (
        "department_key", "district_code", "district_name", "city_name", "province_name", "unit_code", "unit_name",
        "valid_from_year", "valid_to_year", "is_current",
    ),
    "project": (
        "project_key", "department_key", "district_code", "fiscal_year", "project_name", "project_code", "budget_cny",
    ),
    "indicator": ("project_key", "level3", "description"),
}  # fmt: skip
"""What lineage is worked out from: long texts stay in the database, where a million indicators fill memory otherwise."""


class NothingToPublish(Exception):
    """The lake holds no document that could be loaded."""


class PublishRefused(Exception):
    """The new warehouse breaks claims that every published one keeps; what was published before is untouched."""

    def __init__(self, failures: list[Failure]) -> None:
        super().__init__("publication refused, what was published stays:\n" + "\n".join(map(str, failures)))
        self.failures = failures


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

    `derive` makes the frames of the lineage tables (`schema/derived.py`) from `LINEAGE_COLUMNS` of the current rows;
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
    partitions = lake.partitions()
    if not partitions:
        raise NothingToPublish("the lake holds no star rows: no document has been read")
    with duckdb.connect(str(folder / DATABASE), config={"memory_limit": _MEMORY}) as connection:
        # One transaction: hundreds of comments, each written to the log on its own, take longer than the data.
        connection.execute("BEGIN")
        _stage(connection, lake, partitions)
        if not connection.execute("FROM staged_document WHERE status = 'loaded' LIMIT 1").fetchall():
            raise NothingToPublish("no document could be loaded: every one is quarantined")
        if connection.execute(f"FROM staged_indicator LIMIT 1 OFFSET {_FEW}").fetchone() is None:
            connection.execute("SET threads = 1")
        _fill(connection, derive)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
        with ThreadPoolExecutor(1) as beside, connection.cursor() as cursor:
            written = beside.submit(write_published, cursor, folder / PARQUET, folder / DATAPACKAGE)
            _refuse(_lost(connection) + run_checks(connection))
            counts = written.result()
        return described(connection, name, counts, made_from)


def _refuse(failures: list[Failure]) -> None:
    if failures:
        raise PublishRefused(failures)


def _stage(connection: duckdb.DuckDBPyConnection, lake: Lake, partitions: list[str]) -> None:
    """Makes the lake's tables `staged_<table>`: those that decide on versions are loaded, the others read where used."""
    for table, declared in STAGED.items():
        files = [file for partition in partitions for file in lake.star(partition).files(table)]
        columns = ", ".join(declared.column_names())
        paths = ", ".join(ddl.literal(str(file)) for file in files)
        kind = "TABLE" if table in _DECIDING else "VIEW"
        connection.execute(f"CREATE TEMP {kind} staged_{table} AS SELECT {columns} FROM read_parquet([{paths}])")  # noqa: S608


def _fill(connection: duckdb.DuckDBPyConnection, derive: Derivation | None) -> None:
    decide(connection)
    connection.execute(ddl.create_tables())
    try:
        connection.execute(sql_text("build", "tables"))
    except duckdb.ConstraintException as error:
        claim = "必填字段不得为空 | Columns that must not be NULL are not"
        raise PublishRefused([Failure("declared_not_null", claim, 1, ((str(error),),))]) from error
    keep_versions(connection)
    if derive is not None:
        _derive(connection, derive)
    compare(connection)
    score(connection)
    for view in views():
        connection.execute(ddl.create_view(view))
        columns = [row[0] for row in connection.execute(f"DESCRIBE main.{view.name}").fetchall()]
        connection.execute(ddl.comment_view_columns(view, columns))


def _lost(connection: duckdb.DuckDBPyConnection) -> list[Failure]:
    """Tables that do not hold as many rows, current or not, as the lake does; departments are put together on the way."""
    counted = [
        f"SELECT '{table}', (SELECT count(*) FROM staged_{table}), (SELECT count(*) FROM history.{table})"  # noqa: S608
        for table in STAGED
        if table != "department"
    ]
    rows = connection.execute(" UNION ALL ".join(counted)).fetchall()
    claim = "数据湖中的每一行都在库中 | Every row of the lake is in the warehouse"
    lost = tuple((table, f"{there:,} → {here:,}") for table, there, here in rows if there != here)
    return [Failure("lake_is_in_warehouse", claim, len(lost), lost)] if lost else []


def _derive(connection: duckdb.DuckDBPyConnection, derive: Derivation) -> None:
    current = {
        table: connection.sql(f"SELECT {', '.join(columns)} FROM main.{table}").pl()  # noqa: S608 - declared names
        for table, columns in LINEAGE_COLUMNS.items()
    }
    for table, frame in derive(current).items():
        connection.register("derived", frame)
        connection.execute(f"INSERT INTO main.{table} BY NAME FROM derived")
        connection.unregister("derived")
