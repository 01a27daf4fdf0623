"""Links are worked out again only where a district's rows or the code that links them changed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from pipelines import lineage
from pipelines.lineage_cache import TABLES, LineageCache
from warehouse.filling import LINEAGE_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    Frames = dict[str, pl.DataFrame]


def _frames(*districts: tuple[str, str]) -> Frames:
    """An office with one project in two years for each district: its code, and what the project is called."""
    department = [(f"d{code}", code, None, None, None, "202001", "农业局", 2024, None, True) for code, _ in districts]
    project = [
        (f"{code}-{year}", f"d{code}", code, year, name, None, Decimal("1.00"))
        for code, name in districts
        for year in (2024, 2025)
    ]
    indicator = [(key, "参训人数", None) for key, *_ in project]
    rows: dict[str, list[tuple[Any, ...]]] = {"department": department, "project": project, "indicator": indicator}
    return {
        table: pl.DataFrame(rows[table], schema=columns, orient="row", infer_schema_length=None).cast(
            {name: pl.String for name in columns if name in ("description", "district_name")}
        )
        for table, columns in LINEAGE_COLUMNS.items()
    }


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The districts whose links were worked out, as it happens."""
    done: list[Any] = []
    whole = lineage._district_links

    def noted(offices: pl.DataFrame, projects: pl.DataFrame | None) -> Frames:
        done.append(offices["district_code"][0])
        return whole(offices, projects)

    monkeypatch.setattr(lineage, "_district_links", noted)
    return done


def _linked(folder: Path, frames: Frames, code: str = "v1") -> Frames:
    return lineage.lineage_frames(frames, LineageCache(folder), code)


def test_what_did_not_change_is_not_worked_out_again(tmp_path: Path, worked_out: list[Any]) -> None:
    first = _linked(tmp_path, _frames(("130202", "培训"), ("130203", "防汛")))
    assert worked_out == ["130202", "130203"]
    second = _linked(tmp_path, _frames(("130202", "培训"), ("130203", "防汛物资")))
    assert worked_out == ["130202", "130203", "130203"]
    assert second["department_lineage"].equals(first["department_lineage"])
    for table in TABLES:
        assert second[table].equals(lineage.lineage_frames(_frames(("130202", "培训"), ("130203", "防汛物资")))[table])


def test_other_code_works_everything_out_again(tmp_path: Path, worked_out: list[Any]) -> None:
    for code in ("v1", "v2"):
        _linked(tmp_path, _frames(("130202", "培训")), code)
    assert worked_out == ["130202", "130202"]


def test_a_district_that_went_is_forgotten_and_worked_out_when_it_comes_back(
    tmp_path: Path, worked_out: list[Any]
) -> None:
    both = _frames(("130202", "培训"), ("130203", "防汛"))
    _linked(tmp_path, both)
    _linked(tmp_path, _frames(("130202", "培训")))
    _linked(tmp_path, both)
    assert worked_out == ["130202", "130203", "130203"]


@pytest.mark.parametrize("table", TABLES)
def test_a_damaged_cache_costs_time_and_nothing_else(tmp_path: Path, worked_out: list[Any], table: str) -> None:
    first = _linked(tmp_path, _frames(("130202", "培训")))
    (tmp_path / f"{table}.parquet").write_bytes(b"half of it")
    again = _linked(tmp_path, _frames(("130202", "培训")))
    assert worked_out == ["130202", "130202"]
    assert all(again[name].equals(first[name]) for name in TABLES)
