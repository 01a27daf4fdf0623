"""indicator: one row a 三级指标, verbatim and with the meaning of its value."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from transforms import keys
from transforms.form.labels import says_nothing
from transforms.quantity.direction import more_is_better
from transforms.quantity.meaning import Bound, Value, value_columns
from transforms.quantity.named import read_named, unit_in_name
from transforms.quantity.text import normalise
from transforms.quantity.value import stated_bounds
from transforms.quantity.vocabulary import comparators
from transforms.tables.confidence import read_confidence
from transforms.tables.submission import Identity
from transforms.text import fold, one_line, tidy
from warehouse.schema.records import IndicatorRecord, Text

_WEIGHT = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)[%分]?")


def indicator_row(
    identity: Identity, project_key: str, indicator: IndicatorRecord, seq_no: int
) -> tuple[dict[str, Any], Value]:
    """The row of one indicator, and the value it was read as with the names of what is doubtful about it."""
    level1, level2, level3 = _name(indicator.level1), _name(indicator.level2), _name(indicator.level3)
    operator, unit = _verbatim(indicator.operator), _verbatim(indicator.measure_unit)
    name = level3 if level3 and unit_in_name(level3) else None
    value = _read(_verbatim(indicator.value) or "", operator or "", unit or "", level2, name, identity.fiscal_year)
    value = value._replace(more_is_better=more_is_better(value, level1=level1, level2=level2, name=level3))
    row = {
        "indicator_key": keys.indicator_key(project_key, seq_no),
        "project_key": project_key,
        "district_code": identity.district_code,
        "fiscal_year": identity.fiscal_year,
        "seq_no": seq_no,
        "level1": level1,
        "level2": level2,
        "level3": level3,
        "description": tidy(indicator.description.text) or None if indicator.description else None,
        "value_text": _verbatim(indicator.value),
        "basis": tidy(indicator.basis.text) or None if indicator.basis else None,
        "operator_text": operator,
        "measure_unit_text": unit,
        "weight": _weight(indicator.weight),
        "remark": None
        if indicator.remark is None or says_nothing(indicator.remark.text)
        else tidy(indicator.remark.text),
        "horizon": indicator.horizon,
        "read_confidence": read_confidence(indicator),
        "source_ref": indicator.source_ref,
        **value_columns(value),
    }
    return row, value


def bound_rows(row: dict[str, Any], value: Value) -> list[dict[str, Any]]:
    """Rows of indicator_bound: every bound that the value of an indicator's row states, also where it is only one."""
    text = with_operator(row["value_text"] or "", row["operator_text"] or "")
    shared = {name: row[name] for name in ("indicator_key", "project_key", "district_code", "fiscal_year")}
    return [
        {
            **shared,
            "seq_no": seq_no,
            "bound_name": bound.name or None,
            "bound_text": bound.value_text,
            **value_columns(_directed(bound, row)),
        }
        for seq_no, bound in enumerate(stated_bounds(text, value), start=1)
    ]


def _directed(bound: Bound, row: dict[str, Any]) -> Value:
    """The meaning of a bound, pointing the way of what its own words name, else of the indicator."""
    levels = {name: row[name] for name in ("level1", "level2")}
    better = more_is_better(bound.value, **levels, name=f"{row['level3'] or ''} {bound.name}")
    return bound.value._replace(more_is_better=better)


@lru_cache(maxsize=65536)
def _read(text: str, operator: str, unit: str, level2: str | None, name: str | None, year: int | None) -> Value:
    """Offices repeat themselves: each distinct value is read once."""
    return read_named(with_operator(text, operator), name=name, level2=level2, unit=unit or None, year=year)


def with_operator(text: str, operator: str) -> str:
    """A value with the sign that stood in a column of its own (指标性质) in front; words there (定性, 定量) are no sign."""
    return f"{operator}{text}" if text and _is_sign(operator) else text


@lru_cache(maxsize=1024)
def _is_sign(operator: str) -> bool:
    return normalise(operator).plain in comparators("before")


def _weight(text: Text | None) -> Decimal | None:
    """Points or per cent as a number; None where the cell is blank or holds no number."""
    found = _WEIGHT.fullmatch(fold(text.text)) if text else None
    return Decimal(found[1]) if found else None


def _name(text: Text | None) -> str | None:
    return one_line(text.text) or None if text else None


def _verbatim(text: Text | None) -> str | None:
    return text.text.strip() or None if text else None
