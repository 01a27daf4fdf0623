"""A document that hangs its reader, breaks it or fills the memory costs its own record, and the others are read."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path, PosixPath

import pytest

from pipelines.reading import Bounds, Job, read_all, read_one
from transforms.readers.options import ReadingOptions
from warehouse.schema.records import DocumentRecord

TIGHT = Bounds(seconds=3, slice_seconds=1, memory_bytes=512 * 1024**2)
TEXT = "某市某局\n2025年部门预算绩效文本\n"


class Hanging(PosixPath):
    def read_bytes(self) -> bytes:
        time.sleep(600)
        return b""


class Deadly(PosixPath):
    def read_bytes(self) -> bytes:
        os._exit(11)


class Greedy(PosixPath):
    def read_bytes(self) -> bytes:
        return bytes(bytearray(4 * 1024**3))


def job(path: Path, content: bytes = TEXT.encode()) -> Job:
    path.write_bytes(content)
    return Job(path, path.name, hashlib.sha256(content).hexdigest())


def rules(record: DocumentRecord) -> list[str]:
    return [finding.rule for finding in record.findings]


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(Hanging, "reading_too_long"), (Deadly, "reading_failed"), (Greedy, "document_too_large")],
    ids=["hangs", "dies", "fills the memory"],
)
def test_a_bad_document_costs_its_own_record(tmp_path: Path, kind: type[PosixPath], rule: str) -> None:
    good = [job(tmp_path / f"{number}.txt", f"{TEXT}{number}".encode()) for number in range(6)]
    bad = Job(kind(tmp_path / "bad.txt"), "bad.txt", "0" * 64)
    started = time.monotonic()
    found = {one.name: record for one, record in read_all([*good[:3], bad, *good[3:]], ReadingOptions(), TIGHT)}
    assert time.monotonic() - started < 30
    assert rules(found.pop("bad.txt")) == [rule]
    assert sorted(found) == [f"{number}.txt" for number in range(6)]
    assert all(record.cover.fiscal_year for record in found.values())


def test_a_file_that_changes_while_it_is_read_says_so(tmp_path: Path) -> None:
    changed = job(tmp_path / "a.txt")
    (tmp_path / "a.txt").write_text("另一份", encoding="utf-8")
    ((_, record),) = read_all([changed], ReadingOptions(), TIGHT)
    assert record.sha256 == changed.sha256
    assert rules(record) == ["reading_failed"]


def test_a_file_that_has_gone_says_so(tmp_path: Path) -> None:
    gone = job(tmp_path / "a.txt")
    gone.location.unlink()
    ((_, record),) = read_all([gone], ReadingOptions(), TIGHT)
    assert rules(record) == ["reading_failed"]


def test_one_file_is_read_within_the_same_bounds(tmp_path: Path) -> None:
    assert read_one(job(tmp_path / "a.txt").location).cover.fiscal_year is not None


def test_a_file_called_like_a_module_is_not_run_where_the_command_is_started(tmp_path: Path) -> None:
    (tmp_path / "dis.py").write_text("raise SystemExit('run')", encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [Path(sys.prefix, "bin", "jixiao"), "extract", "a.txt"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "某市某局" in told.stdout, told.stderr
