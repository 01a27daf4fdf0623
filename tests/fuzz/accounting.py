"""Whether everything a document's tables say has gone into its records or into a finding: nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from transforms.document import Document, Grid
from transforms.form.labels import field_of, is_level_name, labelled, match
from transforms.text import fold
from warehouse.schema.records import DocumentRecord


def unaccounted(document: Document, record: DocumentRecord) -> list[str]:
    """Texts of table cells that are no labels and stand neither in a record nor in a finding of the document.

    Tables that a finding passes over as a whole are accounted for by it.
    """
    if any(finding.rule == "other_tables" for finding in record.findings):
        return []
    said = fold("\n".join(_texts(asdict(record))))
    passed_over = {finding.source_ref for finding in record.findings if finding.rule == "table_not_understood"}
    lost = []
    for grid in document.grids:
        if not _is_passed_over(grid, passed_over):
            lost += [cell.text for cell in grid.cells if not _is_said(cell.text, said)]
    return lost


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _is_passed_over(grid: Grid, places: set[str]) -> bool:
    return any(f"table {grid.number}," in place or place.endswith(f"table {grid.number}") for place in places)


def _is_said(text: str, said: str) -> bool:
    folded = fold(text)
    if (
        not folded
        or folded in said
        or field_of(text)
        or is_level_name(text)
        or match("plan_stage", text)
        or match("title", text)
    ):
        return True
    inside = labelled(text)
    return (inside is not None and fold(inside.value) in said) or all(
        fold(line) in said or field_of(line) for line in text.split("\n")
    )
