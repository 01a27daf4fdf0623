"""What is read again: a reading is current as long as nothing that made it has changed and nothing it missed is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from making_pdf import locked

from transforms import extract
from transforms.extract import is_current, read_records
from transforms.readers import open as opening
from transforms.readers.doc import office
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.scan import ocr as scan

WITH_PASSWORD = ReadingOptions(passwords=("secret",))
TEXT = "某市某局\n2025年部门预算绩效文本\n".encode()


def test_a_reading_is_current_until_its_reader_the_form_or_the_labels_change(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read_records(TEXT, "a.txt").reader
    assert is_current(reading)
    monkeypatch.setattr(extract, "FORM_VERSION", extract.FORM_VERSION + 1)
    assert not is_current(reading)
    monkeypatch.undo()
    monkeypatch.setitem(opening.VERSIONS, "text", opening.VERSIONS["text"] + 1)
    assert not is_current(reading)


@pytest.mark.parametrize(
    ("what", "module", "name", "absent", "present"),
    [
        ("ocr", scan, "is_installed", lambda: False, lambda: True),
        ("libreoffice", office, "program", lambda: None, lambda: "soffice"),
    ],
)
def test_what_lacked_something_is_read_again_when_it_is_there(
    what: str, module: ModuleType, name: str, absent: Callable[[], object], present: Callable[[], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    reading = read_records(TEXT, "a.txt").reader + f".without-{what}"
    monkeypatch.setattr(module, name, absent)
    assert is_current(reading)
    monkeypatch.setattr(module, name, present)
    assert not is_current(reading)


def test_an_encrypted_file_is_read_again_with_a_password_file() -> None:
    record = read_records(locked("words", "other"), "a.pdf")
    assert [finding.rule for finding in record.findings] == ["document_encrypted"]
    assert is_current(record.reader, PLAIN)
    assert not is_current(record.reader, WITH_PASSWORD)
    assert is_current(replace(record, reader=record.reader.removesuffix(".without-password")).reader, WITH_PASSWORD)


def test_a_scan_without_ocr_says_which_command_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    record = read_records(b"\x89PNG\r\n\x1a\n" + bytes(64), "a.png")
    assert [finding.rule for finding in record.findings] == ["ocr_missing"]
    assert "make ocr" in record.findings[0].details["reason"]
    assert record.reader.endswith(".without-ocr")
