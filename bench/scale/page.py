"""The figures of growth as a section of docs/performance.md."""

from __future__ import annotations

from typing import Any

_HEADS = (
    "documents", "cores", "all, s", "processor, s", "reading, s", "rows, s", "publishing, s", "read and rows, ms a document",
    "coordinator, MiB", "worker, MiB", "files in the lake", "lake, MB", "raw, MB",
)  # fmt: skip


def section(told: dict[str, Any]) -> str:
    """A row for each build, and what there is to say of them."""
    machine, builds = told["machine"], told["builds"]
    starts = ", ".join(f"`jixiao {name}` {seconds} s" for name, seconds in told["start"].items())
    one, two = builds[0], builds[1]
    gain = one["milliseconds_a_document"] / two["milliseconds_a_document"]
    lines = [
        f"Measured {told['measured']} on {machine['processor']} ({machine['cores']} cores), documents: {told['formats']}.",
        "",
        f"| {' | '.join(_HEADS)} |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(_row(build) for build in builds),
        "",
        f"Two cores read and normalise {gain:.2f} times as fast as one (goal: 1.8). Started cold: {starts} (goal: 0.4 s).",
        "",
        f"The largest worker in each tenth of the largest build, MiB: {', '.join(map(str, builds[-1]['worker_mib_over_time']))}.",
    ]
    return "\n".join(lines)


def _row(build: dict[str, Any]) -> str:
    names = (
        "seconds", "processor_seconds", "reading", "normalising", "publishing", "milliseconds_a_document",
        "coordinator_mib", "worker_mib", "lake_files", "lake_mb", "raw_mb",
    )  # fmt: skip
    return f"| {build['documents']:,} | {build['cores']} | {' | '.join(f'{build[name]:,}' for name in names)} |"
