"""Form records: what was read from one document, verbatim, each value with the place where it stood.

This is what `jixiao extract` prints and the lake keeps. Nothing here is interpreted: money is text, a plan is text.
Interpreting it again under new rules needs no second reading of the document.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A value as it stood in the document, and where."""

    text: str
    source_ref: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class PlanStageRecord:
    """One stage of 资金支出计划: the month its label names and the share written beneath it."""

    month: int
    percent: Text | None
    """None where the document does not show the stage's cell at all; empty text where the cell is blank."""


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """One row of the indicator table. None where the table has no such column."""

    source_ref: str
    level1: Text | None = None
    level2: Text | None = None
    level3: Text | None = None
    description: Text | None = None
    value: Text | None = None
    basis: Text | None = None


@dataclass(frozen=True, slots=True)
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
    usage: Text | None = None
    goal: Text | None = None
    plan: tuple[PlanStageRecord, ...] = ()
    """Empty where the form has no plan at all."""
    indicators: tuple[IndicatorRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalRecord:
    """One 分项绩效目标 of part one."""

    title: Text
    goal: Text | None
    measures: Text | None


@dataclass(frozen=True, slots=True)
class CoverRecord:
    """What the cover states; None where the document has no cover or does not say."""

    department_name: Text | None = None
    fiscal_year: Text | None = None
    stage: Text | None = None


@dataclass(frozen=True, slots=True)
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
        return json.dumps(asdict(self), ensure_ascii=False, indent=indent)


def from_json(text: str) -> DocumentRecord:
    """The record that `to_json` wrote. Raises ValueError or KeyError or TypeError where the text is not one."""
    raw = json.loads(text)
    raw["cover"] = CoverRecord(**{name: _text(value) for name, value in raw["cover"].items()})
    raw["contents"] = tuple(Text(**item) for item in raw["contents"])
    raw["overall_goal"] = _text(raw["overall_goal"])
    raw["goals"] = tuple(GoalRecord(**{name: _text(value) for name, value in goal.items()}) for goal in raw["goals"])
    raw["projects"] = tuple(_project(project) for project in raw["projects"])
    raw["findings"] = tuple(Finding(**finding) for finding in raw["findings"])
    return DocumentRecord(**raw)


def _text(value: dict[str, str] | None) -> Any:
    return None if value is None else Text(**value)


def _fields(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: Text(**value) if isinstance(value, dict) else value for name, value in raw.items()}


def _project(raw: dict[str, Any]) -> ProjectRecord:
    plan = tuple(PlanStageRecord(**_fields(stage)) for stage in raw.pop("plan"))
    indicators = tuple(IndicatorRecord(**_fields(row)) for row in raw.pop("indicators"))
    return ProjectRecord(**_fields(raw), plan=plan, indicators=indicators)
