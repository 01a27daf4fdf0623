"""Corrections in a build: applied before values get their meaning, loud where they no longer match, cheap to change."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines import stages
from pipelines.build import BuildFailed, build
from pipelines.cli import main
from pipelines.executors.workers import INLINE, Computing
from pipelines.settings import Folders
from tests.pipelines.conftest import ROOT, SAMPLES
from transforms.correction_files import load_corrections
from transforms.extract import read_records

SAMPLE = next(SAMPLES.rglob("002_*.txt"))
RECORD = read_records(SAMPLE.read_bytes(), SAMPLE.name)
VALUE = RECORD.projects[0].indicators[0].value
BUDGET = RECORD.projects[0].budget
assert VALUE is not None
assert BUDGET is not None


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    for name in ("raw", "corrections"):
        (tmp_path / name).mkdir()
    shutil.copy(SAMPLE, tmp_path / "raw")
    alone = Computing(INLINE)
    return Folders(tmp_path / "raw", tmp_path / "out", corrections=tmp_path / "corrections", computing=alone)


def entry(place: str, field: str, read: str | None, corrected: str, document: str = RECORD.sha256) -> str:
    was = "null" if read is None else f"'{read}'"
    return (
        f"- document: {document}\n  place: {place}\n  field: {field}\n  read: {was}\n"
        f"  corrected: '{corrected}'\n  reason: 对照原件\n  by: 王某\n  date: 2026-11-21\n"
    )


def keep(folders: Folders, text: str, name: str = "a.yaml") -> None:
    assert folders.corrections is not None
    (folders.corrections / name).write_text(text, encoding="utf-8")


def rows(folders: Folders, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folders.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def built(folders: Folders, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code of `jixiao build` and what it printed."""
    where = ("--raw", str(folders.raw), "--out", str(folders.out), "--corrections", str(folders.corrections))
    with pytest.raises(SystemExit) as stopped:
        main(["build", *where, "--executor", INLINE])
    return int(stopped.value.code or 0), capsys.readouterr().out


def test_a_correction_changes_the_text_and_all_that_follows_from_it(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(
        folders,
        entry(VALUE.source_ref, "indicator.value", VALUE.text, "不少于77次")
        + entry(BUDGET.source_ref, "project.budget", BUDGET.text, "12.50"),
    )
    keep(folders, entry("page 1", "project.name", "甲", "乙", document="0" * 64), "gone.yaml")
    code, printed = built(folders, capsys)
    # One of a document that is gone is told, and stops nothing.
    assert code == 0
    assert "gone.yaml:1: 0000000000000000…, page 1, project.name" in printed
    assert "a.yaml" not in printed
    assert rows(folders, "SELECT sum(budget_cny)::INT FROM project") == [(610_000 - 110_000 + 125_000,)]
    key = f"{RECORD.sha256[:16]}-p001-i001"
    assert rows(
        folders,
        f"SELECT value_text, lower_bound::INT, counter, source_ref FROM indicator WHERE indicator_key = '{key}'",  # noqa: S608
    ) == [("不少于77次", 77, "次", VALUE.source_ref)]
    told = rows(
        folders,
        "SELECT severity, indicator_key, value_text, message FROM quality_issue WHERE rule = 'corrected' ORDER BY ALL",
    )
    assert [row[:3] for row in told] == [("info", key, "不少于77次"), ("info", None, "12.50")]
    assert f"原读作“{VALUE.text}”" in str(told[0][3])
    assert str(told[0][3]).endswith("对照原件")


def test_a_year_that_a_person_supplies_moves_the_document_to_that_year(folders: Folders) -> None:
    assert list(stages.take_in(folders)) == ["2025"]
    keep(folders, entry("cover", "cover.fiscal_year", None, "2024年部门预算绩效文本"))
    assert list(stages.take_in(folders)) == ["2024"]


def test_a_correction_that_no_longer_matches_quarantines_its_document_and_no_other(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(next(SAMPLES.rglob("004_*.txt")), folders.raw)
    keep(folders, entry(VALUE.source_ref, "indicator.value", "≥9B%", "≥95%"))
    code, printed = built(folders, capsys)
    assert code == 3
    assert re.search(rf"{SAMPLE.name}: 更正 a\.yaml:1 .*“≥9B%”.*“{re.escape(VALUE.text)}”", printed)
    assert rows(folders, "SELECT rule, severity, source_ref FROM quality_issue WHERE rule LIKE 'correct%'") == [
        ("correction_stale", "error", VALUE.source_ref)
    ]
    assert rows(folders, "SELECT count(*) FROM project") == [(11,)]


def test_corrections_that_cannot_be_understood_leave_what_was_published(folders: Folders) -> None:
    folders.out.mkdir()
    folders.database.write_bytes(b"published before")
    keep(folders, entry(VALUE.source_ref, "indicator.value", VALUE.text, "≥95%") + "  reson: x\n")
    with pytest.raises(BuildFailed, match=r"a\.yaml:9: a correction has no “reson”"):
        build(folders)
    assert folders.database.read_bytes() == b"published before"


def normalised(folders: Folders) -> dict[str, tuple[str, int]]:
    """Digest of each partition and when it was written, after a build up to the star rows."""
    taken_in = stages.take_in(folders)
    stages.keep_manifests(folders, list(taken_in), taken_in)
    for partition in taken_in:
        stages.read_partition(folders, partition)
        stages.normalise_partition(folders, partition)
    star = {partition: folders.lake().star(partition) for partition in taken_in}
    return {
        partition: (rows.digest(), (folders.notes / rows.folder / "index.json").stat().st_mtime_ns)
        for partition, rows in star.items()
    }


def test_changed_corrections_normalise_their_own_year_again_and_read_nothing(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(next(SAMPLES.rglob("004_*.txt")), folders.raw)
    first = normalised(folders)
    jobs: list[object] = []
    monkeypatch.setattr(stages, "keep_all", lambda wanted, *_, **__: iter(jobs.extend(wanted) or ()))
    keep(folders, entry(VALUE.source_ref, "indicator.value", VALUE.text, "≥7次"))
    second = normalised(folders)
    keep(folders, "")
    third = normalised(folders)
    assert jobs == []
    assert first["2023"] == second["2023"] == third["2023"]
    assert first["2025"][0] != second["2025"][0]
    assert first["2025"][0] == third["2025"][0]


def test_a_folder_of_corrections_that_is_named_has_to_be_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["build", "--raw", str(SAMPLES), "--out", "/nowhere", "--corrections", "no/such/folder"])
    assert stopped.value.code == 2
    assert "no/such/folder" in capsys.readouterr().err


def test_the_example_beside_the_corrections_is_one(tmp_path: Path) -> None:
    text = (ROOT / "data/corrections/README.md").read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    (one,) = load_corrections(tmp_path)
    assert (one.document, one.file) == (RECORD.sha256, SAMPLE.name)


def test_what_comes_with_the_project_corrects_nothing() -> None:
    assert load_corrections(ROOT / "data/corrections") == []
