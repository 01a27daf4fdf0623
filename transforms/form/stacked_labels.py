"""A row whose one cell holds several labels, each with its value: a line each, or wide apart on one."""

from __future__ import annotations

from dataclasses import replace

from transforms.form.rows import Row, row_of
from transforms.form.statements import statements
from transforms.form.wording import wording

_OPENING = frozenset({"name", "code", "unit", "implementing_unit", "supervising_department"})
"""What such a cell begins with: further down, labels with colons may be a goal's or a usage's own."""
_SEVERAL = 2


def stacked(row: Row) -> list[Row]:
    """The rows of a label each that such a cell stands for; none where the row holds anything else. Lines that are no label
    go on with the value above them."""
    if len(row.written) != 1 or not _may_be_stacked(row.written[0].text):
        return []
    (cell,) = row.written
    parts: list[str] = []
    labels = 0
    for line in (part for lines in cell.text.split("\n") for part in statements(lines)):
        says = wording(line.strip()).labelled
        if says is None and parts:
            parts[-1] += f"\n{line}"
        elif says is None or not (parts or says.field in _OPENING):
            return []
        else:
            labels += 1
            parts.append(line)
    return [row_of([replace(cell, text=part)]) for part in parts] if labels >= _SEVERAL else []


def _may_be_stacked(text: str) -> bool:
    return text.count("：") + text.count(":") >= _SEVERAL
