"""The lake: readings and partitions are whole or absent."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from small_warehouse import save_star, text

from warehouse.lake import Lake
from warehouse.schema.records import DocumentRecord, Finding, IndicatorRecord, PlanStageRecord, ProjectRecord, Text
from warehouse.schema.staged import STAGED, frame

if TYPE_CHECKING:
    from pathlib import Path

SHA = "ab" * 32
RECORD = DocumentRecord(
    sha256=SHA,
    format="docx",
    reader="docx-1",
    projects=(
        ProjectRecord(
            source_ref="table 1",
            name=Text("督查经费", "table 1, row 1, column 2"),
            plan=(PlanStageRecord(3, Text("", "table 1")), PlanStageRecord(6, None)),
            indicators=(IndicatorRecord("table 1, row 9", value=Text("≥90%", "table 1, row 9, column 5")),),
        ),
    ),
    findings=(Finding("row_not_understood", details={"row": "3"}),),
)


def _frames(key: str) -> dict[str, pl.DataFrame]:
    rows = text(key)
    return {table: frame(schema, rows[table]) for table, schema in STAGED.items()}


def test_a_reading_comes_back_as_it_was(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.save_record(RECORD)
    assert lake.load_record(SHA) == RECORD
    kept = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept == [f"records/ab/{SHA}.json"]


def test_a_reading_that_failed_is_forgotten_when_the_next_build_begins(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    other = "cd" * 32
    for sha256 in (SHA, other):
        lake.save_record(replace(RECORD, sha256=sha256))
    lake.mark_failed(other)
    lake.forget_failures()
    assert lake.load_record(SHA) == RECORD
    assert lake.load_record(other) is None
    assert not list((tmp_path / "failed").iterdir())


def test_a_reading_that_is_kept_anew_has_another_stamp(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert lake.record_stamp(SHA) is None
    lake.save_record(RECORD)
    before = lake.record_stamp(SHA)
    lake.save_record(RECORD)
    assert before != lake.record_stamp(SHA)


def test_a_reading_that_failed_again_in_the_same_way_has_the_same_stamp(tmp_path: Path) -> None:
    lake, stamps = Lake(tmp_path), []
    for record in (RECORD, RECORD, replace(RECORD, findings=())):
        lake.forget_failures()
        lake.mark_failed(SHA)
        lake.save_record(record)
        stamps.append(lake.record_stamp(SHA))
    assert None not in stamps
    assert stamps[0] == stamps[1] != stamps[2]
    lake.forget_failures()
    lake.save_record(RECORD)
    assert lake.record_stamp(SHA) not in stamps


def test_a_new_reading_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.save_record(RECORD)
    lake.save_record(replace(RECORD, reader="docx-2"))
    assert lake.load_record(SHA) == replace(RECORD, reader="docx-2")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_document_never_read_has_no_reading(tmp_path: Path) -> None:
    assert Lake(tmp_path).load_record(SHA) is None


@pytest.mark.parametrize(
    "damaged",
    [
        "", "{", "[]", "null", "{}", '{"cover": 1}', RECORD.to_json()[:-20],
        replace(RECORD, sha256="cd" * 32).to_json(), RECORD.to_json().replace('"text"', '"words"'),
    ],
)  # fmt: skip
def test_a_damaged_reading_counts_as_none(tmp_path: Path, damaged: str) -> None:
    lake = Lake(tmp_path)
    lake.save_record(RECORD)
    next(tmp_path.rglob("*.json")).write_text(damaged, encoding="utf-8")
    assert lake.load_record(SHA) is None


def test_bytes_that_are_no_text_count_as_none(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.save_record(RECORD)
    next(tmp_path.rglob("*.json")).write_bytes(b"\xff\xfe\x00")
    assert lake.load_record(SHA) is None


@pytest.mark.parametrize("sha256", ["../x", "", SHA.upper(), SHA + "0"])
def test_no_name_leads_out_of_the_lake(tmp_path: Path, sha256: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        Lake(tmp_path).load_record(sha256)


def _keys(lake: Lake, partition: str) -> list[str]:
    return pl.read_parquet(lake.star(partition).files("document"))["document_key"].to_list()


def test_a_partition_is_replaced_whole(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    save_star(lake, "2025", _frames("a"))
    stray = tmp_path / "star" / "2025" / "stray"
    stray.mkdir()
    before = lake.digest()
    save_star(lake, "2025", _frames("b"))
    assert _keys(lake, "2025") == ["b"]
    assert lake.digest() != before
    assert not stray.exists()
    assert lake.partitions() == ["2025"]
    assert [path.name for path in (tmp_path / "star").iterdir()] == ["2025"]


def test_a_crash_while_saving_leaves_the_old_partition(tmp_path: Path) -> None:
    class Unwritable:
        def write_parquet(self, *_: object, **__: object) -> None:
            raise OSError("no space left")

    lake = Lake(tmp_path)
    save_star(lake, "2025", _frames("a"))
    broken: dict[str, pl.DataFrame] = {**_frames("b"), "quality_issue": Unwritable()}  # type: ignore[dict-item]
    with pytest.raises(OSError, match="no space left"):
        save_star(lake, "2025", broken)
    assert _keys(lake, "2025") == ["a"]
    assert lake.partitions() == ["2025"]
    save_star(lake, "2025", _frames("b"))
    assert _keys(lake, "2025") == ["b"]
    assert len(list((tmp_path / "star" / "2025").iterdir())) == 2


def test_a_partition_without_its_index_is_not_there(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    save_star(lake, "unknown", _frames("a"))
    (tmp_path / "star" / "unknown" / "index.json").unlink()
    assert lake.partitions() == []
    assert lake.star("unknown").members() == {}


def test_dropping_a_partition_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    save_star(lake, "2024", _frames("a"))
    lake.drop_star("2025")
    lake.drop_star("2024")
    assert lake.partitions() == []
    assert list((tmp_path / "star").iterdir()) == []


def test_what_crashed_processes_left_goes_and_what_running_ones_write_stays(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.save_record(RECORD)
    save_star(lake, "2024", _frames("a"))
    kept = set(tmp_path.rglob("*"))
    gone, running = 2**22 + 1, os.getppid()
    for place in ("", "records/ab", "intake", "archives", "members"):
        for process in (gone, running, os.getpid()):
            (tmp_path / place).mkdir(exist_ok=True)
            (tmp_path / place / f".a.json.{process}").touch()
    (tmp_path / "star" / f".2023.{gone}").mkdir()
    (tmp_path / "star" / f".2023.{gone}" / "half").touch()
    lake.clear_leftovers()
    left = {path for path in tmp_path.rglob("*") if path.is_file()} - kept
    assert {path.name for path in left} == {f".a.json.{running}"}
    assert len(left) == 5
    assert not list((tmp_path / "star").glob(".*"))
    assert kept <= set(tmp_path.rglob("*"))


@pytest.mark.parametrize("partition", ["", "25", "2025/x", "..", "other"])
def test_a_partition_is_a_year_or_unknown(tmp_path: Path, partition: str) -> None:
    with pytest.raises(ValueError, match="a fiscal year, 'unknown' or 'withdrawn'"):
        Lake(tmp_path).star(partition)
