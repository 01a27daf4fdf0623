"""Exports: what other programs read is what is published, exact, explained, and there whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from small_warehouse import Rows, publish_rows, quarantined, text

from transforms.readers.doc import office
from warehouse.exports import cells, export, workbook
from warehouse.exports.fiscal import rules
from warehouse.exports.source import Column
from warehouse.exports.target import ExportRefused, content_hash, replacing
from warehouse.formulas import FORMULA_STARTS, harmless, harmless_sql
from warehouse.schema.derived import CURRENT

PARTITIONS = pa.schema([("fiscal_year", pa.int16()), ("district_code", pa.string())])
HIVE = ds.partitioning(PARTITIONS, flavor="hive")
TOO_LONG = "绩效" * 20_000
NASTY = (
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "\r\n=1", "http://example.org", "007", "1e5", "TRUE", "2025-01-01",
    'a,"b"', "第一行\n第二行", "  空格  ", "\x01\x0b", "_x0041_", "<b>&amp;", "𠮷野家", "", "'", "[1]", "'=1",
)  # fmt: skip


def _nasty_document() -> Rows:
    units = tuple((f"202{number:03d}", f"单位{number}") for number in range(len(NASTY) + 1))
    rows = text("nasty", units=units)
    for project, value in zip(rows["project"], NASTY, strict=False):
        project["project_name"] = value
    rows["project"][-1]["goal_text"] = TOO_LONG
    for table in ("indicator", "indicator_bound"):
        rows[table][0]["lower_bound"] = Decimal("123456789012.345678")
        rows[table][1]["lower_bound"] = Decimal("0.000001")
        rows[table][2]["per"] = ["month", "人, 次"]
    return rows


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    lost = text("lost", year=None, district=None, code="303", department="水利局")
    return publish_rows(
        folder, _nasty_document(), text("b", year=2024, district="130208"), lost, quarantined("q")
    ).database


@pytest.fixture(scope="module")
def exported(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    for output_format in ("parquet", "csv", "xlsx", "duckdb"):
        export(database, folder, output_format)
    return folder


@cache
def _rows(database: Path, table: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(f"FROM main.{table} ORDER BY ALL").fetchall()


@cache
def _columns(database: Path, table: str) -> dict[str, tuple[str, str]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        sql = (
            "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ?"
        )
        return {name: (kind, said) for name, kind, said in connection.execute(sql, [table]).fetchall()}


def _ordered(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda row: [(value is not None, str(value)) for value in row])


def _pandas(folder: Path) -> pa.Table:
    frame = pd.read_parquet(folder, partitioning=HIVE, dtype_backend="pyarrow")
    return pa.Table.from_pandas(frame, preserve_index=False)


READERS: dict[str, Callable[[Path], Any]] = {
    "pandas": _pandas,
    "pyarrow": lambda folder: ds.dataset(folder, partitioning=HIVE).to_table(),
    "polars": lambda folder: pl.read_parquet(
        folder, hive_schema={"fiscal_year": pl.Int16, "district_code": pl.String}
    ).to_arrow(),
    "duckdb": lambda folder: (
        duckdb.connect()
        .execute(
            f"FROM read_parquet('{folder}/**/*.parquet', "
            "hive_types = {'fiscal_year': SMALLINT, 'district_code': VARCHAR})"
        )
        .to_arrow_table()
    ),
}


@pytest.mark.parametrize("table", ["project", "indicator", "disbursement_plan", "v_project"])
@pytest.mark.parametrize("reader", READERS)
def test_parquet_by_year_and_district_holds_every_row_exactly(
    database: Path, exported: Path, reader: str, table: str
) -> None:
    found = READERS[reader](exported / "parquet" / table)
    names = list(_columns(database, table))
    rows = list(zip(*(found.column(name).to_pylist() for name in names), strict=True))
    assert _ordered(rows) == _ordered(_rows(database, table))


def test_parquet_lies_in_a_folder_a_year_and_district_and_unknown_ones_are_null(exported: Path) -> None:
    places = {
        str(path.relative_to(exported / "parquet" / "project"))
        for path in exported.glob("parquet/project/**/*.parquet")
    }
    assert places == {
        "fiscal_year=2025/district_code=130202/project.parquet",
        "fiscal_year=2024/district_code=130208/project.parquet",
        "fiscal_year=__HIVE_DEFAULT_PARTITION__/district_code=__HIVE_DEFAULT_PARTITION__/project.parquet",
    }
    assert (exported / "parquet" / "quality_issue" / "quality_issue.parquet").is_file()


def test_a_table_without_rows_still_says_what_its_columns_are(database: Path, exported: Path) -> None:
    assert _rows(database, "project_lineage") == []
    (file,) = exported.glob("parquet/project_lineage/**/*.parquet")
    assert pq.read_metadata(file).num_rows == 0
    table = pl.read_parquet(exported / "parquet" / "project_lineage")
    assert set(table.columns) == set(CURRENT["project_lineage"].column_names())


def test_parquet_explains_the_table_and_every_field(database: Path, exported: Path) -> None:
    files = sorted(exported.glob("parquet/**/*.parquet"))
    assert {file.stem for file in files} >= set(CURRENT)
    for file in files:
        schema = pq.read_schema(file)
        comments = _columns(database, file.stem)
        assert {field.name: field.metadata[b"comment"].decode() for field in schema} == {
            name: said for name, (_, said) in comments.items() if name in schema.names
        }
        said = json.loads(schema.metadata[b"fields"])
        assert set(said) == set(schema.names)
        assert " | " in schema.metadata[b"comment"].decode()


def _csv(file: Path) -> list[dict[str, str]]:
    content = file.read_bytes()
    assert content.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _as_text(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return harmless(value) if kind == "VARCHAR" else str(value)


@pytest.mark.parametrize("table", [*CURRENT, "v_project"])
def test_csv_holds_every_row_exactly_and_no_formula(database: Path, exported: Path, table: str) -> None:
    columns = _columns(database, table)
    found = _csv(exported / "csv" / f"{table}.csv")
    expected = [
        dict(zip(columns, map(_as_text, row, (kind for kind, _ in columns.values())), strict=True))
        for row in _rows(database, table)
    ]
    assert _ordered([tuple(row.values()) for row in found]) == _ordered([tuple(row.values()) for row in expected])
    texts = [row[name] for row in found for name, (kind, _) in columns.items() if kind == "VARCHAR"]
    assert not [value for value in texts if value.startswith(tuple(FORMULA_STARTS))]


def test_csv_ends_lines_as_spreadsheets_do_and_tells_blank_from_null(exported: Path) -> None:
    content = (exported / "csv" / "project.csv").read_bytes().decode("utf-8-sig")
    header, _, rest = content.partition("\r\n")
    assert "\n" not in header
    assert rest.endswith("\r\n")
    assert content.count(',"",') == 1, "one project has a blank name; what is NULL has no quotes"


@pytest.mark.parametrize("value", [*NASTY, *FORMULA_STARTS, "-", "=" * 3, "甲=1", None])
def test_python_and_sql_agree_on_what_a_formula_is(value: str | None) -> None:
    sql = f"SELECT {harmless_sql('t')} FROM (SELECT ?::VARCHAR AS t)"  # noqa: S608 - the expression under test
    found = duckdb.execute(sql, [value]).fetchall()
    assert found == [(None if value is None else harmless(value),)]


def test_a_text_that_begins_like_a_formula_gets_an_apostrophe() -> None:
    assert [harmless(value) for value in ("=1", "＠x", "-", "1=", "", "甲")] == ["'=1", "'＠x", "'-", "1=", "", "甲"]


@pytest.fixture(scope="module")
def book(exported: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(exported / "warehouse.xlsx")


def _cell_value(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, Decimal):
        return value if len(value.normalize().as_tuple().digits) <= 15 else str(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    if name == "goal_text" and value == TOO_LONG:
        return ...
    return value


@pytest.mark.parametrize("table", [*CURRENT, "v_project", "v_indicator"])
def test_the_workbook_has_a_sheet_with_every_row_of_a_table(
    database: Path, book: openpyxl.Workbook, table: str
) -> None:
    names = list(_columns(database, table))
    sheet = book[table]
    assert [cell.value for cell in sheet[2]] == names
    expected = [tuple(map(_cell_value, row, names)) for row in _rows(database, table)]
    found = [
        tuple(Decimal(repr(value)) if isinstance(value, float) else _unescaped(value) for value in row)
        for row in sheet.iter_rows(min_row=3, values_only=True)
        if any(value is not None for value in row)
    ]
    assert len(found) == len(expected)
    for one, other in zip(_ordered(found), _ordered(expected), strict=True):
        assert [a for a, b in zip(one, other, strict=True) if b is not ...] == [b for b in other if b is not ...]


def _unescaped(value: Any) -> Any:
    return openpyxl.utils.escape.unescape(value) if isinstance(value, str) else value


def test_no_text_of_the_workbook_is_a_formula_a_number_or_a_link(book: openpyxl.Workbook) -> None:
    for table in CURRENT:
        assert not [cell for row in book[table].iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    names = [cell for (cell,) in book["project"].iter_rows(min_row=3, min_col=9, max_col=9) if cell.value]
    assert {cell.data_type for cell in names} == {"s"}
    assert {cell.number_format for cell in names} == {"@"}


def test_the_workbook_has_chinese_names_filters_frozen_headers_and_number_formats(book: openpyxl.Workbook) -> None:
    sheet = book["disbursement_plan"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", f"A2:L{sheet.max_row}")
    assert [cell.value for cell in sheet[1]][5:7] == ["支出比例（原文）", "填报比例（%）"]
    assert [cell.number_format for cell in sheet[3]] == [
        "@", "@", "General", "General", "yyyy-mm-dd", "@", 'General"%"', "@", 'General"%"', 'General"%"',
        "#,##0.00", "#,##0.00",
    ]  # fmt: skip
    assert all(sheet.column_dimensions[letter].width >= 8 for letter in "ABCDEFGHIJKL")
    assert book.defined_names["data_disbursement_plan"].attr_text == f"'disbursement_plan'!$A$2:$L${sheet.max_row}"


def test_the_workbook_opens_with_contents_and_a_data_dictionary(database: Path, book: openpyxl.Workbook) -> None:
    contents, dictionary = book.worksheets[:2]
    assert (contents.title, dictionary.title) == ("说明 Contents", "数据字典 Dictionary")
    lines = [row for row in contents.iter_rows(values_only=True) if row[0] in {"project", "indicator"}]
    assert [row[:5] for row in lines] == [
        ("project", 1, len(_rows(database, "project")), 0, 1),
        ("indicator", 1, len(_rows(database, "indicator")), 1, 0),
    ]
    explained = {(row[0], row[1]): row for row in dictionary.iter_rows(min_row=2, values_only=True)}
    assert {column for table, column in explained if table == "indicator"} == set(_columns(database, "indicator"))
    assert explained["document", "status"][2:6] == ("状态", "VARCHAR", None, "loaded, superseded, quarantined")


def test_pandas_reads_the_workbook_by_its_column_names(database: Path, exported: Path) -> None:
    frame = pd.read_excel(exported / "warehouse.xlsx", sheet_name="project", header=1, dtype={"district_code": str})
    assert list(frame.columns) == list(_columns(database, "project"))
    assert len(frame) == len(_rows(database, "project"))
    assert set(frame["district_code"].dropna()) == {"130202", "130208"}


def test_a_text_longer_than_a_cell_says_where_it_was_cut(book: openpyxl.Workbook) -> None:
    (goal,) = [cell.value for cell in book["project"]["P"] if cell.value and cell.value.startswith("绩效绩效")]
    assert len(goal) == cells.LONGEST_TEXT
    assert "全文 40000 字" in goal


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        ("0", True), ("99999999999.96", True), ("123456789012345", True), ("1234567890123456", False),
        ("1000000000000000000.00", True), ("-0.000001", True), ("123456789012.345678", False),
    ],
)  # fmt: skip
def test_only_numbers_that_a_spreadsheet_keeps_are_written_as_numbers(value: str, exact: bool) -> None:  # noqa: FBT001
    assert cells.is_exact(Decimal(value)) is exact


def test_a_day_that_spreadsheets_count_wrongly_is_written_as_text(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        writer = cells.CellWriter(made, Column("due_date", "DATE", "", nullable=True))
        sheet = made.add_worksheet()
        for row, day in enumerate((dt.date(1899, 5, 4), dt.date(2025, 5, 4))):
            writer.write(sheet, row, 0, day)
    found = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for (cell,) in found.iter_rows()] == ["1899-05-04", dt.datetime(2025, 5, 4)]  # noqa: DTZ001
    assert writer.as_text == 1


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 12)
    export(database, tmp_path, "xlsx")
    made = openpyxl.load_workbook(tmp_path / "warehouse.xlsx")
    keys = [row[0] for row in _rows(database, "project")]
    sheets = [name for name in made.sheetnames if name.split(" (")[0] == "project"]
    assert sheets == ["project", "project (2)", "project (3)"]
    found = [cell.value for name in sheets for cell in made[name]["A"][2:]]
    assert sorted(found) == sorted(keys)
    assert {made[name].max_row for name in sheets[:-1]} == {12}
    lines = [row[:3] for row in made.worksheets[0].iter_rows(values_only=True) if row[0] in sheets]
    assert lines == [("project", 1, 10), ("project (2)", 2, 10), ("project (3)", 3, len(keys) - 20)]
    assert "data_project_3" in made.defined_names


def test_a_workbook_that_no_program_opens_is_refused_before_it_is_written(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 1000)
    with pytest.raises(ExportRefused, match="cells, and spreadsheets open 1,000 at best: export csv"):
        export(database, tmp_path, "xlsx")
    assert list(tmp_path.iterdir()) == []


INSTALL_CALC = "apt-get install -y --no-install-recommends libreoffice-calc"
_CSV_OF_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def test_libreoffice_opens_the_workbook(database: Path, exported: Path, tmp_path: Path) -> None:
    program = office.program()
    if program is None:
        pytest.skip(INSTALL_CALC)
    book = str(exported / "warehouse.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", _CSV_OF_EVERY_SHEET, "--outdir", str(tmp_path), book],
        check=True,
        capture_output=True,
        timeout=300,
    )
    if not (tmp_path / "warehouse-project.csv").exists():
        pytest.skip(INSTALL_CALC)
    with (tmp_path / "warehouse-project.csv").open(encoding="utf-8", newline="") as file:
        label, header, *rows = csv.reader(file)
    assert (label[0], header) == ("项目主键", list(_columns(database, "project")))
    found = {row[0]: (row[8], row[9]) for row in rows}
    expected = {row[0]: (row[8], row[9]) for row in _rows(database, "project")}
    assert {key: Decimal(money) for key, (_, money) in found.items()} == {
        key: money for key, (_, money) in expected.items()
    }
    told = {key: name for key, (name, _) in expected.items() if not set(name) & set("\r\x01\x0b")}
    assert {key: found[key][0] for key in told} == told


def test_the_copy_of_the_database_has_every_version_with_comments_and_views(database: Path, exported: Path) -> None:
    asked = (
        "SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns() ORDER BY ALL",
        "SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
        "SELECT schema_name, table_name, comment, estimated_size FROM duckdb_tables() ORDER BY ALL",
        "FROM v_indicator ORDER BY ALL",
        "FROM history.project ORDER BY ALL",
    )
    for sql in asked:
        found = []
        for file in (database, exported / "warehouse.duckdb"):
            with duckdb.connect(str(file), read_only=True) as connection:
                found.append(connection.execute(sql).fetchall())
        assert found[0] == found[1] != []


def test_what_stands_in_the_log_of_a_database_is_in_its_copy(database: Path, tmp_path: Path) -> None:
    written_to = Path(shutil.copy(database, tmp_path))
    with duckdb.connect(str(written_to)) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute("CREATE TABLE main.mine AS SELECT 42 AS answer")
    assert (tmp_path / "warehouse.duckdb.wal").exists()
    (copy,) = export(written_to, tmp_path / "to", "duckdb")
    assert {path.name for path in copy.parent.iterdir()} == {"warehouse.duckdb", "jixiao-export.json"}
    with duckdb.connect(str(copy), read_only=True) as connection:
        assert connection.execute("FROM main.mine").fetchall() == [(42,)]


@pytest.mark.parametrize("output_format", ["parquet", "csv"])
def test_the_exported_data_package_tells_the_truth(database: Path, exported: Path, output_format: str) -> None:
    folder = exported / output_format
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {folder / resource["path"] for resource in package["resources"]} == set(folder.rglob(f"*.{output_format}"))
    rows: dict[str, int] = {}
    for resource in package["resources"]:
        file = folder / resource["path"]
        assert (resource["bytes"], resource["hash"]) == (file.stat().st_size, content_hash(file))
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert names == (
            pq.read_schema(file).names
            if output_format == "parquet"
            else list(_csv(file)[0] if resource["rows"] else names)
        )
        rows[file.stem] = rows.get(file.stem, 0) + resource["rows"]
    assert rows == {table: len(_rows(database, table)) for table in [*CURRENT, "v_project", "v_indicator"]}


def test_a_partition_says_its_year_and_district_where_the_file_does_not(exported: Path) -> None:
    package = json.loads((exported / "parquet" / "datapackage.json").read_text(encoding="utf-8"))
    (found,) = [resource for resource in package["resources"] if resource["name"] == "project-2025-130202"]
    extra = {field["name"]: (field.get("columnType"), field["constant"]) for field in found["schema"]["extraFields"]}
    assert extra["fiscal_year"] == ("date:fiscal-year", 2025)
    assert extra["district_code"] == ("geo:target:code", "130202")
    assert extra["currency"] == ("value-currency:code", "CNY")


PARSERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": dt.date.fromisoformat,
    "datetime": lambda cell: dt.datetime.strptime(cell, "%Y-%m-%d %H:%M:%S"),  # noqa: DTZ007 - kept in UTC without a zone
    "array": json.loads,
}


def test_every_cell_of_the_csv_keeps_what_the_data_package_says(exported: Path) -> None:
    package = json.loads((exported / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    found = {resource["name"]: _csv(exported / "csv" / resource["path"]) for resource in package["resources"]}
    for resource in package["resources"]:
        rows, schema = found[resource["name"]], resource["schema"]
        for field in schema["fields"]:
            cells_of = [row[field["name"]] for row in rows]
            limits = field.get("constraints", {})
            assert not limits.get("required") or "" not in cells_of
            parsed = [PARSERS[field["type"]](cell) for cell in cells_of if cell]
            assert "enum" not in limits or set(parsed) <= set(limits["enum"])
        keys = [tuple(row[name] for name in schema.get("primaryKey", ())) for row in rows]
        assert "primaryKey" not in schema or len(set(keys)) == len(keys)
        for reference in schema.get("foreignKeys", ()):
            (column,), (theirs,) = reference["fields"], reference["reference"]["fields"]
            known = {row[theirs] for row in found[reference["reference"]["resource"]]} | {""}
            assert {row[column] for row in rows} <= known


def test_tables_are_tied_together_in_the_data_package(exported: Path) -> None:
    package = json.loads((exported / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    (indicator,) = [resource for resource in package["resources"] if resource["name"] == "indicator"]
    assert indicator["schema"]["foreignKeys"] == [
        {"fields": ["project_key"], "reference": {"resource": "project", "fields": ["project_key"]}}
    ]


TAXONOMY = {
    "value": "number",
    "value-currency:code": "string",
    "date:fiscal-year": "integer",
    "date:generic": "date",
    "administrative-classification:generic:level1:code": "string",
    "administrative-classification:generic:level1:label": "string",
    "administrative-classification:generic:level2:code": "string",
    "administrative-classification:generic:level2:label": "string",
    "activity:generic:project:code": "string",
    "activity:generic:project:label": "string",
    "budget-line-id": "string",
    "direction": "string",
    "phase:id": "string",
    "geo:target:code": "string",
    "geo:target:title": "string",
    "geo:target:level1:title": "string",
    "geo:target:level2:title": "string",
}
"""Of the budget standard taxonomy of the Fiscal Data Package: the column types that we use, and their data types."""


def test_column_types_are_those_of_the_fiscal_data_package_and_fit_the_columns(exported: Path) -> None:
    package = json.loads((exported / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    fields = [
        (resource["name"], field)
        for resource in package["resources"]
        for field in resource["schema"]["fields"] + resource["schema"].get("extraFields", [])
        if "columnType" in field
    ]
    assert {field["columnType"] for _, field in fields} == set(TAXONOMY)
    assert [(table, field["name"]) for table, field in fields if field["type"] != TAXONOMY[field["columnType"]]] == []
    mapped = {(table, field["name"]) for table, field in fields}
    assert mapped >= {(table, column) for table, columns in rules()["tables"].items() for column in columns}


def test_what_others_made_is_not_replaced(database: Path, tmp_path: Path) -> None:
    mine = tmp_path / "csv" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(ExportRefused, match="move it away"):
        export(database, tmp_path, "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["csv"]
    assert mine.read_text() == "mine"


def _write(target: Path, content: str) -> None:
    with replacing(target) as fresh:
        if target.suffix:
            fresh.write_text(content)
        else:
            fresh.mkdir()
            (fresh / "a.csv").write_text(content)


def _change(target: Path) -> None:
    (target / "a.csv" if target.is_dir() else target).write_text("2")


def _add(target: Path) -> None:
    (target / "pivot.csv").touch()


def _link(target: Path) -> None:
    target.rename(target.with_name("elsewhere"))
    target.symlink_to(target.with_name("elsewhere"))


def _forget(target: Path) -> None:
    target.with_name("jixiao-export.json").write_text("no manifest")


@pytest.mark.parametrize(
    ("name", "change"),
    [("csv", _change), ("a.xlsx", _change), ("csv", _add), ("csv", _link), ("a.xlsx", _link), ("csv", _forget)],
)
def test_an_export_that_was_changed_since_is_not_replaced(tmp_path: Path, name: str, change: Any) -> None:
    _write(tmp_path / name, "1")
    change(tmp_path / name)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(ExportRefused, match="another folder"):
        _write(tmp_path / name, "3")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["csv", "a.xlsx"])
def test_an_export_replaces_the_last_one_and_leaves_others_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "mine").write_text("mine")
    for content in "123":
        _write(tmp_path / name, content)
        _write(tmp_path / "other.xlsx", content)
    target = tmp_path / name
    assert (target / "a.csv" if target.is_dir() else target).read_text() == "3"
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "jixiao-export.json", name, "other.xlsx"}


def test_an_export_says_what_it_wrote(exported: Path, database: Path) -> None:
    written = export(database, exported, "csv")
    assert set(written) == set((exported / "csv").iterdir())
    assert export(database, exported, "duckdb") == [exported / "warehouse.duckdb"]


def _write_half(target: Path) -> None:
    with replacing(target) as fresh:
        fresh.mkdir()
        (fresh / "a.csv").write_text("hal")
        raise OSError("disk full")


def test_an_export_that_fails_leaves_the_last_one_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "csv"
    _write(target, "whole")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(OSError, match="disk full"):
        _write_half(target)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert {path.name for path in tmp_path.iterdir()} == {"csv", "jixiao-export.json"}


def test_what_a_crashed_export_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".jixiao-export-999999999" / "csv").mkdir(parents=True)
    running = tmp_path / f".jixiao-export-{os.getppid()}"
    running.mkdir()
    with replacing(tmp_path / "a.txt") as fresh:
        fresh.write_text("a")
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "jixiao-export.json", running.name}


def test_a_folder_that_is_a_file_and_a_database_that_is_none_are_refused(database: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no database, but long enough to be looked at")
    with pytest.raises(ExportRefused, match="not a folder"):
        export(database, tmp_path / "file", "csv")
    for output_format in ("csv", "duckdb"):
        with pytest.raises(ExportRefused, match="cannot be read"):
            export(tmp_path / "file", tmp_path / "to", output_format)
    assert list((tmp_path / "to").iterdir()) == []
    with pytest.raises(ValueError, match="unknown format"):
        export(database, tmp_path / "to", "pdf")


def test_the_published_database_is_not_exported_over_itself(database: Path) -> None:
    before = database.read_bytes()
    with pytest.raises(ExportRefused, match="not written by an export"):
        export(database, database.parent, "duckdb")
    assert database.read_bytes() == before


GUIDE = Path(__file__).parents[2] / "docs" / "bi.md"


def _recipes(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def beside_exports(exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "exports").symlink_to(exported)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("beside_exports")
@pytest.mark.parametrize("recipe", _recipes("python"), ids=lambda recipe: recipe.split()[1])
def test_the_recipes_of_the_guide_run(recipe: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(recipe, str(GUIDE), "exec"), {})  # noqa: S102 - our own guide
    assert capsys.readouterr().out.strip()


@pytest.mark.usefixtures("beside_exports")
def test_the_guide_s_query_on_parquet_gives_every_project(database: Path) -> None:
    (query,) = _recipes("sql")
    assert len(duckdb.sql(query).fetchall()) == len(_rows(database, "project"))
