"""Corrections by people: what a document was wrongly read as, what it says instead, and why; applied to its record.

A correction matches exactly what was read, or it fails: a value that is read another way by now is not touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date

from transforms.quality.findings import quarantines
from transforms.stated import Address, rewritten, values, without_confidence
from warehouse.schema.records import (
    CoverRecord,
    DocumentRecord,
    Finding,
    GoalRecord,
    IndicatorRecord,
    PlanStageRecord,
    ProjectRecord,
    Text,
    text_fields,
)

_KINDS = {
    "document": DocumentRecord, "cover": CoverRecord, "goal": GoalRecord, "project": ProjectRecord,
    "plan": PlanStageRecord, "indicator": IndicatorRecord,
}  # fmt: skip
CORRECTED, STALE, NOT_NEEDED = "corrected", "correction_stale", "correction_not_needed"
_NOTHING = "∅"


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of a file below `data/corrections`.

    `document` is the file's SHA-256, `place` a `source_ref`, `field` what stands there (`indicator.value`). `read` is the
    text as it was read, None where nothing was: then `place` is that of the project or indicator, or `cover`.
    `corrected` is what the document says, empty where the cell is blank. `project` counts the projects of the document from
    1, for places that several share.
    """

    document: str
    place: str
    field: str
    read: str | None
    corrected: str
    reason: str
    date: date
    by: str | None = None
    file: str | None = None
    """What the document was called, for people."""
    project: int | None = None
    entry: str = ""
    """Where the correction itself stands: file and line."""

    def key(self) -> tuple[str, str, str, str | None, int | None]:
        """What it corrects: no two corrections may have that in common."""
        return self.document, self.field, without_confidence(self.place), self.read, self.project

    def stands_at(self, address: Address, text: Text | None) -> bool:
        """Whether this is the field and the place it is about, whatever stands there."""
        where = address.place if text is None else text.source_ref
        if self.project not in (None, address.project):
            return False
        return address.field == self.field and without_confidence(where) == without_confidence(self.place)

    def matches(self, address: Address, text: Text | None) -> bool:
        """Whether this value was read as the correction says."""
        return self.stands_at(address, text) and (text.text.strip() if text else None) == self.read


def correctable_fields() -> list[str]:
    """The fields that a correction may name, in the order of the records."""
    return [f"{kind}.{name}" for kind, record in _KINDS.items() for name in text_fields(record)]


def corrected(record: DocumentRecord, corrections: Sequence[Correction]) -> DocumentRecord:
    """The record of a document with its corrections applied, and a finding for each value that they change.

    A correction that matches nothing is a finding too: `correction_not_needed` where the value already says what it
    should, else `correction_stale`, which keeps the document out of the warehouse: somebody found a value of it wrong,
    and nobody knows whether it still is. A document that could not be read stays as it is.
    """
    if not corrections or quarantines(record.findings):
        return record
    findings: list[Finding] = []
    used: set[Correction] = set()
    usable = [one for one in corrections if one.read is not None or _is_told_apart(record, one)]

    def change(address: Address, text: Text | None) -> Text | None:
        correction = next((one for one in usable if one.matches(address, text)), None)
        if correction is None:
            return text
        used.add(correction)
        now = Text(correction.corrected, text.source_ref if text else correction.place)
        findings.append(_finding(CORRECTED, correction, address, now))
        return now

    changed = rewritten(record, change)
    unmatched = [_unmatched(record, one) for one in corrections if one not in used]
    if quarantines(unmatched):
        # What is kept out has no projects that its findings could be about.
        told = [replace(finding, project=None, indicator=None) for finding in (*unmatched, *record.findings)]
        return replace(record, findings=tuple(told))
    return replace(changed, findings=(*record.findings, *findings, *unmatched))


def _is_told_apart(record: DocumentRecord, correction: Correction) -> bool:
    """Whether what was not read at a place is that of one project or indicator: a page may hold the beginnings of several."""
    return sum(correction.matches(address, text) for address, text in values(record)) == 1


def _unmatched(record: DocumentRecord, correction: Correction) -> Finding:
    there = [(address, text) for address, text in values(record) if correction.stands_at(address, text)]
    address, text = next(
        ((address, text) for address, text in there if text is not None and text.text == correction.corrected),
        there[0] if there else (Address(correction.field), None),
    )
    needed = text is None or text.text != correction.corrected
    return _finding(STALE if needed else NOT_NEEDED, correction, address, text)


def _finding(rule: str, correction: Correction, address: Address, text: Text | None) -> Finding:
    shown = {"read": correction.read, "corrected": correction.corrected, "found": text.text if text else None}
    details = {name: _NOTHING if words is None else words for name, words in shown.items()}
    details |= {
        "field": correction.field,
        "entry": correction.entry,
        "who": " ".join(filter(None, [correction.date.isoformat(), correction.by])),
        "reason": correction.reason,
    }
    where = text.source_ref if text else correction.place
    return Finding(rule, where, text.text if text else None, address.project, address.indicator, details)


def corrections_digest(corrections: Iterable[Correction]) -> str:
    """Changes whenever what these corrections do or say changes; empty without any."""
    told = sorted(map(repr, (astuple(one) for one in corrections)))
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest() if told else ""
