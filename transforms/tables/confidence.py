"""How sure OCR was of a record: the least certain of its texts counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import ROUND_HALF_DOWN, Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from warehouse.schema.records import CoverRecord, GoalRecord, IndicatorRecord, PlanStageRecord, ProjectRecord, Text

_STEP = Decimal("0.001")
_TEXTS = ("Text", "Text | None", "tuple[Text, ...]")

Record = CoverRecord | GoalRecord | PlanStageRecord | ProjectRecord | IndicatorRecord


def read_by_ocr(record: Record) -> list[Text]:
    """The texts that OCR read of a record itself, in the order of its fields, without those of the records in it."""
    kind: type = type(record)
    found = []
    for value in filter(None, _texts_of(kind)(record)):
        if value.__class__ is tuple:
            found += [text for text in value if text.confidence is not None]
        elif value.confidence is not None:
            found.append(value)
    return found


@cache
def _texts_of(kind: type) -> Callable[[Record], tuple[Any, ...]]:
    """Gives what the fields for texts hold of a record of this kind."""
    names = [item.name for item in fields(kind) if item.type in _TEXTS]
    return attrgetter(*names) if len(names) > 1 else lambda record: (getattr(record, names[0]),)


def read_confidence(record: ProjectRecord | IndicatorRecord) -> Decimal | None:
    """The lowest confidence of a record's texts, 0 to 1; None where OCR read none of them."""
    known = [text.confidence for text in read_by_ocr(record) if text.confidence is not None]
    return Decimal(str(min(known))).quantize(_STEP, ROUND_HALF_DOWN) if known else None
