"""Every value that a record states, with its address: walked through, and rewritten one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from warehouse.schema.records import (
    ONE_TEXT,
    SEVERAL_TEXTS,
    DocumentRecord,
    IndicatorRecord,
    PlanStageRecord,
    ProjectRecord,
    Text,
)

_COVER_PLACE = "cover"
"""The place of what a cover does not say."""
_OCR = re.compile(r"(?:, )?OCR \d\.\d\d$")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Address:
    """Which value of a record: its field (`indicator.value`, `project.budget`, `cover.stage`), and whose it is.

    `project` and `indicator` count from 1, None where it is no project's or no indicator's; `month` is that of a stage of
    the plan. `place` is where what it belongs to begins, for values that were not read.
    """

    field: str
    place: str = ""
    project: int | None = None
    indicator: int | None = None
    month: int | None = None
    goal: int | None = None


Change = Callable[[Address, Text | None], Text | None]
"""What a value becomes; None only where it was None."""


def values(record: DocumentRecord) -> Iterator[tuple[Address, Text | None]]:
    """Every value of a record in reading order; None for a field that the document does not have."""
    found: list[tuple[Address, Text | None]] = []

    def collect(address: Address, text: Text | None) -> Text | None:
        found.append((address, text))
        return text

    rewritten(record, collect)
    yield from found


def rewritten(record: DocumentRecord, change: Change) -> DocumentRecord:
    """The record with every value put through `change`."""
    return replace(
        _changed(record, "document", change, Address("")),
        cover=_changed(record.cover, "cover", change, Address("", _COVER_PLACE)),
        goals=tuple(
            _changed(goal, "goal", change, Address("", goal.title.source_ref, goal=number))
            for number, goal in enumerate(record.goals, start=1)
        ),
        projects=tuple(_project(project, change, number) for number, project in enumerate(record.projects, start=1)),
    )


def _project(project: ProjectRecord, change: Change, number: int) -> ProjectRecord:
    whose = Address("", project.source_ref, number)
    return replace(
        _changed(project, "project", change, whose),
        plan=tuple(_stage(stage, change, whose) for stage in project.plan),
        indicators=tuple(_indicator(row, change, number, seq_no) for seq_no, row in enumerate(project.indicators, 1)),
    )


def _stage(stage: PlanStageRecord, change: Change, whose: Address) -> PlanStageRecord:
    return _changed(stage, "plan", change, replace(whose, month=stage.month))


def _indicator(row: IndicatorRecord, change: Change, project: int, seq_no: int) -> IndicatorRecord:
    return _changed(row, "indicator", change, Address("", row.source_ref, project, seq_no))


def _changed(part: T, kind: str, change: Change, whose: Address) -> T:
    """A record with its own texts changed, without those of the records in it."""
    changed: dict[str, Any] = {}
    for item in fields(part):  # type: ignore[arg-type]
        address = replace(whose, field=f"{kind}.{item.name}")
        value = getattr(part, item.name)
        if item.type in ONE_TEXT:
            changed[item.name] = change(address, value)
        elif item.type == SEVERAL_TEXTS:
            changed[item.name] = tuple(change(address, text) for text in value)
    return replace(part, **changed)  # type: ignore[type-var]


def without_confidence(source_ref: str) -> str:
    """A place without how sure OCR was there, which another reading of the same page need not share."""
    return _OCR.sub("", source_ref)
