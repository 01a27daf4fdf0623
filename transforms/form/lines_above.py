"""What a project's lines outside its tables say of it: usage, goal and plan behind their labels, in text made of a form."""

from __future__ import annotations

import re

from transforms.document import Cell
from transforms.form.draft import Draft
from transforms.form.labels import field_of
from transforms.form.plan_rows import PlanRows
from transforms.form.wording import wording
from transforms.text import strip_numbering
from warehouse.schema.records import PlanStageRecord, Text

_BULLETS = frozenset("-*+–—•●■◆▪➢►○◇□·")
_BULLET = re.compile(r"(?:[-*+–—]\s*(?=[\u4e00-\u9fff])|[•●■◆▪➢►○◇□·]\s*(?=\S))")
_LABEL = re.compile(r"[^:：]{2,20}[:：]?")
_NOTE = re.compile(r"\s*(?:注|备注|说明|附|年度)\s*[:：]")
"""No goal begins a line with it."""
_LABELS = ("usage", "goal", "plan")


def without_bullet(line: Text) -> Text:
    """A line without the sign of a list in front of it."""
    if line.text[:1] not in _BULLETS:
        return line
    found = _BULLET.match(line.text)
    return line.worded(line.text[found.end() :]) if found else line


class LinesAbove:
    """The lines of one project after another, and the label whose text the next lines are."""

    def __init__(self) -> None:
        self._open: str | None = None

    def leave(self) -> None:
        """A table, a heading or another label follows."""
        self._open = None

    def take(self, line: Text, draft: Draft) -> bool:
        """Whether a line is the usage, the goal or the plan of a project that has been named and has no indicators yet, or
        goes on with it."""
        if draft.indicators or not draft.fields or not (draft.says("name") or draft.says("code")):
            self._open = None
            return False
        label = _LABEL.match(line.text)
        field = field_of(label[0]) if label else None
        if field in _LABELS and label is not None and (label.end() == len(line.text) or label[0][-1] in ":："):
            self._open = None
            return self._begin(field, line.worded(line.text[label.end() :].strip()), draft)
        if self._open is None or _says_something_else(line.text):
            self._open = None
            return False
        before = draft.fields.get(self._open)
        draft.fields[self._open] = line if before is None else before.worded(f"{before.text}\n{line.text}")
        return True

    def _begin(self, field: str, value: Text, draft: Draft) -> bool:
        if field == "plan":
            stated = PlanRows.stated_in(Cell(value.text, 0, 0)) if not draft.plan else []
            draft.plan += [PlanStageRecord(month, value.worded(share)) for month, share in stated]
            if value.text and not stated:
                draft.report("row_not_understood", value.source_ref, value.text)
            return True
        if draft.says(field):
            return False
        self._open = field
        if value.text:
            draft.fields[field] = value
        return True


def _says_something_else(text: str) -> bool:
    says = wording(strip_numbering(text))
    is_heading = says.section or (says.may_be_title and (says.is_title or says.is_other_title)) or _NOTE.match(text)
    return bool(
        says.field or says.labelled or is_heading or says.is_unit_header or says.states_money_unit or says.is_year
    )
