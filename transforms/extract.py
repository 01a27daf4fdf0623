"""From one file to its form records: the only way in. A file that cannot be read becomes a record that says why."""

from __future__ import annotations

import hashlib

from transforms.document import UnreadableDocument
from transforms.form.department import read_cover, read_goals
from transforms.form.projects import read_projects
from transforms.readers.open import UNREADABLE, open_document, reader_ids
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.rules import digest
from warehouse.schema.records import DocumentRecord, Finding

FORM_VERSION = 2
"""Raised whenever the same Document would give other records under the same labels; the lake then reads it again."""


def is_current(reading: str) -> bool:
    """Whether reading the same file today would give the same records: neither its reader nor the form has changed."""
    name = reading.partition("-")[0]
    return reading == _reading(reader_ids().get(name, ""))


def _reading(reader_id: str) -> str:
    return f"{reader_id}.form-{FORM_VERSION}.{digest('labels')}"


def read_records(content: bytes, file_name: str, options: ReadingOptions = PLAIN) -> DocumentRecord:
    """Everything the document says, verbatim. Never raises for a bad file: the record's findings say what is wrong.

    `file_name` is only a hint at the format; two files with the same bytes give the same record. Raises
    ReadingPostponed where the options ask for it.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        document = open_document(content, file_name, options)
    except UnreadableDocument as error:
        return unreadable_record(sha256, error.rule, error.message, error.document_format)
    part_two = read_projects(document)
    overall, goals = read_goals(document)
    notes = [Finding("reader_note", details={"note": note}) for note in document.notes]
    return DocumentRecord(
        sha256=sha256,
        format=document.format,
        reader=_reading(document.reader),
        page_count=document.page_count,
        cover=read_cover(document),
        contents=tuple(part_two.contents),
        overall_goal=overall,
        goals=goals,
        projects=tuple(part_two.projects),
        findings=(*part_two.findings, *notes),
    )


def unreadable_record(sha256: str, rule: str, reason: str, document_format: str | None = None) -> DocumentRecord:
    """The record of a file that no reader could read, with the reason, and its format where that is known."""
    finding = Finding(rule, details={"reason": reason})
    reader = _reading(reader_ids()[UNREADABLE])
    return DocumentRecord(sha256=sha256, format=document_format, reader=reader, findings=(finding,))
