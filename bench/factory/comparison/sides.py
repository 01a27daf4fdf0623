"""Both sides as frames of one shape: each row with the hash of its file, where it stands, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from bench.factory.comparison.columns import READING, TABLES
from warehouse.lake import Lake

Rows = Callable[[str], pl.LazyFrame]
"""The rows of a table by its name, with the keys of its own side."""
NEEDED = (*TABLES, "quality_issue")


def of_gold(folder: Path) -> Rows:
    """The gold of `bench.factory`. Raises FileNotFoundError where a table is not there."""
    return lambda table: pl.scan_parquet(folder / f"{table}.parquet")


def of_lake(address: str) -> Rows:
    """The star rows of all partitions of a lake. Raises FileNotFoundError where it has none, StoreUnusable where its
    storage cannot be used."""
    lake = Lake(address)
    partitions = [lake.star(name) for name in lake.staged_partitions()]
    if not partitions:
        raise FileNotFoundError(f"{lake.address} holds no star rows")
    return lambda table: pl.concat([one.scan(table) for one in partitions])


def of_warehouse(folder: Path) -> Rows:
    """Every version in the published warehouse: schema `history`."""

    def rows(table: str) -> pl.LazyFrame:
        with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
            kept = connection.sql(f"FROM history.{table}")
            if table == "project":
                units = connection.sql("SELECT department_key, unit_code, unit_name FROM history.department")
                kept = kept.join(units, "department_key", how="left")
            return kept.pl().lazy()

    return rows


def placed(rows: Rows, hashes: pl.Series) -> dict[str, pl.DataFrame]:
    """The tables of the documents with these hashes: sha256, columns of the position, and the columns compared."""
    documents = rows("document").filter(pl.col("sha256").is_in(hashes.implode()))
    key = documents.select("document_key", "sha256")
    project = rows("project").join(key, on="document_key").rename({"seq_no": "project"}).cast({"project": pl.Int32})
    goal = rows("department_goal").join(key, on="document_key").rename({"seq_no": "goal"}).cast({"goal": pl.Int32})
    of_project = project.select("project_key", "sha256", "project")
    of_goal = goal.select("department_goal_key", "sha256", "goal")
    frames = {
        "document": documents.with_columns(
            is_quarantined=pl.col("status") == "quarantined", project_count=pl.col("project_count").fill_null(0)
        ),
        "project": project,
        "indicator": rows("indicator").rename({"seq_no": "indicator"}).join(of_project, on="project_key"),
        "disbursement_plan": rows("disbursement_plan").join(of_project, on="project_key"),
        "department_goal": goal,
        "department_indicator": rows("department_indicator").join(of_goal, on="department_goal_key"),
    }
    return {
        table: frame.select("sha256", *TABLES[table].position, *TABLES[table].columns).collect()
        for table, frame in frames.items()
    }


def doubted(rows: Rows) -> pl.DataFrame:
    """The documents of which a finding says that they were perhaps not read right: sha256, rule, count."""
    found = rows("quality_issue").filter(pl.col("rule").is_in(READING)).select("document_key", "rule")
    return found.join(rows("document"), on="document_key").group_by("sha256", "rule").len("count").collect()
