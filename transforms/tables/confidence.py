"""How sure OCR was of a record: the least certain of its texts counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from decimal import ROUND_HALF_DOWN, Decimal

from warehouse.schema.records import IndicatorRecord, ProjectRecord, Text

_STEP = Decimal("0.001")


def texts_of(record: ProjectRecord | IndicatorRecord) -> Iterator[Text]:
    """The texts of a record itself, without those of the records in it."""
    for item in fields(record):
        value = getattr(record, item.name)
        yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Text))


def read_confidence(record: ProjectRecord | IndicatorRecord) -> Decimal | None:
    """The lowest confidence of a record's texts, 0 to 1; None where OCR read none of them."""
    known = [text.confidence for text in texts_of(record) if text.confidence is not None]
    return Decimal(str(min(known))).quantize(_STEP, ROUND_HALF_DOWN) if known else None
