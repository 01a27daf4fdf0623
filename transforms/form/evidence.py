"""Whether a table is part of a 绩效目标表 at all: budget books hold many other tables with some of the same words."""

from __future__ import annotations

from transforms.document import Cell
from transforms.form.columns import is_header
from transforms.form.draft import OPENING, Draft
from transforms.form.labels import governs, is_level_name, is_money, match
from transforms.form.rows import Row, Table
from transforms.form.wording import wording

_ROWS_WITH_LABELS = 2
_FEW_ROWS = 2
_CORE = frozenset(
    {"name", "code", "goal", "overall_goal", "period_goal", "usage", "plan", "budget", "supervising_department"}
)
"""What only these forms ask for in this way: a label at the left, its value beside it."""


def is_form(table: Table, draft: Draft) -> bool:
    """Whether a table belongs to a form: it heads an indicator table, goes on with one, has rows of labels with their
    values beside them, or is what the project that is open still lacks."""
    rows = [row for row in table.rows if row.written]
    if any(is_header(row) for row in rows):
        return True
    if draft.columns is not None and draft.columns.carried_to(table) is not None:
        return True
    fields = set()
    for row in rows:
        if field := _leading_field(row):
            fields.add(field)
            if len(fields) >= _ROWS_WITH_LABELS and not fields.isdisjoint(_CORE):
                return True
    return any(_is_lone_part(row, draft, len(rows)) for row in rows)


def has_form_words(table: Table) -> bool:
    """Whether a table that was not taken for a form uses words that only forms have."""
    only_forms = {"goal", "overall_goal", "period_goal", "usage", "plan", "level1", "level2", "level3"}
    return any(wording(cell.text).field in only_forms or is_level_name(cell.text) for cell in table.cells)


def _leading_field(row: Row) -> str | None:
    """The field whose label the row begins with, if a value stands beside it or in the same cell."""
    written = row.written
    first = written[0]
    if inside := wording(first.text).labelled:
        return inside.field
    field = row.label_of(first)
    if field is None or governs(field) == "columns":
        return None
    if governs(field) == "rows":
        return field
    return field if len(row.cells) > 1 and (len(written) == 1 or not row.label_of(written[1])) else None


def _is_lone_part(row: Row, draft: Draft, rows: int) -> bool:
    """Whether a row of a small table says what a form says in one row: its unit, its code, its plan, its money."""
    written = row.written
    if row.has_stages and sum(wording(cell.text).month is not None for cell in written) > 1:
        return True
    if rows <= _FEW_ROWS and any(wording(cell.text).is_unit_header for cell in written):
        return True
    is_open = any(draft.says(name) for name in OPENING)
    for cell, following in zip(written, [*written[1:], None], strict=True):
        field = row.label_of(cell)
        if field == "code" and following is not None and match("project_code", following.text):
            return True
        if not is_open or field is None or draft.says(field):
            continue
        if field in ("usage", "goal", "overall_goal", "plan"):
            return True
        if field in ("budget", "funds") and following is not None and _is_money(following, draft):
            return True
    return is_open and draft.heading is not None and rows <= _FEW_ROWS


def _is_money(cell: Cell, draft: Draft) -> bool:
    """Whether the cell beside a label of money holds an amount, or the label of one, that the project still lacks."""
    field = wording(cell.text).field
    return not draft.says("budget") and bool(match("amount", cell.text) or (field and is_money(field)))
