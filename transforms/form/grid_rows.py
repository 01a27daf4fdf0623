"""One table's rows, fed in order: labels find their values, an indicator header its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import takewhile

from transforms.document import Cell, Grid, place
from transforms.form.labels import field_of, governs, indicator_columns, match, says_nothing, stays_under
from warehouse.schema.records import Finding, IndicatorRecord, PlanStageRecord, Text

LEVELS = ("level1", "level2")
_UNIT_HEADER_CELLS = 3
COLUMNS = ("level1", "level2", "level3", "description", "value", "basis")


@dataclass(slots=True)
class Draft:
    """A project being read: fields by name, then its plan and indicators."""

    source_ref: str = ""
    fields: dict[str, Text] = field(default_factory=dict)
    plan: list[PlanStageRecord] = field(default_factory=list)
    indicators: list[IndicatorRecord] = field(default_factory=list)
    has_table: bool = False
    header: tuple[str | None, ...] = ()
    """The columns of the indicator table the last grid ended in, in order: a page break may cut the table there."""
    levels: dict[str, Text] = field(default_factory=dict)
    heading: str | None = None
    """The heading whose rows the last grid ended in."""

    def is_over(self, name: str) -> bool:
        """Whether a new `name` (title, unit, code, name) can only belong to the next project."""
        return bool(self.indicators) or (name in self.fields and bool(self.fields[name].text))


@dataclass(slots=True)
class GridReader:
    """Reads the rows of one grid into drafts.

    `next_draft` is called when a row opens another project and returns its draft. A field, once read, is not
    overwritten. `findings` collects rows that no rule understands, each with its text: nothing is dropped in silence.
    """

    grid: Grid
    draft: Draft
    next_draft: Callable[[], Draft]
    findings: list[tuple[Draft, Finding]] = field(default_factory=list)
    heading: str | None = None
    heading_rows: int | None = None
    """The first row below a heading whose merge is recorded."""
    waiting: str | None = None
    """The label that ended a row without a cell for its value: the value opens the next row."""
    stages: list[tuple[int, Cell]] = field(default_factory=list)
    shares: list[Cell] = field(default_factory=list)
    """Cells read below the stages, until there is one for each."""
    columns: dict[str, Cell] = field(default_factory=dict)
    understood: int = 0

    def read(self) -> Draft:
        """Feed every row; the draft that the last row belongs to."""
        rows = self.grid.rows()
        self._carry_columns(rows)
        self.heading = self.draft.heading
        for row in rows:
            self._feed(row)
        self._stage_values()
        if not self.columns:
            self.draft.header = ()
        self.draft.heading = self.heading
        return self.draft

    def _feed(self, row: list[Cell]) -> None:
        """One row; where a dump ran the next project's title into it, what is in front of it and what comes after."""
        end = next((number for number, cell in enumerate(row) if _title_in(cell)), None)
        if end is not None:
            title = _title_in(row[end])
            cell = replace(row[end], text=row[end].text.removesuffix(title))
            self._feed([*row[:end], cell])
            self._next_title(Text(title, self._text(cell).source_ref))
            row = [replace(cell, column=cell.column - end - 1) for cell in row[end + 1 :]]
        if any(cell.text.strip() for cell in row):
            self._row(row)
        elif self.stages and row:
            self._shares(row)

    def _next_title(self, title: Text) -> None:
        self._stage_values()
        self.draft = self.next_draft()
        self.draft.fields["title"] = title
        self.draft.source_ref = title.source_ref
        self.heading, self.columns = None, {}

    def _carry_columns(self, rows: list[list[Cell]]) -> None:
        """A grid without a header of its own, as wide as the indicator table before it, is the rest of that table."""
        widest = max(rows, key=len, default=[])
        if len(widest) == len(self.draft.header):
            self.columns = {name: cell for name, cell in zip(self.draft.header, widest, strict=True) if name}

    def _row(self, row: list[Cell]) -> None:
        labels = {cell.column: name for cell in row if (name := field_of(cell.text))}
        if self.waiting:
            row = self._waited_for(row, labels)
            if not any(cell.text.strip() for cell in row):
                return
        wanted, at_least = indicator_columns()
        if self.stages and set(labels.values()) - {"plan"}:
            self._stage_values()
        if len(wanted & set(labels.values())) >= at_least:
            self._indicator_header(row, labels)
        elif self._unit_header(row):
            self.heading = None
        elif self.columns and not labels:
            self._indicator(row)
        elif self._stage_labels(row):
            self.understood += 1
        elif self.heading == "plan" and self.stages and not (set(labels.values()) - {"plan"}):
            self._shares(row)
        else:
            self._labelled(row, labels)

    def _waited_for(self, row: list[Cell], labels: dict[int, str]) -> list[Cell]:
        """The row without the value that the label at the end of the row before waits for, if it opens the row."""
        name, self.waiting = self.waiting, None
        if name is None or row[0].column or 0 in labels:
            return row
        self._set(name, self._text(row[0]))
        return row[1:]

    def _text(self, cell: Cell) -> Text:
        return Text(cell.text.strip(), place(cell, table=self.grid.number))

    def _set(self, name: str, text: Text) -> None:
        if name in ("code", "unit", "name") and self.draft.is_over(name):
            self.draft = self.next_draft()
        if not self.draft.source_ref or name == "code":
            self.draft.source_ref = text.source_ref
        self.draft.has_table = True
        before = self.draft.fields.get(name)
        if before is None or not before.text:
            self.draft.fields[name] = text
        elif text.text and name != "money_unit" and text != before:
            self.findings.append((self.draft, Finding("cell_not_understood", text.source_ref, text.text)))
        self.understood += 1

    def _unit_header(self, row: list[Cell]) -> bool:
        written = [cell for cell in row if cell.text.strip()]
        if len(written) > _UNIT_HEADER_CELLS:
            return False
        unit = next((cell for cell in written if match("unit_header", cell.text)), None)
        money = next((cell for cell in written if match("money_unit", cell.text)), None)
        if money is None and (unit is None or len(written) > 1):
            return False
        self.columns = {}
        if unit is not None:
            self._set("unit", self._text(unit))
        if money is not None:
            self._set("money_unit", self._text(money))
        for cell in written:
            if cell not in (unit, money):
                self._report("cell_not_understood", [cell])
        return True

    def _labelled(self, row: list[Cell], labels: dict[int, str]) -> None:
        self._heading(row[0], labels.get(0))
        if labels:
            self.columns = {}
        before, governed = self.understood, {cell.column for cell in row if cell.column in labels}
        for number, cell in enumerate(row):
            name = labels.get(cell.column)
            if name is None or governs(name) != "right":
                continue
            value = _value_of(row[number + 1 :], labels)
            if value is None:
                self._set(name, Text("", self._text(cell).source_ref))
                self.waiting = name if cell is row[-1] else None
            else:
                self._set(name, self._text(value))
                governed.add(value.column)
        rest = [cell for cell in row if cell.column not in governed and cell.text.strip()]
        # A usage is words: a lone figure is the torn end of an amount, and is reported.
        in_words = all(any(sign.isalpha() for sign in cell.text) for cell in rest)
        if rest and in_words and self.heading == "usage" and len(labels) <= 1:
            self._usage(rest)
        elif rest or (self.understood == before and not labels):
            self._report("row_not_understood", row)

    def _heading(self, first: Cell, label: str | None) -> None:
        """Which heading the row stands under; text dumps record no merges, there it holds until another label."""
        below = self.heading_rows is not None and first.row >= self.heading_rows and bool(first.text.strip())
        if label and governs(label) == "rows":
            self.heading = label
            self.heading_rows = first.row + first.row_span if first.row_span > 1 else None
        elif below or (label and not stays_under(label, self.heading)):
            self.heading = self.heading_rows = None

    def _usage(self, cells: list[Cell]) -> None:
        text = Text("\n".join(cell.text.strip() for cell in cells), self._text(cells[0]).source_ref)
        if above := self.draft.fields.get("usage"):
            text = Text(f"{above.text}\n{text.text}", above.source_ref)
        self.draft.fields["usage"] = text
        self.understood += 1

    def _stage_labels(self, row: list[Cell]) -> bool:
        found = [(int(hit["month"]), cell) for cell in row if (hit := match("plan_stage", cell.text))]
        if not found or (self.columns and field_of(row[0].text) != "plan"):
            return False
        cut = self.stages and not self.shares and self.stages[-1][0] < found[0][0]
        self.heading, self.stages = "plan", [*self.stages, *found] if cut else found
        return True

    def _shares(self, row: list[Cell]) -> None:
        """Cells of the row below the stages, which a text dump may have cut in pieces."""
        first = row[0]
        has_heading = self.stages[0][1].column > 0 or len(row) > len(self.stages)
        is_heading = (
            not self.shares and first.column == 0 and (not first.text.strip() or field_of(first.text) == "plan")
        )
        self.shares += row[1:] if has_heading and is_heading else row
        if len(self.shares) >= len(self.stages):
            self._stage_values()

    def _stage_values(self) -> None:
        """A share for each stage: by order where there are as many, else by the column they stand in."""
        cells = self.shares
        in_order = len(cells) == len(self.stages)
        taken: list[Cell] = []
        for number, (month, label) in enumerate(self.stages):
            cell = cells[number] if in_order else next((cell for cell in cells if _overlaps(cell, label)), None)
            if cell is not None:
                taken.append(cell)
            self.draft.plan.append(PlanStageRecord(month, None if cell is None else self._text(cell)))
        for cell in cells:
            if cell.text.strip() and cell not in taken:
                self._report("cell_not_understood", [cell])
        self.understood += bool(self.stages)
        self.stages, self.shares = [], []

    def _indicator_header(self, row: list[Cell], labels: dict[int, str]) -> None:
        self.columns = {labels[cell.column]: cell for cell in row if cell.column in labels}
        self.draft.header = tuple(labels.get(cell.column) for cell in row)
        self.heading = None
        self.draft.has_table = True
        self.understood += 1

    def _indicator(self, row: list[Cell]) -> None:
        found: dict[str, Text] = {}
        taken: set[int] = set()
        for name, header in self.columns.items():
            cell = next((cell for cell in row if _overlaps(cell, header) and cell.column not in taken), None)
            if cell is not None:
                found[name] = self._text(cell)
                taken.add(cell.column)
        self._carry_levels(found)
        if "value" in self.columns and "value" not in found:
            self._report("row_too_short", row)
        for cell in row:
            if cell.column not in taken and cell.text.strip():
                self._report("cell_not_understood", [cell])
        if "remark" in found and not says_nothing(found["remark"].text):
            remark = found["remark"]
            self.findings.append((self.draft, Finding("cell_not_understood", remark.source_ref, remark.text)))
        anchor = found.get("value") or self._text(row[0])
        known = {name: found[name] for name in COLUMNS if name in found}
        self.draft.indicators.append(IndicatorRecord(source_ref=anchor.source_ref, **known))
        self.understood += 1

    def _carry_levels(self, found: dict[str, Text]) -> None:
        """A merged level speaks for the rows beneath it, over page breaks too, until a higher level changes."""
        levels = self.draft.levels
        for number, name in enumerate(LEVELS):
            if name in found and found[name].text:
                if found[name].text != levels.get(name, Text("", "")).text:
                    for lower in LEVELS[number:]:
                        levels.pop(lower, None)
                levels[name] = found[name]
            elif name in levels:
                found[name] = levels[name]

    def _report(self, rule: str, cells: list[Cell]) -> None:
        text = " | ".join(cell.text.strip() for cell in cells)
        self.findings.append((self.draft, Finding(rule, self._text(cells[0]).source_ref, text)))


def _title_in(cell: Cell) -> str:
    """The next project's title as the last line of a cell: in a text dump nothing else may tell where a table ends."""
    if "\n" not in cell.text:
        return ""
    before, _, last = cell.text.rpartition("\n")
    return last if before.strip() and match("title", last) else ""


def _value_of(following: list[Cell], labels: dict[int, str]) -> Cell | None:
    """The cell a label speaks for: the next one, or the first written one before the next label where a format gives a
    wide cell as one with blank ones after it."""
    own = list(takewhile(lambda cell: cell.column not in labels, following))
    return next((cell for cell in own if cell.text.strip()), own[0] if own else None)


def _overlaps(cell: Cell, header: Cell) -> bool:
    return cell.column < header.column + header.column_span and header.column < cell.column + cell.column_span
