"""What a build left behind, told so that two runs can be compared: every row, every Parquet file, every name."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.deaths import named

DATABASE, PARQUET, DATAPACKAGE = "warehouse.duckdb", "parquet", "datapackage.json"


@dataclass(frozen=True, slots=True)
class State:
    """Rows of each table of `main` and `history` and of each Parquet file, as how many there are and a hash of all.

    `faults` says what does not belong together: the database, its Parquet files and its data package.
    """

    tables: dict[str, tuple[int, str]]
    parquet: dict[str, tuple[int, str]]
    faults: tuple[str, ...]


NOTHING = State({}, {}, ())


def published(out: Path) -> State:
    """What a reader finds by the paths that always stay the same."""
    import duckdb

    if not (out / DATABASE).exists():
        return NOTHING
    with duckdb.connect(str(out / DATABASE), read_only=True) as connection:
        names = connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        tables = {name: _rows(connection, f"FROM {name}") for (name,) in names}
        parquet = {
            folder.name: _rows(connection, f"FROM read_parquet('{folder}/*.parquet')")
            for folder in sorted((out / PARQUET).glob("*/"))
        }
    package = json.loads((out / DATAPACKAGE).read_text(encoding="utf-8"))
    told = {resource["name"]: resource["rows"] for resource in package["resources"]}
    return State(tables, parquet, tuple(_disagreements(tables, parquet, told)))


def _rows(connection: Any, relation: str) -> tuple[int, str]:
    rows = sorted(repr(row) for row in connection.execute(relation).fetchall())
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _disagreements(tables: dict[str, Any], parquet: dict[str, Any], told: dict[str, int]) -> list[str]:
    main = {name.removeprefix("main."): rows for name, rows in tables.items() if name.startswith("main.")}
    names = sorted({*main, *parquet, *told})
    return [
        f"{name}: database {main.get(name)}, Parquet {parquet.get(name)}, data package {told.get(name)}"
        for name in names
        if main.get(name) != parquet.get(name) or told.get(name) != parquet.get(name, (None,))[0]
    ]


def tree(out: Path) -> Counter[str]:
    """Every file, link and folder below `out`, by names in which hashes, versions and process ids are words."""
    return Counter(named(f"/{path.relative_to(out).as_posix()}") for path in out.rglob("*"))
