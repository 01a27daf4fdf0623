"""Fills a new database from the lake: staged rows, what is current, the tables, links, comparisons, scores, views."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from warehouse import ddl, linking
from warehouse.blank import lay_out
from warehouse.checks import Failure, PublishRefused
from warehouse.comparisons import compare, keep_versions
from warehouse.lake import WITHDRAWN
from warehouse.making import another, hand_in
from warehouse.schema.staged import STAGED
from warehouse.scores import score
from warehouse.sql_files import sql_text
from warehouse.versions import decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.lake import Lake
    from warehouse.linking import Derivation

_DECIDING = ("document", "department", "project")
_OWN = {
    "quality_issue": " WHERE rule NOT IN ('project_not_in_later_version', 'project_in_two_documents', 'version_order_unknown')"
}
"""What tells the rows of a table that come from the lake, where others stand beside them."""
_OWNERS = {
    "document_key": "wanted",
    "project_key": "staged_project",
    "department_goal_key": "staged_department_goal",
}
"""What tells the rows of wanted documents, by the key that a table has."""


class NothingToPublish(Exception):
    """The lake holds no document that could be loaded."""


def stage(connection: duckdb.DuckDBPyConnection, lake: Lake, documents: list[str] | None = None) -> None:
    """Makes the lake's tables `staged_<table>`: those that decide on versions are loaded, the others read where used; and
    `withdrawn_document`, the keys of documents of which only `history` is to know.

    With `documents`, a list of keys, rows of these alone, all of them loaded. Raises NothingToPublish where the lake
    has no rows.
    """
    if not lake.partitions():
        raise NothingToPublish("the lake holds no star rows: no document has been read")
    lake.store.let_read(connection)
    if documents is not None:
        hand_in(connection, "wanted", pl.DataFrame({"document_key": documents}, {"document_key": pl.String}))
    segments = [segment for partition in lake.staged_partitions() for segment in lake.star(partition).segments()]
    if documents is not None:
        segments = _with_wanted(connection, segments)
    for table, declared in STAGED.items():
        columns = declared.column_names()
        rows = f"SELECT {', '.join(columns)} FROM {_parquet(segments, table)}"  # noqa: S608 - declared names
        if documents is not None:
            key, owner = next((key, owner) for key, owner in _OWNERS.items() if key in columns)
            rows += f" SEMI JOIN {owner} USING ({key})"
        kind = "TABLE" if table in _DECIDING or documents is not None else "VIEW"
        connection.execute(f"CREATE TEMP {kind} staged_{table} AS {rows}")
    gone = lake.star(WITHDRAWN).segments()
    connection.execute(
        f"CREATE TEMP TABLE withdrawn_document AS SELECT document_key "  # noqa: S608 - paths of the lake
        f"FROM {_parquet(gone, 'document') if gone else 'staged_document LIMIT 0'}"
    )


def _with_wanted(connection: duckdb.DuckDBPyConnection, segments: list[str]) -> list[str]:
    """The segments that hold wanted documents; where none does, one to tell the columns."""
    held = f"SELECT DISTINCT filename FROM {_parquet(segments, 'document')} SEMI JOIN wanted USING (document_key)"  # noqa: S608
    found = {filename.rpartition("/")[0] for (filename,) in connection.execute(held).fetchall()}
    return [segment for segment in segments if segment in found] or segments[:1]


def _parquet(segments: Sequence[str], table: str) -> str:
    paths = ", ".join(ddl.literal(f"{segment}/{table}.parquet") for segment in segments)
    return f"read_parquet([{paths}])"


def fill(connection: duckdb.DuckDBPyConnection, derive: Derivation | None) -> None:
    """Makes every table and view and fills the tables from the staged ones.

    Raises PublishRefused where a value breaks its column.
    """
    decide(connection)
    lay_out(connection)
    try:
        connection.execute(sql_text("build", "tables"))
    except duckdb.ConstraintException as error:
        claim = "必填字段不得为空 | Columns that must not be NULL are not"
        raise PublishRefused([Failure("declared_not_null", claim, 1, ((str(error),),))]) from error
    connection.execute(sql_text("build", "dropped"))
    connection.execute(sql_text("build", "stated_twice"))
    connection.execute(sql_text("build", "undated"))
    keep_versions(connection)
    _link_and_score(connection, derive)
    compare(connection)


def assert_loaded(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises NothingToPublish where no document is loaded."""
    if not connection.execute("FROM main.document WHERE status = 'loaded' LIMIT 1").fetchall():
        raise NothingToPublish(
            "no document could be loaded: every one is quarantined 全部文件都被隔离，没有可发布的内容"
        )


def lost(connection: duckdb.DuckDBPyConnection) -> list[Failure]:
    """Tables that do not hold as many rows, current or not, as the lake does; departments are put together on the way, and
    what is found by setting versions side by side is in no document."""
    counted = [
        f"SELECT '{table}', (SELECT count(*) FROM staged_{table}), (SELECT count(*) FROM history.{table}{_OWN.get(table, '')})"  # noqa: S608
        for table in STAGED
        if table != "department"
    ]
    rows = connection.execute(" UNION ALL ".join(counted)).fetchall()
    claim = "数据湖中的每一行都在库中 | Every row of the lake is in the warehouse"
    gone = tuple((table, f"{there:,} → {here:,}") for table, there, here in rows if there != here)
    return [Failure("lake_is_in_warehouse", claim, len(gone), gone)] if gone else []


def _link_and_score(connection: duckdb.DuckDBPyConnection, derive: Derivation | None) -> None:
    """Fills the lineage and the score tables, neither of which reads the other's."""
    if derive is None:
        score(connection)
        return
    # Links are worked out by one thread of Python, scores by DuckDB's: beside each other they keep both cores busy.
    with ThreadPoolExecutor(1) as beside, another(connection) as cursor:
        links = beside.submit(linking.worked_out, cursor, derive)
        score(connection)
        linking.fill(connection, links.result())
