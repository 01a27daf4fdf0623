"""A project being read: what its tables have said so far, and what a table that goes on has to know of the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from transforms.form.columns import IndicatorColumns
from transforms.form.labels import says_nothing
from transforms.form.plan_rows import PlanRows
from transforms.form.rows import Table
from transforms.form.years import year_in
from warehouse.schema.records import Finding, IndicatorRecord, PlanStageRecord, ProjectRecord, Text

OPENING_FIELDS = ("unit", "code", "name")
OPENING = ("title", *OPENING_FIELDS)
"""What a project may begin with, in its table and above that."""
EXCERPT = 200
"""Characters of a table, or of what else was not understood, that a finding quotes."""

_SUBSTANCE = ("usage", "goal", "overall_goal", "budget")


@dataclass(slots=True)
class Draft:
    """Fields by name, then plan, indicators and findings; the rest is the state in which the last grid ended."""

    source_ref: str = ""
    fields: dict[str, Text] = field(default_factory=dict)
    further_funds: list[Text] = field(default_factory=list)
    asides: list[Text] = field(default_factory=list)
    plan: list[PlanStageRecord] = field(default_factory=list)
    open_plan: PlanRows | None = None
    """The stages that the last grid ended with: their shares stand in the next, or nowhere."""
    indicators: list[IndicatorRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    has_table: bool = False
    columns: IndicatorColumns | None = None
    """The columns of the indicator table the last grid ended in: a page break may cut the table there."""
    columns_before: IndicatorColumns | None = None
    """The same, with a line or two in between: a running header may stand where the page breaks."""
    levels: dict[str | None, dict[str, Text]] = field(default_factory=dict)
    """The levels that hold for the rows beneath, by the level 1 that a set of columns stands beneath."""
    heading: str | None = None
    """The heading whose rows the last grid ended in."""
    form: str = ""
    """The title that the form stands beneath, folded, whether it names the project or not."""
    titles: int = 0
    """How many titles the document had when the draft began."""
    is_continued: bool = False
    """Whether that title says that the form goes on with the one before: 续表."""
    in_listing: bool = False
    """Whether it has rows in a table with a row or several for each of many projects."""
    is_overall: bool = False
    """Whether this is the form of a whole department, or tells what was reached in a past year: no project's targets."""

    in_part_one: bool = False
    """Whether it stands among the department's own goals, in front of the projects'."""

    has_basic_spending: bool = False
    """Whether its money is divided into 基本支出 and 项目支出, as a whole department's is."""

    unread_budget: Text | None = None
    """A cell that names the budget among other things and was not understood: the form does ask for the money."""

    def says(self, name: str) -> bool:
        """Whether the field has been read and is not blank."""
        return name in self.fields and bool(self.fields[name].text.strip())

    def is_bare(self) -> bool:
        """Whether it is a row of a listing with a name and amounts and nothing else, as those are that add others up."""
        own = ("code", "usage", "goal", "overall_goal", "period_goal")
        return self.in_listing and not (self.indicators or self.plan or any(self.says(name) for name in own))

    def has_rows_of_none(self) -> bool:
        """Whether it has rows of a listing alone, in front of what says whose they are. A table without columns for projects
        is no listing: its rows are none of a project's that follows."""
        return self.in_listing and bool(self.indicators) and not self.source_ref

    def is_over(self, name: str) -> bool:
        """Whether a new `name` (title, unit, code, name) can only belong to the next project."""
        return bool(self.indicators) or self.says(name)

    def stands_at(self, names: Iterable[str]) -> bool:
        """Whether the draft has no place but that of one of these fields, and no name yet."""
        places = {self.fields[name].source_ref for name in names if name in self.fields}
        return not self.says("name") and self.source_ref in places

    def is_no_project(self) -> bool:
        """Whether this is a form that states no project's targets: by its title or columns, or because it divides money
        as a department does, or stands in part one, and names no project."""
        is_departments = self.has_basic_spending or self.in_part_one
        return self.is_overall or (is_departments and not any(map(self.says, ("name", "code", "title"))))

    def is_project(self) -> bool:
        """Whether the tables have said enough for a project: who it is, and anything of what it wants or costs."""
        if not self.has_table or self.is_no_project():
            return False
        if self.indicators or self._plans() or self.says("code"):
            return True
        named = self.says("name") or self.says("title")
        return named and any(name in self.fields and not says_nothing(self.fields[name].text) for name in _SUBSTANCE)

    def _plans(self) -> bool:
        """Whether anything stands in the plan, or it has no place for it: a form left blank plans nothing."""
        return bool(self.open_plan) or any(stage.percent is None or stage.percent.text for stage in self.plan)

    def fiscal_year(self) -> int | None:
        """The budget year that the form itself states: in a title that names no project, or beneath it."""
        return year_in(self.fields["year"].text) if "year" in self.fields else None

    def report(self, rule: str, source_ref: str, text: str) -> None:
        """A finding about this project; what it is numbered is not known yet."""
        self.findings.append(Finding(rule, source_ref, text))

    def report_once(self, rule: str, source_ref: str, text: str) -> None:
        """A finding that says the same of all rows of a table: told with the first of them."""
        if all(finding.rule != rule for finding in self.findings):
            self.report(rule, source_ref, text)

    def leave_table(self, *, for_good: bool = True) -> None:
        """Something else stands between the last grid and the next: no table goes on over it, or only one that stands
        exactly beneath it."""
        self.columns_before = None if for_good else self.columns or self.columns_before
        self.columns = self.heading = None

    def goes_on_in(self, table: Table) -> bool:
        """Whether a table behind a line or two goes on with the indicator table; it is then taken up again."""
        before = self.columns_before
        if before is None or not (before.stands_exactly_over(table) or before.has_levels_in(table)):
            return False
        self.columns, self.columns_before = self.columns_before, None
        return True

    def record(self) -> ProjectRecord:
        """What was read, as the record of a project."""
        return ProjectRecord(
            source_ref=self.source_ref,
            plan=(*self.plan, *(self.open_plan.without_shares() if self.open_plan else ())),
            indicators=tuple(self.indicators),
            further_funds=tuple(self.further_funds),
            asides=tuple(self.asides),
            **self._stated(),
        )

    def _stated(self) -> dict[str, Text]:
        """The fields of the record. An overall goal is the year's, or the period's where the form has both."""
        fields = dict(self.fields)
        if self.unread_budget is not None:
            fields.setdefault("budget", self.unread_budget)
        overall = fields.pop("overall_goal", None)
        if overall is not None:
            name = "period_goal" if self.says("goal") and overall.text else "goal"
            if fields.setdefault(name, overall).text != overall.text and overall.text:
                self.report("cell_not_understood", overall.source_ref, overall.text)
        return fields
