"""Which lines of a text dump are no part of it: what a page has above and below its text, fallen between two rows."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from transforms.text import fold

_NUMBER = re.compile(r"\d{1,4}")
_PAGE = re.compile(
    r"[-—–－~·]+\d{1,4}[-—–－~·]+|第\d{1,4}页(?:[/,，]?共\d{1,4}页)?|共\d{1,4}页[/,，]?第\d{1,4}页"
    r"|[-—–~·=*#<!\[【(]*(?:page[:_-]?\d{1,4}(?:(?:of|/)\d{1,4})?|第\d{1,4}页)[-—–~·=*#>\]】)]*",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"[(\[【]?(?:续上?|接上|接续|上接)[表页][\d一二三四五六七八九十]{0,2}[)\]】]?")
_OF_SCRIPT = re.compile(
    r"[-—=*#<\[【/]+(?:表格?|table)[:_#-]?\d{0,3}(?:开始|结束|start|begin|end)?[-—=*#>\]】:]+"
    r"|(?:表格|table)[:_#-]?\d{1,3}:?",
    re.IGNORECASE,
)
"""What a script writes around the tables that it finds: --- 表格 2 ---, [TABLE], Table 3:"""
_BEHIND_COVER = re.compile(r"目录$|第一部分|.*绩效(?:目标)?表")
"""The cover ends at the contents page, or where these are missing at part one or the first form."""
_SENTENCE = re.compile("[,，。;；:：、]")
_LONGEST = 50
_NEAR = 12
"""The text of the next page begins within so many lines."""


_TITLE = re.compile(r"(?:\d{1,3}\s*[.、．])?.{2,60}绩效(?:目标)?表\s*(?:[(（].{0,10}[)）])?")
"""The title of a form, which ends the table in front of it."""
_ABOVE = re.compile(
    r"[(（]?(?:金额)?单位\s*[:：]\s*[亿万千]?元[)）]?|[\[(（]?\d{6}[\])）]?[\s—-]*[^\d\s。，；]{4,40}(?:\s+单位\s*[:：].{1,4})?"
)
"""What stands above a table: whose it is, by code and name, and the unit of its money."""


def stands_above(text: str) -> bool:
    """Whether a line is the title of a form, or says whose it is or what its money is counted in."""
    return _TITLE.fullmatch(text) is not None or _ABOVE.fullmatch(text) is not None


def is_page_mark(text: str) -> bool:
    """Whether a line is the number of a page that says so, or says that a table goes on or begins: 第5页, （续表）."""
    folded = fold(text) if len(text) <= _LONGEST else ""
    return bool(_PAGE.fullmatch(folded) or _CONTINUED.fullmatch(folded) or _OF_SCRIPT.fullmatch(folded))


class Furniture:
    """Tells the lines of a dump that are furniture of its pages. What runs through them is read from the lines of
    the cover, when it is first asked for."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._on_cover: frozenset[str] | None = None

    def is_on_cover(self, text: str) -> bool:
        """Whether a line repeats the cover."""
        if self._on_cover is None:
            self._on_cover = frozenset(_cover_lines(self._lines))
        return fold(text) in self._on_cover

    def is_number_between_rows(self, number: int, text: str) -> bool:
        """Whether a line behind an empty one is a bare figure, and an empty line and a cell follow: a cell's last
        paragraph may be one too, but hardly stands so far off."""
        behind = self._lines[number : number + _NEAR]
        if not _NUMBER.fullmatch(text) or not behind or behind[0].strip():
            return False
        following = (line for line in behind if line.strip())
        after = next((line for line in following if not self._is_of_page(line.strip())), "")
        return after.startswith("\t") or stands_above(after.strip())

    def _is_of_page(self, text: str) -> bool:
        return is_page_mark(text) or self.is_on_cover(text)


def _cover_lines(lines: list[str]) -> list[str]:
    """What stands on the cover on short lines that are no sentences, alone and with the line behind it."""
    written = (line.strip() for line in takewhile(lambda line: not line.startswith("\t"), lines))
    folded = (fold(line) if len(line) <= _LONGEST else line for line in written if line)
    cover = takewhile(lambda line: not _BEHIND_COVER.match(line), folded)
    short = [line for line in cover if len(line) <= _LONGEST and not _SENTENCE.search(line)]
    return [*short, *(one + other for one, other in pairwise(short))]
