"""One table's rows, fed in order: labels find their values, an indicator header its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from transforms.document import Cell, Grid, place
from transforms.form.labels import field_of, governs, indicator_columns, match
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

    def is_over(self, name: str) -> bool:
        """Whether a new `name` (title, unit, code, name) can only belong to the next project."""
        return bool(self.indicators) or name in self.fields


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
    stages: list[tuple[int, Cell]] = field(default_factory=list)
    columns: dict[str, Cell] = field(default_factory=dict)
    levels: dict[str, Text] = field(default_factory=dict)
    understood: int = 0

    def read(self) -> Draft:
        """Feed every row; the draft that the last row belongs to."""
        for row in self.grid.rows():
            if any(cell.text.strip() for cell in row):
                self._row(row)
            elif self.stages and row:
                self._stage_values(row)
        if self.stages:
            self._stage_values([])
        return self.draft

    def _row(self, row: list[Cell]) -> None:
        labels = {cell.column: name for cell in row if (name := field_of(cell.text))}
        wanted, at_least = indicator_columns()
        if len(wanted & set(labels.values())) >= at_least:
            self._indicator_header(row, labels)
        elif self._unit_header(row):
            self.heading = None
        elif self.columns and not labels:
            self._indicator(row)
        elif self._stage_labels(row):
            self.understood += 1
        elif self.heading == "plan" and self.stages and not (set(labels.values()) - {"plan"}):
            self._stage_values(row)
        else:
            self._labelled(row, labels)

    def _text(self, cell: Cell) -> Text:
        return Text(cell.text.strip(), place(cell, table=self.grid.number))

    def _set(self, name: str, text: Text) -> None:
        if name in ("code", "unit", "name") and self.draft.is_over(name):
            self.draft = self.next_draft()
        if not self.draft.source_ref or name == "code":
            self.draft.source_ref = text.source_ref
        self.draft.has_table = True
        self.draft.fields.setdefault(name, text)
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
        if row[0].column == 0 and row[0].text.strip():
            first = labels.get(0)
            self.heading = first if first and governs(first) == "rows" else None
        if labels:
            self.columns = {}
        before, governed = self.understood, {cell.column for cell in row if cell.column in labels}
        for cell, following in zip(row, [*row[1:], None], strict=True):
            name = labels.get(cell.column)
            if name is None or governs(name) != "right":
                continue
            has_value = following is not None and following.column not in labels
            if has_value and following is not None:
                governed.add(following.column)
            self._set(name, self._text(following) if has_value and following else Text("", self._text(cell).source_ref))
        rest = [cell for cell in row if cell.column not in governed and cell.text.strip()]
        if rest and self.heading == "usage" and len(labels) <= 1:
            self._set("usage", Text("\n".join(cell.text.strip() for cell in rest), self._text(rest[0]).source_ref))
        elif rest or (self.understood == before and not labels):
            self._report("row_not_understood", row)

    def _stage_labels(self, row: list[Cell]) -> bool:
        found = [(int(hit["month"]), cell) for cell in row if (hit := match("plan_stage", cell.text))]
        if not found or (self.columns and field_of(row[0].text) != "plan"):
            return False
        self.heading, self.stages = "plan", found
        return True

    def _stage_values(self, row: list[Cell]) -> None:
        for month, label in self.stages:
            cell = next((cell for cell in row if _overlaps(cell, label)), None)
            self.draft.plan.append(PlanStageRecord(month, None if cell is None else self._text(cell)))
        self.stages = []
        self.understood += 1

    def _indicator_header(self, row: list[Cell], labels: dict[int, str]) -> None:
        self.columns = {labels[cell.column]: cell for cell in row if cell.column in labels}
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
        anchor = found.get("value") or self._text(row[0])
        known = {name: found[name] for name in COLUMNS if name in found}
        self.draft.indicators.append(IndicatorRecord(source_ref=anchor.source_ref, **known))
        self.understood += 1

    def _carry_levels(self, found: dict[str, Text]) -> None:
        """A merged level speaks for the rows beneath it, until a higher level changes."""
        for number, name in enumerate(LEVELS):
            if name in found and found[name].text:
                if found[name].text != self.levels.get(name, Text("", "")).text:
                    self.levels = {level: self.levels[level] for level in LEVELS[:number] if level in self.levels}
                self.levels[name] = found[name]
            elif name in self.levels:
                found[name] = self.levels[name]

    def _report(self, rule: str, cells: list[Cell]) -> None:
        text = " | ".join(cell.text.strip() for cell in cells)
        self.findings.append((self.draft, Finding(rule, self._text(cells[0]).source_ref, text)))


def _overlaps(cell: Cell, header: Cell) -> bool:
    return cell.column < header.column + header.column_span and header.column < cell.column + cell.column_span
