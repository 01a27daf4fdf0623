"""Cover and part one: department, year and stage; the overall goal and the numbered sub-goals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, takewhile

from transforms.document import Document, Grid, place
from transforms.form.labels import match
from transforms.form.wording import wording
from transforms.form.years import matched
from transforms.rules import load
from transforms.text import fold, strip_numbering, tidy
from warehouse.schema.records import CoverRecord, GoalRecord, Text

_COVER_PARAGRAPHS = 30
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
        if found := match("compiled_by", text.text):
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
    name = "".join(fold(text.text) for text in names)
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
    for stage, words in load("labels")["cover"]["stage"].items():
        if any(word in text for word in words):
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


def read_goals(document: Document) -> tuple[Text | None, tuple[GoalRecord, ...]]:
    """The overall goal, and the sub-goals that are labelled 绩效目标 / 绩效指标. Unlabelled prose gives none."""
    sections: dict[str, list[Text]] = {}
    current: list[Text] | None = None
    for paragraph in _paragraphs(document):
        says = wording(paragraph.text)
        if says.section:
            current = sections[says.section] = []
        elif says.is_title:
            current = None  # a contents page lists titles too, and part one follows it
        elif current is not None:
            current.append(paragraph)
    overall = sections.get("overall", [])
    text = _joined(overall) if overall else None
    return text, _goals(sections.get("goals", []))


@cache
def _halves() -> re.Pattern[str]:
    goal = load("labels")["goal"]
    return re.compile(rf"(?P<label>{'|'.join([*goal['goal'], *goal['measures']])})\s*[:：]\s*")


def _opens_half(text: str, start: int) -> bool:
    """Whether a label may stand there: at the beginning, or behind a space or the end of a sentence."""
    return not start or text[start - 1].isspace() or text[start - 1] in "。；;"


def _goals(section: list[Text]) -> tuple[GoalRecord, ...]:
    goals: list[dict[str, list[Text]]] = []
    loose: list[Text] = []
    names = {label: name for name, labels in load("labels")["goal"].items() for label in labels}
    for kind, text in _segments(section):
        if kind is None:
            loose.append(text)
            continue
        half = names[kind]
        if half == "goal" or not goals:
            title = [loose.pop()] if loose else []
            _carry_on(goals, loose)
            goals.append({"title": title})
        else:
            _carry_on(goals, loose)
        loose = []
        goals[-1].setdefault(half, []).append(text)
    _carry_on(goals, loose)
    return tuple(_goal(goal) for goal in goals if goal["title"])


def _carry_on(goals: list[dict[str, list[Text]]], loose: list[Text]) -> None:
    """Paragraphs without a label go on with the half that was open."""
    if goals and loose:
        last = list(goals[-1])[-1]
        if last != "title":
            goals[-1][last] += loose


def _segments(section: list[Text]) -> list[tuple[str | None, Text]]:
    found: list[tuple[str | None, Text]] = []
    for paragraph in section:
        start, label = 0, None
        for hit in _halves().finditer(paragraph.text):
            if not _opens_half(paragraph.text, hit.start()):
                continue
            _add_segment(found, label, paragraph, start, hit.start())
            start, label = hit.end(), hit["label"]
        _add_segment(found, label, paragraph, start, len(paragraph.text))
    return found


def _add_segment(found: list[tuple[str | None, Text]], label: str | None, text: Text, start: int, end: int) -> None:
    part = tidy(text.text[start:end])
    if part or label:
        found.append((label, text.worded(part)))


def _joined(parts: list[Text]) -> Text:
    """Paragraphs as one text, where the first of them stands and as sure as the least certain."""
    known = [part.confidence for part in parts if part.confidence is not None]
    return Text("\n".join(tidy(part.text) for part in parts), parts[0].source_ref, min(known, default=None))


def _goal(goal: dict[str, list[Text]]) -> GoalRecord:
    def joined(half: str) -> Text | None:
        parts = goal.get(half)
        return _joined(parts) if parts else None

    title = goal["title"][0]
    return GoalRecord(title.worded(strip_numbering(title.text)), joined("goal"), joined("measures"))
