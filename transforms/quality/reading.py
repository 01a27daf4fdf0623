"""Checks on what OCR read: every value that it was not sure of says so."""

from __future__ import annotations

from collections.abc import Iterable

from transforms.rules import load
from transforms.tables.confidence import Seen
from warehouse.schema.records import Finding


def reading_findings(texts: Iterable[Seen]) -> list[Finding]:
    """A finding (`ocr_low_confidence`) for each doubtful one of the texts that OCR read of a document, in their order.

    A merged cell that speaks for several rows is told once, with the first of them.
    """
    told: set[tuple[str, str]] = set()
    findings = []
    for text, project, indicator in texts:
        if text.confidence is None or not text.text or text.confidence >= load("ocr")["least_confidence"]:
            continue
        if (text.source_ref, text.text) not in told:
            told.add((text.source_ref, text.text))
            details = {"confidence": f"{text.confidence:.2f}"}
            findings.append(Finding("ocr_low_confidence", text.source_ref, text.text, project, indicator, details))
    return findings
