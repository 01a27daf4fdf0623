"""The lake: readings and partitions are whole or absent."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from small_warehouse import Rows, joined, save_star, text

from warehouse.lake import WITHDRAWN, Lake
from warehouse.schema.records import DocumentRecord, Finding, IndicatorRecord, PlanStageRecord, ProjectRecord, Text
from warehouse.schema.staged import STAGED, frame
from warehouse.segments import Member, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    assert SHA not in lake.known().stamps
    lake.save_record(RECORD)
    before = lake.known().stamps[SHA]
    lake.save_record(RECORD)
    assert before != lake.known().stamps[SHA]


def test_a_reading_that_failed_again_in_the_same_way_has_the_same_stamp(tmp_path: Path) -> None:
    lake, stamps = Lake(tmp_path), []
    for record in (RECORD, RECORD, replace(RECORD, findings=())):
        lake.forget_failures()
        lake.mark_failed(SHA)
        lake.save_record(record)
        stamps.append(lake.known().stamps[SHA])
    assert None not in stamps
    assert stamps[0] == stamps[1] != stamps[2]
    lake.forget_failures()
    lake.save_record(RECORD)
    assert lake.known().stamps[SHA] not in stamps


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


# --- readings beside the rows that are made from them


def _update(lake: Lake, partition: str, *hashes: str, without: str = "") -> None:
    """Makes a partition hold rows of these documents, and the readings that they were made from but for one."""
    star = lake.star(partition)

    def make(batches: Sequence[Sequence[str]]) -> Iterator[Written]:
        for batch in batches:
            known = lake.known()
            readings = lake.load_readings({sha256: known.places[sha256] for sha256 in batch if sha256 in known.places})
            held = {sha256: reading for sha256, reading in readings.items() if sha256 != without}
            members = {one: Member("1", "docx-1", 1, "", known.stamps[one] if one in held else "") for one in batch}
            rows = joined([_document(one) for one in batch])
            yield star.write(members, {table: frame(schema, rows[table]) for table, schema in STAGED.items()}, held)

    lake.update(partition, dict.fromkeys(hashes, "1"), make)


def _document(sha256: str) -> Rows:
    rows = text(sha256[:2])
    rows["document"][0]["sha256"] = sha256
    return rows


def _loose(lake: Lake) -> list[str]:
    return sorted(name.rpartition("/")[2].removesuffix(".json") for name in lake.store.listing("records"))


OTHER = "cd" * 32


def _with_two_readings(folder: Path) -> Lake:
    lake = Lake(folder)
    for sha256 in (SHA, OTHER):
        lake.save_record(replace(RECORD, sha256=sha256))
    _update(lake, "2025", SHA, OTHER)
    return lake


def test_a_segment_takes_in_the_readings_of_its_documents(tmp_path: Path) -> None:
    lake = _with_two_readings(tmp_path)
    assert _loose(lake) == []
    assert lake.load_record(SHA) == RECORD
    assert dict(lake.load_records(lake.known().places)) == {SHA: RECORD, OTHER: replace(RECORD, sha256=OTHER)}


def test_the_stamp_of_a_reading_stays_when_a_segment_takes_it_in(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.save_record(RECORD)
    before = lake.known().stamps
    _update(lake, "2025", SHA)
    assert lake.known().stamps == before


def test_a_new_reading_takes_the_place_of_one_in_a_segment(tmp_path: Path) -> None:
    lake = _with_two_readings(tmp_path)
    before, fresh = lake.known().stamps, replace(RECORD, reader="docx-2")
    lake.save_record(fresh)
    assert lake.load_record(SHA) == fresh
    assert lake.known().stamps[SHA] != before[SHA]
    # An update that was decided on before knows nothing of it.
    _update(lake, "2025", SHA, OTHER)
    assert lake.load_record(SHA) == fresh


def test_the_reading_of_a_document_that_leaves_stays_for_where_it_goes(tmp_path: Path) -> None:
    lake = _with_two_readings(tmp_path)
    _update(lake, "2025", OTHER)
    assert _loose(lake) == [SHA]
    _update(lake, WITHDRAWN, SHA)
    assert _loose(lake) == []
    assert lake.load_record(SHA) == RECORD
    lake.drop_star("2025")
    assert lake.load_record(OTHER) == replace(RECORD, sha256=OTHER)


def test_nothing_is_kept_of_a_document_that_is_withdrawn_no_more(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for sha256 in (SHA, OTHER):
        lake.save_record(replace(RECORD, sha256=sha256))
    _update(lake, WITHDRAWN, SHA, OTHER)
    _update(lake, WITHDRAWN, OTHER)
    assert lake.load_record(SHA) is None
    lake.drop_star(WITHDRAWN)
    assert lake.load_record(OTHER) is None


def test_readings_of_damaged_rows_are_kept_and_those_that_are_damaged_count_as_none(tmp_path: Path) -> None:
    lake = _with_two_readings(tmp_path)
    for file in lake.star("2025").files("project"):
        Path(file).write_bytes(b"damaged")
    lake.drop_unreadable("2025")
    assert _loose(lake) == [SHA, OTHER]
    _update(lake, "2025", SHA, OTHER)
    for file in lake.star("2025").files("reading"):
        Path(file).write_bytes(b"damaged")
    assert dict(lake.load_records(lake.known().places)) == {SHA: None, OTHER: None}


def test_a_reading_that_no_segment_holds_is_not_taken_away(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.save_record(RECORD)
    _update(lake, "2025", SHA, without=SHA)
    assert _loose(lake) == [SHA]
