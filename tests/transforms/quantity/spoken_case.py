"""Cases of the specification in a notation for people: what is asked, and what the columns say."""

from __future__ import annotations

from typing import Any

_SIGNS = {True: "≤", False: "<"}


def asked(case: dict[str, Any]) -> str:
    """The text as code, and what is known beside it in brackets."""
    known = [
        label.format(case[name])
        for name, label in (("level2", "{}"), ("unit", "单位 {}"), ("year", "{}年"))
        if name in case
    ]
    text = case["text"].replace("\n", "⏎")
    return f"`{text}`" + (f"（{'，'.join(known)}）" if known else "")


def meaning(columns: dict[str, Any]) -> str:
    """The columns of a case: 95 ≤ x percent, 2025-06-30, grade 4; the issues behind ⚠."""
    kinds = {"numeric": _figure, "date": _date, "qualitative": _words}
    told = kinds[columns["value_kind"]](columns) if columns["value_kind"] in kinds else columns["value_kind"]
    issues = "、".join(f"`{issue}`" for issue in columns.get("issues", ()))
    return f"{told} ⚠ {issues}" if issues else told


def _figure(columns: dict[str, Any]) -> str:
    lower, upper = columns.get("lower_bound"), columns.get("upper_bound")
    if lower is not None and lower == upper:
        told = f"x {'≈' if columns.get('is_approximate') else '='} {lower}"
    else:
        low = "" if lower is None else f"{lower} {_SIGNS[columns['lower_inclusive']]} "
        high = "" if upper is None else f" {_SIGNS[columns['upper_inclusive']]} {upper}"
        told = f"{low}x{high}" + ("（≈）" if columns.get("is_approximate") else "")
    return f"{told} {_unit(columns)}".strip()


def _unit(columns: dict[str, Any]) -> str:
    counter = f"（{columns['counter']}）" if "counter" in columns else ""
    per = "".join(f" / {word}" for word in columns.get("per", ()))
    inferred = "，推断 inferred" if columns.get("unit_inferred") else ""
    return (columns.get("unit") or "") + counter + per + inferred


def _date(columns: dict[str, Any]) -> str:
    start, due = columns.get("start_date"), columns.get("due_date")
    recurs = f"（{columns['recurrence']}）" if columns.get("recurrence") else ""
    if start and due:
        return f"{start} … {due}{recurs}"
    if due:
        return f"{due}{recurs}"
    return f"{start} …{recurs}" if start else f"无单一日期 no single day{recurs}"


def _words(columns: dict[str, Any]) -> str:
    grade = columns.get("qualitative_grade")
    return str(columns["qualitative_class"]) + ("" if grade is None else f" {grade}")
