"""How sure OCR was: of every text of a document, and of a record, of which the least certain of its texts counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_DOWN, Decimal
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from warehouse.schema.records import (
    CoverRecord,
    DocumentRecord,
    GoalRecord,
    IndicatorRecord,
    PlanStageRecord,
    ProjectRecord,
    Text,
    text_fields,
)

_STEP = Decimal("0.001")

Record = CoverRecord | GoalRecord | PlanStageRecord | ProjectRecord | IndicatorRecord


class Seen(NamedTuple):
    """A text that OCR read, with the numbers of its project and indicator."""

    text: Text
    project: int | None = None
    indicator: int | None = None


def seen_texts(record: DocumentRecord) -> list[Seen]:
    """Every text of a document that OCR read, in reading order."""
    front = (*record.contents, record.overall_goal) if record.overall_goal else record.contents
    found = [Seen(text) for text in chain(_seen(record.cover), _by_ocr(front), *map(_seen, record.goals))]
    for seq_no, project in enumerate(record.projects, start=1):
        found += [Seen(text, seq_no) for text in chain(_seen(project), *map(_seen, project.plan))]
        for number, indicator in enumerate(project.indicators, start=1):
            if texts := _seen(indicator):
                found += [Seen(text, seq_no, number) for text in texts]
    return found


def add_confidence(
    projects: Sequence[dict[str, Any]], indicators: Sequence[dict[str, Any]], records: Sequence[ProjectRecord]
) -> None:
    """Says in the rows of a document's projects and indicators how sure OCR was of their records."""
    owners: Iterator[tuple[dict[str, Any], Record]] = chain(
        zip(projects, records, strict=True),
        zip(indicators, chain.from_iterable(record.indicators for record in records), strict=True),
    )
    for row, record in owners:
        row["read_confidence"] = read_confidence(record)


def read_confidence(record: Record) -> Decimal | None:
    """The lowest confidence of a record's own texts, 0 to 1; None where OCR read none of them."""
    known = [text.confidence for text in _seen(record) if text.confidence is not None]
    return Decimal(str(min(known))).quantize(_STEP, ROUND_HALF_DOWN) if known else None


def _seen(record: Record) -> list[Text]:
    """The texts that OCR read of a record itself, in the order of its fields, without those of the records in it."""
    kind: type = type(record)
    found = []
    for value in filter(None, _texts_of(kind)(record)):
        if value.__class__ is tuple:
            found += _by_ocr(value)
        elif value.confidence is not None:
            found.append(value)
    return found


def _by_ocr(texts: Iterable[Text]) -> list[Text]:
    return [text for text in texts if text.confidence is not None]


@cache
def _texts_of(kind: type) -> Callable[[Record], tuple[Any, ...]]:
    """Gives what the fields for texts hold of a record of this kind."""
    names = text_fields(kind)
    return attrgetter(*names) if len(names) > 1 else lambda record: (getattr(record, names[0]),)
