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
        _gains(builds, told["ceiling"]),
        "",
        f"Started cold: {starts} (goal: 0.4 s).",
        "",
        f"The largest worker in each tenth of the largest build, MiB: {', '.join(map(str, builds[-1]['worker_mib_over_time']))}.",
    ]
    return "\n".join(lines)


def figures(told: dict[str, Any]) -> dict[str, float]:
    """What is kept of every run: of its largest build, and what two cores bring to the fewest documents."""
    largest = told["builds"][-1]
    return {
        "documents": largest["documents"],
        "ms of a core a document": round(1e3 * largest["processor_seconds"] / largest["documents"], 1),
        "read and rows, floors": _floors(largest),
        "publishing, s": largest["publishing"],
        "all cores, times one": round(median(_gain(told["builds"], told["builds"][0]["documents"])), 2),
        "coordinator, MiB": largest["coordinator_mib"],
        "worker, MiB": largest["worker_mib"],
        "files in the lake": largest["lake_files"],
        "`--help`, s": told["start"]["--help"],
    }


def _gains(builds: list[dict[str, Any]], ceiling: list[float]) -> str:
    """How many times as fast as one core all of them are, in builds of so many documents, and what the machine gives."""
    sizes = sorted({build["documents"] for build in builds if build["cores"] == 1})
    cores = max(build["cores"] for build in builds)
    told = "; ".join(f"{size:,} documents {_told(_gain(builds, size))}" for size in sizes)
    return (
        f"{cores} cores read and normalise so many times as fast as one: {told} (goal: 1.8). Processes on {cores} cores that "
        f"need nothing of each other, and only unzip, parse and join cells, do {_told(ceiling)} times as much as one."
    )


def _gain(builds: list[dict[str, Any]], size: int) -> list[float]:
    one, more = (
        [b["milliseconds_a_document"] for b in builds if b["documents"] == size and (b["cores"] == 1) == alone]
        for alone in (True, False)
    )
    return sorted(slow / fast for slow, fast in zip(one, more, strict=True))


def _told(gains: list[float]) -> str:
    """The median, and where there are several the least and the most."""
    among = f" ({gains[0]:.2f} to {gains[-1]:.2f})" if len(gains) > 1 else ""
    return f"{median(gains):.2f}{among}"


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
