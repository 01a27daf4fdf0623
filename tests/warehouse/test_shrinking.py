"""Where a publication would lose too much: the shares and numbers, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from warehouse import publish as publishing
from warehouse.checks import PublishRefused
from warehouse.lake import Lake
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


def test_a_publication_that_shrinks_is_refused_unless_it_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = iter([6, 1, 1])

    def build(order: publishing._Order, _folder: Path) -> tuple[Version, str | None]:
        return replace(version(y2025=(next(sizes), 0)), id=order.name), None

    monkeypatch.setattr(publishing, "_build", build)
    lake, out = Lake(tmp_path / "lake"), tmp_path / "out"
    first = publishing.publish(lake, out)
    with pytest.raises(PublishRefused, match=r"--allow-shrink[\s\S]*6 → 1 documents"):
        publishing.publish(lake, out)
    assert [kept.id for kept in Published(out).versions()] == [first.version]
    assert len(list((out / "versions").iterdir())) == 1
    publishing.publish(lake, out, allow_shrink=True)
    assert [kept.documents for kept in Published(out).versions()] == [1, 6]
