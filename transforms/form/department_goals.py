"""Part one: the overall goal, and the sub-goals with what is to be reached and how it is measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.document import Document, Grid, place
from transforms.form.draft import EXCERPT
from transforms.form.wording import wording
from transforms.rules import load
from transforms.text import is_numbered, strip_numbering, tidy
from warehouse.schema.records import Finding, GoalRecord, Text

_NUMBER = r"(?:\d{1,2}\s*[.．、](?!\d)|[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|[①-⑳])\s*"
_NAMED = re.compile(rf"\s*(?:{_NUMBER}|[一二三四五六七八九十]{{1,3}}\s*[、.．])[^\s。；;：:，,、]{{2,20}}\s*")
"""A number and a name: what may stand in front of a label on its line, where spaces were lost."""
_BEHIND_SENTENCE = "。；;"
_AROUND_TITLE = ":：。；;—－- "
_TOLD = re.compile(r"[^:：]{2,8}[:：]\s*\S")
"""What a line says that has a label of its own: 职责描述：负责…"""
_GROUP = re.compile(
    r"\s*(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}\s*[、.．])[^\d。；;：:，,%％]{2,20}"
)
_ITEM = re.compile(r"\s*[(（]?\d{1,2}\s*[)）.．、]")
_BULLET = re.compile(r"(?:[-*+–—]\s+|[•●■◆▪➢►○◇□·]\s*)(?=\S)")
"""What stands in front of the lines of a list."""
_NAME_AND_GOAL = re.compile(r"(?P<title>[^\d:：。；;%％]{1,20})[:：]\s*(?P<goal>[^\d%％]\S.*)", re.DOTALL)
"""A title with its goal on one line: 基础教育：提高教学质量。"""
_LONGEST_TITLE = 40
_MEASURES = "measures"


@dataclass(frozen=True, slots=True)
class PartOne:
    """What part one states, and what it was not understood to state."""

    overall: Text | None = None
    goals: tuple[GoalRecord, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_goals(document: Document) -> PartOne:
    """The overall goal, and the sub-goals that are labelled 绩效目标 / 绩效指标. Unlabelled prose gives none."""
    sections: dict[str, list[Text]] = {}
    current: list[Text] | None = None
    for paragraph in _paragraphs(document, sections):
        says = wording(paragraph.text)
        if says.section:
            current = sections[says.section] = []
        elif says.is_title:
            current = None  # a contents page lists titles too, and part one follows it
        elif current is not None:
            bullet = _BULLET.match(paragraph.text) if current is sections.get("goals") else None
            current.append(paragraph.worded(paragraph.text[bullet.end() :]) if bullet else paragraph)
    overall = sections.get("overall", [])
    goals, findings = _goals(sections.get("goals", []))
    return PartOne(_joined(overall) if overall else None, goals, findings)


def _paragraphs(document: Document, sections: dict[str, list[Text]]) -> Iterator[Text]:
    """The paragraphs in front of the first table behind the sub-goals, a line each, with where they stood: covers and
    contents pages may be laid out as tables."""
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, Grid):
            if "goals" in sections:
                break
            continue
        where = place(block, block_number=number)
        for line in block.text.split("\n"):
            text = line.strip()
            if text and not wording(text).is_page_number:
                yield Text(text, where, block.confidence)


@cache
def _labels() -> dict[str, str]:
    """The half that each label opens."""
    return {label: half for half in ("goal", "measures") for label in load("labels")["goal"][half]}


@cache
def _kinds() -> tuple[str, ...]:
    """Names of kinds of measures that open a paragraph of them, and stay with it: 产出指标：…"""
    kinds = load("labels")["goal"]["kinds"]
    return tuple(kind + colon for kind in kinds for colon in ":：")


@cache
def _whole_labels() -> tuple[str, ...]:
    """The labels that may stand anywhere, and are looked for in prose too."""
    return tuple(label for label in _labels() if label not in load("labels")["goal"]["at_beginning"])


@cache
def _halves() -> re.Pattern[str]:
    labels = "|".join(sorted(_labels(), key=len, reverse=True))
    return re.compile(
        rf"(?:{_NUMBER})?[【\[]?(?:20\d\d\s*年度?|主要|具体)?(?P<label>{labels})(?:\d{{1,2}}|[一二三四五六为])?(?:[】\]]\s*[:：]?|\s*[:：]|(?P<loose>\s*[;；]|\s+|$))\s*"
    )


def _opens_half(text: str, hit: re.Match[str]) -> bool:
    """Whether a label may stand there: at the beginning; behind a space, the end of a sentence or a numbered title, and
    then with a colon and in full."""
    start = hit.start()
    if not start:
        return True
    if hit["loose"] is not None or hit["label"] not in _whole_labels():
        return False
    before = text[start - 1]
    return before.isspace() or before in _BEHIND_SENTENCE or _NAMED.fullmatch(text, 0, start) is not None


def _goals(section: list[Text]) -> tuple[tuple[GoalRecord, ...], tuple[Finding, ...]]:
    goals: list[dict[str, list[Text]]] = []
    loose: list[Text] = []
    for label, text in _segments(section):
        if label is None:
            loose.append(text)
            continue
        half = _labels().get(label, label)
        is_unlabelled = half == "measures" and _opens_unlabelled(goals, loose)
        is_next = half == "goal" or not goals or is_unlabelled
        title, behind = _title(loose) if is_next else ([], [])
        _carry_on(goals, loose)
        if is_next:
            goals.append({"title": title})
        loose = []
        if is_unlabelled:
            goals[-1] |= _with_goal(title, behind)
            behind = []
        goals[-1].setdefault(half, []).append(_with_more(text, behind))
    _carry_on(goals, loose)
    read = tuple(_goal(goal) for goal in goals if goal["title"])
    unread = [text for goal in goals if not goal["title"] for half in goal.values() for text in half]
    if not goals:
        unread = [text for text in section if any(label in text.text for label in _whole_labels())]
    if not unread:
        return read, ()
    said = " | ".join(text.text for text in unread)
    return read, (Finding("goals_not_understood", unread[0].source_ref, said[:EXCERPT]),)


def _title(loose: list[Text]) -> tuple[list[Text], list[Text]]:
    """Takes the title out of what stands in front of a goal, and what stands between the two: the title is the last
    line, unless that is a sentence and a line in front of it is numbered."""
    place = len(loose) - 1
    if loose and _is_sentence(loose[-1].text):
        numbered = (place for place in range(len(loose) - 2, -1, -1) if _is_numbered(loose[place].text))
        place = next(numbered, place)
    title, behind = loose[place : place + 1], loose[place + 1 :]
    if title and place and _heads_goals(loose[place - 1].text, title[0].text):
        place -= 1
    del loose[max(place, 0) :]
    return title, behind


def _opens_unlabelled(goals: list[dict[str, list[Text]]], loose: list[Text]) -> bool:
    """Whether what stands in front of measures is a sub-goal of its own, whose goal has no label: the first, or one that is
    numbered, where the one before has its measures."""
    if not goals:
        return bool(loose)
    last = next((text.text for text in reversed(loose) if is_numbered(text.text)), None)
    return "measures" in goals[-1] and last is not None and re.search(r"[\d%％≥≤]", strip_numbering(last)) is None


def _with_goal(title: list[Text], behind: list[Text]) -> dict[str, list[Text]]:
    """A title and its goal, where no label parts them: the goal is on the title's line, or on those behind it."""
    found = _NAME_AND_GOAL.fullmatch(strip_numbering(title[0].text)) if title and not behind else None
    if found:
        return {"title": [title[0].worded(found["title"])], "goal": [title[0].worded(found["goal"])]}
    return {"title": title, "goal": behind} if behind else {"title": title}


def _is_numbered(text: str) -> bool:
    return is_numbered(text) and not _is_sentence(text)


def _with_more(goal: Text, in_front: list[Text]) -> Text:
    """A goal with the sentences between its title and its label; those with a label of their own (职责描述：…) say no
    goal and are passed over."""
    more = [text.text for text in in_front if not _TOLD.match(text.text)]
    return goal.worded("\n".join([*more, goal.text])) if more else goal


def _heads_goals(text: str, title: str) -> bool:
    """Whether a line in front of a goal's title heads several goals: it counts in Chinese, the title in figures."""
    return _GROUP.fullmatch(text) is not None and _ITEM.match(title) is not None


def _is_sentence(text: str) -> bool:
    if len(text) > _LONGEST_TITLE or text.rstrip()[-1:] in _BEHIND_SENTENCE:
        return True
    return _TOLD.match(text) is not None


def _carry_on(goals: list[dict[str, list[Text]]], loose: list[Text]) -> None:
    """Paragraphs without a label go on with the half that was open."""
    if goals and loose:
        last = list(goals[-1])[-1]
        if last != "title":
            goals[-1][last] += loose


def _segments(section: list[Text]) -> list[tuple[str | None, Text]]:
    found: list[tuple[str | None, Text]] = []
    for paragraph in section:
        start, label = 0, _MEASURES if paragraph.text.startswith(_kinds()) else None
        for hit in _halves().finditer(paragraph.text):
            if not _opens_half(paragraph.text, hit):
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
    said = "\n".join(filter(None, (tidy(part.text) for part in parts)))
    return Text(said, parts[0].source_ref, min(known, default=None))


def _goal(goal: dict[str, list[Text]]) -> GoalRecord:
    def joined(half: str) -> Text | None:
        parts = goal.get(half)
        return _joined(parts) if parts else None

    title = goal["title"][0]
    named = strip_numbering(title.text)
    return GoalRecord(title.worded(named.rstrip(_AROUND_TITLE) or named), joined("goal"), joined("measures"))
