"""Forms printed in parts, each under the title of the first (续表): which drafts are one project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from transforms.form.draft import Draft
from transforms.form.labels import is_money, says_nothing
from transforms.text import fold
from warehouse.schema.records import Finding, IndicatorRecord

_WHOSE = frozenset({
    "title", "unit", "implementing_unit", "supervising_department", "category", "attribute", "period", "year",
    "money_unit",
})  # fmt: skip
"""What a later part may be the first to say, whatever stands in the parts before it."""
_FREE = ("title", "money_unit")
"""What may be put in other words in each part."""


def with_parts_joined(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, each with the parts of its form that follow it; a finding says of every part where it begins."""
    joined: list[Draft] = []
    for draft in drafts:
        if joined and _goes_on(joined[-1], draft):
            _join(joined[-1], draft)
        else:
            joined.append(draft)
    return joined


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Whether a draft is a part of the form before it: it may go on with it, and states nothing that would be another
    project's: another name, code or unit, money, a plan or a goal."""
    if not (before.is_project() and draft.has_table) or before.is_overall or draft.is_overall:
        return False
    return may_go_on(before, draft) and _repeats(before, draft) and not (_indicators(before) & _indicators(draft))


def may_go_on(before: Draft, draft: Draft) -> bool:
    """Whether what a draft stands beneath lets it be a part of the form before it: the same title, printed again, one
    that says so, or no title and nothing that tells a project, beside the same unit."""
    if draft.titles != before.titles:
        return draft.is_continued or draft.form == before.form != ""
    is_named = draft.in_listing or any(map(draft.says, ("title", "name", "code")))
    unit, other = before.fields.get("unit"), draft.fields.get("unit")
    return not is_named and unit is not None and other is not None and fold(unit.text) == fold(other.text)


def _repeats(before: Draft, draft: Draft) -> bool:
    first, later = _stated(before), _stated(draft)
    shared = later.keys() & first.keys()
    if not first.keys() & {"name", "code", "title"} or "code" in later.keys() - first.keys():
        return False
    if any(later[name] != first[name] for name in shared.difference(_FREE)):
        return False
    if any(map(is_money, shared)) and "code" not in shared:
        return False
    if before.plan and draft.plan:
        return False
    is_more = bool(later.keys() - first.keys() - _WHOSE or draft.plan or draft.further_funds)
    return not (before.indicators and is_more)


def _stated(draft: Draft) -> dict[str, str]:
    return {name: fold(text.text) for name, text in draft.fields.items() if not says_nothing(text.text)}


def _indicators(draft: Draft) -> set[tuple[str, ...]]:
    return {tuple(map(fold, _said(row))) for row in draft.indicators}


def _said(row: IndicatorRecord) -> Iterable[str]:
    return (text.text if text else "" for text in (row.level2, row.level3, row.description, row.value))


def _join(before: Draft, draft: Draft) -> None:
    before.findings.append(Finding("form_continued", draft.source_ref))
    before.findings += draft.findings
    for name, text in draft.fields.items():
        if name not in before.fields or says_nothing(before.fields[name].text):
            before.fields[name] = text
    before.further_funds += draft.further_funds
    before.asides += draft.asides
    before.plan += draft.plan
    before.indicators += _beneath_level(before, draft.indicators)
    before.titles = draft.titles


def _beneath_level(before: Draft, rows: list[IndicatorRecord]) -> list[IndicatorRecord]:
    """The rows of a part, the first of them with the level 1 that the part before ended in where they have none."""
    above = before.indicators[-1].level1 if before.indicators else None
    bare = list(takewhile(lambda row: row.level1 is None or not row.level1.text, rows)) if above else []
    return [*(replace(row, level1=above) for row in bare), *rows[len(bare) :]]
