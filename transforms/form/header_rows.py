"""A header of two or three rows becomes one: what stands beneath a group's heading is a column, the heading is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from transforms.document import Cell
from transforms.form.amount_columns import budget_column, is_amount_head, is_of_period, tells_amounts
from transforms.form.columns import OWN, is_header
from transforms.form.labels import (
    GOALS,
    field_of,
    governs,
    indicator_columns,
    is_kept,
    is_level_name,
    is_money,
    match,
    without_brackets,
)
from transforms.form.qualified import beneath_level, with_steps
from transforms.form.rows import Row, Table, row_of
from transforms.form.wording import wording
from transforms.rules import load

_DEPTHS = (3, 2)
_LABELS = 2
_NONE = frozenset[str]()
_LOWER_LEVEL = {"level1": "level2", "level2": "level3"}

Group = Cell | None


def with_whole_headers(table: Table, year: Callable[[], int | None] = lambda: None) -> Table:
    """The table with every header of several rows as one row of its columns' headings. `year` gives the budget's.

    Listings have 单位名称 and 项目名称 merged over two rows, and 绩效指标 over 一级指标 … 指标值; forms divide 指标值 into
    运算符号, 内容, 度量单位, or into 前年, 上年, 预计当年实现. A heading of levels that stands over the cells of two levels
    becomes one for each.
    """
    wanted = indicator_columns()[0]
    named = [wanted.intersection(row.labels.values()) if row.labels else _NONE for row in table.rows]
    if not any(named):
        return table
    rows: list[Row] = []
    number = 0
    while number < len(table.rows):
        row, height = table.rows[number], 1
        if len(row.labels) >= _LABELS:
            if _are_columns(named[number : number + _DEPTHS[0]]):
                row, height = _header_at(table.rows, number, named, year)
            if named[number] and (stepped := with_steps(row)) is not row and is_header(stepped):
                row = stepped
            if is_header(row):
                row = _with_levels_apart(row, table.rows[number + height :])
        rows.append(row)
        number += height
    return Table(table.number, table.cells, rows, table.left)


def _header_at(
    rows: list[Row], number: int, named: list[frozenset[str]], year: Callable[[], int | None]
) -> tuple[Row, int]:
    """The header that begins with a row, and how many rows it has; the row itself where it is no more than that."""
    for depth in _DEPTHS:
        together = rows[number : number + depth]
        if len(together) < depth or not _are_columns(named[number : number + depth]):
            continue
        last = together[-1].written
        if last and not any(is_level_name(cell.text) for cell in last) and (merged := _merged(together, year)):
            return merged, depth
    return rows[number], 1


def _are_columns(named: list[frozenset[str]]) -> bool:
    """Whether rows, by the columns of indicators that each names, name enough to head a table: most do not."""
    return len(_NONE.union(*named)) >= indicator_columns()[1] - 1


def _merged(rows: list[Row], year: Callable[[], int | None]) -> Row | None:
    """The rows as one row of headings; None where they are no header, or one of them says as much alone."""
    leaves = _leaves([row.cells for row in rows], None)
    if leaves is None or not _are_aligned(rows, leaves):
        return None
    amounts = _amounts(leaves, year)
    called = [amounts.get(cell) or _worded(cell, group) for cell, group in leaves]
    merged = with_steps(row_of([_in_unit_of(cell, group) for cell, (_, group) in zip(called, leaves, strict=True)]))
    if not is_header(merged) or not _are_headings(merged, leaves):
        return None
    groups = {wording(group.text).field for _, group in leaves if group}
    told, heads = _kept(merged), {group.column for _, group in leaves if group}
    first = row_of([cell for cell in rows[0].cells if cell.column not in heads])
    return merged if groups.intersection(OWN) or all(told > _kept(row) for row in [first, *rows[1:]]) else None


def _leaves(rows: list[list[Cell]], group: Group) -> list[tuple[Cell, Group]] | None:
    """The headings that nothing stands beneath, from left to right, each with the one that it stands beneath; None where
    a cell stands beneath none or more than one, or beneath one that heads no group."""
    rows = [row for row in rows if row]
    top, lower = _reaching_right(rows), rows[1:]
    leaves: list[tuple[Cell, Group]] = []
    placed = 0
    over: Group = None
    for head in top:
        inside = [[cell for cell in row if _is_within(cell, head)] for row in lower]
        written = sum(bool(cell.text.strip()) for row in inside for cell in row)
        placed += written
        # A merged heading may be one cell with blank ones behind it, and stands over what is beneath those.
        over = (head if head.text.strip() else over) if written else None
        if not written:
            leaves.append((head, group))
            continue
        found = _leaves(inside, _in_unit_of(over, group)) if over and _may_group(over) else None
        if found is None:
            return None
        leaves += found
    return leaves if placed == sum(bool(cell.text.strip()) for row in lower for cell in row) else None


def _are_aligned(rows: list[Row], leaves: list[tuple[Cell, Group]]) -> bool:
    """Whether what stands beneath a heading is its own. Where no merge is recorded, a group's heading has one cell as
    every other, and all behind it stand to the left of their columns: it must be the last, or have blank cells behind
    it, and more than one heading beneath it."""
    top = rows[0].cells
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in top):
        return True
    sizes = Counter(group.column for _, group in leaves if group)
    if any(size == 1 for size in sizes.values()):
        return False
    is_wider = any(len(row.cells) > len(top) for row in rows[1:])
    return not is_wider or set(sizes) == {top[-1].column}


def _reaching_right(rows: list[list[Cell]]) -> list[Cell]:
    """The first row, its last heading as wide as the rows beneath: formats that record no merges give it one column."""
    right = max(row[-1].column + row[-1].column_span for row in rows)
    last = rows[0][-1]
    return [*rows[0][:-1], replace(last, column_span=right - last.column)] if last.text.strip() else rows[0]


def _is_within(cell: Cell, head: Cell) -> bool:
    return head.column <= cell.column and cell.column + cell.column_span <= head.column + head.column_span


def _may_group(head: Cell) -> bool:
    """Whether a heading may stand over others: not one that is a project's own, 项目名称."""
    field = wording(head.text).field
    if field is None:
        return bool(head.text.strip())
    return governs(field) != "right" or is_money(field) or field in GOALS


def _amounts(leaves: list[tuple[Cell, Group]], year: Callable[[], int | None]) -> dict[Cell, Cell]:
    """The headings of amounts that stand beneath one of money and tell years or stages apart, as they would be called
    alone: the budget's and the whole period's by name, the others as they are."""
    called: dict[Cell, Cell] = {}
    for group in {over for _, over in leaves if over and _is_of_money(over)}:
        heads = [cell for cell, over in leaves if over == group]
        telling = [cell for cell in heads if tells_amounts(cell.text)]
        if not telling or not all(is_amount_head(cell.text) for cell in heads):
            continue
        names = load("labels")["indicator_table"]["amounts"]
        called.update({cell: cell for cell in heads})
        called.update({cell: _called(cell, names["period"]) for cell in telling if is_of_period(cell.text)})
        if budget := budget_column(telling, year()):
            called[budget] = _called(budget, names["budget"])
    return called


def _called(cell: Cell, name: str) -> Cell:
    """A heading by the name it has alone, with the unit of money that it states."""
    unit = match("label_unit", cell.text)
    return replace(cell, text=f"{name}{unit[0]}" if unit else name)


def _in_unit_of(cell: Cell, group: Group) -> Cell:
    """A heading with the unit of money that the one above it states for all beneath: 预算资金（万元） over 财政拨款."""
    if group is None or not (_is_of_money(group) and _is_of_money(cell)) or match("label_unit", cell.text):
        return cell
    unit = match("label_unit", group.text)
    return replace(cell, text=f"{cell.text}{unit[0]}") if unit else cell


def _is_of_money(group: Cell) -> bool:
    field = wording(group.text).field
    return is_money(field) or field == "funds" if field else match("money_group", group.text) is not None


def _worded(cell: Cell, group: Group) -> Cell:
    """A heading as it would be called alone: 内容 beneath 指标值 is the value, 2025年 beneath it 2025年指标值, 合计 beneath
    资金来源 the budget, 指标值 beneath 产出指标 that level's."""
    if group is None:
        return cell
    text = without_brackets(cell.text)
    over = "funds" if _is_of_money(group) else wording(group.text).field or ""
    called = load("labels")["indicator_table"]["beneath"].get(over, {}).get(text)
    if governs(wording(called or cell.text).field or "") == "columns":
        called = beneath_level(called or text, group.text) or called
    if called is None and wording(cell.text).field is None and field_of(f"{text}{without_brackets(group.text)}"):
        called = f"{text}{without_brackets(group.text)}"
    return _called(cell, called) if called else cell


def _are_headings(merged: Row, leaves: list[tuple[Cell, Group]]) -> bool:
    """Whether the cells are headings and no values: all of them are known, or most of those in the lower rows where the
    file records that the headings beside them are merged."""
    written = [cell for cell in merged.cells if cell.text.strip()]
    if any(is_level_name(cell.text) or match("amount", cell.text) for cell in written):
        return False
    beneath = [cell for cell, (_, group) in zip(merged.cells, leaves, strict=True) if group and cell.text.strip()]
    known = sum(bool(merged.label_of(cell)) or is_amount_head(cell.text) for cell in beneath)
    beside = [cell for cell, group in leaves if group is None and cell.text.strip()]
    if beside and all(cell.row_span > 1 for cell in beside):
        return known > len(beneath) - known
    return known == len(beneath) and all(merged.label_of(cell) for cell in beside)


def _kept(row: Row) -> set[str]:
    """The fields that a row heads columns of."""
    return {field for field in row.labels.values() if is_kept(field) and governs(field) != "rows"}


def _with_levels_apart(row: Row, beneath: Iterable[Row]) -> Row:
    """The header with a heading of its own for the level that its rows state in a second cell beneath the heading of the
    level above, where no other column is that level's."""
    fields = set(row.labels.values())
    for upper, lower in _LOWER_LEVEL.items():
        if upper not in fields or lower in fields or (lower == "level3" and "description" in fields):
            continue
        head = next(cell for cell in row.cells if row.label_of(cell) == upper)
        if head.column_span > 1 and (second := _second_beneath(head, beneath)):
            width = second.column - head.column
            called = load("labels")["fields"][lower]["labels"][0]
            first = replace(head, column_span=width, box=_cut(head, second, 0))
            rest = replace(
                head, text=called, column=second.column, column_span=head.column_span - width, box=_cut(head, second, 1)
            )
            cells = [one for cell in row.cells for one in ([first, rest] if cell is head else [cell])]
            return row_of(cells)
    return row


def _second_beneath(head: Cell, rows: Iterable[Row]) -> Cell | None:
    """The first of the cells that stand second beneath a heading in most rows of its table; None where most have one."""
    seconds: dict[int, Cell] = {}
    counted: Counter[int] = Counter()
    for row in rows:
        if is_header(row):
            break
        inside = [cell for cell in row.written if _is_within(cell, head)]
        if inside:
            last = inside[-1]
            counted[last.column] += 1
            seconds.setdefault(last.column, last)
    column, number = counted.most_common(1)[0] if counted else (head.column, 0)
    return seconds[column] if column > head.column and 2 * number > counted.total() else None


def _cut(head: Cell, second: Cell, part: int) -> tuple[float, float, float, float] | None:
    """The left or the right part of a heading's box, cut where the second cell beneath it begins."""
    if head.box is None or second.box is None:
        return None
    left, top, right, bottom = head.box
    return (second.box[0], top, right, bottom) if part else (left, top, second.box[0], bottom)
