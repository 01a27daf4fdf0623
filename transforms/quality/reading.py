"""Checks on what OCR read: every value that it was not sure of says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from transforms.rules import load
from transforms.tables.confidence import texts_of
from warehouse.schema.records import DocumentRecord, Finding, ProjectRecord, Text


def reading_findings(record: DocumentRecord) -> list[Finding]:
    """A finding (`ocr_low_confidence`) for each doubtful value of a document, in reading order.

    A merged cell that speaks for several rows is told once, with the first of them.
    """
    told: set[tuple[str, str]] = set()
    findings = []
    for text, project, indicator in _texts(record):
        if text.confidence is None or not text.text or text.confidence >= load("ocr")["least_confidence"]:
            continue
        if (text.source_ref, text.text) not in told:
            told.add((text.source_ref, text.text))
            details = {"confidence": f"{text.confidence:.2f}"}
            findings.append(Finding("ocr_low_confidence", text.source_ref, text.text, project, indicator, details))
    return findings


def _texts(record: DocumentRecord) -> Iterator[tuple[Text, int | None, int | None]]:
    """Every text of a record with the numbers of its project and indicator."""
    for text in (record.cover.department_name, record.cover.fiscal_year, record.cover.stage, *record.contents):
        if text is not None:
            yield text, None, None
    if record.overall_goal is not None:
        yield record.overall_goal, None, None
    for goal in record.goals:
        for item in fields(goal):
            if isinstance(value := getattr(goal, item.name), Text):
                yield value, None, None
    for seq_no, project in enumerate(record.projects, start=1):
        yield from _project_texts(project, seq_no)


def _project_texts(project: ProjectRecord, seq_no: int) -> Iterator[tuple[Text, int | None, int | None]]:
    for text in texts_of(project):
        yield text, seq_no, None
    for stage in project.plan:
        if stage.percent is not None:
            yield stage.percent, seq_no, None
    for number, indicator in enumerate(project.indicators, start=1):
        for text in texts_of(indicator):
            yield text, seq_no, number
