"""The rows beneath the header of an indicator table: one record a 三级指标, levels carried on where they are merged."""

from __future__ import annotations

import re

from transforms.document import Cell
from transforms.form.columns import LEVELS, OWN, Beneath, IndicatorColumns, Part, text_of
from transforms.form.draft import Draft
from transforms.form.labels import is_kept, is_level1_name, is_level2_name, is_level_name, match, says_nothing
from transforms.form.qualified import field_of_level
from transforms.form.rows import Row
from transforms.form.several import SEVERAL, numbered, one_by_one
from transforms.form.torn_rows import mend_level
from transforms.form.wording import wording
from transforms.rules import load
from transforms.text import fold
from warehouse.schema.records import IndicatorRecord, Text

INDICATOR_HEADINGS = ("indicators", "year_indicators", "period_indicators")
_STATED = ("level3", "description", "value")
"""A row that has nothing in any of these states no indicator: a level on a row of its own, a row left blank."""
_POINTS = re.compile(r"\d{1,3}(?:\.\d{1,2})?[分%]?")
_NUMBERS_IN_A_ROW = 3


def read_indicators(columns: IndicatorColumns, row: list[Cell], texts: list[Text], draft: Draft) -> None:
    """Add to the draft what a row's cells state, given with their texts; what stands beneath no column is reported."""
    beneath, before = columns.beneath(row), len(draft.indicators)
    for part in columns.parts:
        _read_indicator(columns, beneath, texts, draft, part)
    if len(draft.indicators) == before and columns.parts[0].level1:
        _report_unstated(beneath, texts, draft, Part())
    for number in beneath.unread:
        text = texts[number]
        if text.text and wording(row[number].text).field not in INDICATOR_HEADINGS:
            draft.report("cell_not_understood", text.source_ref, text.text)


def project_texts(columns: IndicatorColumns, row: list[Cell], texts: list[Text]) -> dict[str, Text]:
    """What the columns of the project itself say in a row, blank ones left out."""
    found = {}
    for column, numbers in columns.beneath(row).columns.items():
        name = column.field
        if name not in OWN and is_kept(name) and (text := text_of(name, _picked(texts, numbers))).text:
            found[name] = text
    return found


def states_indicator(columns: IndicatorColumns, row: list[Cell], texts: list[Text]) -> bool:
    """Whether a row says anything of what makes an indicator, other than what offices write for blank."""
    beneath = columns.beneath(row).columns
    stated = [
        text_of(column.field, _picked(texts, numbers)) for column, numbers in beneath.items() if column.field in _STATED
    ]
    return any(not (wording(text.text).is_unfilled or says_nothing(text.text)) for text in stated)


def _read_indicator(columns: IndicatorColumns, beneath: Beneath, texts: list[Text], draft: Draft, part: Part) -> None:
    found = {
        name: texts[numbers[0]] if len(numbers) == 1 else text_of(name, _picked(texts, numbers))
        for name, numbers in beneath.own[part]
    }
    if part.level1:
        if not any(found[name].text for name in _STATED if name in found):
            _report_unstated(beneath, texts, draft, part)
            return
        level = field_of_level(part.level1, is_named="level3" in found)
        found[level] = (found.get("value") or found.get("level3") or texts[0]).worded(part.level1)
    levels = draft.levels.setdefault(part.level1, {})
    mend_level(found, levels, draft)
    _carry_levels(found, levels)
    if "level3" not in found:
        found = _one_level_down(found)
    if _only_adds_up(found):
        _report_sum(found, texts, draft)
        return
    if not _states_any(found):
        if _opens_level1(columns, found, levels) and _only_opens_levels(beneath, texts, found):
            levels["level1"] = levels.pop("level2")
        else:
            _report_unless_levels(beneath, texts, found, draft)
        return
    if "value" not in found and columns.has_values:
        draft.report("row_too_short", texts[0].source_ref, _joined(texts))
    if steps := _steps(beneath, texts):
        found["remark"] = text_of("remark", [found["remark"], *steps] if "remark" in found else steps)
    anchor = found.get("value") or texts[0]
    asides = _without_sign(_asides(beneath.asides[part], texts), found) if beneath.asides[part] else ()
    name = found.get("level3")
    several = _one_by_one(found, draft) if name is not None and "\n" in name.text else (found,)
    for one in several:
        draft.indicators.append(
            IndicatorRecord(source_ref=anchor.source_ref, horizon=part.horizon, asides=asides, **one)
        )


def _one_level_down(found: dict[str, Text]) -> dict[str, Text]:
    """What a row states, where it has a level 2 in the column of level 1 and no column beneath level 2: then the names of
    the indicators stand in that."""
    level1 = found.get("level1")
    if level1 is None or "level2" not in found or not is_level2_name(level1.text):
        return found
    return {name: text for name, text in found.items() if name != "level1"} | {
        "level2": level1,
        "level3": found["level2"],
    }


def _one_by_one(found: dict[str, Text], draft: Draft) -> list[dict[str, Text]]:
    """The indicators of a row whose name has lines; that a value belongs to one of several names, and to which, is open."""
    if "value" not in found:
        return [found]
    several = one_by_one(found)
    if len(several) < SEVERAL <= len(numbered(found["level3"].text)) and found["value"].text:
        draft.report("cell_not_understood", found["value"].source_ref, found["value"].text)
    return several


def _report_unstated(beneath: Beneath, texts: list[Text], draft: Draft, part: Part) -> None:
    """What stands in a row beneath a level 1 that it states no indicator of: others of the row may, and most such cells
    are blank. Without a level it is what stands beneath none, where the row states no indicator at all."""
    others = [
        texts[number]
        for column, numbers in beneath.columns.items()
        for number in numbers
        if column.level1 == part.level1 and (column.level1 or column.field in OWN) and texts[number].text
    ]
    if others:
        draft.report("row_not_understood", others[0].source_ref, _joined(others))


def _states_any(found: dict[str, Text]) -> bool:
    """Whether a row says anything of what makes an indicator."""
    for name in _STATED:
        text = found.get(name)
        if text is not None and not wording(text.text).is_unfilled:
            return True
    return False


def _asides(beneath: list[tuple[str, list[int]]], texts: list[Text]) -> tuple[Text, ...]:
    asides = (text_of(field, _picked(texts, numbers)) for field, numbers in beneath)
    return tuple(aside for aside in asides if aside.text)


def _without_sign(asides: tuple[Text, ...], found: dict[str, Text]) -> tuple[Text, ...]:
    """What is left when the sign of the bound is taken to where it belongs: its column may be called 指标方向."""
    own = found.get("operator")
    sign = next((aside for aside in asides if match("sign", aside.text)), None) if own is None or not own.text else None
    if sign is None:
        return asides
    found["operator"] = sign
    return tuple(aside for aside in asides if aside is not sign)


def _steps(beneath: Beneath, texts: list[Text]) -> list[Text]:
    """The steps of a standard beside the target, each with what it is called: 良：45-50人."""
    found = ((step, text_of("remark", _picked(texts, numbers))) for step, numbers in beneath.steps)
    return [text.worded(f"{step}：{text.text}") for step, text in found if text.text]


def _picked(texts: list[Text], numbers: list[int]) -> list[Text]:
    return [texts[number] for number in numbers]


def _only_adds_up(found: dict[str, Text]) -> bool:
    """Whether the row is one of totals, which adds up whatever stands beneath the values: 合计 … 100分."""
    name, description = found.get("level3"), found.get("description")
    return not (name and name.text) and not (description and description.text) and _is_total(found)


def _report_sum(found: dict[str, Text], texts: list[Text], draft: Draft) -> None:
    """What a row of totals says beneath the values, unless it is the sum of the weights."""
    value = found.get("value")
    if value is not None and value.text and not _POINTS.fullmatch(fold(value.text)):
        draft.report("row_not_understood", texts[0].source_ref, _joined(texts))


def _is_total(found: dict[str, Text]) -> bool:
    """Whether the row adds the weights up."""
    totals = load("labels")["indicator_table"]["totals"]
    return any(fold(found[level].text) in totals for level in LEVELS if level in found)


def _report_unless_levels(beneath: Beneath, texts: list[Text], found: dict[str, Text], draft: Draft) -> None:
    if not _only_opens_levels(beneath, texts, found):
        rule = "row_left_blank" if _is_left_blank(found) else "row_not_understood"
        draft.report(rule, texts[0].source_ref, _joined(texts))


def _only_opens_levels(beneath: Beneath, texts: list[Text], found: dict[str, Text]) -> bool:
    """Whether a row that states no indicator holds levels alone, as a table does that gives each a row of its own."""
    if any(text.text for field, text in found.items() if field not in LEVELS):
        return False
    levels = [
        text_of(column.field, _picked(texts, numbers)).text
        for column, numbers in beneath.columns.items()
        if column.field in LEVELS
    ]
    return all(is_level_name(text) or wording(text).field or wording(text).is_unfilled for text in levels)


def _opens_level1(columns: IndicatorColumns, found: dict[str, Text], levels: dict[str, Text]) -> bool:
    """Whether a row is level 1 of those beneath, if it holds levels alone, in a table that has no column for it."""
    level = found.get("level2")
    if level is None or "level2" not in levels or any(column.field == "level1" for column in columns.columns):
        return False
    return is_level1_name(level.text, surely="level1" not in levels)


def _is_left_blank(found: dict[str, Text]) -> bool:
    """Whether a row holds, beside its levels, only what a printed form leaves to be filled in: 指标2：, ……"""
    return all(wording(text.text).is_unfilled for field, text in found.items() if field not in LEVELS)


def _joined(texts: list[Text]) -> str:
    return " | ".join(text.text for text in texts)


def counts_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 beneath a header."""
    if not wording(row.written[0].text.strip()).is_column_number:
        return False
    texts = [cell.text.strip() for cell in row.written]
    numbers = [int(text) for text in texts if text.isdigit() and text.isascii()]
    counted = len(numbers) >= _NUMBERS_IN_A_ROW and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return counted and all(wording(text).is_column_number for text in texts)


def _carry_levels(found: dict[str, Text], levels: dict[str, Text]) -> None:
    """A merged level speaks for the rows beneath it, over page breaks too, until a higher level changes."""
    for number, name in enumerate(LEVELS):
        own, above = found.get(name), levels.get(name)
        if own is not None and own.text:
            if above is None or own.text != above.text:
                for lower in LEVELS[number:]:
                    levels.pop(lower, None)
            levels[name] = own
        elif above is not None:
            found[name] = above
