"""From one file to its form records: the only way in. A file that cannot be read becomes a record that says why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from traceback import extract_tb

from transforms.document import Document, UnreadableDocument
from transforms.form.department import read_cover
from transforms.form.department_goals import read_goals
from transforms.form.projects import read_projects
from transforms.readers.open import UNREADABLE, is_there, open_document, reader_ids
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.rules import digest
from warehouse.schema.records import DocumentRecord, Finding

FORM_VERSION = 10
"""Raised whenever the same Document would give other records under the same labels; the lake then reads it again."""
FAILED = "reading_failed"
"""The quality rule of readings that may succeed when they are tried again."""
_BROKEN = (
    "程序在理解该文件时出错（{0}，{1} 第 {2} 行），请将文件交给维护人员。 "
    "The program failed while it made sense of the file ({0} in {1}, line {2}): pass the file on to its maintainers."
)
_WITHOUT = ".without-"
"""Parts a reading's name from what was missing when it was made."""


def is_current(reading: str, options: ReadingOptions = PLAIN) -> bool:
    """Whether reading the same file today would give the same records: neither its reader nor the form has changed, and
    nothing that was missing is there now."""
    made_by, *missing = reading.split(_WITHOUT)
    name = made_by.partition("-")[0]
    return made_by == _reading(reader_ids().get(name, "")) and not any(is_there(what, options) for what in missing)


def reading_version() -> str:
    """What stands for all readers and the form as they are: the same as long as every reading of today is current."""
    told = " ".join(_reading(reader_id) for _, reader_id in sorted(reader_ids().items()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _reading(reader_id: str, missing: Iterable[str] = ()) -> str:
    return "".join([f"{reader_id}.form-{FORM_VERSION}.{digest('labels')}", *(f"{_WITHOUT}{what}" for what in missing)])


def read_records(content: bytes, file_name: str, options: ReadingOptions = PLAIN) -> DocumentRecord:
    """Everything the document says, verbatim. Never raises for a bad file: the record's findings say what is wrong.

    `file_name` is only a hint at the format; two files with the same bytes give the same record. Raises
    ReadingPostponed where the options ask for it, and MemoryError where what was read is too much to make sense of.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        document = open_document(content, file_name, options)
    except UnreadableDocument as error:
        return unreadable_record(sha256, error.rule, error.message, error.document_format, error.missing)
    try:
        return document_record(document, sha256)
    except MemoryError:
        raise
    except Exception as error:  # a fault of this program's own: one document fails and no build
        return failed_record(sha256, error, document.format)


def document_record(document: Document, sha256: str) -> DocumentRecord:
    """Everything a document says, verbatim; `sha256` is that of its file."""
    part_two = read_projects(document)
    part_one = read_goals(document)
    notes = [Finding("reader_note", details={"note": note}) for note in document.notes]
    return DocumentRecord(
        sha256=sha256,
        format=document.format,
        reader=_reading(document.reader, document.missing),
        page_count=document.page_count,
        cover=read_cover(document),
        contents=tuple(part_two.contents),
        overall_goal=part_one.overall,
        goals=part_one.goals,
        projects=tuple(part_two.projects),
        findings=(*part_one.findings, *part_two.findings, *notes),
    )


def unreadable_record(
    sha256: str, rule: str, reason: str, document_format: str | None = None, missing: Iterable[str] = ()
) -> DocumentRecord:
    """The record of a file that no reader could read, with the reason, its format where that is known, and what was
    missing that may read it."""
    finding = Finding(rule, details={"reason": reason})
    reader = _reading(reader_ids()[UNREADABLE], missing)
    return DocumentRecord(sha256=sha256, format=document_format, reader=reader, findings=(finding,))


def failed_record(sha256: str, error: Exception, document_format: str | None) -> DocumentRecord:
    """The record of a file that this program could read and not make sense of, with where it failed."""
    where = extract_tb(error.__traceback__)[-1]
    reason = _BROKEN.format(type(error).__name__, Path(where.filename).name, where.lineno)
    return unreadable_record(sha256, FAILED, reason, document_format)
