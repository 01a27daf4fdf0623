"""The measured times as a table in docs/performance.md, between two marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.analysis.queries import GOAL_GIB, GOAL_SECONDS, WIDE_SECONDS
from bench.performance import PAGE, put

_MARK = "bench-analysis"
_USES = ("whole", "summary", "district", "stored")


def write(measured: dict[str, Any], page: Path = PAGE) -> None:
    """Puts the table between its marks. Raises ValueError where the page has none."""
    put(_MARK, section(measured), page)


def section(measured: dict[str, Any]) -> str:
    """What was measured, on what, and what misses its goal, in Markdown."""
    machine, settings = measured["machine"], measured["settings"]
    sizes = ", ".join(f"{count:,} {table}" for table, count in measured["rows"].items())
    missed = [f"`{one['name']}` ({one['use']})" for one in measured["queries"] if one["misses"]]
    on = (
        f"Measured {measured['measured']} on {machine['processor']} ({settings['threads']} threads, memory limit "
        f"{settings['memory_limit']}), DuckDB {measured['versions']['duckdb']}: {sizes}."
    )
    how = (
        f"Seconds, first run with opening the database / in an open connection, best of {settings['rounds']}. Goal: "
        f"{GOAL_SECONDS:g} s, {WIDE_SECONDS:g} s for the wide views, {GOAL_GIB} GiB; storing has none."
    )
    return "\n".join([
        on,
        "",
        how,
        "",
        "| view | rows | whole | by year and district | one district | stored | of it writing | memory, MiB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *_views(measured),
        "",
        "| question | rows | seconds | memory, MiB |",
        "|---|---:|---:|---:|",
        *_questions(measured),
        "",
        f"Missing the goal: {', '.join(missed)}." if missed else "None misses the goal.",
    ])  # fmt: skip


def figures(measured: dict[str, Any]) -> dict[str, float]:
    """What is kept of every run: seconds of all views and questions, each in an open connection."""
    timed = [one for one in measured["queries"] if "warm" in one]
    return {
        "timed": len(measured["queries"]),
        "missing the goal": sum(1 for one in measured["queries"] if one["misses"]),
        "all, s": round(sum(one["warm"] for one in timed), 1),
        "slowest, s": round(max(one["warm"] for one in timed), 2),
        "memory, MiB": max(one.get("peak_mib", 0) for one in timed),
    }


def _views(measured: dict[str, Any]) -> list[str]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for one in measured["queries"]:
        if one["use"] != "question":
            found.setdefault(one["name"], {})[one["use"]] = one
    return [_view(name, uses) for name, uses in found.items()]


def _view(name: str, uses: dict[str, dict[str, Any]]) -> str:
    times = " | ".join([*(_times(uses.get(use)) for use in _USES), _share_written(uses["stored"])])
    peak = max(one.get("peak_mib", 0) for one in uses.values())
    return f"| `{name}` | {uses['stored'].get('rows', 0):,} | {times} | {peak:,} |"


def _questions(measured: dict[str, Any]) -> list[str]:
    asked = [one for one in measured["queries"] if one["use"] == "question"]
    return [
        f"| `{one['name']}` | {one.get('rows', 0):,} | {_times(one)} | {one.get('peak_mib', 0):,} |" for one in asked
    ]


def _share_written(stored: dict[str, Any]) -> str:
    """How much of the processor time of storing a view goes into writing its rows, which no view can save."""
    if "writing" not in stored:
        return "–"
    return f"{100 * min(stored['writing'] / max(stored['cpu'], 0.001), 1):.0f} %"


def _times(one: dict[str, Any] | None) -> str:
    if one is None:
        return "–"
    return one["error"] if "error" in one else f"{one['cold']:.2f} / {one['warm']:.2f}"
