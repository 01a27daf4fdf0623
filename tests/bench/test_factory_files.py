"""Made-up documents: the same seed gives the same bytes, and every format is read back as its gold says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from bench.factory.__main__ import shares
from bench.factory.comparison.differences import comparable, difference
from bench.factory.comparison.sides import of_gold, placed
from bench.factory.corpus import years
from bench.factory.files import batches, write
from bench.factory.gold import GoldFolder, gold
from bench.factory.layouts.habits import habits
from bench.factory.making import make_files
from bench.factory.offices import Size
from bench.factory.writers.write import FORMATS
from transforms.extract import read_records
from transforms.normalise import normalise
from transforms.tables.submission import Submission
from warehouse.schema.staged import STAGED, frame

READ = tuple(name for name in FORMATS if name != "pdf_scan")
"""The formats that are read without OCR."""
SIZE = Size(documents=20, districts=2, years=1, seed=4, formats=tuple((name, 1.0) for name in READ))


def made(folder: Path, size: Size = SIZE) -> None:
    """The corpus below a folder, in this process."""
    with GoldFolder(folder / "gold") as kept:
        for year in years(size):
            written = [write(batch) for batch in batches(year, folder / "raw", size.seed)]
            kept.add(gold(year, pl.concat(written)))


def contents(folder: Path) -> dict[Path, bytes]:
    """Every document below a folder with its bytes."""
    found = (path for path in (folder / "raw").rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A corpus of short texts, of which some are none."""
    folder = tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bench.factory.undertakings.PROJECTS", 2)
        patch.setattr("bench.factory.documents.UNUSABLE", 0.15)
        made(folder)
        yield folder


@pytest.fixture(scope="module")
def sides(folder: Path) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
    """The gold, and what reading the files gives: comparable tables."""
    rows = of_gold(folder / "gold")
    documents = rows("document").collect()
    found = normalise(_submissions(folder / "raw", documents))
    read = {table: frame(STAGED[table], found[table]).lazy() for table in STAGED}
    hashes = documents["sha256"]
    return placed(rows, hashes), placed(read.__getitem__, hashes)


def _submissions(raw: Path, documents: pl.DataFrame) -> Sequence[Submission]:
    received = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Submission(read_records((raw / path).read_bytes(), path), path, received) for path in documents["file_path"]
    ]


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    made(tmp_path)
    assert contents(tmp_path) == contents(folder)
    assert len(contents(folder)) >= SIZE.documents


def test_the_command_writes_the_same_in_a_process_of_its_own(folder: Path, tmp_path: Path) -> None:
    said: list[str] = []
    assert make_files(SIZE, tmp_path, processes=1, say=said.append) == len(contents(folder))
    assert contents(tmp_path) == contents(folder)
    assert (tmp_path / "gold" / "indicator.parquet").read_bytes() == (
        folder / "gold" / "indicator.parquet"
    ).read_bytes()
    assert len(said) == SIZE.years
    assert " PDFs in " in said[0]


def test_every_format_is_made_and_the_gold_names_its_bytes(folder: Path) -> None:
    documents = pl.read_parquet(folder / "gold" / "document.parquet")
    assert set(documents["format"].drop_nulls()) == set(READ)
    for path, sha256 in documents.select("file_path", "sha256").iter_rows():
        assert hashlib.sha256((folder / "raw" / path).read_bytes()).hexdigest() == sha256


def test_offices_differ_in_layout() -> None:
    drawn = [habits(office, "docx", 1) for office in range(60)]
    assert len({one.county for one in drawn}) > 20
    assert {one.county.tables for one in drawn} >= {"two", "one"}
    assert habits(7, "docx", 1) == habits(7, "docx", 1)
    assert all("nested" not in habits(office, "doc", 1).county.tables for office in range(200))


@pytest.mark.parametrize(
    "table", ["document", "project", "indicator", "disbursement_plan", "department_goal", "department_indicator"]
)
def test_what_is_read_of_every_format_is_the_gold(
    sides: tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]], table: str
) -> None:
    made_up, read = (side[table] for side in sides)
    assert len(made_up) > 0
    found = difference(table, made_up, read)
    assert found.cells.to_dicts() == []
    assert set(found.rows["state"]) == {"equal"}


def test_formats_are_named_with_their_shares() -> None:
    assert shares("docx=55,scan=1") == (("docx", 55.0), ("pdf_scan", 1.0))
    assert shares("docx") == (("docx", 1.0),)
    with pytest.raises(ValueError, match="could not convert"):
        shares("docx=much")


def test_gold_is_comparable_with_what_is_staged(
    sides: tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]],
) -> None:
    for table, made_up in sides[0].items():
        assert comparable(made_up, table).schema == comparable(sides[1][table], table).schema, table
