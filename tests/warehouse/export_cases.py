"""What is published for the tests of exports, and what of it every export must hold."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from small_warehouse import Rows, publish_rows, quarantined, text

TOO_LONG = "绩效" * 20_000


NASTY = (
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "\r\n=1", "http://example.org", "007", "1e5", "TRUE", "2025-01-01",
    'a,"b"', "第一行\n第二行", "  空格  ", "\x01\x0b", "_x0041_", "<b>&amp;", "𠮷野家", "", "'", "[1]", "'=1",
)  # fmt: skip


def nasty_document() -> Rows:
    units = tuple((f"202{number:03d}", f"单位{number}") for number in range(len(NASTY) + 1))
    rows = text("nasty", units=units)
    for project, value in zip(rows["project"], NASTY, strict=False):
        project["project_name"] = value
    rows["project"][-1]["goal_text"] = TOO_LONG
    for table in ("indicator", "indicator_bound"):
        rows[table][0]["lower_bound"] = Decimal("123456789012.345678")
        rows[table][1]["lower_bound"] = Decimal("0.000001")
        rows[table][2]["per"] = ["month", "人, 次"]
    return rows


@cache
def rows_of(database: Path, table: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(f"FROM main.{table} ORDER BY ALL").fetchall()


@cache
def columns_of(database: Path, table: str) -> dict[str, tuple[str, str]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        sql = (
            "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ?"
        )
        return {name: (kind, said) for name, kind, said in connection.execute(sql, [table]).fetchall()}


def ordered(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda row: [(value is not None, str(value)) for value in row])


def published(folder: Path) -> Path:
    """The database of a publication with all that is awkward to export: texts, figures, rows of no year or district."""
    lost = text("lost", year=None, district=None, code="303", department="水利局")
    nasty, other = nasty_document(), text("b", year=2024, district="130208")
    return publish_rows(folder, nasty, other, lost, quarantined("q")).database
