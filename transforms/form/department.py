"""The cover: department, year and stage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from transforms.document import Document, Grid, place
from transforms.form.labels import match
from transforms.form.wording import wording
from transforms.form.years import matched
from transforms.rules import load
from transforms.text import fold, tidy
from warehouse.schema.records import CoverRecord, Text

_COVER_PARAGRAPHS = 30
_UNIT_LABEL = "单位名称:"
_BOOKS = ("fiscal_year", "budget_book")
"""Cover lines that are the title of the whole text."""
_OTHER_BOOKS = ("own_notice", "notice", "other_book", "book_of_targets")
"""Cover lines that state the year as well, but are no such title: what stands around the year need be no name."""
_ALONE = "cover_year"
"""A cover line that states nothing else."""


def _paragraphs(document: Document) -> Iterator[Text]:
    """The paragraphs in front of the first table, a line each, with where they stood."""
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, Grid):
            break
        where = place(block, block_number=number)
        for line in block.text.split("\n"):
            if text := line.strip():
                yield Text(text, where, block.confidence)


def read_cover(document: Document) -> CoverRecord:
    """Department, year and stage as the cover states them: whatever stands in front of the contents and part one."""
    cover = []
    for paragraph in islice(_paragraphs(document), _COVER_PARAGRAPHS):
        if wording(paragraph.text).section:
            break
        cover.append(paragraph)
    year = next((text for names in (_BOOKS, _OTHER_BOOKS) for text in cover if _titled(names, text.text)), None)
    year = year or next((text for text in _above_forms(cover) if matched(_ALONE, text.text)), None)
    return CoverRecord(
        department_name=_department_name(cover, year),
        fiscal_year=year,
        stage=next((text for text in cover if stage_of(text.text) != "unknown"), None),
    )


def _above_forms(cover: list[Text]) -> Iterator[Text]:
    """The lines above the first title of a form: a year alone beneath that is the form's."""
    return takewhile(lambda text: not wording(text.text).may_be_title, cover)


def _department_name(cover: list[Text], year: Text | None) -> Text | None:
    for number, text in enumerate(cover):
        if found := match("compiled_by", text.text) or (year and match("department_label", text.text)):
            return text.worded(found["name"])
        if fold(text.text) == "编制" and number:
            return text.worded(tidy(cover[number - 1].text))
    if year is None:
        return None
    above = cover[: cover.index(year)]
    return _named_by_title(year, above) if _titled(_BOOKS, year.text) else _named_by_office(year, above)


def _named_by_title(title: Text, above: list[Text]) -> Text | None:
    """The department in the title of the text, or on the lines above it; the words of covers are none."""
    book = matched("budget_book", title.text)
    for beside in (book["before"], book["inside"]) if book else ():
        if beside and not match("no_office", beside):
            return title.worded(beside)
    names = [text for text in above if not match("no_office", text.text)]
    name = "".join(fold(text.text).removeprefix(_UNIT_LABEL) for text in names)
    return names[0].worded(name) if name else None


def _named_by_office(line: Text, above: list[Text]) -> Text | None:
    """The department beside the year, or right above, where that is an office's name beyond doubt."""
    found = _titled(_OTHER_BOOKS, line.text)
    parts = found.groupdict() if found else {}
    for part in ("before", "inside"):
        if parts.get(part) and match("office", parts[part]):
            return line.worded(parts[part])
    if "about" in parts or not above or not match("office", above[-1].text):
        return None  # above a notice stands who receives it
    return above[-1].worded(tidy(above[-1].text))


def stage_of(text: str) -> str:
    """draft (草案), approved (批复) or unknown, from the words of a cover line."""
    folded = fold(text)
    for stage, words in load("labels")["cover"]["stage"].items():
        if any(word in folded for word in words):
            return str(stage)
    return "unknown"


def year_of(text: str, *, by_title: bool = False) -> int | None:
    """The fiscal year that a cover line states, in ASCII or Chinese digits; with `by_title` only where the line is the
    title of the whole text."""
    found = _titled(_BOOKS if by_title else (*_BOOKS, *_OTHER_BOOKS, _ALONE), text)
    return int(found["year"]) if found else None


def _titled(names: tuple[str, ...], text: str) -> re.Match[str] | None:
    """The first of the named patterns that a cover line matches."""
    return next((found for name in names if (found := matched(name, text))), None)
