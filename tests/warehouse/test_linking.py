"""Lineage is worked out some districts at a time: what comes of it is what all of them at once give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipelines.lineage import lineage_frames
from tests.warehouse.same_rows import differing, filled
from tests.warehouse.small_warehouse import keep, text
from warehouse import linking
from warehouse.lake import Lake

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.linking import Derived

_PLACES = ("130202", "130203", "130204", None)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, Path]:
    """Documents of two years from four places, and a warehouse in which all of them were linked at once."""
    folder = tmp_path_factory.mktemp("whole")
    lake = Lake(folder / "lake")
    documents = [(place, year) for place in _PLACES for year in (2024, 2025)]
    keep(lake, "2025", *(text(f"{place}-{year}", district=place, year=year) for place, year in documents))
    return lake, filled(folder / "whole.duckdb", lake, lineage_frames)


@pytest.mark.parametrize(("at_once", "shares"), [(1, 4), (4, 3)])
def test_districts_in_any_number_of_shares_give_the_same_links(
    whole: tuple[Lake, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, shares: int
) -> None:
    lake, of_all = whole
    seen: list[list[str | None]] = []

    def watched(current: Derived) -> Derived:
        seen.append(current["project"]["district_code"].unique().to_list())
        return lineage_frames(current)

    monkeypatch.setattr(linking, "_AT_ONCE", at_once)
    shared = filled(tmp_path / "shared.duckdb", lake, watched)
    assert differing(of_all, shared) == {}
    assert len(seen) == shares
    assert sorted((place for places in seen for place in places), key=str) == sorted(_PLACES, key=str)
