"""A row that a page break cut in two: what its cells hold on the next page goes on with what they hold on this one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from transforms.document import Cell
from transforms.form.columns import LEVELS, OWN, IndicatorColumns, text_of
from transforms.form.draft import Draft
from transforms.form.labels import is_level_name
from transforms.text import COMPARING
from warehouse.schema.records import IndicatorRecord, Text

_NAMES = ("level3", "description")
_LONGEST_LEVEL = 16


def goes_on_with_row(columns: IndicatorColumns, row: list[Cell], texts: list[Text], draft: Draft) -> bool:
    """Whether the first row of a table that goes on with the draft's indicators is the end of the last one's row; the
    two are then put together, with a finding.

    It is where a level is only the end of a level's name, or where the row has no level, nothing that the row before
    lacks, and either no value or neither name nor description.
    """
    if not draft.indicators or columns.has_projects or len(columns.parts) > 1:
        return False
    before = draft.indicators[-1]
    ends = _ends(columns, row, texts)
    if not ends or not _is_end(ends, before):
        return False
    whole: dict[str, Any] = {name: _put_together(getattr(before, name), text) for name, text in ends.items()}
    draft.indicators[-1] = replace(before, **whole)
    draft.report("row_joined", texts[0].source_ref, " | ".join(text.text for text in texts))
    for name in LEVELS:
        if name in whole:
            draft.levels[None][name] = whole[name]
    return True


def mend_level(found: dict[str, Text], levels: dict[str, Text], draft: Draft) -> None:
    """Put a merged level together that a page break cut between its rows: neither half names a level, both do."""
    for name in LEVELS:
        own, above = found.get(name), levels.get(name)
        if own is None or above is None or not own.text or len(own.text) + len(above.text) > _LONGEST_LEVEL:
            continue
        if not is_level_name(above.text + own.text) or is_level_name(own.text) or is_level_name(above.text):
            continue
        whole = found[name] = levels[name] = _put_together(above, own)
        for number in range(len(draft.indicators) - 1, -1, -1):
            if getattr(draft.indicators[number], name) != above:
                break
            mended: dict[str, Any] = {name: whole}
            draft.indicators[number] = replace(draft.indicators[number], **mended)


def _ends(columns: IndicatorColumns, row: list[Cell], texts: list[Text]) -> dict[str, Text]:
    """What is written in a row, by column; nothing where it stands beneath none."""
    beneath = columns.beneath(row)
    found: dict[str, Text] = {}
    for column, numbers in beneath.columns.items():
        text = text_of(column.field, [texts[number] for number in numbers])
        if text.text and column.field in OWN:
            found[column.field] = text
        elif text.text:
            return {}
    return {} if any(texts[number].text for number in beneath.unread) else found


def _is_end(ends: dict[str, Text], before: IndicatorRecord) -> bool:
    stands = {name: text.text for name in ends if (text := getattr(before, name)) is not None}
    if any(not stands.get(name) for name in ends):
        return False
    if "value" in ends and ends["value"].text[0] in COMPARING and stands["value"][0] in COMPARING:
        return False
    levels = [name for name in LEVELS if name in ends]
    if levels:
        return all(
            not is_level_name(ends[name].text) and is_level_name(stands[name] + ends[name].text) for name in levels
        )
    return "value" not in ends or not any(name in ends for name in _NAMES)


def _put_together(first: Text, end: Text) -> Text:
    return first.worded(first.text + end.text)
