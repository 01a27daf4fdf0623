"""Renews a copy of the current database: the districts that changed documents touch are made anew, the rest stays.

The districts are filled into a database of their own by what fills a whole one (`filling`), and then take the place of
their rows in the copy. What sets districts side by side (`comparisons`) is worked out again over all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from warehouse import filling, provenance
from warehouse.checks import Failure, PublishRefused, refuse
from warehouse.comparisons import COMPARED, compare
from warehouse.ddl import SCHEMAS, literal
from warehouse.exports.published import YEAR
from warehouse.files import content_hash
from warehouse.making import made, spare_threads
from warehouse.provenance import NOWHERE
from warehouse.published import DATABASE

if TYPE_CHECKING:
    from pathlib import Path

    import dataframely as dy
    import duckdb
    import polars as pl

    from warehouse.exports.published import Years
    from warehouse.filling import Derivation
    from warehouse.lake import Lake
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
    now: pl.DataFrame
    in_a_row: int


def planned(before: Version | None, base: Path, code: str | None, now: pl.DataFrame | None) -> Plan | None:
    """How to renew the version `before`, which stands in `base`; None where everything has to be made anew.

    `code` is a digest of all code that makes a version, `now` the lake's `provenance`.
    """
    if before is None or code is None or before.code != code or before.renewed >= IN_A_ROW or now is None:
        return None
    was, documents = provenance.kept(base), now["document_key"].n_unique()
    if was is None or documents < LEAST or not _is_as_published(before, base / DATABASE):
        return None
    found = provenance.touched(was, now)
    return Plan(found, base, now, before.renewed + 1) if len(found.documents) <= SHARE * documents else None


def _is_as_published(version: Version, database: Path) -> bool:
    """Whether nobody wrote into the database since, and nothing damaged it: what is copied is not looked at again."""
    try:
        return version.database == content_hash(database)
    except OSError:
        return False


def renew(
    connection: duckdb.DuckDBPyConnection, lake: Lake, touched: Touched, derive: Derivation | None, scratch: Path
) -> dict[str, Years]:
    """Puts the touched districts, made anew in the file `scratch`, in the place of their rows; the tables of `main` that
    changed, with the fiscal years of the rows that did (None for any). `connection` has a copy of the current database.

    Raises PublishRefused where a value breaks its column.
    """
    refuse(_fill(scratch, lake, touched, derive))
    connection.execute(f"ATTACH {literal(str(scratch))} AS {_FRESH} (READ_ONLY)")
    spare_threads(connection, "main.indicator")
    _know(connection, touched)
    changed: dict[str, Years] = dict.fromkeys(COMPARED)
    for schema, tables in SCHEMAS.items():
        for table, declared in tables.items():
            if table in (*COMPARED, *_SAME):
                continue
            differs, years = _exchange(connection, schema, table, declared)
            if differs and schema == "main":
                changed[table] = years
    for table in COMPARED:
        connection.execute(f"TRUNCATE main.{table}")
    compare(connection)
    connection.execute(f"DETACH {_FRESH}")
    return changed


def _fill(scratch: Path, lake: Lake, touched: Touched, derive: Derivation | None) -> list[Failure]:
    with made(scratch) as connection:
        filling.stage(connection, lake, touched.documents)
        spare_threads(connection, "staged_indicator")
        filling.fill_districts(connection, derive)
        return filling.lost(connection)


def _know(connection: duckdb.DuckDBPyConnection, touched: Touched) -> None:
    """Makes the keys of documents, projects and goals in the touched districts, before and now."""
    connection.execute("SET VARIABLE districts = ?::VARCHAR[]", [touched.districts])
    for name, table, key in (
        ("document", "document", "document_key"),
        ("project", "project", "project_key"),
        ("goal", "department_goal", "department_goal_key"),
    ):
        connection.execute(
            f"""CREATE TEMP TABLE touched_{name} AS
                SELECT {key} FROM history.{table} WHERE {_PLACED}
                UNION SELECT {key} FROM {_FRESH}.history.{table}"""  # noqa: S608 - names from above
        )


_PLACED = f"list_contains(getvariable('districts'), coalesce(district_code, '{NOWHERE}'))"


def _exchange(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, declared: type[dy.Schema]
) -> tuple[bool, Years]:
    """Makes the rows of the touched districts those that were made anew; whether any differ, and of which fiscal years.

    Rows that do not differ stay where they are.
    """
    name, fresh = f"{schema}.{table}", f"{_FRESH}.{schema}.{table}"
    columns, keys = declared.column_names(), declared.primary_key()
    own = f"SELECT {', '.join(columns)} FROM {name} WHERE {_belongs(columns)}"  # noqa: S608 - declared names
    new = f"SELECT {', '.join(columns)} FROM {fresh}"  # noqa: S608 - declared names
    connection.execute(f"CREATE OR REPLACE TEMP TABLE gone AS {own} EXCEPT ALL {new}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE come AS {new} EXCEPT ALL {own}")
    ((gone, come),) = connection.execute("SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM come)").fetchall()
    if gone:
        same = " AND ".join(f"{table}.{key} = gone.{key}" for key in keys)
        connection.execute(f"DELETE FROM {name} USING gone WHERE {same}")  # noqa: S608 - declared names
    if come:
        connection.execute(f"INSERT INTO {name} BY NAME FROM come ORDER BY {', '.join(keys)}")
    counted = (f"SELECT count(*) FROM {name} WHERE {_belongs(columns)}", f"SELECT count(*) FROM {fresh}")  # noqa: S608
    held, wanted = (int(connection.execute(query).fetchall()[0][0]) for query in counted)
    if held != wanted:
        claim = "更新后的各表与重新生成的相同 | Renewed rows are those that were made anew"
        raise PublishRefused([Failure("renewed_rows", claim, abs(held - wanted), ((name, held, wanted),))])
    return bool(gone or come), _years(connection) if YEAR in columns else None


def _years(connection: duckdb.DuckDBPyConnection) -> Years:
    """The fiscal years of the rows that went or came."""
    query = f"SELECT {YEAR} FROM gone UNION SELECT {YEAR} FROM come"  # noqa: S608 - a constant
    return frozenset(row[0] for row in connection.execute(query).fetchall())


def _belongs(columns: list[str]) -> str:
    """What tells the touched districts' rows of a table."""
    if "district_code" in columns:
        return _PLACED
    key = next(key for key in _OWNERS if key in columns)
    return f"{key} IN ({_OWNERS[key]})"


def lost(connection: duckdb.DuckDBPyConnection, now: pl.DataFrame) -> list[Failure]:
    """Documents of the lake that the renewed database does not have, or has though the lake does not."""
    connection.register("now", now.select("document_key").unique())
    rows = connection.execute(
        "SELECT document_key, n.document_key IS NOT NULL FROM now n FULL JOIN history.document d USING (document_key) "
        "WHERE n.document_key IS NULL OR d.document_key IS NULL"
    ).fetchall()
    connection.unregister("now")
    claim = "库中的文件即数据湖中的文件 | The warehouse has the documents of the lake and no others"
    return [Failure("renewed_is_lake", claim, len(rows), tuple(rows[:5]))] if rows else []
