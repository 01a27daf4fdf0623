"""Walks a web page once: what a browser would show of it, as lines of text and tables, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from lxml import etree

from transforms.document import Block, Paragraph, UnreadableDocument
from transforms.readers.html.table import MOST_COLUMNS, HtmlCell, HtmlTable
from transforms.readers.raised import raised
from transforms.readers.underlined import bound_drawn_as
from transforms.rules import load
from transforms.text import WIDE

MOST_CELLS = 300_000
"""A form has some hundred cells and a year's book of them ten thousand; a page with more is built to fill memory."""
_MOST_ROW_SPAN = 65_534
"""HTML's own limit."""

_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_OF_CLASS = re.compile(r"\s*[a-z]*\d?\.([\w-]+)\s*", re.IGNORECASE)
_WRAP = re.compile(rf"(?<={WIDE})[ \t\r\f]*\n[ \t\r\n\f]*(?={WIDE})")
_SPACE = re.compile(r"[ \t\r\n\f]+")

_TOO_LARGE = "网页中的单元格过多（超过{0}个），无法读取。 The page has more than {0} table cells: split it."


@cache
def _tags(name: str) -> frozenset[str]:
    return frozenset(load("html_tags")[name])


@dataclass(slots=True)
class _Flow:
    """Running text: what is gathered of the line that is open, and the blocks before it."""

    blocks: list[Block]
    open: list[str] = field(default_factory=list)
    line: int | None = None

    def add(self, text: str, line: int | None, *, keeps_breaks: bool) -> None:
        if not keeps_breaks:
            self._gather(text, line)
            return
        first, *more = text.split("\n")
        self._gather(first, line)
        for part in more:
            self.end_line()
            self._gather(part, line)

    def _gather(self, text: str, line: int | None) -> None:
        if self.line is None and text.strip():
            self.line = line
        self.open.append(text)

    def end_line(self) -> None:
        if not self.open:
            return
        text = _SPACE.sub(" ", _WRAP.sub("", "".join(self.open))).strip()
        if text:
            self.blocks.append(Paragraph(text, line=self.line))
        self.open, self.line = [], None


class HtmlWalk:
    """One pass over a page. `lines_from` is the file's line that the page begins on, None where lines say nothing."""

    def __init__(self, lines_from: int | None = None) -> None:
        self._lines_from = lines_from
        self._block_tags, self._breaking_tags, self._part_tags = map(_tags, ("blocks", "keeps_breaks", "table_parts"))
        self._blocks: list[Block] = []
        self._flows: list[_Flow] = [_Flow(self._blocks)]
        self._tables: list[tuple[etree._Element, HtmlTable, int]] = []
        """The open tables, each with how many flows were open when it began."""
        self._cells: list[etree._Element] = []
        self._count = 0
        self._sections = 0
        self._keeps_breaks = 0
        self.hidden: list[str] = []
        """What is not shown of tables that are no layout, in order."""
        self.struck: list[str] = []
        """What is struck out and not read, in order."""
        self._striking: list[etree._Element] = []
        """The open elements that strike out what they hold."""
        self._struck_classes: frozenset[str] = frozenset()
        self._chosen: etree._Element | None = None
        """The option that the list which is open shows."""

    def blocks(self, root: etree._Element) -> list[Block]:
        """The page's paragraphs and grids; grids are not numbered yet."""
        _write_raised(root)
        _write_underlined(root)
        self._struck_classes = _struck_classes(root)
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                if _is_skipped(element):
                    self._hide(element)
                    walker.skip_subtree()
                else:
                    self._start(element)
            else:
                self._end(element)
        self._flows[0].end_line()
        return self._blocks

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in self._block_tags:
            self._flows[-1].end_line()
        if tag == "table":
            self._start_table(element)
        elif self._tables and self._is_directly_in_table:
            self._start_part(element)
        if tag in self._breaking_tags:
            self._keeps_breaks += 1
        if self._strikes(element):
            self._striking.append(element)
        if tag == "select":
            self._chosen = _chosen(element)
        self._add(None if tag == "option" and element is not self._chosen else _shown_text(element), element)

    def _end(self, element: etree._Element) -> None:
        if element.tag in self._block_tags:
            self._flows[-1].end_line()
        if element.tag in self._breaking_tags and not _is_skipped(element):
            self._keeps_breaks -= 1
        if self._striking and self._striking[-1] is element:
            self._striking.pop()
        if self._cells and self._cells[-1] is element:
            self._cells.pop()
            self._flows.pop()
        if self._tables and self._tables[-1][0] is element:
            _, table, flows = self._tables.pop()
            del self._flows[flows:]
            self._flows[-1].blocks += table.blocks()
            self.hidden += table.hidden
        self._add(element.tail, element)

    def _add(self, text: str | None, element: etree._Element) -> None:
        if text and self._striking:
            self.struck.append(text)
        elif text:
            self._flows[-1].add(text, self._line(element), keeps_breaks=self._keeps_breaks > 0)

    def _hide(self, element: etree._Element) -> None:
        """Keeps for a note what an element would say in a table, or in one of its own, were it shown."""
        if element.tag in _tags("skipped"):
            return
        if text := " ".join("".join(map(str, element.itertext())).split()):
            if next(element.iter("td"), None) is not None and element.tag not in self._part_tags | {"tr", "td"}:
                self.hidden.append(text)
            elif self._tables:
                self._tables[-1][1].hidden.append(text)

    def _strikes(self, element: etree._Element) -> bool:
        if element.tag in _tags("strikes_out"):
            return True
        style, named = element.get("style"), element.get("class")
        if style is not None and _STRUCK.search(style):
            return True
        return bool(named and self._struck_classes and not self._struck_classes.isdisjoint(named.split()))

    # --- tables

    @property
    def _is_directly_in_table(self) -> bool:
        """Whether a row or cell that starts now is the innermost table's own, and not in one of its cells."""
        return len(self._flows) == self._tables[-1][2] + 1

    def _start_table(self, element: etree._Element) -> None:
        table = HtmlTable(is_presentation=element.get("role") in ("presentation", "none"))
        self._tables.append((element, table, len(self._flows)))
        self._flows.append(_Flow(table.caption))

    def _start_part(self, element: etree._Element) -> None:
        table = self._tables[-1][1]
        if element.tag in self._part_tags:
            self._sections += 1
        elif element.tag == "tr":
            parent = element.getparent()
            in_section = parent is not None and parent.tag in self._part_tags
            table.start_row(self._sections if in_section else 0)
        elif element.tag in ("td", "th"):
            self._count += 1
            if self._count > MOST_CELLS:
                raise UnreadableDocument("document_too_large", _TOO_LARGE.format(MOST_CELLS))
            spans = _span(element, "rowspan", _MOST_ROW_SPAN), max(1, _span(element, "colspan", MOST_COLUMNS))
            cell = HtmlCell(*spans, self._line(element))
            table.add(cell)
            self._flows.append(_Flow(cell.blocks))
            self._cells.append(element)

    def _line(self, element: etree._Element) -> int | None:
        if self._lines_from is None:
            return None
        line = cast("int | None", element.sourceline)
        return None if line is None else self._lines_from + line - 1


def _is_skipped(element: etree._Element) -> bool:
    if element.tag in _tags("skipped") or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _struck_classes(root: etree._Element) -> frozenset[str]:
    """The classes that strike out what they are of; spreadsheets save their formats as such."""
    sheets = [text for style in root.iter("style") if "line-through" in (text := style.text or "")]
    rules = (rule for text in sheets for rule in _RULE.finditer(text) if _STRUCK.search(rule[2]))
    named = (_OF_CLASS.fullmatch(selector.rpartition("*/")[2]) for rule in rules for selector in rule[1].split(","))
    return frozenset(found[1] for found in named if found)


def _write_raised(root: etree._Element) -> None:
    for above in root.iter("sup"):
        for element in above.iter():
            element.text = element.text and raised(element.text)
            if element is not above:
                element.tail = element.tail and raised(element.tail)


def _write_underlined(root: etree._Element) -> None:
    """Writes bounds that are drawn as a sign with a line beneath it and nothing beside it."""
    for line in root.iter("u"):
        beside = (line.getprevious(), None if line.tail else line.getnext())
        if not len(line) and all(one is None or one.tag != "u" for one in beside):
            line.text = bound_drawn_as((line.text or "").strip()) or line.text


def _shown_text(element: etree._Element) -> str | None:
    """What stands in an element before its first child; a field of an entry form shows what was entered."""
    if element.tag == "input":
        return None if (element.get("type") or "").lower() in _tags("fields_without_text") else element.get("value")
    return element.text


def _chosen(select: etree._Element) -> etree._Element | None:
    """The option that a list shows: the first that is selected, else the first."""
    first = next(select.iter("option"), None)
    return next((option for option in select.iter("option") if option.get("selected") is not None), first)


def _span(element: etree._Element, name: str, most: int) -> int:
    """A span as written, bounded; 1 where it is no number. 0 rows mean to the end of the section."""
    found = re.match(r"\s*(\d{1,9})", element.get(name) or "")
    return min(int(found[1]), most) if found else 1
