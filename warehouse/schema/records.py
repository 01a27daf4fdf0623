"""Form records: what was read from one document, verbatim, each value with the place where it stood.

This is what `jixiao extract` prints and the lake keeps. Nothing here is interpreted: money is text, a plan is text.
Interpreting it again under new rules needs no second reading of the document.
"""

from __future__ import annotations

from dataclasses import field, fields
from functools import cache
from typing import Any

import msgspec

from warehouse.schema.frozen import LEFT_OUT, value_class


@value_class(frozen=True, slots=True)
class Text:
    """A value as it stood in the document, and where."""

    text: str
    source_ref: str
    confidence: float | None = field(default=None, metadata=LEFT_OUT)
    """How sure OCR was, 0 to 1; None (and left out of the JSON) where the file itself says what is written."""

    def worded(self, text: str) -> Text:
        """The same place with another wording of it."""
        return Text(text, self.source_ref, self.confidence)


@value_class(frozen=True, slots=True)
class Finding:
    """Something worth a reviewer's attention, named by its rule in `transforms/rules/findings.toml`.

    `project` and `indicator` are the sequence numbers of what it concerns; None for the whole document.
    `details` fills the placeholders of the rule's message.
    """

    rule: str
    source_ref: str = ""
    value_text: str | None = None
    project: int | None = None
    indicator: int | None = None
    details: dict[str, str] = field(default_factory=dict)

    def of_project(self, project: int, source_ref: str) -> Finding:
        """The same about a project, at the project's place where it has none of its own."""
        return Finding(self.rule, self.source_ref or source_ref, self.value_text, project, self.indicator, self.details)


@value_class(frozen=True, slots=True)
class PlanStageRecord:
    """One stage of 资金支出计划: the month its label names and the share written beneath it."""

    month: int
    percent: Text | None
    """None where the document does not show the stage's cell at all; empty text where the cell is blank."""


@value_class(frozen=True, slots=True)
class IndicatorRecord:
    """One row of the indicator table. None where the table has no such column."""

    source_ref: str
    level1: Text | None = None
    level2: Text | None = None
    level3: Text | None = None
    description: Text | None = None
    operator: Text | None = None
    """指标性质: the bound's sign, or whether the value is a number, in a column of its own."""
    value: Text | None = None
    measure_unit: Text | None = None
    """度量单位, in a column of its own."""
    weight: Text | None = None
    basis: Text | None = None
    remark: Text | None = None
    asides: tuple[Text, ...] = ()
    """What further columns say that the warehouse has none for: how it is scored, last year's value."""
    horizon: str | None = None
    """`year` or `period` where the form has targets for both."""


@value_class(frozen=True, slots=True)
class ProjectRecord:
    """One 绩效目标表. None where the form has no such field; empty text where it is blank."""

    source_ref: str
    title: Text | None = None
    unit: Text | None = None
    money_unit: Text | None = None
    code: Text | None = None
    name: Text | None = None
    budget: Text | None = None
    fiscal_funds: Text | None = None
    other_funds: Text | None = None
    further_funds: tuple[Text, ...] = ()
    """Amounts of sources that the form names besides these two: carried over, from above, government funds."""
    period_budget: Text | None = None
    usage: Text | None = None
    goal: Text | None = None
    period_goal: Text | None = None
    supervising_department: Text | None = None
    implementing_unit: Text | None = None
    category: Text | None = None
    attribute: Text | None = None
    period: Text | None = None
    year: Text | None = None
    """The fiscal year as the form's heading states it."""
    asides: tuple[Text, ...] = ()
    """What the form states beside and no column of the warehouse is for: who is in charge, why the project is needed."""
    plan: tuple[PlanStageRecord, ...] = ()
    """Empty where the form has no plan at all."""
    plan_unit: Text | None = None
    """The unit of money that the plan's label states, where it is no plan in per cent."""
    indicators: tuple[IndicatorRecord, ...] = ()


@value_class(frozen=True, slots=True)
class GoalRecord:
    """One 分项绩效目标 of part one."""

    title: Text
    goal: Text | None
    measures: Text | None


@value_class(frozen=True, slots=True)
class CoverRecord:
    """What the cover states; None where the document has no cover or does not say."""

    department_name: Text | None = None
    fiscal_year: Text | None = None
    stage: Text | None = None


@value_class(frozen=True, slots=True)
class DocumentRecord:
    """Everything read from one document."""

    sha256: str
    format: str | None
    reader: str
    page_count: int | None = None
    cover: CoverRecord = CoverRecord()
    contents: tuple[Text, ...] = ()
    """The project titles that the contents page lists."""
    overall_goal: Text | None = None
    goals: tuple[GoalRecord, ...] = ()
    projects: tuple[ProjectRecord, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What reading itself found: damage, tables not understood, rows not understood."""

    def to_json(self, *, indent: int | None = None) -> str:
        """On one line, or with an indent for people. Raises UnicodeEncodeError where a text is no Unicode."""
        told = msgspec.json.encode(self, enc_hook=_plain)
        return msgspec.json.format(told, indent=indent or 0).decode()


ONE_TEXT, SEVERAL_TEXTS = ("Text", "Text | None"), "tuple[Text, ...]"
"""How fields are declared that hold a text, and several: who looks for texts in records finds them by it."""


def text_fields(kind: type) -> list[str]:
    """The fields of a record that hold texts of its own, in order, without those of the records in it."""
    return [item.name for item in fields(kind) if item.type in (*ONE_TEXT, SEVERAL_TEXTS)]


def _plain(value: Any) -> Any:
    """Strings and numbers of the kinds that XML and arrays have for themselves."""
    for kind in (str, float):
        if isinstance(value, kind):
            return kind(value)
    raise TypeError(f"records hold no {type(value).__name__}")


def from_json(text: str) -> DocumentRecord:
    """The record that `to_json` wrote. Raises ValueError where the text is not one, or has a field that records have not."""
    try:
        return _decoder().decode(text)
    except msgspec.MsgspecError as error:
        raise ValueError(f"not a record: {error}") from error


@cache
def _decoder() -> msgspec.json.Decoder[DocumentRecord]:
    return msgspec.json.Decoder(DocumentRecord)
