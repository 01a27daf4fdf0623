"""Listings, which have a row or several for each of many projects: which of their rows are no project's."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.form.labels import is_money, match, says_nothing
from warehouse.schema.records import Text

_OWN = ("goal", "overall_goal", "period_goal", "usage")
"""What only a project has: a row that adds up states none of it."""


def is_total(text: str) -> bool:
    """Whether a text is what a row is called that adds others up, and no name of its own: 合计, 民政局小计, 二、特定目标类."""
    return match("total_row", text) is not None


def office_of(told: Mapping[str, Text]) -> dict[str, Text]:
    """Whose projects stand beneath a row that states no indicator and whose code is an office's: the department, three
    digits (单位编码), or the unit, six; nothing where the row is no office's."""
    code, name = told.get("code"), told.get("name")
    found = match("office_code", code.text) if code else None
    if name is None or found is None or any(field in told for field in _OWN) or not match("office_row", name.text):
        return {}
    coded = name.worded(f"{found[0]}{name.text}")
    return {"unit": coded} if found["unit"] else {"supervising_department": coded, "unit": name}


def only_adds_up(told: Mapping[str, Text]) -> bool:
    """Whether a row that states no indicator only adds other rows up, by the fields that it gives: it is called a total
    or a category of spending, or has amounts and names no project. A project may be called 小计量器具检定."""
    if any(name in told and not says_nothing(told[name].text) for name in _OWN):
        return False
    if any(is_total(text.text) for name, text in told.items() if not is_money(name)):
        return True
    return any(is_money(name) for name in told) and not ("name" in told or "code" in told)
