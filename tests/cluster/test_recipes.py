"""The recipes of docs/scale.md read the lake that a build leaves, and count what is in the warehouse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pipelines.build import Summary
    from pipelines.settings import Folders

PAGE = (Path(__file__).parents[2] / "docs/scale.md").read_text(encoding="utf-8")
_COUNTS = "SELECT value_kind, count(*) FROM indicator WHERE fiscal_year = 2025 GROUP BY ALL ORDER BY ALL"


def recipe(language: str, lake: str) -> str:
    """The block of the page in a language, on a lake."""
    (block,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(block).replace("LAKE", lake)


def test_duckdb_reads_the_segments_that_count(built: tuple[Folders, Summary]) -> None:
    folders, _ = built
    with duckdb.connect(str(folders.database), read_only=True) as published:
        wanted = published.execute(_COUNTS).fetchall()
    with duckdb.connect() as connection:
        found = connection.execute(recipe("sql duckdb", str(folders.notes))).fetchall()
    assert found == wanted
    assert len(found) > 2


def test_the_other_recipes_stand_on_the_page() -> None:
    assert "spark.read.parquet" in recipe("python spark", "/lake")
    assert "CREATE TABLE hive.jixiao.indicator" in PAGE
