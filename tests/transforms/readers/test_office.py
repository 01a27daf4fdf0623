"""LibreOffice: found or not, many files in one call, macros off, stopped in time with all that it started."""

from __future__ import annotations

import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from making import docx, p
from making_doc import word_package

from transforms.readers.doc import office
from transforms.readers.docx import read as docx_reader


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Puts a program of LibreOffice's name on the path that runs a script; $IN and $OUT are the folders."""
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nOUT="${{10}}"\nshift 10\nLOG="{folder}/log"\n{script}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_without_libreoffice_nothing_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.program() is None
    assert office.convert([b"a", b"b"]) == [None, None]


def test_many_files_take_one_call_and_a_missing_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = 'echo call >> "$LOG"; cp "$1" "$OUT/000000.docx"; cp "$3" "$OUT/000002.docx"; : > "$OUT/000003.docx"'
    stand_in(tmp_path, monkeypatch, script)
    assert office.convert([b"a", b"b", b"c", b"d"]) == [b"a", None, b"c", None]
    assert (tmp_path / "log").read_text(encoding="utf-8") == "call\n"


def test_what_hangs_is_stopped_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive = '(for _ in $(seq 400); do echo alive >> "$LOG"; sleep 0.05; done) &'
    stand_in(tmp_path, monkeypatch, f'cp "$1" "$OUT/000000.docx"; {alive} sleep 30')
    started = time.perf_counter()
    assert office.convert([b"a"], seconds=1.5) == [b"a"]
    assert time.perf_counter() - started < 10
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert said.startswith("alive")
    time.sleep(0.5)
    assert (tmp_path / "log").read_text(encoding="utf-8") == said


def test_a_program_that_does_not_start_gives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "soffice").write_bytes(b"\0\0 no program")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.convert([b"a"]) == [None]


def test_every_call_has_a_profile_of_its_own_that_runs_no_macros(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, f'cat profile/user/registrymodifications.xcu > "{tmp_path}/$(basename "$PWD")"')
    office.convert([b"a"])
    office.convert([b"a"])
    profiles = sorted(tmp_path.glob("jixiao-office-*"))
    assert len(profiles) == 2
    settings = {
        element[0].get("{http://openoffice.org/2001/registry}name"): element[0][0].text
        for element in ElementTree.fromstring(profiles[0].read_text(encoding="utf-8"))  # noqa: S314 - made here
    }
    assert settings["MacroSecurityLevel"] == "3"
    assert settings["DisableMacrosExecution"] == "true"
    assert settings["Link"] == "2"


def test_libreoffice_converts_there_and_back() -> None:
    if office.program() is None:
        pytest.skip(office.INSTALL)
    there = office.convert([word_package(p("绩效")), b"\0 no document"], "docx", "doc:MS Word 97")
    assert there[0] is not None
    (back,) = office.convert([there[0]])
    assert back is not None
    assert docx_reader.read(back).blocks == docx_reader.read(docx(p("绩效"))).blocks
