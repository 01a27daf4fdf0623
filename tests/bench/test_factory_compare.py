"""The comparison notices whatever differs: a figure, a lost row, an extra one; and says where it stands."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from bench.factory.compare import compare, main, report
from bench.factory.comparison.columns import TABLES
from bench.factory.comparison.sides import NEEDED, Rows
from bench.factory.making import make_files
from bench.factory.offices import Size
from pipelines.build import build
from pipelines.executors.workers import INLINE, Computing
from pipelines.settings import Folders
from tests.cluster import services

Tables = dict[str, pl.DataFrame]
MONEY = pl.Decimal(18, 2)


def tables() -> Tables:
    """A document of each of two formats with two projects, an indicator each, a plan's stage and a sub-goal."""
    documents = [("d1", "aa", "docx"), ("d2", "bb", "pdf_scan")]
    projects = [(f"{key}-p{seq}", key, seq) for key, _, _ in documents for seq in (1, 2)]
    own = {
        "document": pl.DataFrame(
            [(key, sha, kind, f"2025/{sha}.{kind}", 2025, "loaded", 2, 5) for key, sha, kind in documents], orient="row",
            schema=["document_key", "sha256", "format", "file_path", "fiscal_year", "status", "project_count", "page_count"],
        ),
        "project": pl.DataFrame(projects, orient="row", schema=["project_key", "document_key", "seq_no"]).with_columns(
            budget_cny=pl.lit("100.00").cast(MONEY), goal_text=pl.lit("按时完成\n任务")
        ),
        "indicator": pl.DataFrame(
            [(key, 1, "≥95%", [], 95) for key, _, _ in projects], orient="row",
            schema=["project_key", "seq_no", "value_text", "per", "lower_bound"],
        ).with_columns(pl.col("lower_bound").cast(pl.Decimal(24, 6)), pl.col("per").cast(pl.List(pl.String))),
        "disbursement_plan": pl.DataFrame(
            [(key, 3, "25%") for key, _, _ in projects], orient="row", schema=["project_key", "stage_month", "percent_text"]
        ),
        "department_goal": pl.DataFrame(
            {"department_goal_key": ["d1-g1"], "document_key": ["d1"], "seq_no": [1], "title": ["公共服务"]}
        ),
        "department_indicator": pl.DataFrame({"department_goal_key": ["d1-g1"], "seq_no": [1], "name": ["满意度"]}),
        "quality_issue": pl.DataFrame({"document_key": ["d2"], "rule": ["ocr_low_confidence"]}),
    }  # fmt: skip
    return {table: _whole(table, own[table]) for table in NEEDED}


def _whole(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """With the columns that are compared and say nothing here."""
    missing = [name for name in getattr(TABLES.get(table), "columns", ()) if name not in frame.columns]
    return frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing if name != "is_quarantined")


def rows(held: Tables) -> Rows:
    return lambda table: held[table].lazy()


def changed(table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Tables:
    held = tables()
    return held | {table: change(held[table])}


def counts_of(read: Tables) -> tuple[dict[tuple[str, str], dict[str, int]], pl.DataFrame]:
    counts, cells = compare(rows(tables()), rows(read))
    return {(row["table"], row["format"]): row for row in counts.iter_rows(named=True)}, cells


def first(column: str, value: object) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Another value in the first row."""
    return lambda frame: frame.with_row_index("row").with_columns(
        pl.when(pl.col("row") == 0).then(pl.lit(value)).otherwise(pl.col(column)).cast(frame.schema[column]).alias(column)
    ).drop("row")  # fmt: skip


def test_the_same_rows_are_equal() -> None:
    counts, cells = counts_of(tables())
    assert cells.is_empty()
    assert all(row["equal"] == row["compared"] > 0 for row in counts.values())


@pytest.mark.parametrize(
    ("table", "column", "value", "gold"),
    [
        ("project", "budget_cny", "100.01", "100.000000"),
        ("project", "budget_cny", None, "100.000000"),
        ("project", "goal_text", "按时完成", "按时完成\n任务"),
        ("indicator", "lower_bound", "95.5", "95.000000"),
        ("indicator", "value_text", "≥96%", "≥95%"),
        ("disbursement_plan", "percent_text", "52%", "25%"),
        ("department_goal", "title", "公共", "公共服务"),
        ("department_indicator", "name", "满意", "满意度"),
        ("document", "status", "quarantined", "false"),
    ],
)
def test_another_value_is_a_difference(table: str, column: str, value: object, gold: str) -> None:
    counts, cells = counts_of(changed(table, first(column, value)))
    assert counts[table, "docx"]["different"] == 1
    (cell,) = cells.to_dicts()
    assert (cell["table"], cell["file_path"], cell["gold"]) == (table, "2025/aa.docx", gold)


def test_white_space_within_a_text_is_no_difference() -> None:
    counts, _ = counts_of(changed("project", first("goal_text", "按时 完成任\u3000务\n")))
    assert counts["project", "docx"]["different"] == 0


def test_a_lost_row_and_an_extra_one_are_counted() -> None:
    lost, cells = counts_of(changed("indicator", lambda frame: frame.slice(1)))
    assert lost["indicator", "docx"]["lost"] == 1
    assert cells["place"].to_list() == ["project 1 indicator 1"]
    extra = changed("indicator", lambda frame: pl.concat([frame, frame[:1].with_columns(seq_no=pl.lit(2, pl.Int64))]))
    assert counts_of(extra)[0]["indicator", "docx"]["extra"] == 1


def test_a_document_that_only_one_side_has_is_a_difference() -> None:
    unknown = changed(
        "document",
        lambda frame: pl.concat([frame, frame[:1].with_columns(sha256=pl.lit("cc"), document_key=pl.lit("d3"))]),
    )
    assert counts_of(unknown)[0]["document", "docx"]["extra"] == 1
    assert counts_of(changed("document", lambda frame: frame[:1]))[0]["document", "pdf_scan"]["lost"] == 1


def test_what_a_finding_says_of_a_picture_is_set_apart() -> None:
    read = tables()
    read["indicator"] = read["indicator"].with_columns(value_text=pl.lit("≥9%"))
    counts, cells = compare(rows(tables()), rows(read))
    reported = counts.filter("is_reported")
    assert reported["format"].unique().to_list() == ["pdf_scan"]
    assert "* pictures that findings say may be misread" in report(counts, cells)
    read["quality_issue"] = read["quality_issue"][:0]
    assert not compare(rows(tables()), rows(read))[0]["is_reported"].any()


def test_two_rows_at_one_place_are_refused() -> None:
    twice = changed("indicator", lambda frame: pl.concat([frame, frame[:1]]))
    with pytest.raises(ValueError, match="indicator: two rows"):
        compare(rows(tables()), rows(twice))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few made-up documents and their gold."""
    folder = tmp_path_factory.mktemp("made")
    formats = tuple((name, 1.0) for name in ("docx", "xlsx", "html", "text"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bench.factory.undertakings.PROJECTS", 2)
        make_files(Size(documents=4, districts=1, years=2, seed=3, formats=formats), folder, processes=1, say=str)
    return folder


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with services.bucket() as address:
        yield f"{address}/made"


@pytest.mark.parametrize("place", ["folder", "bucket"])
def test_what_is_built_of_made_up_documents_is_their_gold_in_lake_and_warehouse(
    place: str, made: Path, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    lake = request.getfixturevalue("bucket") if place == "bucket" else str(tmp_path / "lake")
    folders = Folders(made / "raw", tmp_path / "out", lake_address=lake, computing=Computing(INLINE))
    build(folders)
    for read in (["--lake", lake], ["--out", str(folders.out)]):
        assert main(["--gold", str(made / "gold"), *read]) == 0
    shutil.copytree(made / "gold", tmp_path / "gold")
    money = pl.read_parquet(made / "gold" / "project.parquet").with_columns(pl.col("budget_cny") + 1)
    money.write_parquet(tmp_path / "gold" / "project.parquet")
    capsys.readouterr()
    assert main(["--gold", str(tmp_path / "gold"), "--lake", lake]) == 1
    assert f"\nproject.budget_cny: {len(money)} (" in capsys.readouterr().out


def test_a_lake_that_holds_nothing_is_refused(made: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="holds no star rows"):
        main(["--gold", str(made / "gold"), "--lake", str(tmp_path)])
