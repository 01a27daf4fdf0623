"""What publishing costs: a whole lake, and one document less or more; `python -m bench.publishing --out DIR`.

DIR is as `bench.factory` leaves it, made if it is not there. Writes bench/results/publishing.json and docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from bench.factory.__main__ import main as make
from bench.history import remember
from bench.machine import machine
from bench.performance import put
from pipelines.lineage import lineage_frames
from warehouse.lake import Lake
from warehouse.publish import publish
from warehouse.published import Published
from warehouse.schema.staged import STAGED
from warehouse.segments import Segments, of_documents

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results" / "publishing.json"
_MARK = "bench-publishing"
_CODE = "the same throughout"
_STEPS = {"whole": "all documents", "less": "one document less", "more": "that document more"}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.publishing", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / ".bench-warehouse", help="the warehouse's folder")
    parser.add_argument("--rounds", type=int, default=3, help="documents taken away and put back")
    parser.add_argument("--seed", type=int, default=1)
    known = parser.parse_args(arguments)
    if not Lake(known.out / "lake").partitions():
        make(["--out", str(known.out), "--only-lake"])
    steps = [_measured("whole", known.out)]
    chance = random.Random(known.seed)  # noqa: S311 - a seed
    for _ in range(known.rounds):
        steps += _there_and_back(known.out, chance)
    version = Published(known.out).current()
    told = {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": {"duckdb": duckdb.__version__},
        "rows": {} if version is None else version.counts,
        "steps": steps,
    }
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    put(_MARK, _section(told))
    remember("publishing", told["measured"], figures(told))
    print(_section(told))
    return 0


def _there_and_back(out: Path, chance: random.Random) -> list[dict[str, Any]]:
    """One document is taken away and put back."""
    lake = Lake(out / "lake")
    star = lake.star(chance.choice(lake.partitions()))
    members = star.members()
    one = chance.choice(sorted(members))
    own = of_documents({table: pl.concat(map(pl.read_parquet, star.files(table))) for table in STAGED}, [one])
    wanted = {sha256: member.fingerprint for sha256, member in members.items()}
    less = _timed(star, {sha256: print_ for sha256, print_ in wanted.items() if sha256 != one}, {})
    steps = [{**_measured("less", out), "lake_seconds": less}]
    more = _timed(star, wanted, {one: (members[one], own)})
    return [*steps, {**_measured("more", out), "lake_seconds": more}]


def _timed(star: Segments, wanted: dict[str, str], given: dict[str, Any]) -> float:
    started = time.perf_counter()
    star.update(wanted, star.by(lambda chosen: ({sha256: given[sha256][0] for sha256 in chosen}, given[chosen[0]][1])))
    return round(time.perf_counter() - started, 3)


def _measured(step: str, out: Path) -> dict[str, Any]:
    """One publication in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return {"step": step, **pool.submit(_published, out, whole=step == "whole").result()}


def _published(out: Path, *, whole: bool) -> dict[str, Any]:
    used = time.process_time()
    report = publish(Lake(out / "lake"), out, lineage_frames, code=_CODE, whole=whole)
    return {
        "seconds": round(report.seconds, 1),
        "processor_seconds": round(time.process_time() - used, 1),
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2),
        "is_renewed": report.is_renewed,
    }


def figures(told: dict[str, Any]) -> dict[str, float]:
    """What is kept of every run: seconds, of single documents the least."""
    whole = next(step for step in told["steps"] if step["step"] == "whole")
    least = {step: min(one["seconds"] for one in told["steps"] if one["step"] == step) for step in ("less", "more")}
    return {
        "documents": told["rows"].get("document", 0),
        "all, s": whole["seconds"],
        "processor, s": whole["processor_seconds"],
        "memory, GiB": whole["peak_gib"],
        "one document less, s": least["less"],
        "one more, s": least["more"],
    }


def _section(told: dict[str, Any]) -> str:
    """The least and the most of each kind of step, in Markdown."""
    sizes = ", ".join(f"{told['rows'].get(table, 0):,} {table}" for table in ("document", "project", "indicator"))
    machine_, lines = told["machine"], []
    for step, name in _STEPS.items():
        own = [one for one in told["steps"] if one["step"] == step]
        if own:
            figures = [_range(own, what) for what in ("seconds", "processor_seconds", "peak_gib", "lake_seconds")]
            lines.append(f"| {name} | {len(own)} | {' | '.join(figures)} |")
    on = (
        f"Measured {told['measured']} on {machine_['processor']} ({machine_['cores']} cores), DuckDB "
        f"{told['versions']['duckdb']}: {sizes}."
    )
    return "\n".join([
        on,
        "",
        "| published | runs | seconds | processor seconds | most memory, GiB | in the lake before, seconds |",
        "|---|---:|---:|---:|---:|---:|",
        *lines,
    ])  # fmt: skip


def _range(steps: list[dict[str, Any]], what: str) -> str:
    found = sorted(step[what] for step in steps if what in step)
    if not found:
        return "–"
    return f"{found[0]}" if found[0] == found[-1] else f"{found[0]}–{found[-1]}"


if __name__ == "__main__":
    sys.exit(main())
