"""The exported workbook: every row in sheets that open as they should, no text a formula, nothing cut in silence."""

from __future__ import annotations

import csv
import datetime as dt
import json
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from export_cases import TOO_LONG, columns_of, ordered, rows_of

from transforms.readers.doc import office
from warehouse.exports import cells, export, workbook
from warehouse.exports.source import Column
from warehouse.exports.target import ExportRefused
from warehouse.schema.derived import CURRENT


@pytest.fixture(scope="module")
def exported(exportable: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    export(exportable, folder, "xlsx")
    return folder


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
    exportable: Path, book: openpyxl.Workbook, table: str
) -> None:
    names = list(columns_of(exportable, table))
    sheet = book[table]
    assert [cell.value for cell in sheet[2]] == names
    expected = [tuple(map(_cell_value, row, names)) for row in rows_of(exportable, table)]
    found = [
        tuple(Decimal(repr(value)) if isinstance(value, float) else _unescaped(value) for value in row)
        for row in sheet.iter_rows(min_row=3, values_only=True)
        if any(value is not None for value in row)
    ]
    assert len(found) == len(expected)
    for one, other in zip(ordered(found), ordered(expected), strict=True):
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


def test_the_workbook_opens_with_contents_and_a_data_dictionary(exportable: Path, book: openpyxl.Workbook) -> None:
    contents, dictionary = book.worksheets[:2]
    assert (contents.title, dictionary.title) == ("说明 Contents", "数据字典 Dictionary")
    lines = [row for row in contents.iter_rows(values_only=True) if row[0] in {"project", "indicator"}]
    assert [row[:5] for row in lines] == [
        ("project", 1, len(rows_of(exportable, "project")), 0, 1),
        ("indicator", 1, len(rows_of(exportable, "indicator")), 1, 0),
    ]
    explained = {(row[0], row[1]): row for row in dictionary.iter_rows(min_row=2, values_only=True)}
    assert {column for table, column in explained if table == "indicator"} == set(columns_of(exportable, "indicator"))
    assert explained["document", "status"][2:6] == ("状态", "VARCHAR", None, "loaded, superseded, quarantined")


def test_pandas_reads_the_workbook_by_its_column_names(exportable: Path, exported: Path) -> None:
    frame = pd.read_excel(exported / "warehouse.xlsx", sheet_name="project", header=1, dtype={"district_code": str})
    assert list(frame.columns) == list(columns_of(exportable, "project"))
    assert len(frame) == len(rows_of(exportable, "project"))
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
    exportable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 12)
    export(exportable, tmp_path, "xlsx")
    made = openpyxl.load_workbook(tmp_path / "warehouse.xlsx")
    keys = [row[0] for row in rows_of(exportable, "project")]
    sheets = [name for name in made.sheetnames if name.split(" (")[0] == "project"]
    assert sheets == ["project", "project (2)", "project (3)"]
    found = [cell.value for name in sheets for cell in made[name]["A"][2:]]
    assert sorted(found) == sorted(keys)
    assert {made[name].max_row for name in sheets[:-1]} == {12}
    lines = [row[:3] for row in made.worksheets[0].iter_rows(values_only=True) if row[0] in sheets]
    assert lines == [("project", 1, 10), ("project (2)", 2, 10), ("project (3)", 3, len(keys) - 20)]
    assert "data_project_3" in made.defined_names


def test_a_workbook_that_no_program_opens_is_refused_before_it_is_written(
    exportable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 1000)
    with pytest.raises(ExportRefused, match="cells, and spreadsheets open 1,000 at best: export csv"):
        export(exportable, tmp_path, "xlsx")
    assert list(tmp_path.iterdir()) == []


INSTALL_CALC = "apt-get install -y --no-install-recommends libreoffice-calc"


_CSV_OF_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def test_libreoffice_opens_the_workbook(exportable: Path, exported: Path, tmp_path: Path) -> None:
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
    assert (label[0], header) == ("项目主键", list(columns_of(exportable, "project")))
    found = {row[0]: (row[8], row[9]) for row in rows}
    expected = {row[0]: (row[8], row[9]) for row in rows_of(exportable, "project")}
    assert {key: Decimal(money) for key, (_, money) in found.items()} == {
        key: money for key, (_, money) in expected.items()
    }
    told = {key: name for key, (name, _) in expected.items() if not set(name) & set("\r\x01\x0b")}
    assert {key: found[key][0] for key in told} == told
