"""The log for machines: what a line says, and that trouble with it stops nothing."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines import logs, stages
from pipelines.build import Summary
from pipelines.settings import Folders
from tests.pipelines.conftest import ROOT
from warehouse import published
from warehouse.checks import Failure, PublishRefused


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(logs.VARIABLE, "")
    yield
    logger = logging.getLogger("jixiao")
    for handler in [*logger.handlers]:
        logger.removeHandler(handler)
        handler.close()


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_when_how_grave_which_stage_and_about_what(tmp_path: Path) -> None:
    logs.write_to(tmp_path / "log")
    logs.warning("reading", "隔离", document="2026/a.pdf", sha256="ab", partition=None)
    (line,) = lines(tmp_path / "log")
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "warning", "stage": "reading", "document": "2026/a.pdf", "sha256": "ab", "message": "隔离",
    }  # fmt: skip


def test_the_environment_asks_for_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(logs.VARIABLE, str(tmp_path / "log"))
    logs.info("reading", "read")
    logs.error("publishing", "refused\nfor a reason")
    assert [(line["level"], line["message"]) for line in lines(tmp_path / "log")] == [
        ("info", "read"), ("error", "refused\nfor a reason"),
    ]  # fmt: skip


def test_a_log_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    logs.write_to(tmp_path / "log")
    logs.info("reading", "first")
    (tmp_path / "log").rename(tmp_path / "log.1")
    logs.info("reading", "second")
    assert [line["message"] for line in lines(tmp_path / "log")] == ["second"]


def test_names_that_are_no_utf_8_are_logged(tmp_path: Path) -> None:
    logs.write_to(tmp_path / "log")
    name = os.fsdecode(b"\xc4\xea.txt")
    logs.info("reading", "read", document=name)
    assert lines(tmp_path / "log")[0]["document"] == name


def test_a_log_that_cannot_be_written_is_said_once_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(logs.VARIABLE, str(tmp_path / "none/log"))
    logs.info("reading", "read")
    logs.info("reading", "read")
    assert capsys.readouterr().err.count("cannot be written") == 1


def test_without_a_log_nothing_is_said() -> None:
    code = "from pipelines import logs; logs.error('publishing', 'refused')"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert (run.stdout, run.stderr) == (b"", b"")


def test_a_document_is_logged_as_it_is_read_and_quarantined(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "raw", tmp_path / "out")
    (folders.raw / "2026").mkdir(parents=True)
    (folders.raw / "2026/letter.txt").write_text("关于召开会议的通知", encoding="utf-8")
    logs.write_to(tmp_path / "log")
    stages.keep_manifests(folders, ["2026"], stages.take_in(folders))
    stages.read_partition(folders, "2026")
    stages.normalise_partition(folders, "2026")
    read, kept_out, made = lines(tmp_path / "log")
    assert (read["stage"], read["document"], read["projects"]) == ("reading", "2026/letter.txt", 0)
    assert (kept_out["level"], kept_out["document"], kept_out["sha256"]) == (
        "warning",
        read["document"],
        read["sha256"],
    )
    assert kept_out["message"].startswith("quarantined: ")
    assert (made["stage"], made["partition"], made["documents"]) == ("normalising", "2026", 1)


def test_a_refused_publication_is_logged_as_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PublishRefused([Failure("published_shrinks", "less", 1, (("2026", "9 → 1 documents"),))])

    monkeypatch.setattr("warehouse.publish.publish", refuse)
    logs.write_to(tmp_path / "log")
    with pytest.raises(PublishRefused):
        stages.publish_lake(Folders(tmp_path, tmp_path))
    (line,) = lines(tmp_path / "log")
    assert (line["level"], line["stage"]) == ("error", "publishing")
    assert "9 → 1 documents" in line["message"]


def test_what_could_not_be_removed_is_logged_until_it_is(
    built: tuple[Folders, Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    shutil.copytree(built[0].out, out, symlinks=True)
    folders = replace(built[0], out=out)
    (out / "versions" / ".old-20250101T000000.000000Z").mkdir()
    logs.write_to(tmp_path / "log")
    with monkeypatch.context() as patched:
        patched.setattr(published, "_remove_if_possible", lambda _path: None)
        stages.publish_lake(folders)
    stages.publish_lake(folders)
    told = [(line["level"], line.get("folders")) for line in lines(tmp_path / "log")]
    assert told == [("warning", [".old-20250101T000000.000000Z"]), ("info", None), ("info", None)]
