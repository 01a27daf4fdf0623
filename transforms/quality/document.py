"""Checks on a whole document: what kind of text it is, and its contents page against its tables."""

from __future__ import annotations

from collections import Counter

from transforms.form.projects import title_name
from transforms.quality.findings import quarantines
from transforms.tables.submission import project_code
from transforms.text import fold, strip_numbering
from warehouse.schema.records import DocumentRecord, Finding


def document_findings(record: DocumentRecord) -> list[Finding]:
    """Findings about the document as a whole, those that quarantine it first."""
    if quarantines(record.findings):
        return []
    if not record.projects:
        form = record.goals or record.contents or record.cover.fiscal_year or record.overall_goal
        return [Finding("no_project" if form else "not_performance_text")]
    return [*_contents(record), *_repeated_codes(record)]


def _contents(record: DocumentRecord) -> list[Finding]:
    """Projects that the contents page lists and no table has, and the reverse."""
    if not record.contents:
        return []
    listed = Counter(fold(entry.text) for entry in record.contents)
    found = [_names(record, number) for number in range(len(record.projects))]
    findings = []
    for number, names in enumerate(found, start=1):
        name = next((name for name in names if listed[name] > 0), None)
        if name is None:
            project = record.projects[number - 1]
            text = project.name.text if project.name else project.title.text if project.title else ""
            findings.append(
                Finding("project_not_in_contents", project.source_ref, text, project=number, details={"name": text})
            )
        else:
            listed[name] -= 1
    for entry in record.contents:
        if listed[fold(entry.text)] > 0:
            listed[fold(entry.text)] -= 1
            findings.append(Finding("missing_project", entry.source_ref, entry.text, details={"title": entry.text}))
    return findings


def _names(record: DocumentRecord, index: int) -> list[str]:
    """What a project may be listed as: its title or its name, with or without a leading number."""
    project = record.projects[index]
    names = [title_name(project.title.text)] if project.title else []
    names += [project.name.text, strip_numbering(project.name.text)] if project.name else []
    return [fold(name) for name in names]


def _repeated_codes(record: DocumentRecord) -> list[Finding]:
    codes = [project_code(project) for project in record.projects]
    counts = Counter(code for code in codes if code)
    return [
        Finding("project_code_repeated", project.source_ref, code, project=number)
        for number, (project, code) in enumerate(zip(record.projects, codes, strict=True), start=1)
        if code and counts[code] > 1
    ]
