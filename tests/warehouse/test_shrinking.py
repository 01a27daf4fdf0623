"""Where a publication would lose too much: the shares and numbers, case by case."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from small_warehouse import publish_rows, quarantined, text

from warehouse.lake import Lake
from warehouse.publish import PublishRefused, publish
from warehouse.published import Published, Version, Year
from warehouse.shrinking import shrunk

if TYPE_CHECKING:
    from pathlib import Path


def version(**years: tuple[int, int]) -> Version:
    """A version with (documents, projects) of each year."""
    told = {year.lstrip("y"): Year(documents, projects, 0, "0") for year, (documents, projects) in years.items()}
    return Version("20250101T000000.000000Z", datetime(2025, 1, 1, tzinfo=UTC), {}, told, 0)


CASES: dict[str, tuple[Version, Version, list[str]]] = {
    "the same": (version(y2025=(100, 900)), version(y2025=(100, 900)), []),
    "more": (version(y2025=(100, 900)), version(y2025=(120, 1000)), []),
    "a fifth is allowed": (version(y2025=(100, 900)), version(y2025=(80, 720)), []),
    "more than a fifth is not": (
        version(y2025=(100, 900)), version(y2025=(79, 900)),
        ["all 100 → 79 documents", "2025 100 → 79 documents"],
    ),
    "four documents are somebody's doing": (version(y2025=(4, 9)), version(y2025=(0, 0)), []),
    "five are not": (
        version(y2025=(5, 9)), version(y2025=(0, 0)), ["all 5 → 0 documents", "2025 5 → 0 documents"],
    ),
    "projects of documents that are all there": (
        version(y2025=(100, 900)), version(y2025=(100, 700)), ["2025 900 → 700 projects"],
    ),
    "49 projects are somebody's doing": (version(y2025=(100, 49)), version(y2025=(100, 0)), []),
    "50 are not": (version(y2025=(100, 50)), version(y2025=(100, 0)), ["2025 50 → 0 projects"]),
    "one year of many": (
        version(y2024=(1000, 9000), y2025=(10, 90)), version(y2024=(1000, 9000), y2025=(4, 36)),
        ["2025 10 → 4 documents", "2025 90 → 36 projects"],
    ),
    "a year that is gone": (
        version(y2024=(1000, 9000), y2025=(10, 90)), version(y2024=(1000, 9000)),
        ["2025 10 → 0 documents", "2025 90 → 0 projects"],
    ),
    "a year that moved": (
        version(y2024=(10, 90)), version(y2025=(10, 90)), ["2024 10 → 0 documents", "2024 90 → 0 projects"],
    ),
    "documents without a year": (
        version(unknown=(10, 0)), version(unknown=(0, 0)), ["all 10 → 0 documents", "unknown 10 → 0 documents"],
    ),
    "a little of every year adds up": (
        version(y2023=(6, 0), y2024=(6, 0), y2025=(6, 0)), version(y2023=(4, 0), y2024=(4, 0), y2025=(4, 0)),
        ["all 18 → 12 documents"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "lost"), CASES.values(), ids=CASES.keys())
def test_what_shrinks_is_named(before: Version, after: Version, lost: list[str]) -> None:
    failures = shrunk(before, after)
    assert [" ".join(map(str, row)) for failure in failures for row in failure.rows] == lost
    assert [failure.count for failure in failures] == ([len(lost)] if lost else [])


def test_a_publication_that_shrinks_is_refused_unless_it_is_allowed(tmp_path: Path) -> None:
    offices = [text(f"d{number}", code=f"2{number:02d}") for number in range(6)]
    first = publish_rows(tmp_path, *offices)
    with pytest.raises(PublishRefused, match=r"--allow-shrink[\s\S]*6 → 1 documents"):
        publish_rows(tmp_path, offices[0], quarantined("q"))
    published = Published(tmp_path / "out")
    assert [version.id for version in published.versions()] == [first.version]
    publish(Lake(tmp_path / "lake"), tmp_path / "out", allow_shrink=True)
    current = published.current()
    assert current is not None
    assert (current.documents, current.quarantined) == (1, 1)
    assert current.by_year["2025"] == Year(1, 1, 1, "360000.00")
