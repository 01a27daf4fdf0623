"""Writes the numbers of a Word document's lists into its text: the file says only which list a paragraph is in.

ECMA-376 part 1: `numPr` (17.3.1.19), `abstractNum` and `num` (17.9.1, 17.9.15), `lvl` (17.9.6), `lvlText` (17.9.11),
`isLgl` (17.9.4), `lvlRestart` (17.9.10), `numStyleLink` (17.9.21), `startOverride` (17.9.26).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from lxml import etree

from transforms.readers.docx.hidden import is_on
from transforms.readers.list_numbers import LEVELS, UNCOUNTED, Counts, Level, List, apart, numbers_the_row
from transforms.readers.packages import COMPATIBILITY, namespace_of, xml_root

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MOST_BASES = 20
"""No chain of styles, each based on the next, is longer."""
_STYLE, _BASE = re.compile(rb'w:styleId="([^"]*)"'), re.compile(rb'<w:basedOn w:val="([^"]*)"')
_STYLE_IN_USE = re.compile(rb'<w:pStyle w:val="([^"]*)"')
_PLAIN_STYLE = re.compile(rb'<w:pStyle w:val="([\w -]*)"')
"""A style whose name is the same in bytes and when it is parsed."""
_NUMBERS, _TAKES_OUT = b"<w:numPr", re.compile(rb"<w:(?:del|moveFrom)\b")


def may_bear_on_lists(properties: bytes) -> bool:
    """Whether properties may put a paragraph in a list, or take its mark out, by their XML and whatever lists there are."""
    return names_lists(properties) or names_styles(properties) or _TAKES_OUT.search(properties) is not None


def names_lists(xml: bytes) -> bool:
    """Whether paragraphs of a part are in lists, by their own word or, in the part of the styles, by a style's."""
    return _NUMBERS in xml


def names_styles(xml: bytes) -> bool:
    """Whether paragraphs of a part have styles, which may be in lists."""
    return b"<w:pStyle" in xml


def uses_listed(xml: bytes, styles: bytes) -> bool:
    """Whether a paragraph of a part has a style that is in a list. Hardly any has, and the styles need no parsing."""
    if not names_lists(styles):
        return False
    declared = {name[1]: style for style in styles.split(b"<w:style ")[1:] if (name := _STYLE.search(style))}
    return any(_is_listed(name, declared) for name in set(_STYLE_IN_USE.findall(xml)))


def _is_listed(name: bytes, declared: Mapping[bytes, bytes]) -> bool:
    for _ in range(_MOST_BASES):
        style = declared.get(name, b"")
        if names_lists(style):
            return True
        base = _BASE.search(style)
        if base is None:
            return False
        name = base[1]
    return False


class _Item(NamedTuple):
    """The list that a paragraph or a style is in, and its level where that is said; no list where `number` is 0."""

    number: str | None
    level: int | None


@dataclass(slots=True)
class Lists:
    """The lists that a document declares, by the numbers that its paragraphs name, and the styles that are in one."""

    lists: dict[str, List] = field(default_factory=dict)
    styles: dict[str, _Item] = field(default_factory=dict)

    def bear_on(self, properties: bytes) -> bool:
        """Whether properties put a paragraph in one of these, or take its mark out, by their XML."""
        if not names_styles(properties) or names_lists(properties) or _TAKES_OUT.search(properties):
            return may_bear_on_lists(properties)
        style = _PLAIN_STYLE.search(properties)
        return style is None or style[1].decode() in self.styles


def lists_of(numbering: bytes, styles: bytes | None) -> Lists:
    """The lists of the part that declares them, and those of the styles."""
    root = xml_root(numbering)
    names = namespace_of(root)
    abstract = {one.get(f"{names}abstractNumId"): one for one in root.iter(f"{names}abstractNum")}
    linked = {_said(one, names, "styleLink"): one for one in abstract.values()}
    found = Lists()
    for one in root.iter(f"{names}num"):
        declared = abstract.get(_said(one, names, "abstractNumId"))
        if declared is not None:
            declared = linked.get(_said(declared, names, "numStyleLink") or "", declared)
            found.lists[str(one.get(f"{names}numId"))] = _list_of(one, declared, names)
    if styles is not None and names_lists(styles):
        found.styles = _styles(xml_root(styles))
    return found


def _list_of(one: etree._Element, declared: etree._Element, names: str) -> List:
    levels = _levels(declared, names)
    starts = {}
    for override in one.iterfind(f"{names}lvlOverride"):
        levels |= _levels(override, names)
        start = _number(_said(override, names, "startOverride"))
        if start is not None:
            starts[_number(override.get(f"{names}ilvl")) or 0] = start
    return List(str(declared.get(f"{names}abstractNumId")), levels, starts)


def _levels(parent: etree._Element, names: str) -> dict[int, Level]:
    levels = (_level(level, names) for level in parent.iterfind(f"{names}lvl"))
    return {at: level for at, level in levels if at < LEVELS}


def _level(level: etree._Element, names: str) -> tuple[int, Level]:
    said = partial(_said, level, names)
    at = _number(level.get(f"{names}ilvl")) or 0
    plain = level.find(f"{names}isLgl")
    restarts = _number(said("lvlRestart"))
    told = Level(
        start=_number(said("start")) or 0,
        format=_format(level, names),
        text=said("lvlText") or "",
        behind="" if said("suff") == "nothing" else " ",
        is_plain=plain is not None and is_on(plain.get(f"{names}val")),
        restarts=at if restarts is None else restarts,
        style=said("pStyle"),
    )
    return at, told


def _format(level: etree._Element, names: str) -> str:
    """The name of a format, or how one of Word's own begins, which stands beside one for older programs."""
    own = level.find(f"{COMPATIBILITY}AlternateContent/{COMPATIBILITY}Choice/{names}numFmt")
    said = _said(level, names, "numFmt") if own is None else own.get(f"{names}format") or _value(own, names)
    return said or "decimal"


def _styles(root: etree._Element) -> dict[str, _Item]:
    names = namespace_of(root)
    declared = {str(style.get(f"{names}styleId")): style for style in root.iter(f"{names}style")}
    return {name: item for name in declared if (item := _of_style(name, declared, names)) is not None}


def _of_style(name: str, declared: Mapping[str, etree._Element], names: str) -> _Item | None:
    """The list that a style is in, or the nearest of those that it is based on."""
    own: str | None = name
    level = None
    for _ in range(_MOST_BASES):
        style = declared.get(own) if own is not None else None
        if style is None:
            return None
        item = _item(style.find(f"{names}pPr/{names}numPr"), names)
        if item is not None:
            level = item.level if level is None else level
            if item.number is not None:
                return _Item(item.number, level)
        own = _value(style.find(f"{names}basedOn"), names)
    return None


def put_numbers(root: etree._Element, lists: Lists) -> tuple[str, ...]:
    """Writes its number in front of each paragraph that is in a list and says anything; the notes of what could not be.
    Marks of lists without numbers are left out, and so are numbers of a table's rows."""
    counts = Counts()
    names = namespace_of(root)
    cells = _Cells(lists, names)
    notes: tuple[str, ...] = ()
    for paragraph in root.iter(f"{names}p"):
        properties = paragraph.find(f"{names}pPr")
        item = _item_of(properties, lists, names) if properties is not None else None
        if item is None or properties is None or _is_fallback(paragraph):
            continue
        is_written = _is_written(paragraph, names)
        if not is_written and _is_taken_out(properties, names):
            continue
        number = counts.next(*item)
        if number is None:
            notes = (UNCOUNTED,)
        elif number and is_written and not cells.number_the_row(paragraph):
            _write(number, paragraph, properties, names)
    return notes


def _is_fallback(paragraph: etree._Element) -> bool:
    """Whether older programs alone show a paragraph, which stands for newer ones elsewhere."""
    return next(paragraph.iterancestors(f"{COMPATIBILITY}Fallback"), None) is not None


def _texts(paragraph: etree._Element, names: str) -> Iterator[etree._Element]:
    """The texts of a paragraph but those that were moved away."""
    moved = f"{names}moveFrom"
    for text in paragraph.iter(f"{names}t"):
        if next(text.iterancestors(moved, f"{names}p")).tag != moved:
            yield text


def _is_taken_out(properties: etree._Element, names: str) -> bool:
    """Whether the mark of a paragraph was deleted or moved away, or is hidden, so that without text it is not there."""
    hidden = properties.find(f"{names}rPr/{names}vanish")
    if hidden is not None and is_on(hidden.get(f"{names}val")):
        return True
    return any(properties.find(f"{names}rPr/{names}{mark}") is not None for mark in ("del", "moveFrom"))


def _item_of(properties: etree._Element, known: Lists, names: str) -> tuple[List, str, int] | None:
    """The list of a paragraph with these properties, by its own word or its style's, its number, and its level."""
    style = _value(properties.find(f"{names}pStyle"), names)
    of_style = known.styles.get(style) if style is not None else None
    own = _item(properties.find(f"{names}numPr"), names)
    number = own.number if own is not None and own.number is not None else of_style.number if of_style else None
    found = known.lists.get(number) if number is not None else None
    if found is None or number is None:
        return None
    level = own.level if own is not None else None
    if level is None:
        level = next((at for at, one in found.levels.items() if style is not None and one.style == style), None)
    if level is None:
        level = (of_style.level if of_style else None) or 0
    return found, number, level


def _is_written(paragraph: etree._Element, names: str) -> bool:
    return any(text.text and text.text.strip() for text in _texts(paragraph, names))


@dataclass(slots=True)
class _Cells:
    """The cells of tables that were asked for, and whether their lists number the rows."""

    lists: Lists
    names: str
    known: dict[etree._Element, bool] = field(default_factory=dict)

    def number_the_row(self, paragraph: etree._Element) -> bool:
        """Whether the number of a paragraph is that of the row in which its cell stands."""
        cell = self._cell_of(paragraph)
        if cell is None:
            return False
        if cell not in self.known:
            own = (one for one in cell.iter(f"{self.names}p") if self._cell_of(one) is cell)
            self.known[cell] = numbers_the_row(sum(map(self._is_item, own)))
        return self.known[cell]

    def _cell_of(self, paragraph: etree._Element) -> etree._Element | None:
        return next(paragraph.iterancestors(f"{self.names}tc"), None)

    def _is_item(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is in a list and says something."""
        properties = paragraph.find(f"{self.names}pPr")
        is_listed = properties is not None and _item_of(properties, self.lists, self.names) is not None
        return is_listed and _is_written(paragraph, self.names) and not _is_fallback(paragraph)


def _write(number: str, paragraph: etree._Element, properties: etree._Element, names: str) -> None:
    run = paragraph.makeelement(f"{names}r")
    text = etree.SubElement(run, f"{names}t")
    text.set(_XML_SPACE, "preserve")
    text.text = apart(number, next(one.text for one in _texts(paragraph, names) if one.text and one.text.strip()))
    properties.addnext(run)


# --- parts of the XML


def _item(properties: etree._Element | None, names: str) -> _Item | None:
    if properties is None:
        return None
    level = _number(_said(properties, names, "ilvl"))
    return _Item(_said(properties, names, "numId"), level if level is None or 0 <= level < LEVELS else None)


def _said(parent: etree._Element, names: str, name: str) -> str | None:
    return _value(parent.find(names + name), names)


def _value(element: etree._Element | None, names: str) -> str | None:
    return None if element is None else element.get(f"{names}val")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else None
