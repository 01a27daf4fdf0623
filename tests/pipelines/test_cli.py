"""The command line keeps the contract: what it prints, and the codes it exits with."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.build import Summary
from pipelines.cli import app, main
from pipelines.settings import Folders
from tests.pipelines.conftest import ROOT, SAMPLES

COMMANDS = (
    "build",
    "ingest",
    "versions",
    "rollback",
    "status",
    "metrics",
    "extract",
    "value",
    "worker",
    "sql",
    "ask",
    "export",
    "report",
    "review",
    "doctor",
)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    captured = capsys.readouterr()
    return int(stopped.value.code or 0), captured.out, captured.err


def test_build_exits_0_and_prints_the_figures(
    built: tuple[Folders, Summary], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(built[0].out, tmp_path, symlinks=True, dirs_exist_ok=True)
    code, out, err = run(capsys, "build", "--raw", str(SAMPLES), "--out", str(tmp_path))
    assert (code, err) == (0, "")
    for figure in ("5 loaded", "45", "309", "27,753,500.00 yuan", "warehouse.duckdb"):
        assert figure in out


def test_build_exits_3_and_names_what_was_quarantined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(next(SAMPLES.rglob("002_*.txt")), tmp_path / "raw")
    (tmp_path / "raw/empty.txt").write_bytes(b"")
    code, out, _ = run(capsys, "build", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out"))
    assert code == 3
    assert "empty.txt" in out


def test_build_exits_1_where_nothing_can_be_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("关于召开会议的通知", encoding="utf-8")
    code, _, err = run(capsys, "build", "--raw", str(tmp_path), "--out", str(tmp_path / "out"))
    assert code == 1
    assert "Nothing was published: no document could be loaded" in err
    assert "letter.txt: 不是部门预算绩效文本" in err
    assert not (tmp_path / "out/warehouse.duckdb").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--raw", "no/such/folder"], ["build", "--no-such-option"], ["bild"], ["extract"],
        ["extract", "no/such/file.docx"], ["value"], ["sql", "SELECT 1", "--format", "xml"],
    ],
)  # fmt: skip
def test_wrong_usage_exits_2_and_says_what_is_wrong(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out + err


def test_extract_prints_every_value_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "extract", str(next(SAMPLES.rglob("002_*.txt"))))
    project = json.loads(out)["projects"][0]
    assert code == 0
    assert project["budget"] == {"text": "11.00", "source_ref": "line 58, table 1, row 3, column 3"}
    assert project["indicators"][0]["value"]["text"] == "≥1次"


def test_extract_of_no_such_document_exits_3_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.docx").write_bytes(b"")
    code, out, err = run(capsys, "extract", str(tmp_path / "x.docx"))
    assert code == 3
    assert json.loads(out)["findings"][0]["rule"] == "document_empty"
    assert "empty" in err


def test_the_module_run_as_a_program_is_the_command() -> None:
    command = [sys.executable, "-m", "pipelines.cli", "value", "≥95%"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout)["lower_bound"] == 95


def test_value_prints_every_normalised_column_and_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "value", "≤25万/季度", "--level2", "成本指标", "--year", "2025")
    value = json.loads(out)
    assert code == 0
    assert (value["upper_bound"], value["unit"], value["per"], value["unit_inferred"]) == (
        250000,
        "CNY",
        ["quarter"],
        True,
    )
    assert value["value_rule"]


@pytest.mark.parametrize("output_format", ["table", "csv", "json", "markdown"])
def test_sql_prints_rows_in_every_format(
    output_format: str, built: tuple[Folders, Summary], capsys: pytest.CaptureFixture[str]
) -> None:
    query = "SELECT project_name, budget_cny FROM project WHERE project_code = '13020225P000039100011'"
    code, out, _ = run(capsys, "sql", query, "--format", output_format, "--out", str(built[0].out))
    assert code == 0
    assert "电梯维保费" in out
    if output_format == "csv":
        assert list(csv.reader(io.StringIO(out.lstrip("\ufeff"))))[1] == ["电梯维保费", "18000.00"]
    if output_format == "json":
        assert json.loads(out)[0]["project_name"] == "电梯维保费"


def test_sql_cannot_change_the_warehouse(built: tuple[Folders, Summary], capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "sql", "DELETE FROM project", "--out", str(built[0].out))
    assert code == 1
    assert "read-only" in err


def test_sql_takes_a_query_that_begins_with_a_comment(
    built: tuple[Folders, Summary], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "sql", "-- how many\nSELECT 42 AS answer", "--out", str(built[0].out))[0] == 0


def test_sql_without_a_warehouse_says_how_to_get_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "sql", "SELECT 1", "--out", str(tmp_path))
    assert code == 1
    assert "jixiao build" in err


def test_doctor_names_every_format_and_what_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "doctor")
    assert code == 0
    for name in ("docx", "pdf", "doc", "scan", "duckdb", "polars", "python"):
        assert name in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_stands_in_the_readme(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert f"jixiao {command}" in out
    assert f"jixiao {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_contract_names_the_commands_there_are() -> None:
    assert {name for name in app if not name.startswith("-")} == set(COMMANDS)


def test_where_no_chinese_can_be_written_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    with pytest.raises(SystemExit) as stopped:
        main(["value", "3860元/月/人"])
    assert stopped.value.code == 2
    assert "PYTHONIOENCODING=utf-8" in capsys.readouterr().err
