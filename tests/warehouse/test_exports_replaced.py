"""Exports replace their own files alone, whole or not at all, and what is no export is left as it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from warehouse.exports import export
from warehouse.exports.target import ExportRefused, replacing


def test_what_others_made_is_not_replaced(exportable: Path, tmp_path: Path) -> None:
    mine = tmp_path / "csv" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(ExportRefused, match="move it away"):
        export(exportable, tmp_path, "csv")
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


def test_a_folder_that_is_a_file_and_a_database_that_is_none_are_refused(exportable: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no exportable, but long enough to be looked at")
    with pytest.raises(ExportRefused, match="not a folder"):
        export(exportable, tmp_path / "file", "csv")
    for output_format in ("csv", "duckdb"):
        with pytest.raises(ExportRefused, match="cannot be read"):
            export(tmp_path / "file", tmp_path / "to", output_format)
    assert list((tmp_path / "to").iterdir()) == []
    with pytest.raises(ValueError, match="unknown format"):
        export(exportable, tmp_path / "to", "pdf")


def test_the_published_database_is_not_exported_over_itself(exportable: Path) -> None:
    before = exportable.read_bytes()
    with pytest.raises(ExportRefused, match="not written by an export"):
        export(exportable, exportable.parent, "duckdb")
    assert exportable.read_bytes() == before
