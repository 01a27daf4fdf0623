"""indicator: one row a 三级指标, verbatim and with the meaning of its value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from transforms import keys
from transforms.form.labels import says_nothing
from transforms.quantity.dates import may_lack_year
from transforms.quantity.direction import by_subject, more_is_better, subject_of
from transforms.quantity.meaning import Bound, Value, value_columns
from transforms.quantity.named import read_named, tells
from transforms.quantity.text import normalise
from transforms.quantity.value import stated_bounds
from transforms.quantity.vocabulary import comparators
from transforms.tables.submission import Identity
from transforms.tables.texts import on_one_line, tidied, verbatim
from transforms.text import fold
from warehouse.schema.records import IndicatorRecord, Text

_REMEMBERED = 16_384
"""Distinct values, and distinct names: some 3 kB each at most."""
_SHARED = ("indicator_key", "project_key", "district_code", "fiscal_year")
"""What a bound's row has in common with its indicator's."""
_OWN = (
    *_SHARED, "seq_no", "level1", "level2", "level3", "description", "value_text", "basis", "operator_text",
    "measure_unit_text", "weight", "remark", "horizon", "read_confidence", "source_ref",
)  # fmt: skip
"""The columns of an indicator's row that its value does not make."""
_WEIGHT = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)[%分]?")


class Meant(NamedTuple):
    """What one 指标值 was read as, and the rows of it as far as the value makes them: a row is a copy with its own added."""

    value: Value
    row: dict[str, Any]
    """Of indicator."""
    bounds: tuple[tuple[Bound, dict[str, Any]], ...]
    """Every bound that the value states, also where it is only one, each with its row of indicator_bound."""
    better: Mapping[bool | None, bool | None]
    """`by_subject` of the value."""


def indicator_row(
    identity: Identity, project_key: str, indicator: IndicatorRecord, seq_no: int
) -> tuple[dict[str, Any], Meant]:
    """The row of one indicator, without how sure its reading was, and what its value was read as."""
    level1, level2, level3 = on_one_line(indicator.level1), on_one_line(indicator.level2), on_one_line(indicator.level3)
    value_text, operator = verbatim(indicator.value), verbatim(indicator.operator)
    unit = verbatim(indicator.measure_unit)
    is_moved = operator is None and unit is not None and _is_sign(unit)  # it stands in the column of units
    sign = unit if is_moved else operator
    text = with_operator(value_text or "", sign) if sign else value_text or ""
    year = identity.fiscal_year if _may_lack_year(text) else None
    unit_text = "" if is_moved else unit or ""
    name = level3 if level3 and tells(level3, text + unit_text) else None
    meant = _read(text, unit_text, level2, name, year)
    row = meant.row.copy()
    row["indicator_key"] = keys.indicator_key(project_key, seq_no)
    row["project_key"] = project_key
    row["district_code"] = identity.district_code
    row["fiscal_year"] = identity.fiscal_year
    row["seq_no"] = seq_no
    row["level1"] = level1
    row["level2"] = level2
    row["level3"] = level3
    row["description"] = tidied(indicator.description)
    row["value_text"] = value_text
    row["basis"] = tidied(indicator.basis)
    row["operator_text"] = operator
    row["measure_unit_text"] = unit
    row["weight"] = _weight(indicator.weight.text) if indicator.weight else None
    row["remark"] = _unless_blank(indicator.remark)
    row["horizon"] = indicator.horizon
    row["source_ref"] = indicator.source_ref
    row["more_is_better"] = meant.better.get(subject_of(level1, level2, level3), meant.value.more_is_better)
    return row, meant


def bound_rows(row: dict[str, Any], meant: Meant) -> list[dict[str, Any]]:
    """Rows of indicator_bound: every bound that the value of an indicator's row states, also where it is only one."""
    rows = []
    for bound, shared in meant.bounds:
        own = shared.copy()
        for name in _SHARED:
            own[name] = row[name]
        own["more_is_better"] = _better(bound, row, meant)
        rows.append(own)
    return rows


def _better(bound: Bound, row: dict[str, Any], meant: Meant) -> bool | None:
    """Whether more is better of what a bound's own words name, else of the indicator.

    Where the value states one bound only, what its indicator's names said of it holds unless these words say more.
    """
    said: bool | None = row["more_is_better"]
    is_only = len(meant.bounds) == 1
    if is_only and not bound.name:
        return said
    name = f"{row['level3'] or ''} {bound.name}"
    if is_only:
        return meant.better.get(subject_of(row["level1"], row["level2"], name), said)
    return more_is_better(bound.value, level1=row["level1"], level2=row["level2"], name=name)


@lru_cache(maxsize=_REMEMBERED)
def _may_lack_year(text: str) -> bool:
    return may_lack_year(normalise(text).plain)


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, unit: str, level2: str | None, name: str | None, year: int | None) -> Meant:
    """Offices repeat themselves: each distinct value is read once, in every year the same where no year is asked for."""
    value = read_named(text, name=name, level2=level2, unit=unit or None, year=year)
    bounds = enumerate(stated_bounds(text, value), start=1)
    row = dict.fromkeys(_OWN) | value_columns(value)
    return Meant(value, row, tuple((bound, _bound_row(bound, seq_no)) for seq_no, bound in bounds), by_subject(value))


def _bound_row(bound: Bound, seq_no: int) -> dict[str, Any]:
    return {
        **dict.fromkeys(_SHARED),
        "seq_no": seq_no,
        "bound_name": bound.name or None,
        "bound_text": bound.value_text,
        **value_columns(bound.value),
    }


def with_operator(text: str, operator: str) -> str:
    """A value with the sign that stood in a column of its own (指标性质) in front, or with its word behind (以上), unless it
    says the same already; other words there (定性, 定量) are no sign."""
    if text and _is_word_behind(operator):
        return text if normalise(text).plain.endswith(normalise(operator).plain) else f"{text}{operator}"
    return f"{operator}{text}" if text and _is_sign(operator) and not _begins_with(text, operator) else text


@lru_cache(maxsize=1024)
def _is_word_behind(operator: str) -> bool:
    word = normalise(operator).plain
    return word in comparators("after") and word not in comparators("before")


@lru_cache(maxsize=1024)
def _is_sign(operator: str) -> bool:
    sign = normalise(operator).plain
    return sign in comparators("before") or sign == "±"


@lru_cache(maxsize=_REMEMBERED)
def _begins_with(text: str, operator: str) -> bool:
    """Whether a value begins with the sign of its column, or another for the same: ≥ beside ≥95%, > = beside ≥95%."""
    plain, sign, known = normalise(text).plain, normalise(operator).plain, comparators("before")
    own = max((word for word in known if plain.startswith(word)), key=len, default="")
    return known[own] == known.get(sign) if own else sign == plain[:1] == "±"


@lru_cache(maxsize=1024)
def _weight(text: str) -> Decimal | None:
    """Points or per cent as a number; None where the cell is blank or holds no number."""
    found = _WEIGHT.fullmatch(fold(text))
    return Decimal(found[1]) if found else None


def _unless_blank(text: Text | None) -> str | None:
    return None if text is None or says_nothing(text.text) else tidied(text)
