"""Files what a table says with the project it belongs to, and opens the next project where something is said again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transforms.document import Cell, CellPlaces
from transforms.form.draft import OPENING_FIELDS, Draft
from transforms.form.labels import is_kept, is_money, says_nothing, without_money_unit
from transforms.form.listing import is_total
from transforms.form.wording import wording
from transforms.form.years import year_in
from transforms.text import fold
from warehouse.schema.records import Text

_TELLING = ("name", "code", "unit", "implementing_unit", "budget")
"""What tells one project from the next in a table with a row for every indicator."""
_CARRIED = ("unit", "implementing_unit", "supervising_department")
"""What stands once for several projects there, merged or in the first one's row alone."""


@dataclass(slots=True)
class Filing:
    """The draft that the rows of one table belong to; `next_draft` opens the next and returns it."""

    places: CellPlaces
    draft: Draft
    next_draft: Callable[[], Draft]
    money_unit: Text | None = None
    """What a row above the columns says of all the table's money: 单位：万元."""
    has_names_amid_rows: bool = False
    """Whether a listing began with indicators and named their project behind them, as names stand that are centred."""

    def text(self, cell: Cell) -> Text:
        """A cell's text with where it stood."""
        return Text(cell.text.strip(), self.places.of(cell), cell.confidence)

    def texts(self, cells: list[Cell]) -> list[Text]:
        """The texts of a row's cells."""
        of = self.places.of
        return [Text(cell.text.strip(), of(cell), cell.confidence) for cell in cells]

    def set(self, name: str, text: Text) -> None:
        """A field as a label gives it. Once read it is not overwritten: another text for it opens the next project, or is
        reported. Fields that the records have no place for are passed over."""
        if not is_kept(name):
            self.draft.asides += [text] if text.text else []
            return
        if name in OPENING_FIELDS and text.text and self._opens_next(name, text):
            self.draft = self.next_draft()
        self._keep(name, text)

    def _opens_next(self, name: str, text: Text) -> bool:
        """Whether the text can only belong to the next project; a form cut by a page break may repeat its own."""
        before = self.draft.fields.get(name)
        if not self.draft.is_over(name):
            return False
        return before is None or bool(self.draft.indicators) or not says_same(name, before.text, text.text)

    def _keep(self, name: str, text: Text) -> None:
        if not self.draft.source_ref or name == "code":
            self.draft.source_ref = text.source_ref
        self.draft.has_table = True
        if name == "further_funds":
            self.draft.further_funds += [] if says_nothing(text.text) else [text]
            return
        before = self.draft.fields.get(name)
        if before is None or not before.text:
            self.draft.fields[name] = text
        elif name == "year" and year_in(text.text) in (year_in(before.text), None):
            return  # the heading has said so
        elif name == "year" and year_in(before.text) is None:
            self.draft.fields[name] = text  # the heading has a span of years alone
        elif text.text and not says_same(name, text.text, before.text):
            self.draft.report("money_twice" if is_money(name) else "cell_not_understood", text.source_ref, text.text)

    def budget_was_of_period(self) -> None:
        """What was taken for the year's budget is the whole period's: a label of the year's own stands besides."""
        if before := self.draft.fields.pop("budget", None):
            self._keep("period_budget", before)

    def set_money_unit(self, label: Cell) -> None:
        """The unit that a label of money states in brackets counts before one that stood above the table."""
        if unit := wording(label.text).label_unit:
            self.draft.fields["money_unit"] = self.text(label).worded(unit)

    def set_money_unit_of_columns(self, heads: Sequence[Cell]) -> None:
        """The unit that the headings of a listing's amounts state. Where they differ none holds for all, and the amounts
        have none."""
        if len({wording(head.text).label_unit for head in heads}) == 1:
            self.set_money_unit(heads[0])
        elif heads:
            self.draft.fields["money_unit"] = self.text(heads[0]).worded("")

    def open_other_form(self) -> None:
        """A title within the table opens a form that states no project's targets."""
        self.draft = self.next_draft()
        self.draft.is_overall = True

    def leave_targets(self) -> None:
        """The table tells what was reached: it states no targets, and is no part of a project that is complete."""
        if self.draft.indicators:
            self.draft = self.next_draft()
        self.draft.is_overall = True

    def title(self, title: Text) -> None:
        """A title within the table opens the next project, unless the one at hand still waits for its own; one that names
        no project opens it too, behind a form of another kind."""
        if self.draft.is_over("title") or self.draft.is_no_project():
            self.draft = self.next_draft()
        if wording(title.text).is_generic:
            return
        self.draft.fields["title"] = title
        self.draft.source_ref = self.draft.source_ref or title.source_ref

    def project_of_row(self, texts: dict[str, Text]) -> None:
        """Fields of the project in a table with a row for every indicator: another name or code opens the next one.
        What stands once for several projects is not where each of them stands."""
        draft = self.draft
        if draft.has_rows_of_none() and ("name" in texts or not texts):
            # There is no other project that the rows in front could belong to.
            self.has_names_amid_rows = self.has_names_amid_rows or "name" in texts
        elif self._begins_next(texts):
            self._next_of_listing()
            self.draft.fields |= {
                name: draft.fields[name] for name in _CARRIED if draft.says(name) and name not in texts
            }
        if "name" in texts and self.has_names_amid_rows:
            self.draft.report_once("project_of_rows_uncertain", texts["name"].source_ref, texts["name"].text)
        if "name" in texts and self.draft.stands_at(_CARRIED):
            self.draft.source_ref = ""
        for name, text in texts.items():
            if not self.draft.says(name):
                self._keep(name, text)
        self.draft.in_listing = True

    def _begins_next(self, texts: dict[str, Text]) -> bool:
        """Whether a row of a listing says something else of its project than those in front of it."""
        draft = self.draft
        if draft.indicators and not draft.says("name"):
            return True
        told = (name for name in _TELLING if name in texts and draft.says(name))
        return ("name" in texts or "code" in texts) and any(
            draft.fields[name].text != texts[name].text for name in told
        )

    def _next_of_listing(self) -> None:
        self.draft = self.next_draft()
        if self.money_unit is not None:
            self.draft.fields.setdefault("money_unit", self.money_unit)

    def subtotal(self, texts: dict[str, Text], cells: list[Cell]) -> None:
        """A row of a listing that only adds up: passed over with a finding. The unit that it names holds for the projects
        that follow, whose own cells may be blank."""
        self.report("subtotal_row", cells)
        whose = {name: texts[name] for name in _CARRIED if name in texts and not is_total(texts[name].text)}
        draft = self.draft
        has_begun = bool(draft.indicators) or draft.says("name")
        if any(draft.fields[name].text != text.text if draft.says(name) else has_begun for name, text in whose.items()):
            self._next_of_listing()
            whose = {name: draft.fields[name] for name in _CARRIED if draft.says(name)} | whose
        for name, text in whose.items():
            if not self.draft.says(name):
                self._keep(name, text)

    def more(self, name: str, cells: list[Cell]) -> None:
        """Words beside the heading of the usage, or one of several goals: the field's text, or more of it."""
        text = self.text(cells[0]).worded("\n".join(cell.text.strip() for cell in cells))
        if (above := self.draft.fields.get(name)) and above.text:
            text = above.worded(f"{above.text}\n{text.text}")
        self.draft.fields[name] = text
        self.draft.has_table = True

    def report(self, rule: str, cells: list[Cell]) -> None:
        """A finding about these cells, with their text."""
        text = " | ".join(cell.text.strip() for cell in cells)
        self.draft.report(rule, self.text(cells[0]).source_ref, text)


def says_same(name: str, before: str, text: str) -> bool:
    """Whether two texts of a field say the same, but for white space and for the money's unit behind an office's name."""
    if name == "unit":
        before, text = without_money_unit(before), without_money_unit(text)
    return fold(before) == fold(text)
