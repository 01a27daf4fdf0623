"""Questions to the published warehouse: what is allowed, and how answers are printed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_warehouse import publish_rows, text

from warehouse.query import FORMATS, QueryError, Result, display_width, render, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_rows(tmp_path_factory.mktemp("published"), text("a")).database


def test_an_answer_has_column_names_and_exact_values(database: Path) -> None:
    result = run(database, "SELECT project_key, budget_cny, other_funds_cny FROM project;")
    assert result == Result(("project_key", "budget_cny", "other_funds_cny"), (("a-1", Decimal("360000.00"), None),))


@pytest.mark.parametrize(
    "sql",
    [
        "FROM project",
        "WITH p AS (FROM project) SELECT count(*) FROM p",
        "DESCRIBE project",
        "SUMMARIZE project",
        "SHOW TABLES",
        "EXPLAIN SELECT * FROM v_project",
        "SELECT * FROM history.project -- with a comment",
    ],
)
def test_reading_is_allowed(database: Path, sql: str) -> None:
    assert run(database, sql).columns


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("DELETE FROM project", "read-only"),
        ("UPDATE project SET budget_cny = 0", "read-only"),
        ("INSERT INTO project FROM project", "read-only"),
        ("CREATE TABLE t (a INTEGER)", "read-only"),
        ("CREATE TEMP TABLE t AS SELECT 1", "read-only"),
        ("DROP TABLE project", "read-only"),
        ("COPY project TO '{folder}/stolen.csv'", "read-only"),
        ("COPY (SELECT 1) TO '{folder}/stolen.csv'", "read-only"),
        ("EXPORT DATABASE '{folder}/stolen'", "read-only"),
        ("ATTACH '{folder}/other.duckdb'", "read-only"),
        ("SET enable_external_access = true", "read-only"),
        ("RESET enable_external_access", "read-only"),
        ("INSTALL httpfs", "read-only"),
        ("LOAD httpfs", "read-only"),
        ("EXPLAIN ANALYZE COPY (SELECT 1) TO '{folder}/stolen.csv'", "disabled"),
        ("EXPLAIN ANALYZE DELETE FROM project", "read-only"),
        ("FROM read_csv('{folder}/secret.csv')", "disabled"),
        ("FROM '{folder}/secret.csv'", "disabled"),
        ("FROM read_text('{folder}/secret.csv')", "disabled"),
        ("FROM glob('{folder}/*')", "disabled"),
        ("FROM read_parquet('https://example.org/x.parquet')", "disabled"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT 1; DELETE FROM project", "one statement"),
        ("", "one statement"),
        ("SELEC 1", "syntax error"),
        ("FROM nowhere", "nowhere"),
        ("FROM sql", "sql"),
        ("SELECT nothing FROM project", "nothing"),
    ],
)
def test_anything_else_is_refused_and_says_why(tmp_path: Path, database: Path, sql: str, message: str) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    before = database.read_bytes()
    with pytest.raises(QueryError, match=message):
        run(database, sql.replace("{folder}", str(tmp_path)))
    assert database.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_no_warehouse_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="jixiao build"):
        run(tmp_path / "warehouse.duckdb", "SELECT 1")
    assert list(tmp_path.iterdir()) == []


def test_asking_loads_no_frame_library() -> None:
    script = "import sys, warehouse.query; print([m for m in ('polars', 'dataframely', 'pyarrow') if m in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.strip() == "[]"


ANSWER = Result(
    ("名称", "amount", "per", "day"),
    (
        ("督查经费", Decimal("130000.00"), ["月", "人"], dt.date(2025, 6, 30)),
        (None, Decimal("-3.60"), None, None),
        ("a|b\n第二行", None, [], None),
    ),
)


def test_a_table_aligns_chinese_by_its_width() -> None:
    assert render(ANSWER, "table") == (
        "┌──────────┬───────────┬──────────┬────────────┐\n"
        "│ 名称     │ amount    │ per      │ day        │\n"
        "├──────────┼───────────┼──────────┼────────────┤\n"
        "│ 督查经费 │ 130000.00 │ [月, 人] │ 2025-06-30 │\n"
        "│ NULL     │     -3.60 │ NULL     │ NULL       │\n"
        "│ a|b      │      NULL │ []       │ NULL       │\n"
        "│ 第二行   │           │          │            │\n"
        "└──────────┴───────────┴──────────┴────────────┘\n"
        "3 rows\n"
    ).replace("│ amount    │", "│    amount │")


def test_every_line_of_a_table_is_as_wide_as_its_frame() -> None:
    long = Result(("列" * 50,), (("字" * 200,), ("x\x1b[31m\ty",), ("é\u0301 ＡＢ",)))
    widths = {display_width(line) for line in render(long, "table").splitlines()[:-1]}
    assert widths == {63}


def test_control_characters_never_reach_the_terminal() -> None:
    printed = render(Result(("a\x1b]0;x\x07",), (("\x1b[2J\u202eabc\r",),)), "table")
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert "\r" not in printed


def test_csv_is_read_back_as_it_was() -> None:
    rows = list(csv.reader(io.StringIO(render(ANSWER, "csv"), newline="")))
    assert rows == [
        ["名称", "amount", "per", "day"],
        ["督查经费", "130000.00", "[月, 人]", "2025-06-30"],
        ["", "-3.60", "", ""],
        ["a|b\n第二行", "", "[]", ""],
    ]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠a"])
def test_csv_text_is_never_a_formula(formula: str) -> None:
    rows = list(csv.reader(io.StringIO(render(Result((formula,), ((formula,),)), "csv"), newline="")))
    assert rows == [[f"'{formula}"], [f"'{formula}"]]


def test_json_keeps_money_to_the_cent() -> None:
    printed = render(
        Result(
            ("钱", "per", "day", "none", "nan", "yes", "at", "of"),
            (
                (
                    Decimal("99999999999999.91"),
                    ["月"],
                    dt.date(2025, 6, 30),
                    None,
                    float("nan"),
                    True,
                    dt.timedelta(1),
                    {"a": Decimal("1.10")},
                ),
            ),
        ),
        "json",
    )
    assert json.loads(printed, parse_float=Decimal) == [
        {
            "钱": Decimal("99999999999999.91"),
            "per": ["月"],
            "day": "2025-06-30",
            "none": None,
            "nan": None,
            "yes": True,
            "at": "1 day, 0:00:00",
            "of": {"a": Decimal("1.10")},
        }
    ]


def test_markdown_keeps_its_columns() -> None:
    assert render(ANSWER, "markdown") == (
        "| 名称 | amount | per | day |\n"
        "| --- | ---: | --- | --- |\n"
        "| 督查经费 | 130000.00 | [月, 人] | 2025-06-30 |\n"
        "| NULL | -3.60 | NULL | NULL |\n"
        "| a\\|b<br>第二行 | NULL | [] | NULL |\n"
    )


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_rows_are_an_answer_too(output_format: str) -> None:
    assert render(Result(("a",), ()), output_format).endswith("\n")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="table, csv, json, markdown"):
        render(ANSWER, "xml")
