"""The figures of growth as a section of docs/performance.md."""

from __future__ import annotations

from statistics import median
from typing import Any

_HEADS = (
    "documents", "cores", "all, s", "processor, s", "reading, s", "rows, s", "publishing, s", "read and rows, ms a document",
    "floor meanwhile, ms", "read and rows, floors of a core", "coordinator, MiB", "worker, MiB", "files in the lake",
    "lake, MB", "raw, MB", "published, MB",
)  # fmt: skip


def section(told: dict[str, Any]) -> str:
    """A row for each build, and what there is to say of them."""
    machine, builds = told["machine"], told["builds"]
    starts = ", ".join(f"`jixiao {name}` {seconds} s" for name, seconds in told["start"].items())
    lines = [
        f"Measured {told['measured']} on {machine['processor']} ({machine['cores']} cores), Word documents.",
        "",
        f"| {' | '.join(_HEADS)} |",
        f"|{'---:|' * len(_HEADS)}",
        *(_row(build) for build in builds),
        "",
        f"{_gain(builds)} Started cold: {starts} (goal: 0.4 s).",
        "",
        f"The largest worker in each tenth of the largest build, MiB: {', '.join(map(str, builds[-1]['worker_mib_over_time']))}.",
    ]
    return "\n".join(lines)


def _gain(builds: list[dict[str, Any]]) -> str:
    """How many times as fast as one core all of them are, in builds of the fewest documents."""
    fewest = [build for build in builds if build["documents"] == builds[0]["documents"]]
    one, more = (
        [b["milliseconds_a_document"] for b in fewest if (b["cores"] == 1) == alone] for alone in (True, False)
    )
    gains = sorted(slow / fast for slow, fast in zip(one, more, strict=True))
    return (
        f"{fewest[1]['cores']} cores read and normalise {median(gains):.2f} times as fast as one "
        f"({', '.join(f'{gain:.2f}' for gain in gains)}; goal: 1.8)."
    )


def _row(build: dict[str, Any]) -> str:
    names = (
        "seconds", "processor_seconds", "reading", "normalising", "publishing", "milliseconds_a_document",
        "floor_milliseconds", "floors", "coordinator_mib", "worker_mib", "lake_files", "lake_mb", "raw_mb",
        "published_mb",
    )  # fmt: skip
    build = build | {"floors": _floors(build)}
    return f"| {build['documents']:,} | {build['cores']} | {' | '.join(f'{build[name]:,}' for name in names)} |"


def _floors(build: dict[str, Any]) -> float:
    """What a document takes of a core's time, in floors."""
    return round(float(build["milliseconds_a_document"] * build["cores"] / build["floor_milliseconds"]), 2)
