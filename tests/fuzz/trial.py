"""One mutated document through the whole way, and what must hold whatever was done to it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from pipelines.archives import ArchiveRejected, unpack
from tests.fuzz.accounting import unaccounted
from transforms.document import Document
from transforms.extract import read_records
from transforms.normalise import normalise_one
from transforms.readers.open import open_document
from transforms.tables.submission import Submission
from warehouse.schema.records import DocumentRecord, from_json
from warehouse.schema.staged import STAGED, frame


@dataclass(frozen=True, slots=True)
class Outcome:
    """`loaded` or `quarantined`; `problem` says what did not hold."""

    status: str
    findings: int = 0
    problem: str = ""


def tried(kind: str, content: bytes) -> Outcome:
    """Reads, normalises and accounts for one document. Raises what must not be raised."""
    if kind == "zip":
        return _unpacked(content)
    name = {"markdown": "x.md"}.get(kind, "x")
    record, document = _read(content, name)
    rows = normalise_one(Submission(record, name, datetime(2025, 1, 1, tzinfo=UTC)))
    for table, schema in STAGED.items():
        frame(schema, rows[table])
    status = rows["document"][0]["status"]
    return Outcome(status, len(rows["quality_issue"]), _problem(record, document, rows["quality_issue"]))


def _read(content: bytes, name: str) -> tuple[DocumentRecord, Document | None]:
    """The records of a document, and what they were read from: nothing where no reader could read it."""
    opened: list[Document] = []

    def remembered(*arguments: Any) -> Document:
        opened.append(open_document(*arguments))
        return opened[0]

    with patch("transforms.extract.open_document", remembered):
        record = read_records(content, name)
    return record, opened[0] if opened else None


def _problem(record: DocumentRecord, document: Document | None, issues: list[dict[str, object]]) -> str:
    if from_json(record.to_json()) != record:
        return "the record does not come back from its JSON"
    if document is None:
        return "" if issues else "quarantined without a finding"
    lost = unaccounted(document, record)
    if lost:
        return f"lost in silence: {lost[:3]}"
    missing = sum(issue["rule"] == "missing_project" for issue in issues)
    if len(record.contents) > len(record.projects) + missing and record.projects:
        return f"{len(record.contents)} projects in the contents page, {len(record.projects)} read, {missing} reported"
    return ""


def _unpacked(content: bytes) -> Outcome:
    with TemporaryDirectory() as folder:
        archive = Path(folder, "x.zip")
        archive.write_bytes(content)
        try:
            members = unpack(archive, Path(folder, "members"))
        except ArchiveRejected:
            return Outcome("quarantined", 1)
        for member in members:
            if member.stored is None:
                continue
            kept = Path(folder, member.stored).read_bytes()
            if hashlib.sha256(kept).hexdigest() != member.sha256:
                return Outcome("loaded", problem=f"{member.path} is kept with another content")
        return Outcome("loaded", len([member for member in members if member.error]))
