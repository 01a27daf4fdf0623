"""Puts the characters of a PDF back into lines, and wrapped lines back into paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from itertools import pairwise
from operator import itemgetter, sub
from statistics import median

from transforms.document import Box
from transforms.readers.pdf.marks import Char
from transforms.readers.raised import raised
from warehouse.schema.frozen import value_class

_SAME_LINE = 0.5
"""Characters whose middles are this share of a character's height apart stand on the same line."""
_NEXT = 5
_WORD_GAP = 0.25
"""A gap of this share of a character's height between Latin letters or digits is a space."""
_COLUMN_GAP = 0.9
"""A gap of this share of a character's height is a space between any two characters, even in justified Chinese."""

_NO_START = "，。、；：？！）》」』】〕”’…％%,.;:?!)]}·"
"""Typesetting begins no line with these: it pulls the character before them down, too."""
_NO_END = "（《「『【〔“‘([{￥$"
"""Typesetting ends no line with these."""
_CLINGS = frozenset(_NO_START) | frozenset("/〉］‰℃°")
"""These, too, stay with what they follow: a line that begins with one was broken in front of the character before it."""
HANGING = frozenset(_NO_START) - frozenset("…·")
"""What typesetting lets hang over the end of a full line; rows of dots also stand by themselves."""

ENUMERATION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:、|．|\.(?!\d)))"
)
"""What an item of a list begins with; a decimal number is none."""

_LEEWAY = 0.25
"""A line must end clearly short, by this share of a character, for its end to be the paragraph's."""


@value_class(frozen=True, slots=True)
class Line:
    """Characters on one line, from left to right."""

    chars: tuple[Char, ...]
    text: str
    box: Box
    height: float
    """The height of a character of the line, in points: the measure of its font size."""

    confidence: float | None = None
    """That of the character OCR was least sure of; None where the file itself says what is written."""


def least(confidences: Sequence[float | None]) -> float | None:
    """The lowest confidence, None where there is none."""
    if confidences.count(None) == len(confidences):
        return None
    return min([confidence for confidence in confidences if confidence is not None])


def lines_of(chars: Sequence[Char]) -> list[Line]:
    """Characters as lines from top to bottom; lines of white space alone are left out."""
    if not chars:
        return []
    middles = [char[2] + char[4] for char in chars]
    if middles.count(middles[0]) == len(middles):
        only = _line(list(chars))
        return [only] if only.text else []
    ordered = [chars[number] for number in sorted(range(len(chars)), key=middles.__getitem__)]
    middles.sort()
    lines: list[Line] = []
    start = 0
    while start < len(ordered):
        # Some fonts give a flat sign such as 一 a box of its own, flat height: those after it tell the line's.
        height = max([char[4] - char[2] for char in ordered[start : start + _NEXT]])
        end = bisect_right(middles, middles[start] + 2 * _SAME_LINE * height, start + 1)
        lines.append(_line(ordered[start:end]))
        start = end
    return [line for line in lines if line.text]


def _line(run: list[Char]) -> Line:
    run.sort(key=_LEFT)
    texts, lefts, tops, rights, bottoms, sures, _ = zip(*run, strict=True)
    heights = list(map(sub, bottoms, tops))
    height = middling(heights)
    if min(heights) < _RAISED_HEIGHT * height and sures[0] is None:
        run = _with_raised(run, height, middling(list(bottoms)))
        texts = tuple(char.text for char in run)
    box = (lefts[0], min(tops), max(rights), max(bottoms))
    is_spaced = len(run) > 1 and max(map(sub, lefts[1:], rights)) > _WORD_GAP * height
    text = _spaced(run, height) if is_spaced else "".join(texts).strip()
    return Line(tuple(run), text, box, height, least(sures))


def _with_raised(run: list[Char], height: float, foot: float) -> list[Char]:
    """The characters, figures that are smaller and stand higher than the rest as Unicode writes them. `foot`: the bottom
    of the others."""
    is_raised = [
        char.bottom - char.top < _RAISED_HEIGHT * height and foot - char.bottom > _RAISED_BY * height for char in run
    ]
    # A hyphen of a font that gives it a flat box of its own stands by itself; a sign that is raised has its figure behind it.
    return [
        char._replace(text=raised(char.text)) if has and (char.text.isdigit() or behind) else char
        for char, has, behind in zip(run, is_raised, [*is_raised[1:], False], strict=True)
    ]


_RAISED_HEIGHT, _RAISED_BY = 0.75, 0.3
"""Shares of the usual character's height: raised figures are lower, and end by so much above the others."""

_LEFT = itemgetter(1)


def middling(numbers: list[float]) -> float:
    """The median; most often all are the same."""
    first = numbers[0]
    return first if numbers.count(first) == len(numbers) else median(numbers)


def _spaced(run: list[Char], height: float) -> str:
    parts = []
    last: Char | None = None
    for char in run:
        if last is not None and _has_gap(last, char, height):
            parts.append(" ")
        parts.append(char.text)
        last = char
    return "".join(parts).strip()


def _has_gap(left: Char, right: Char, height: float) -> bool:
    gap = right.x0 - left.x1
    if gap <= _WORD_GAP * height or left.text == " " or right.text == " ":
        return False
    return gap > _COLUMN_GAP * height or (_is_latin(left.text) and _is_latin(right.text))


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def joined(first: str, second: str) -> str:
    """Two lines of one paragraph as one text: Chinese and digits run on, Latin words stay apart."""
    left, right = first.rstrip(), second.lstrip()
    if not left or not right:
        return left + right
    last, following = left[-1], right[0]
    apart = last.isascii() and last.isalpha() and following.isascii() and following.isalpha()
    return f"{left} {right}" if apart else left + right


def head_width(line: Line) -> float:
    """The width of what typesetting would have had to fit on the line before: the first character or Latin word,
    with the opening marks before it and the closing marks after it, which no line break parts from it."""
    chars = [char for char in line.chars if char.text != " "]
    end = 0
    while end < len(chars) - 1 and chars[end].text in _NO_END:
        end += 1
    if _is_word(chars[end].text):
        while end < len(chars) - 1 and _is_word(chars[end + 1].text):
            end += 1
    while end < len(chars) - 1 and (chars[end + 1].text in _CLINGS or chars[end].text == "/"):
        end += 1
    return chars[end].x1 - chars[0].x0


_PARENTHESES = dict(zip("（《「『【〔〈［([", "）》」』】〕〉］)]", strict=True))


def is_parted(first: str, rest: str) -> bool:
    """Whether two texts can only be one: a bracket opened in the first is closed in the rest, which opens none before; or
    the rest begins as no text does, with a closing sign or the year in brackets within a document's number."""
    if len(rest) > 1 and (rest[0] in _BEGINS_NOTHING or _YEAR_OF_NUMBER.match(rest)):
        return True
    for opening, closing in _PARENTHESES.items():
        opened = rest.find(opening)
        closed = rest.find(closing, 0, opened if opened >= 0 else None)
        if closed >= 0 and first.count(opening) > first.count(closing) and not rest.startswith(opening):
            return True
    return False


_BEGINS_NOTHING = frozenset("，。、；：？！）》」』】〕,;:?!)]}/〉］")
_YEAR_OF_NUMBER = re.compile(r"[〔［\[(（]\s*20\d\d\s*[〕］\])）]\s*\d{1,4}\s*号")
"""〔2024〕35号 follows what stands for the office that gave the number."""


DIGITS = re.compile(r"\d+")
_SHORTEST_WHOLE = 3


def is_whole(text: str, wholes: Container[str]) -> bool:
    """Whether a text that is no mere figure is said in one cell elsewhere; `wholes`: what cells say, squeezed."""
    text = squeezed(text)
    return len(text) >= _SHORTEST_WHOLE and not DIGITS.search(text) and text in wholes


def squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def _is_word(text: str) -> bool:
    return text.isascii() and (text.isalnum() or text in ".-/_+@&~%")


def paragraphs_in(lines: list[Line], room: float) -> str:
    """The text of a cell: a line that ends where the next word did not fit runs on, one that ends short does not.

    `room` is how wide a line can be, in points.
    """
    if len(lines) < 2:
        return lines[0].text if lines else ""
    if all(len(line.text) == 1 and not line.text.isascii() for line in lines):
        return "".join(line.text for line in lines)  # written downwards, sign below sign
    text = lines[0].text
    for line, following in pairwise(lines):
        text = joined(text, following.text) if _is_wrapped(line, following, room) else f"{text}\n{following.text}"
    return text


def room_left(line: Line, room: float) -> float:
    """How wide the next word would have had to be, in points, not to fit on the line any more."""
    return 0.0 if _hangs(line) else room - _LEEWAY * line.height - (line.box[2] - line.box[0])


def _is_wrapped(line: Line, following: Line, room: float) -> bool:
    if _hangs(line) and not ENUMERATION.match(following.text):
        return True
    return line.box[2] - line.box[0] + head_width(following) > room - _LEEWAY * line.height


def _hangs(line: Line) -> bool:
    """Whether spaces hang over the line's end: pdfium shows only the first of them, how full it was is not known."""
    return line.chars[-1].text == " "
