"""What the lake keeps of documents that were taken away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from small_warehouse import keep, quarantined, text

from warehouse.filling import NothingToPublish
from warehouse.lake import WITHDRAWN, Lake, Withdrawn
from warehouse.publish import publish

if TYPE_CHECKING:
    from pathlib import Path

AT = dt.datetime(2025, 1, 1, 8, tzinfo=dt.UTC)


def test_what_is_left_is_nothing_to_publish(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    keep(lake, WITHDRAWN, text("gone"))
    with pytest.raises(NothingToPublish, match="no star rows"):
        publish(lake, tmp_path / "out")
    keep(lake, "2025", quarantined("bad"))
    with pytest.raises(NothingToPublish, match="every one is quarantined"):
        publish(lake, tmp_path / "out")


def test_the_lake_is_another_one_for_them_and_has_no_further_year(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    keep(lake, "2025", text("kept"))
    before = lake.digest()
    keep(lake, WITHDRAWN, text("gone"))
    assert lake.digest() != before
    assert (lake.partitions(), lake.staged_partitions()) == (["2025"], ["2025", WITHDRAWN])
    lake.drop_star(WITHDRAWN)
    assert lake.digest() == before


def test_the_list_of_them_comes_back_as_it_was(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert lake.withdrawn() == []
    gone = [Withdrawn("b" * 64, "2025/乙.docx", AT), Withdrawn("a" * 64, "2024/甲\n.docx", AT)]
    lake.save_withdrawn(gone)
    assert lake.withdrawn() == sorted(gone)
    lake.save_withdrawn([])
    assert lake.withdrawn() == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damaged", ["", "[{}]", "[1]", "null", '[{"sha256": 1, "path": 2, "received_at": 3}]'])
def test_a_damaged_list_is_said_so(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "withdrawn.json").write_text(damaged, encoding="utf-8")
    with pytest.raises(ValueError, match=r"withdrawn\.json is damaged"):
        Lake(tmp_path).withdrawn()
