"""Publishing: all or nothing, beside what is published, with Parquet and a data package that tell the truth."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_warehouse import keep, publish_rows, quarantined, text

from warehouse import filling
from warehouse.checks import PublishRefused
from warehouse.ddl import SUPERSEDED
from warehouse.filling import NothingToPublish
from warehouse.lake import Lake
from warehouse.publish import PublishReport, publish
from warehouse.schema.derived import CURRENT
from warehouse.schema.star import PUBLISHED
from warehouse.sql_files import sql_files, sql_text, views


def _read(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _state(out: Path) -> dict[str, bytes]:
    """What stands in a folder, but for whose turn it is to write there."""
    files = [path for path in sorted(out.rglob("*")) if path.is_file() and not path.name.startswith(".turn")]
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def _bad_document() -> Any:
    rows = text("bad", code="999")
    rows["department_indicator"][0]["unit"] = "parsec"
    return rows


def _nameless_document() -> Any:
    rows = text("bad", code="999")
    rows["document"][0]["file_name"] = None
    return rows


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the lake and of what is `published` of it: only to be copied."""
    return tmp_path_factory.mktemp("published")


@pytest.fixture(scope="module")
def published(home: Path) -> PublishReport:
    """A text, one of the year before with two units, one of very much money, and one that could not be read."""
    return publish_rows(
        home,
        text("a"),
        text("b", year=2024, units=(("202001", "甲"), ("202002", "乙"))),
        text("rich", district="130208", budget="99999999999.96"),
        quarantined("q"),
    )


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of one text and what is published of it: only to be copied."""
    folder = tmp_path_factory.mktemp("one")
    publish_rows(folder, text("a"))
    return folder


@pytest.fixture
def published_before(one: Path, tmp_path: Path) -> Path:
    """A folder where one text has been published."""
    return Path(shutil.copytree(one, tmp_path, symlinks=True, dirs_exist_ok=True))


@pytest.mark.parametrize(
    ("document", "check"), [(_bad_document, "assert_units_are_canonical"), (_nameless_document, "declared_not_null")]
)
def test_a_refused_publication_leaves_the_old_one_untouched(published_before: Path, document: Any, check: str) -> None:
    before = _state(published_before / "out")
    with pytest.raises(PublishRefused, match=check) as refusal:
        publish_rows(published_before, text("a"), document())
    assert [failure.check for failure in refusal.value.failures] == [check]
    assert _state(published_before / "out") == before


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database filled from the lake, where a publication looks for what got lost."""
    lake = Lake(tmp_path_factory.mktemp("filled") / "lake")
    keep(lake, "2025", text("a"))
    with duckdb.connect() as connection:
        filling.stage(connection, lake)
        filling.fill(connection, None)
        yield connection


@pytest.mark.parametrize("table", ["document", "project", "indicator", "disbursement_plan", "quality_issue"])
def test_a_row_that_gets_lost_on_the_way_from_the_lake_is_told(filled: duckdb.DuckDBPyConnection, table: str) -> None:
    assert filling.lost(filled) == []
    filled.execute("BEGIN")
    filled.execute(f"DELETE FROM {'history' if table == 'project' else 'main'}.{table}")  # noqa: S608 - a name above
    (failure,) = filling.lost(filled)
    filled.execute("ROLLBACK")
    assert (failure.check, [name for name, _ in failure.rows]) == ("lake_is_in_warehouse", [table])


def test_a_publication_that_lost_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def losing(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("DELETE FROM main.indicator")

    monkeypatch.setattr("warehouse.filling.keep_versions", losing)
    monkeypatch.setattr("warehouse.publish.run_checks", lambda _connection: [])
    with pytest.raises(PublishRefused, match=r"lake_is_in_warehouse.*indicator"):
        publish_rows(tmp_path, text("a"))


def test_nothing_is_published_from_an_empty_lake(tmp_path: Path) -> None:
    with pytest.raises(NothingToPublish):
        publish(Lake(tmp_path / "lake"), tmp_path / "out")
    assert _state(tmp_path / "out") == {}


def test_nothing_is_published_where_every_document_is_quarantined(published_before: Path) -> None:
    before = _state(published_before / "out")
    with pytest.raises(NothingToPublish):
        publish_rows(published_before, quarantined("q"))
    assert _state(published_before / "out") == before


def test_every_partition_is_published_and_a_dropped_one_is_gone(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    keep(lake, "2024", text("a", year=2024))
    keep(lake, "2025", text("b"))
    keep(lake, "unknown", quarantined("q"))
    assert publish(lake, tmp_path / "out").counts["document"] == 3
    lake.drop_star("2024")
    database = publish(lake, tmp_path / "out").database
    assert _read(database, "SELECT document_key FROM document ORDER BY ALL") == [("b",), ("q",)]


def test_whoever_reads_the_old_database_keeps_reading_it(published_before: Path) -> None:
    database = published_before / "out/warehouse.duckdb"
    with duckdb.connect(str(database), read_only=True) as reader:
        # The same process cannot open two files of one path; a build runs in another process than its readers.
        script = "import sys; sys.path[:0] = sys.argv[2:]; from pathlib import Path; from small_warehouse import *; "
        script += "publish_rows(Path(sys.argv[1]), text('b'), text('c', year=2024))"
        subprocess.run([sys.executable, "-c", script, str(published_before), *sys.path], check=True)
        assert reader.execute("SELECT document_key FROM document").fetchall() == [("a",)]
    assert _read(database, "SELECT document_key FROM document ORDER BY ALL") == [("b",), ("c",)]


def test_leftovers_of_crashed_builds_are_removed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "versions/.new-20200101T000000.000000Z/parquet").mkdir(parents=True)
    (out / ".current-1").symlink_to("versions/20200101T000000.000000Z")
    report = publish_rows(tmp_path, text("a"))
    published = {"versions", "current", "warehouse.duckdb", "parquet", "datapackage.json"}
    assert {path.name for path in out.iterdir() if not path.name.startswith(".turn")} == published
    assert [path.name for path in (out / "versions").iterdir()] == [report.version]


def test_the_data_package_tells_the_truth(published: PublishReport) -> None:
    package = json.loads(published.datapackage.read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(CURRENT)
    for resource in package["resources"]:
        parts = resource.get("parts", [resource])
        assert [part["path"] for part in parts] == ([resource["path"]] if parts == [resource] else resource["path"])
        for part in parts:
            file = published.datapackage.parent / part["path"]
            rows = duckdb.execute("SELECT count(*) FROM read_parquet(?)", [str(file)]).fetchall()[0][0]
            assert (part["rows"], part["bytes"]) == (rows, file.stat().st_size)
            assert part["hash"] == f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
        for total in ("rows", "bytes"):
            assert resource[total] == sum(part[total] for part in parts)
        assert resource["rows"] == published.counts[resource["name"]]
        names = [row[0] for row in duckdb.execute("DESCRIBE FROM read_parquet(?)", [str(file)]).fetchall()]
        assert [field["name"] for field in resource["schema"]["fields"]] == names
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])


def test_parquet_holds_what_the_database_holds(published: PublishReport) -> None:
    for table in CURRENT:
        files = published.parquet / table / "*.parquet"
        assert _read(published.database, f"FROM {table} EXCEPT ALL FROM read_parquet('{files}')") == []
        assert _read(published.database, f"FROM read_parquet('{files}') EXCEPT ALL FROM {table}") == []


def test_every_fiscal_year_is_a_parquet_file_of_its_own(published: PublishReport) -> None:
    names = {table: sorted(path.name for path in (published.parquet / table).iterdir()) for table in CURRENT}
    assert names["project"] == ["project-2024.parquet", "project-2025.parquet"]
    assert names["document"] == ["document-2024.parquet", "document-2025.parquet", "document-unknown.parquet"]
    assert names["department"] == ["department.parquet"]
    file = published.parquet / "project" / "project-2024.parquet"
    assert _read(published.database, f"FROM read_parquet('{file}') SELECT DISTINCT fiscal_year") == [(2024,)]


def test_publishing_the_same_lake_again_gives_the_same_files(
    published: PublishReport, home: Path, tmp_path: Path
) -> None:
    files = _state(published.parquet)
    shutil.copytree(home, tmp_path, symlinks=True, dirs_exist_ok=True)
    again = publish(Lake(tmp_path / "lake"), tmp_path / "out")
    assert again.version != published.version
    assert _state(again.parquet) == files


def test_every_table_view_and_column_says_what_it_is_in_chinese_and_english(published: PublishReport) -> None:
    silent = """
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE NOT internal AND NOT regexp_matches(coalesce(comment, ''), '[一-龥].* [|] [^ ]')
        UNION ALL SELECT table_name, NULL FROM duckdb_tables() WHERE NOT contains(coalesce(comment, ''), ' | ')
        UNION ALL SELECT view_name, NULL FROM duckdb_views()
        WHERE NOT internal AND NOT contains(coalesce(comment, ''), ' | ')
    """
    assert _read(published.database, silent) == []
    there = "SELECT table_name FROM information_schema.tables WHERE table_schema = '{0}' AND table_type LIKE '{1}' ORDER BY ALL"
    found = {
        (schema, kind): [row[0] for row in _read(published.database, there.format(schema, kind))]
        for schema, kind in (("main", "BASE TABLE"), ("history", "%"), ("superseded", "%"))
    }
    assert found == {
        ("main", "BASE TABLE"): sorted(CURRENT),
        ("history", "%"): sorted(PUBLISHED),
        ("superseded", "%"): sorted(SUPERSEDED),
    }


def test_views_lose_and_repeat_nothing(published: PublishReport) -> None:
    order = [view.name for view in views()]
    for place, view in enumerate(views()):
        assert not set(re.findall(r"\bv_\w+", view.text)) & set(order[place + 1 :])
    for view, table in {
        "v_project": "project",
        "v_indicator": "indicator",
        "v_disbursement": "disbursement_plan",
        "v_quality_issue": "quality_issue",
    }.items():
        assert _read(published.database, f"SELECT count(*) FROM {view}") == [(published.counts[table],)]  # noqa: S608


def test_money_in_ten_thousands_is_exact(published: PublishReport) -> None:
    rich = "SELECT budget_wan_cny::VARCHAR, other_funds_wan_cny FROM v_project WHERE project_key = 'rich-1'"
    assert _read(published.database, rich) == [("9999999.999996", None)]


@pytest.mark.parametrize("analysis", [file.name for file in sql_files("analysis")])
def test_worked_examples_run(published: PublishReport, analysis: str) -> None:
    assert _read(published.database, sql_text("analysis", analysis)) is not None


def test_projects_and_money_by_department(tmp_path: Path) -> None:
    database = publish_rows(
        tmp_path,
        text("draft", budget="1.00"),
        text("approved", stage="approved", units=(("202001", "审计局本级"), ("202002", "审计中心"))),
        text("plain", code=None, department="水利局", units=((None, "水利站"),), budget="50000.50"),
    ).database
    found = _read(
        database,
        f"SELECT fiscal_year, district_code, department_code, department_label, projects, budget_cny::VARCHAR, "  # noqa: S608
        f"budget_wan_cny::VARCHAR FROM ({sql_text('analysis', 'projects_by_department')})",
    )
    assert found == [
        (2025, "130202", "202", "审计局", 2, "720000.00", "72.00"),
        (2025, "130202", None, "水利局", 1, "50000.50", "5.00"),
    ]
