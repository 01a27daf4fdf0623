"""The plan for the whole country: what a year of it takes, worked out from measured builds, for docs/scale.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARK = "bench-plan"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"
DOCUMENTS = 170_000
"""Of a year: some 60 departments in each of some 2,850 counties."""
YEARS = 5
_CORES = 32
"""Of a cluster."""
_CORE_HOUR = 0.3
_GIGABYTE_MONTH = 0.12
"""Yuan; of the order of what clouds ask. Replace them by your own."""
_NAMES = {
    "docx": "Word (.docx)", "doc": "Word 97 (.doc)", "pdf": "PDF", "xlsx": "Excel", "html": "web page",
    "markdown": "Markdown", "text": "text", "scan": "scan, read by OCR",
}  # fmt: skip


def section(told: dict[str, Any]) -> str:
    """A row for each format if a whole year came in it, and what the warehouse of all of it takes."""
    largest = told["builds"][-1]
    share = _publishing(largest)
    head = (
        "if all were", "read and rows, ms of a core", "with publishing", "two cores, hours", f"{_CORES} cores, minutes",
        "machine time, yuan", "raw, GB",
    )  # fmt: skip
    return "\n".join([
        f"Measured {told['measured']} on {told['machine']['processor']}; a year is {DOCUMENTS:,} documents.",
        "",
        f"| {' | '.join(head)} |",
        f"|---{'|---:' * (len(head) - 1)}|",
        *(_row(name, build, share) for name, build in {"docx": largest, **told["others"]}.items()),
        "",
        *_warehouse(largest),
    ])  # fmt: skip


def _publishing(build: dict[str, Any]) -> float:
    """Milliseconds of a core that publishing takes for each document."""
    return float(1e3 * build["publishing"] * build["cores"] / build["documents"])


def _row(name: str, build: dict[str, Any], publishing: float) -> str:
    reading = build["milliseconds_a_document"] * build["cores"]
    hours = (reading + publishing) * DOCUMENTS / 3.6e6
    spread = reading * DOCUMENTS / 6e4 / _CORES + _minutes(publishing)
    raw = build["raw_mb"] * DOCUMENTS / build["documents"] / 1e3
    return (
        f"| {_NAMES[name]} | {reading:,.0f} | {reading + publishing:,.0f} | {hours / 2:,.1f} | {spread:,.0f} | "
        f"{hours * _CORE_HOUR:,.1f} | {raw:,.0f} |"
    )


def _minutes(publishing: float) -> float:
    """Of publishing a year, which two cores of one machine do however many there are elsewhere."""
    return publishing * DOCUMENTS / 6e4 / 2


def _warehouse(build: dict[str, Any]) -> Iterator[str]:
    """What a year and several years of it take on disk, in time and money."""
    times = DOCUMENTS / build["documents"]
    lake, published = (build[name] * times / 1e3 for name in ("lake_mb", "published_mb"))
    minutes = _minutes(_publishing(build))
    yield "| warehouse | a year | five years |"
    yield "|---|---:|---:|"
    yield f"| lake, GB | {lake:.1f} | {YEARS * lake:.1f} |"
    yield f"| files in the lake | {_files(DOCUMENTS):,} | {YEARS * _files(DOCUMENTS):,} |"
    yield f"| a published version, GB | {published:.1f} | {YEARS * published:.1f} |"
    yield f"| publishing all of it, minutes | {minutes:.0f} | {YEARS * minutes:.0f} |"
    yield (
        f"| storage of the lake and three versions, yuan a month | {(lake + 3 * published) * _GIGABYTE_MONTH:.1f} | "
        f"{YEARS * (lake + 3 * published) * _GIGABYTE_MONTH:.1f} |"
    )


def _files(documents: int) -> int:
    """Segments of 1,000 documents, of eleven files each."""
    return -(-documents // 1000) * 11
