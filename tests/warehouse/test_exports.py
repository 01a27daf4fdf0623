"""Exports: what other programs read is what is published, exact and explained."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from export_cases import NASTY, columns_of, ordered, rows_of

from warehouse.exports import export
from warehouse.exports.fiscal import rules
from warehouse.exports.target import content_hash
from warehouse.formulas import FORMULA_STARTS, harmless, harmless_sql
from warehouse.schema.derived import CURRENT

PARTITIONS = pa.schema([("fiscal_year", pa.int16()), ("district_code", pa.string())])


HIVE = ds.partitioning(PARTITIONS, flavor="hive")


@pytest.fixture(scope="module")
def exported(exportable: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    for output_format in ("parquet", "csv", "xlsx", "duckdb"):
        export(exportable, folder, output_format)
    return folder


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
    exportable: Path, exported: Path, reader: str, table: str
) -> None:
    found = READERS[reader](exported / "parquet" / table)
    names = list(columns_of(exportable, table))
    rows = list(zip(*(found.column(name).to_pylist() for name in names), strict=True))
    assert ordered(rows) == ordered(rows_of(exportable, table))


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


def test_a_table_without_rows_still_says_what_its_columns_are(exportable: Path, exported: Path) -> None:
    assert rows_of(exportable, "project_lineage") == []
    (file,) = exported.glob("parquet/project_lineage/**/*.parquet")
    assert pq.read_metadata(file).num_rows == 0
    table = pl.read_parquet(exported / "parquet" / "project_lineage")
    assert set(table.columns) == set(CURRENT["project_lineage"].column_names())


def test_parquet_explains_the_table_and_every_field(exportable: Path, exported: Path) -> None:
    files = sorted(exported.glob("parquet/**/*.parquet"))
    assert {file.stem for file in files} >= set(CURRENT)
    for file in files:
        schema = pq.read_schema(file)
        comments = columns_of(exportable, file.stem)
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
def test_csv_holds_every_row_exactly_and_no_formula(exportable: Path, exported: Path, table: str) -> None:
    columns = columns_of(exportable, table)
    found = _csv(exported / "csv" / f"{table}.csv")
    expected = [
        dict(zip(columns, map(_as_text, row, (kind for kind, _ in columns.values())), strict=True))
        for row in rows_of(exportable, table)
    ]
    assert ordered([tuple(row.values()) for row in found]) == ordered([tuple(row.values()) for row in expected])
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


def test_the_copy_of_the_database_has_every_version_with_comments_and_views(exportable: Path, exported: Path) -> None:
    asked = (
        "SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns() ORDER BY ALL",
        "SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
        "SELECT schema_name, table_name, comment, estimated_size FROM duckdb_tables() ORDER BY ALL",
        "FROM v_indicator ORDER BY ALL",
        "FROM history.project ORDER BY ALL",
    )
    for sql in asked:
        found = []
        for file in (exportable, exported / "warehouse.duckdb"):
            with duckdb.connect(str(file), read_only=True) as connection:
                found.append(connection.execute(sql).fetchall())
        assert found[0] == found[1] != []


def test_what_stands_in_the_log_of_a_database_is_in_its_copy(exportable: Path, tmp_path: Path) -> None:
    written_to = Path(shutil.copy(exportable, tmp_path))
    with duckdb.connect(str(written_to)) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute("CREATE TABLE main.mine AS SELECT 42 AS answer")
    assert (tmp_path / "warehouse.duckdb.wal").exists()
    (copy,) = export(written_to, tmp_path / "to", "duckdb")
    assert {path.name for path in copy.parent.iterdir()} == {"warehouse.duckdb", "jixiao-export.json"}
    with duckdb.connect(str(copy), read_only=True) as connection:
        assert connection.execute("FROM main.mine").fetchall() == [(42,)]


@pytest.mark.parametrize("output_format", ["parquet", "csv"])
def test_the_exported_data_package_tells_the_truth(exportable: Path, exported: Path, output_format: str) -> None:
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
    assert rows == {table: len(rows_of(exportable, table)) for table in [*CURRENT, "v_project", "v_indicator"]}


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


def test_an_export_says_what_it_wrote(exported: Path, exportable: Path) -> None:
    written = export(exportable, exported, "csv")
    assert set(written) == set((exported / "csv").iterdir())
    assert export(exportable, exported, "duckdb") == [exported / "warehouse.duckdb"]


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
def test_the_guide_s_query_on_parquet_gives_every_project(exportable: Path) -> None:
    (query,) = _recipes("sql")
    assert len(duckdb.sql(query).fetchall()) == len(rows_of(exportable, "project"))
