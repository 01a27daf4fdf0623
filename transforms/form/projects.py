"""Part two: titles, unit headers and tables, in reading order, become one record a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from transforms.document import Document, Grid, Paragraph, place
from transforms.form.beside import side_by_side
from transforms.form.columns import Headers, IndicatorColumns
from transforms.form.continued import may_go_on, with_parts_joined
from transforms.form.department import read_cover, year_of
from transforms.form.draft import EXCERPT, OPENING_FIELDS, Draft
from transforms.form.evidence import has_form_words, is_form
from transforms.form.grid_rows import GridReader
from transforms.form.header_rows import with_whole_headers
from transforms.form.labels import Labelled, is_money, match, without_money_unit
from transforms.form.lines_above import LinesAbove, without_bullet
from transforms.form.repeated_cells import RECORD_NO_MERGES, with_merged_cells
from transforms.form.rows import Table, table_of
from transforms.form.short_rows import leaves_out_repeats
from transforms.form.statements import statements
from transforms.form.sums import without_sums
from transforms.form.wording import Wording, wording
from transforms.form.years import span_in, year_in
from transforms.text import fold, strip_numbering, tidy
from warehouse.schema.records import Finding, ProjectRecord, Text

_RUNNING_LINES, _SHORT = 4, 40
"""A page's running header has no more lines than that, and they are no longer."""
_TOLD_ABOVE = ("implementing_unit", "supervising_department")
_WHOSE = {"name", "unit", "implementing_unit", "supervising_department"}
_PART_ONE = ("part_one", "overall", "goals", "measures")
_HEADER = "page header"


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
    page, with or without page numbers. Tables that are no forms are passed over.
    """
    headers = Headers(lambda: _cover_year(document), lambda: leaves_out_repeats(document))
    reader = _Reader(headers=headers, records_no_merges=document.format in RECORD_NO_MERGES)
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, Grid):
            reader.grid(block)
        else:
            reader.paragraph(block, place(block, block_number=number))
    return reader.finish(document.page_headers)


def _cover_year(document: Document) -> int | None:
    cover = read_cover(document).fiscal_year
    return year_of(cover.text) if cover else None


@dataclass(slots=True)
class _Reader:
    drafts: list[Draft] = field(default_factory=lambda: [Draft()])
    findings: list[Finding] = field(default_factory=list)
    contents: list[Text] = field(default_factory=list)
    headers: Headers = field(default_factory=Headers)
    records_no_merges: bool = False
    above: dict[str, Text] = field(default_factory=dict)
    """What the lines above a table say of it: the money's unit, the year."""
    others: list[str] = field(default_factory=list)
    """Where the tables stood that are no forms."""
    lines_between: int = 0
    """Since the last table."""
    follows_form: bool = False
    """Whether nothing stands between here and the last table of a form."""
    form: str = ""
    """The last title, folded."""
    titles: int = 0
    is_continued: bool = False
    in_part_one: bool = False
    before: Draft | None = None
    """The project to which the last table of a form belongs."""
    lines_above: LinesAbove = field(default_factory=LinesAbove)
    columns_left: IndicatorColumns | None = None
    """The columns of indicators that it ended in."""

    def _next(self) -> Draft:
        self.drafts.append(Draft(fields=dict(self.above)))
        self._stand_beneath_title()
        return self.drafts[-1]

    def _stand_beneath_title(self) -> None:
        draft = self.drafts[-1]
        draft.form, draft.titles, draft.is_continued = self.form, self.titles, self.is_continued
        draft.in_part_one = self.in_part_one

    def _new_title(self, line: Text, *, is_continued: bool = False) -> None:
        """What stands beneath the title from here on: the draft that it opens, and those that rows open later."""
        self.titles += 1
        self.in_part_one = False
        self.form, self.is_continued = self.form if is_continued else fold(line.text), is_continued
        if not self.drafts[-1].has_table:
            self._stand_beneath_title()

    def _open(self, name: str, text: Text) -> None:
        draft = self.drafts[-1]
        if draft.is_over(name) or (name == "title" and (draft.fields or draft.is_overall)):
            self.above = {}
            draft = self._next()
        draft.fields[name] = text
        draft.source_ref = draft.source_ref or text.source_ref

    def paragraph(self, paragraph: Paragraph, where: str) -> None:
        if wording(paragraph.text).is_page_number:
            return
        if paragraph.text.strip():
            self.lines_between += 1
            self.follows_form = False
            # A table cut in two by a page break has nothing between its halves, or a line that runs through all pages.
            self.drafts[-1].leave_table(for_good=self.lines_between > _RUNNING_LINES or len(paragraph.text) > _SHORT)
        for line in paragraph.text.split("\n"):
            for part in statements(line):
                self._line(Text(tidy(part), where, paragraph.confidence))

    def _line(self, line: Text) -> None:
        line = without_bullet(line)
        if not self.in_part_one and self.lines_above.take(line, self.drafts[-1]):
            return
        says = wording(line.text)
        if not says.may_be_title:
            if says.section:
                self._section(says.section)
            self._line_above(line, says)
        elif says.is_other_title:
            self._overall()
        elif says.is_title:
            self._title(line)
        elif says.entry is not None:
            if not says.is_generic:
                self.contents.append(line.worded(strip_numbering(says.entry)))
        else:
            self._line_above(line, says)

    def _section(self, name: str) -> None:
        """What stands beneath the heading of a section from here on. Behind the first project no part one follows."""
        has_projects = any(draft.says("name") or draft.says("code") for draft in self.drafts)
        self.in_part_one = name in _PART_ONE and not has_projects
        if not self.drafts[-1].has_table:
            self._stand_beneath_title()

    def _overall(self) -> None:
        """A form of a whole department or an evaluation follows, which states no project's targets."""
        self.above = {}
        self._next().is_overall = True

    def _title(self, line: Text) -> None:
        self._read_title(line)
        self._new_title(line)

    def _read_title(self, line: Text) -> None:
        if not wording(line.text).is_generic:
            self._open("title", line)
            if (found := match("title", line.text)) and found["behind"]:
                self.drafts[-1].fields["year"] = line.worded(found["behind"])
            return
        if self.drafts[-1].is_overall or self.drafts[-1].has_table:
            self.above = {}
            self._next()
        self._say_year(line)

    def _line_above(self, line: Text, says: Wording) -> None:
        """The unit, the year and the money's unit stand above the table on a line each, or on one."""
        if says.says_continued:
            self._new_title(line, is_continued=True)
        if says.is_unit_header:
            self._open("unit", line)
        elif inside := wording(without_money_unit(strip_numbering(line.text))).labelled:
            self._labelled_above(inside, line)
        if says.is_year or says.is_book_of_targets:
            self._say_year(line)
        if says.states_money_unit:
            self._say("money_unit", line)

    def _labelled_above(self, labelled: Labelled, line: Text) -> None:
        """A label and its value on a line above the table; what stands behind the value on the line is the unit's. Money
        and offices are a project's that has been named there just before."""
        name, text, draft = labelled.field, line.worded(labelled.value), self.drafts[-1]
        if name in OPENING_FIELDS:
            self._open(name, text.worded(text.text.split()[0] if name == "code" else text.text))
        elif name == "year":
            self._say_year(text)
        elif (
            (name in _TOLD_ABOVE or is_money(name))
            and not draft.has_table
            and (draft.says("name") or draft.says("code"))
        ):
            if is_money(name) and (unit := wording(labelled.label).label_unit):
                draft.fields["money_unit"] = line.worded(unit)
            draft.fields.setdefault(name, text)

    def _say_year(self, line: Text) -> None:
        """The year that a heading states; a span of years counts only where nothing has stated the year itself."""
        if year_in(line.text) or (span_in(line.text) and "year" not in self.above):
            self._say("year", line)

    def _say(self, name: str, line: Text) -> None:
        self.above = {**self.above, name: line}
        if not self.drafts[-1].has_table:
            self.drafts[-1].fields[name] = line

    def grid(self, grid: Grid) -> None:
        table = table_of(grid)
        for form in side_by_side(with_merged_cells(table) if self.records_no_merges else table):
            self._table(form)

    def _table(self, form: Table) -> None:
        draft = self.drafts[-1]
        table = with_whole_headers(form, lambda: draft.fiscal_year() or self.headers.year_of_document())
        if not any(row.written for row in table.rows):
            return
        self.lines_above.leave()
        self.lines_between = 0
        if draft.goes_on_in(table) or is_form(table, draft) or self._takes_up(table):
            GridReader(table, draft, self._next, self.headers).read()
            self.follows_form = True
            self.before, self.columns_left = self.drafts[-1], self.drafts[-1].columns
        else:
            self._other(table)

    def _takes_up(self, table: Table) -> bool:
        """Whether a table beneath a title or a unit printed again goes on with the indicators in front of these."""
        draft, before = self.drafts[-1], self.before
        if before is None or draft is before or draft.has_table or not may_go_on(before, draft):
            return False
        if self.columns_left is None or not self.columns_left.has_levels_in(table):
            return False
        draft.columns, draft.has_table = self.columns_left, True
        draft.levels = {part: dict(levels) for part, levels in before.levels.items()}
        return True

    def _other(self, table: Table) -> None:
        """A table that is no form: what stood above it is said of it, and of nothing that follows."""
        written = [cell for row in table.rows for cell in row.written]
        where = place(written[0], table=table.number)
        text = " | ".join(cell.text.strip() for cell in written)
        if has_form_words(table) or self.follows_form:
            self.findings.append(Finding("table_not_understood", where, text[:EXCERPT]))
        else:
            self.others.append(where)
        self.drafts[-1].leave_table()
        self.above = {}
        if not self.drafts[-1].has_table and "title" not in self.drafts[-1].fields:
            self.drafts[-1] = Draft()

    def finish(self, page_headers: Sequence[str]) -> Projects:
        result = Projects(contents=self.contents, findings=self.findings)
        drafts = without_sums(with_parts_joined(self.drafts))
        _take_unit_from(page_headers, drafts)
        first_table = next((number for number, draft in enumerate(drafts) if draft.has_table), len(drafts))
        for number, draft in enumerate(drafts):
            if draft.is_project():
                result.projects.append(draft.record())
                seq_no = len(result.projects)
                result.findings += [replace(finding, project=seq_no) for finding in draft.findings]
            elif draft.is_no_project():
                self.others += [draft.source_ref] if draft.has_table else []
            elif "title" in draft.fields and not draft.has_table:
                title = draft.fields["title"]
                result.findings += draft.findings
                if number < first_table:
                    result.contents.append(title.worded(title_name(title.text)))
                else:
                    result.findings.append(Finding("title_without_table", title.source_ref, title.text))
            else:
                result.findings += [*draft.findings, *_loose_ends(draft)]
        if self.others:
            details = {"count": str(len(self.others))}
            result.findings.append(Finding("other_tables", self.others[0], details=details))
        return result


def _take_unit_from(page_headers: Sequence[str], drafts: Sequence[Draft]) -> None:
    """What the headers of pages say of the money's unit is said of every project, where nothing else says it."""
    if not page_headers or any("money_unit" in draft.fields for draft in drafts):
        return
    said = {found["unit"]: line for line in page_headers if (found := match("money_unit", line))}
    if len(said) == 1:
        (line,) = said.values()
        for draft in drafts:
            draft.fields["money_unit"] = Text(line, _HEADER)


def _loose_ends(draft: Draft) -> list[Finding]:
    """What tables said that are not enough for a project: one finding, with all of it."""
    fields = {name: text for name, text in draft.fields.items() if text.text}
    of_rows = [text for row in draft.indicators for text in (row.level3, row.value) if text is not None]
    says_whose = not draft.has_table or fields.keys() - {"money_unit", "year"} <= _WHOSE
    if says_whose and not of_rows:  # a listing has rows that name a unit alone
        return []
    said = [*of_rows, *fields.values(), *draft.further_funds, *draft.asides]
    return [Finding("table_not_understood", said[0].source_ref, " | ".join(text.text for text in said))]


def title_name(title: str) -> str:
    """The project's name as its title has it: without number and without 绩效目标表."""
    found = match("title", title)
    return strip_numbering(found["name"] if found else title)
