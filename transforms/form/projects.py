"""Part two: titles, unit headers and tables, in reading order, become one record a project."""

from __future__ import annotations

from dataclasses import dataclass, field

from transforms.document import Document, Grid, Paragraph, place
from transforms.form.grid_rows import Draft, GridReader
from transforms.form.labels import match
from transforms.text import strip_numbering, tidy
from warehouse.schema.records import Finding, ProjectRecord, Text


@dataclass(slots=True)
class Projects:
    """What part two gave: projects in order, titles of the contents page, and findings about what was not read."""

    projects: list[ProjectRecord] = field(default_factory=list)
    contents: list[Text] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_projects(document: Document) -> Projects:
    """Every 绩效目标表 of the document.

    A project is opened by its title, its unit header or its 项目编码 / 项目名称, whichever comes first, and goes on
    over any number of tables. Titles that stand in front of the first table without one of their own are a contents
    page, with or without page numbers.
    """
    reader = _Reader()
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, Grid):
            reader.grid(block)
        else:
            reader.paragraph(block, place(block, block_number=number))
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    drafts: list[Draft] = field(default_factory=lambda: [Draft()])
    findings: list[tuple[Draft | None, Finding]] = field(default_factory=list)
    contents: list[Text] = field(default_factory=list)

    def _next(self) -> Draft:
        self.drafts.append(Draft())
        return self.drafts[-1]

    def _open(self, name: str, text: Text) -> None:
        draft = self.drafts[-1]
        if draft.is_over(name) or (name == "title" and draft.fields):
            draft = self._next()
        draft.fields[name] = text
        draft.source_ref = draft.source_ref or text.source_ref

    def paragraph(self, paragraph: Paragraph, where: str) -> None:
        if paragraph.text.strip():
            # A table cut in two by a page break has nothing between its halves.
            self.drafts[-1].header, self.drafts[-1].heading = (), None
        for line in paragraph.text.split("\n"):
            if entry := match("contents_entry", line):
                self.contents.append(Text(strip_numbering(entry["name"]), where))
            elif match("title", line):
                self._open("title", Text(tidy(line), where))
            else:
                self._unit_line(line, where)

    def _unit_line(self, line: str, where: str) -> None:
        """The unit and the money's unit stand above the table on a line each, or on one."""
        if match("unit_header", line):
            self._open("unit", Text(tidy(line), where))
        if match("money_unit", line):
            self.drafts[-1].fields.setdefault("money_unit", Text(tidy(line), where))

    def grid(self, grid: Grid) -> None:
        reader = GridReader(grid, self.drafts[-1], self._next)
        reader.read()
        if reader.understood:
            self.findings.extend(reader.findings)
        elif cells := [cell for cell in grid.cells if cell.text.strip()]:
            text = " | ".join(cell.text.strip() for cell in cells)[:200]
            self.findings.append((None, Finding("table_not_understood", place(cells[0], table=grid.number), text)))

    def finish(self) -> Projects:
        result = Projects()
        first_table = next((number for number, draft in enumerate(self.drafts) if draft.has_table), len(self.drafts))
        numbers: dict[int, int] = {}
        for number, draft in enumerate(self.drafts):
            if draft.has_table:
                result.projects.append(_record(draft))
                numbers[id(draft)] = len(result.projects)
            elif "title" in draft.fields:
                title = draft.fields["title"]
                if number < first_table:
                    self.contents.append(Text(title_name(title.text), title.source_ref))
                else:
                    result.findings.append(Finding("title_without_table", title.source_ref, title.text))
        result.contents = self.contents
        for owner, finding in self.findings:
            seq_no = numbers.get(id(owner)) if owner is not None else None
            result.findings.append(Finding(finding.rule, finding.source_ref, finding.value_text, project=seq_no))
        return result


def title_name(title: str) -> str:
    """The project's name as its title has it: without number and without 绩效目标表."""
    found = match("title", title)
    return strip_numbering(found["name"] if found else title)


def _record(draft: Draft) -> ProjectRecord:
    return ProjectRecord(
        source_ref=draft.source_ref, plan=tuple(draft.plan), indicators=tuple(draft.indicators), **draft.fields
    )
