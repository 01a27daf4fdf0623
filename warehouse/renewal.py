"""Renews a copy of the current database: the districts that changed documents touch are made anew, the rest stays.

The districts are filled into a database of their own by what fills a whole one (`filling`), where every claim about a
warehouse is proved on them (`checks`); then they take the place of their rows in the copy. What sets districts side by
side (`comparisons`) is worked out again over all of them. No claim but that of unique keys spans districts: the others'
rows are those of a version that was checked, and its hash says that nothing happened to them since.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from warehouse import filling, provenance
from warehouse.checks import Failure, refuse, run_checks
from warehouse.comparisons import COMPARED, compare_again
from warehouse.ddl import SCHEMAS, literal
from warehouse.exports.published import YEAR
from warehouse.files import copy_hashed, remove
from warehouse.making import made, spare_threads
from warehouse.provenance import NOWHERE
from warehouse.published import DATABASE, HASH

if TYPE_CHECKING:
    from pathlib import Path

    import dataframely as dy
    import duckdb
    import polars as pl

    from warehouse.exports.published import Years
    from warehouse.lake import Lake
    from warehouse.linking import Derivation
    from warehouse.provenance import Touched
    from warehouse.published import Version

LEAST = 2_000
"""Documents; with fewer of them, everything is made anew in no more time."""
SHARE = 0.2
"""Where more of the documents are touched than this, everything is made anew."""
IN_A_ROW = 30
"""So often only what changed is renewed; then all is, with its rows in the order in which they are asked for."""
_SAME = ("score_rule",)
"""Tables that say the same whatever the documents say."""
_FRESH = "fresh"
_OWNERS = {
    "document_key": "SELECT document_key FROM touched_document",
    "project_key": "SELECT project_key FROM touched_project",
    "department_goal_key": "SELECT department_goal_key FROM touched_goal",
}
"""To which district rows belong that do not name one, by the key that they have."""


class Plan(NamedTuple):
    """What to renew, in a copy of the version that stands in the folder `base`; the lake as it is `now` (`provenance`)."""

    touched: Touched
    base: Path
    hash: str
    now: pl.DataFrame
    in_a_row: int


class BaseDamaged(Exception):
    """The version that was to be renewed is not as it was published."""


def planned(before: Version | None, base: Path, code: str | None, now: pl.DataFrame | None) -> Plan | None:
    """How to renew the version `before`, which stands in `base`; None where everything has to be made anew.

    `code` is a digest of all code that makes a version, `now` the lake's `provenance`.
    """
    if before is None or code is None or before.code != code or before.renewed >= IN_A_ROW or now is None:
        return None
    was, documents = provenance.kept(base), now["document_key"].n_unique()
    if was is None or documents < LEAST or before.database is None:
        return None
    found = provenance.touched(was, now)
    if len(found.documents) > SHARE * documents:
        return None
    return Plan(found, base, before.database, now, before.renewed + 1)


def renew(plan: Plan, lake: Lake, derive: Derivation | None, database: Path) -> dict[str, Years]:
    """Makes the file `database`; the tables of `main` that changed, with the fiscal years of the rows that did (None for
    any).

    Raises BaseDamaged, and PublishRefused where a claim does not hold or a value breaks its column.
    """
    scratch = database.with_name(f"{_FRESH}.duckdb")
    with ThreadPoolExecutor(1) as beside:
        copied = beside.submit(copy_hashed, plan.base / DATABASE, database, HASH)
        _fill(scratch, lake, plan.touched, derive)
        if copied.result() != plan.hash:
            raise BaseDamaged(f"{plan.base / DATABASE} was written into or damaged after it was published")
    with made(database) as connection:
        connection.execute(f"ATTACH {literal(str(scratch))} AS {_FRESH} (READ_ONLY)")
        spare_threads(connection, "main.indicator")
        changed = _exchange_all(connection, plan.touched)
        compare_again(connection)
        connection.execute(f"DETACH {_FRESH}")
        refuse(_lost(connection, plan.now))
    remove(scratch)
    return changed


def _fill(scratch: Path, lake: Lake, touched: Touched, derive: Derivation | None) -> None:
    """Makes a warehouse of the touched districts alone, every claim proved."""
    with made(scratch) as connection:
        filling.stage(connection, lake, touched.documents)
        spare_threads(connection, "staged_indicator")
        filling.fill(connection, derive)
        refuse(filling.lost(connection) + run_checks(connection))


def _exchange_all(connection: duckdb.DuckDBPyConnection, touched: Touched) -> dict[str, Years]:
    """Exchanges all tables but those that are worked out over all districts; what changed, and those."""
    _know(connection, touched.districts)
    placed = _placed(touched.districts)
    changed: dict[str, Years] = dict.fromkeys(COMPARED)
    for schema, tables in SCHEMAS.items():
        for table, declared in tables.items():
            if table in (*COMPARED, *_SAME):
                continue
            differs, years = _exchange(connection, f"{schema}.{table}", declared, placed)
            if differs and schema == "main":
                changed[table] = years
    return changed


def _placed(districts: list[str]) -> str:
    """What tells rows that name one of the districts: written out, so that DuckDB passes over what belongs to others."""
    named = f"district_code IN ({', '.join(map(literal, districts)) or 'NULL'})"
    return f"({named} OR district_code IS NULL)" if NOWHERE in districts else named


def _know(connection: duckdb.DuckDBPyConnection, districts: list[str]) -> None:
    """Makes the variable `districts`, and the keys of documents, projects and goals there, before and now."""
    connection.execute("SET VARIABLE districts = ?::VARCHAR[]", [districts])
    for name, table, key in (
        ("document", "document", "document_key"),
        ("project", "project", "project_key"),
        ("goal", "department_goal", "department_goal_key"),
    ):
        connection.execute(
            f"""CREATE TEMP TABLE touched_{name} AS
                SELECT {key} FROM history.{table} WHERE {_placed(districts)}
                UNION SELECT {key} FROM {_FRESH}.history.{table}"""  # noqa: S608 - names from above
        )


def _exchange(
    connection: duckdb.DuckDBPyConnection, name: str, declared: type[dy.Schema], placed: str
) -> tuple[bool, Years]:
    """Makes the rows of the touched districts those that were made anew; whether any differ, and of which fiscal years.

    Rows that do not differ stay where they are.
    """
    columns, keys = declared.column_names(), declared.primary_key()
    belongs = _belongs(columns, placed)
    listed = ", ".join(columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE own AS SELECT {listed} FROM {name} WHERE {belongs}")  # noqa: S608
    connection.execute(f"CREATE OR REPLACE TEMP TABLE new AS SELECT {listed} FROM {_FRESH}.{name}")  # noqa: S608
    connection.execute("CREATE OR REPLACE TEMP TABLE gone AS FROM own EXCEPT ALL FROM new")
    connection.execute("CREATE OR REPLACE TEMP TABLE come AS FROM new EXCEPT ALL FROM own")
    ((gone, come),) = connection.execute("SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM come)").fetchall()
    if gone:
        same = " AND ".join(f"old.{key} = gone.{key}" for key in keys)
        connection.execute(f"DELETE FROM {name} AS old USING gone WHERE {same}")  # noqa: S608 - declared names
    if come:
        connection.execute(f"INSERT INTO {name} BY NAME FROM come ORDER BY {', '.join(keys)}")
    refuse(_astray(connection, name, keys, belongs))
    return bool(gone or come), _years(connection) if YEAR in columns else None


def _astray(connection: duckdb.DuckDBPyConnection, name: str, keys: list[str], belongs: str) -> list[Failure]:
    """A table that has other than the renewed rows of the touched districts, or rows of others with one of their keys."""
    counted = f"""SELECT (SELECT count(*) FROM new), (SELECT count(*) FROM {name} WHERE {belongs}),
                         (SELECT count(*) FROM {name} SEMI JOIN new USING ({", ".join(keys)}))"""  # noqa: S608 - declared
    ((wanted, held, keyed),) = connection.execute(counted).fetchall()
    claim = "更新后的各表与重新生成的相同，主键唯一 | Renewed rows are those that were made anew, and no others have their keys"
    differs = abs(held - wanted) + abs(keyed - wanted)
    return [Failure("renewed_rows", claim, differs, ((name, wanted, held, keyed),))] if differs else []


def _years(connection: duckdb.DuckDBPyConnection) -> Years:
    """The fiscal years of the rows that went or came."""
    query = f"SELECT {YEAR} FROM gone UNION SELECT {YEAR} FROM come"  # noqa: S608 - a constant
    return frozenset(row[0] for row in connection.execute(query).fetchall())


def _belongs(columns: list[str], placed: str) -> str:
    """What tells the touched districts' rows of a table."""
    if "district_code" in columns:
        return placed
    key = next(key for key in _OWNERS if key in columns)
    return f"{key} IN ({_OWNERS[key]})"


def _lost(connection: duckdb.DuckDBPyConnection, now: pl.DataFrame) -> list[Failure]:
    """Documents of the lake that the renewed database does not have, or has though the lake does not."""
    connection.register("now", now.select("document_key").unique())
    rows = connection.execute(
        "SELECT document_key, n.document_key IS NOT NULL FROM now n FULL JOIN history.document d USING (document_key) "
        "WHERE n.document_key IS NULL OR d.document_key IS NULL"
    ).fetchall()
    connection.unregister("now")
    claim = "库中的文件即数据湖中的文件 | The warehouse has the documents of the lake and no others"
    return [Failure("renewed_is_lake", claim, len(rows), tuple(rows[:5]))] if rows else []
