"""One query in a process of its own: `python -m bench.analysis.trial`, a job as JSON on stdin, what it took on stdout.

The first run counts the opening of the database; the further ones use the same connection.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from typing import Any

import duckdb


def measure(job: dict[str, Any]) -> dict[str, Any]:
    """Seconds of the first run (`cold`) and of the quickest further one (`warm`), rows, and the process's peak in MiB.

    `job` has database, sql, rounds, threads, memory_limit. What DuckDB refuses comes back as `error`.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as spill:
        settings = {
            "threads": job["threads"], "memory_limit": job["memory_limit"], "temp_directory": spill,
        }  # fmt: skip
        try:
            with duckdb.connect(job["database"], read_only=True, config=settings) as connection:
                rows = _run(connection, job["sql"])
                cold = time.perf_counter() - started
                warm = min((_timed(connection, job["sql"]) for _ in range(job["rounds"])), default=cold)
        except duckdb.Error as error:
            return {"error": str(error).splitlines()[0]}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cold": round(cold, 4), "warm": round(warm, 4), "rows": rows, "peak_mib": round(peak)}


def _timed(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    started = time.perf_counter()
    _run(connection, sql)
    return time.perf_counter() - started


def _run(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Runs it and takes every row that it gives; how many there were (for what only makes a table: how many it holds)."""
    rows = 0
    result = connection.execute(sql)
    while batch := result.fetchmany(10_000):
        rows += int(batch[0][0]) if sql.startswith("CREATE") else len(batch)
    return rows


if __name__ == "__main__":
    print(json.dumps(measure(json.load(sys.stdin))))
