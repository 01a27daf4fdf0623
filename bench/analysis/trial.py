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

    `cpu` is the least processor time of a further run over all threads: it says more than the clock where other work
    runs beside. `writing`, the same of writing the rows again, is there for what makes a table: no view is quicker.
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
                runs = [_timed(connection, job["sql"]) for _ in range(job["rounds"])]
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                writing = _writing(connection, job)
        except duckdb.Error as error:
            return {"error": str(error).splitlines()[0]}
    warm, cpu = (min(figures) for figures in zip(*runs, strict=True))
    found = {"cold": round(cold, 4), "warm": round(warm, 4), "cpu": round(cpu, 4)}
    return {**found, **writing, "rows": rows, "peak_mib": round(peak)}


def _timed(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, float]:
    """Seconds by the clock and of the processors."""
    started, used = time.perf_counter(), time.process_time()
    _run(connection, sql)
    return time.perf_counter() - started, time.process_time() - used


def _writing(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> dict[str, float]:
    """Processor seconds of copying the table that the job made; nothing where it made none."""
    if not job["sql"].startswith("CREATE"):
        return {}
    copy = "CREATE OR REPLACE TEMP TABLE copied AS FROM measured"
    return {"writing": round(min(_timed(connection, copy)[1] for _ in range(job["rounds"])), 4)}


def _run(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Runs it and takes every row that it gives; how many there were (for what only makes a table: how many it holds)."""
    rows = 0
    result = connection.execute(sql)
    while batch := result.fetchmany(10_000):
        rows += int(batch[0][0]) if sql.startswith("CREATE") else len(batch)
    return rows


if __name__ == "__main__":
    print(json.dumps(measure(json.load(sys.stdin))))
