"""Times every view and question and writes bench/results/analysis.json and the table of docs/performance.md.

`python -m bench.analysis --out DIR`, with DIR as `bench.factory` or `jixiao build` leaves it; made if it is not there.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from bench.analysis import page
from bench.analysis.queries import GOAL_GIB, Query, queries
from bench.factory.__main__ import main as make
from bench.history import remember
from bench.machine import machine
from warehouse.published import DATABASE

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results" / "analysis.json"
ROUNDS, THREADS, MEMORY, PATIENCE = 3, 2, "4GiB", 120
"""Runs of each query; what DuckDB may use; seconds after which a query is given up."""

_COUNTED = ("document", "department", "project", "indicator", "indicator_bound", "disbursement_plan", "quality_issue")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.analysis", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / ".bench-warehouse", help="the warehouse's folder")
    parser.add_argument("--only", default="", help="only what has this in its name; nothing is written then")
    known = parser.parse_args(arguments)
    database = known.out / DATABASE
    if not database.exists():
        make(["--out", str(known.out)])
    measured = results(database, known.only)
    if not known.only:
        RESULTS.write_text(json.dumps(measured, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        page.write(measured)
        remember("analysis", measured["measured"], page.figures(measured))
    missed = [one for one in measured["queries"] if one["misses"]]
    print(f"{len(measured['queries'])} timed, {len(missed)} miss the goal")
    for one in missed:
        print(f"  {_line(one)}")
    return 0


def results(database: Path, only: str) -> dict[str, Any]:
    """Everything measured, ready for the file. Each round goes through all queries, so that a busy moment of the machine
    does not meet all runs of one."""
    with duckdb.connect(str(database), read_only=True) as connection:
        asked = [query for query in queries(connection) if only in query.name]
        rows = {table: _count(connection, table) for table in _COUNTED}
    rounds = []
    for number in range(1, ROUNDS + 1):
        rounds.append([_trial(database, query, f"round {number}") for query in asked])
    return {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": {"duckdb": duckdb.__version__, "python": platform.python_version()},
        "settings": {"threads": THREADS, "memory_limit": MEMORY, "rounds": ROUNDS},
        "rows": rows,
        "database_mib": round(database.stat().st_size / 1024**2),
        "queries": [_best(query, runs) for query, runs in zip(asked, zip(*rounds, strict=True), strict=True)],
    }


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM main.{table}").fetchone()  # noqa: S608 - one of ours
    return int(row[0]) if row else 0


def _trial(database: Path, query: Query, said: str) -> dict[str, Any]:
    """One query in a fresh process."""
    job = {"database": str(database), "sql": query.sql, "rounds": 2, "threads": THREADS, "memory_limit": MEMORY}
    if sys.stderr.isatty():
        print(f"\r\033[K{said}: {query.name} {query.use}", end="", file=sys.stderr)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bench.analysis.trial"], input=json.dumps(job), stdout=subprocess.PIPE, text=True,
            cwd=ROOT, timeout=PATIENCE, check=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"error": f"more than {PATIENCE} s"}
    except subprocess.CalledProcessError as error:
        return {"error": f"the process ended with {error.returncode}"}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _best(query: Query, runs: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """The quickest of the runs, or why there is none."""
    told = asdict(query)
    sql = told.pop("sql")
    failed = next((run for run in runs if "error" in run), None)
    if failed:
        return {**told, **failed, "misses": True, "sql": sql}
    found = {
        "cold": min(run["cold"] for run in runs),
        "warm": min(run["warm"] for run in runs),
        "cpu": min(run["cpu"] for run in runs),
        "rows": runs[0]["rows"],
        "peak_mib": max(run["peak_mib"] for run in runs),
    }
    if "writing" in runs[0]:
        found["writing"] = min(run["writing"] for run in runs)
    slow = query.goal is not None and max(found["cold"], found["warm"]) > query.goal
    return {**told, **found, "misses": slow or found["peak_mib"] > GOAL_GIB * 1024}


def _line(one: dict[str, Any]) -> str:
    took = one.get("error") or f"{one['cold']:.2f} s / {one['warm']:.2f} s, {one['peak_mib']:,} MiB"
    return f"{one['name']:32} {one['use']:9} {took}"


if __name__ == "__main__":
    sys.exit(main())
