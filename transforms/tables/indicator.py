"""indicator: one row a 三级指标, verbatim and with the meaning of its value."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any

from transforms import keys
from transforms.quantity.value import Value, read_value
from transforms.tables.submission import Identity
from transforms.text import one_line, tidy
from warehouse.schema.records import IndicatorRecord, Text

VALUE_COLUMNS = tuple(item.name for item in fields(Value) if item.name != "issues")
"""The normalised columns of a value, as indicator and department_indicator have them."""


def indicator_row(
    identity: Identity, project_key: str, indicator: IndicatorRecord, seq_no: int
) -> tuple[dict[str, Any], Value]:
    """The row of one indicator, and the value it was read as with the names of what is doubtful about it."""
    level2 = _name(indicator.level2)
    value = _read(_verbatim(indicator.value) or "", level2, identity.fiscal_year)
    row = {
        "indicator_key": keys.indicator_key(project_key, seq_no),
        "project_key": project_key,
        "district_code": identity.district_code,
        "fiscal_year": identity.fiscal_year,
        "seq_no": seq_no,
        "level1": _name(indicator.level1),
        "level2": level2,
        "level3": _name(indicator.level3),
        "description": tidy(indicator.description.text) or None if indicator.description else None,
        "value_text": _verbatim(indicator.value),
        "basis": tidy(indicator.basis.text) or None if indicator.basis else None,
        "source_ref": indicator.source_ref,
        **value_columns(value),
    }
    return row, value


def value_columns(value: Value) -> dict[str, Any]:
    """The normalised columns of a value, ready for a frame."""
    columns = {name: getattr(value, name) for name in VALUE_COLUMNS}
    columns["per"] = list(value.per)
    return columns


@lru_cache(maxsize=65536)
def _read(text: str, level2: str | None, year: int | None) -> Value:
    """Offices repeat themselves: each distinct value is read once."""
    return read_value(text, level2=level2, year=year)


def _name(text: Text | None) -> str | None:
    return one_line(text.text) or None if text else None


def _verbatim(text: Text | None) -> str | None:
    return text.text.strip() or None if text else None
