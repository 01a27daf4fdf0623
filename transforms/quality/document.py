"""Checks on a whole document: what kind of text it is, and its contents page against its tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from transforms.form.projects import title_name
from transforms.quality.findings import quarantines
from transforms.tables.money import money_factor
from transforms.tables.submission import form_year, project_code
from transforms.text import fold, strip_numbering
from warehouse.schema.records import DocumentRecord, Finding, ProjectRecord, Text

_TOLD_APART_BY = (
    "name", "unit", "implementing_unit", "supervising_department", "budget", "fiscal_funds", "other_funds", "period_budget",
    "usage", "goal", "period_goal", "category", "attribute", "period",
)  # fmt: skip
"""What two projects of one name may differ in, beside their plans and indicators."""
_INDICATOR_PARTS = ("level1", "level2", "level3", "description", "operator", "value", "measure_unit", "basis")

_NUMBERS = re.compile(r"^(?:\d{1,3}[.、])+")
"""Numbers in front of a name: its place in the list and then its own, as in 9.1.水电暖保障. Of 3.15活动 it takes the 3 away,
on both sides of a comparison."""


def document_findings(record: DocumentRecord) -> list[Finding]:
    """Findings about the document as a whole, those that quarantine it first."""
    if quarantines(record.findings):
        return []
    if not record.projects:
        form = record.goals or record.contents or record.cover.fiscal_year or record.overall_goal
        return [Finding("no_project" if form else "not_performance_text")]
    return [*_contents(record), *_repeated_codes(record), *_repeated_projects(record)]


def _contents(record: DocumentRecord) -> list[Finding]:
    """Projects that the contents page lists and no table has, and the reverse."""
    if not record.contents:
        return []
    entries = [_listed_as(entry.text) for entry in record.contents]
    listed = Counter(entries)
    findings = []
    for number, project in enumerate(record.projects, start=1):
        name = next((name for name in _names(project) if listed[name] > 0), None)
        if name is None:
            called = project.name or project.title
            text, where = (called.text, called.source_ref) if called else ("", project.source_ref)
            findings.append(Finding("project_not_in_contents", where, text, project=number, details={"name": text}))
        else:
            listed[name] -= 1
    for entry, name in zip(record.contents, entries, strict=True):
        if listed[name] > 0:
            listed[name] -= 1
            findings.append(Finding("missing_project", entry.source_ref, entry.text, details={"title": entry.text}))
    return findings


def _names(project: ProjectRecord) -> Iterator[str]:
    """What a project may be listed as: its title or its name."""
    if project.title:
        yield _listed_as(title_name(project.title.text))
    if project.name:
        yield _listed_as(project.name.text)


def _listed_as(name: str) -> str:
    """A name as lists are compared by: neither its own number nor one of the list, nor the word 项目, which a list has for
    the form (…项目绩效目标表), tells projects apart."""
    return _NUMBERS.sub("", strip_numbering(fold(name)), count=1).removesuffix("项目")


def _repeated_codes(record: DocumentRecord) -> list[Finding]:
    codes = [project_code(project) for project in record.projects]
    counts = Counter(code for code in codes if code)
    return [
        Finding("project_code_repeated", (project.code or project).source_ref, code, project=number)
        for number, (project, code) in enumerate(zip(record.projects, codes, strict=True), start=1)
        if code and counts[code] > 1
    ]


def _repeated_projects(record: DocumentRecord) -> list[Finding]:
    """Projects without a code that repeat an earlier one of the document in everything they say: a form that is printed
    in the text and again in its annex. They stay, for nothing proves that they are one; the finding is on each repetition."""
    first: dict[tuple[object, ...], ProjectRecord] = {}
    findings = []
    for number, project in enumerate(record.projects, start=1):
        if project_code(project) or not (project.name and project.name.text):
            continue
        said = _said(project)
        before = first.get(said)
        if before is None:
            first[said] = project
        elif not _differ(form_year(before), form_year(project)):
            details = {"first": before.name.source_ref if before.name else before.source_ref}
            findings.append(
                Finding("project_repeated", project.name.source_ref, project.name.text, project=number, details=details)
            )
    return findings


def _said(project: ProjectRecord) -> tuple[object, ...]:
    """All that a project states, folded; where it stood and what its title adds left out."""
    return (
        *(_folded(getattr(project, name)) for name in _TOLD_APART_BY),
        *map(_folded, project.further_funds),
        money_factor(project.money_unit),
        tuple((stage.month, _folded(stage.percent)) for stage in project.plan),
        tuple((*(_folded(getattr(row, name)) for name in _INDICATOR_PARTS), row.horizon) for row in project.indicators),
    )


def _folded(text: Text | None) -> str:
    return fold(text.text) if text else ""


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other
