"""Checks on what OCR read: every value that it was not sure of says so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from transforms.rules import load
from transforms.tables.confidence import read_by_ocr
from warehouse.schema.records import DocumentRecord, Finding, Text


def reading_findings(record: DocumentRecord) -> list[Finding]:
    """A finding (`ocr_low_confidence`) for each doubtful value of a document, in reading order.

    A merged cell that speaks for several rows is told once, with the first of them.
    """
    told: set[tuple[str, str]] = set()
    findings = []
    for text, project, indicator in _read_by_ocr(record):
        if text.confidence is None or not text.text or text.confidence >= load("ocr")["least_confidence"]:
            continue
        if (text.source_ref, text.text) not in told:
            told.add((text.source_ref, text.text))
            details = {"confidence": f"{text.confidence:.2f}"}
            findings.append(Finding("ocr_low_confidence", text.source_ref, text.text, project, indicator, details))
    return findings


def _read_by_ocr(record: DocumentRecord) -> Iterator[tuple[Text, int | None, int | None]]:
    """Every text of a record that OCR read, with the numbers of its project and indicator."""
    front = [*record.contents, record.overall_goal] if record.overall_goal else record.contents
    for text in (*read_by_ocr(record.cover), *front, *chain.from_iterable(map(read_by_ocr, record.goals))):
        yield text, None, None
    for seq_no, project in enumerate(record.projects, start=1):
        for text in chain(read_by_ocr(project), *map(read_by_ocr, project.plan)):
            yield text, seq_no, None
        for number, indicator in enumerate(project.indicators, start=1):
            for text in read_by_ocr(indicator):
                yield text, seq_no, number
