"""Keeps what each run of a benchmark found, in short: bench/results/history.json, and a table in docs/performance.md."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.machine import loop
from bench.performance import PAGE, put

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "bench" / "results" / "history.json"
_MARK = "bench-history"
_SHOWN = 8
"""The page has so many of the last runs of each benchmark, the file has all."""


def remember(benchmark: str, measured: str, figures: Mapping[str, float], file: Path = FILE, page: Path = PAGE) -> None:
    """Adds a run to the file and writes the table anew; `measured` is its date, `figures` are named as columns are."""
    entry = {"benchmark": benchmark, "measured": measured, "code": _code(), "loop_ms": loop(), "figures": dict(figures)}
    runs = [*entries(file), entry]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in runs)
    file.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    put(_MARK, section(runs), page)


def entries(file: Path = FILE) -> list[dict[str, Any]]:
    """All runs that are kept, the first of them first."""
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    return found


def section(runs: list[dict[str, Any]]) -> str:
    """A table for each benchmark, its last run first."""
    tables = [_table(name, runs) for name in dict.fromkeys(run["benchmark"] for run in runs)]
    return "\n\n".join("\n".join(table) for table in tables)


def _table(benchmark: str, runs: list[dict[str, Any]]) -> Iterator[str]:
    own = [run for run in reversed(runs) if run["benchmark"] == benchmark][:_SHOWN]
    names = list(own[0]["figures"])
    yield f"| {benchmark} | code | loop, ms | {' | '.join(names)} |"
    yield f"|---|---|---:|{'---:|' * len(names)}"
    for run in own:
        figures = (_said(run["figures"].get(name)) for name in names)
        yield f"| {run['measured']} | {run['code'] or '–'} | {_said(run['loop_ms'])} | {' | '.join(figures)} |"


def _said(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:,}"


def _code() -> str | None:
    """The commit that is checked out, none outside a checkout."""
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or None
