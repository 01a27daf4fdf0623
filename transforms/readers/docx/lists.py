"""Writes the numbers of a Word document's lists into its text: the file says only which list a paragraph is in, and
whoever shows it counts.

ECMA-376 part 1: `numPr` (17.3.1.19), `abstractNum` and `num` (17.9.1, 17.9.15), `lvl` (17.9.6), `lvlText` (17.9.11),
`isLgl` (17.9.4), `startOverride` (17.9.26); formats of numbers, `ST_NumberFormat` (17.18.59).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from lxml import etree

from transforms.readers.packages import xml_root

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DEEPEST = 9
_PLACE = re.compile(r"%([1-9])")
_MOST_BASES = 20
"""No style is based on more others, one on the other."""
UNCOUNTED = "numbers of a list are in a form that is not known: compare with the page"
"""The note where a number could not be written."""


def names_lists(xml: bytes) -> bool:
    """Whether paragraphs of a part are in lists."""
    return b"<w:numPr" in xml


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list shows its numbers."""

    start: int
    format: str
    text: str
    behind: str
    """What parts the number from the text."""
    is_plain: bool
    """Whether the numbers of all levels are shown in plain figures."""
    style: str | None


@dataclass(frozen=True, slots=True)
class _List:
    """A list in use: which counting it belongs to, its levels, and where it begins anew."""

    counting: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


class _Item(NamedTuple):
    """The list that a paragraph or a style is in, and its level where that is said; no list where `number` is 0."""

    number: str | None
    level: int | None


@dataclass(slots=True)
class Lists:
    """The lists that a document declares, by the numbers that its paragraphs name, and the styles that are in one."""

    lists: dict[str, _List] = field(default_factory=dict)
    styles: dict[str, _Item] = field(default_factory=dict)


def lists_of(numbering: bytes, styles: bytes | None) -> Lists:
    """The lists of the part that declares them, and those of the styles."""
    root = xml_root(numbering)
    names = _namespace(root)
    abstract = {one.get(f"{names}abstractNumId"): one for one in root.iter(f"{names}abstractNum")}
    found = Lists()
    for one in root.iter(f"{names}num"):
        counting = _value(one.find(f"{names}abstractNumId"), names)
        declared = abstract.get(counting)
        if counting is not None and declared is not None:
            found.lists[str(one.get(f"{names}numId"))] = _list_of(one, counting, declared, names)
    if styles is not None:
        found.styles = _styles(xml_root(styles))
    return found


def _list_of(one: etree._Element, counting: str, declared: etree._Element, names: str) -> _List:
    levels = dict(_level(level, names) for level in declared.iterfind(f"{names}lvl"))
    starts = {}
    for override in one.iterfind(f"{names}lvlOverride"):
        levels |= dict(_level(level, names) for level in override.iterfind(f"{names}lvl"))
        start = _number(_value(override.find(f"{names}startOverride"), names))
        if start is not None:
            starts[_number(override.get(f"{names}ilvl")) or 0] = start
    return _List(counting, levels, starts)


def _level(level: etree._Element, names: str) -> tuple[int, _Level]:
    said = partial(_said, level, names)
    start = _number(said("start"))
    told = _Level(
        1 if start is None else start,
        said("numFmt") or "decimal",
        said("lvlText") or "",
        "" if said("suff") == "nothing" else " ",
        level.find(f"{names}isLgl") is not None,
        said("pStyle"),
    )
    return _number(level.get(f"{names}ilvl")) or 0, told


def _styles(root: etree._Element) -> dict[str, _Item]:
    names = _namespace(root)
    declared = {str(style.get(f"{names}styleId")): style for style in root.iter(f"{names}style")}
    return {name: item for name in declared if (item := _of_style(name, declared, names)) is not None}


def _of_style(name: str, declared: Mapping[str, etree._Element], names: str) -> _Item | None:
    """The list that a style is in, or the nearest of those that it is based on."""
    own: str | None = name
    for _ in range(_MOST_BASES):
        style = declared.get(own) if own is not None else None
        if style is None:
            return None
        item = _item(style.find(f"{names}pPr/{names}numPr"), names)
        if item is not None and item.number is not None:
            return item
        own = _value(style.find(f"{names}basedOn"), names)
    return None


def put_numbers(root: etree._Element, lists: Lists) -> tuple[str, ...]:
    """Writes its number in front of each paragraph that is in a list and says anything; the notes of what could not be.
    Marks of lists without numbers are left out."""
    counts = _Counts(lists)
    names = _namespace(root)
    notes: tuple[str, ...] = ()
    for paragraph in root.iter(f"{names}p"):
        properties = paragraph.find(f"{names}pPr")
        if properties is None or next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        item = counts.item(properties, names)
        is_written = any(text.text and text.text.strip() for text in paragraph.iter(f"{names}t"))
        if item is None or not (is_written or properties.find(f"{names}rPr/{names}del") is None):
            continue
        number = counts.next(*item)
        if number is None:
            notes = (UNCOUNTED,)
        elif number and is_written:
            _write(number, paragraph, properties, names)
    return notes


def _write(number: str, paragraph: etree._Element, properties: etree._Element, names: str) -> None:
    run = paragraph.makeelement(f"{names}r")
    text = etree.SubElement(run, f"{names}t")
    text.set(_XML_SPACE, "preserve")
    text.text = number
    properties.addnext(run)


@dataclass(slots=True)
class _Counts:
    """How far each counting has come, level by level."""

    known: Lists
    reached: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[str] = field(default_factory=set)

    def item(self, properties: etree._Element, names: str) -> tuple[_List, str, int] | None:
        """The list of a paragraph with these properties, by its own word or its style's, its number, and its level."""
        style = _value(properties.find(f"{names}pStyle"), names)
        of_style = self.known.styles.get(style) if style is not None else None
        own = _item(properties.find(f"{names}numPr"), names)
        number = own.number if own is not None and own.number is not None else of_style.number if of_style else None
        found = self.known.lists.get(number) if number is not None else None
        if found is None or number is None:
            return None
        level = own.level if own is not None else None
        if level is None:
            level = next((at for at, one in found.levels.items() if style is not None and one.style == style), None)
        if level is None:
            level = (of_style.level if of_style else None) or 0
        return found, number, level

    def next(self, found: _List, number: str, level: int) -> str | None:
        """The number of the list's next paragraph at a level, as it is shown; None where its form is not known."""
        reached = self.reached[found.counting]
        if number not in self.begun:
            self.begun.add(number)
            for at, start in found.starts.items():
                reached[at] = start - 1
        shown = found.levels.get(level)
        if shown is None:
            return None
        reached[level] = reached.get(level, shown.start - 1) + 1
        for deeper in [at for at in reached if at > level]:
            del reached[deeper]
        if shown.format in _WITHOUT_NUMBERS:
            return ""
        figures = {at: self._figure(found, shown, reached, at) for at in range(level + 1)}
        if any(figures[int(place) - 1] is None for place in _PLACE.findall(shown.text) if int(place) - 1 in figures):
            return None
        said = _PLACE.sub(lambda place: figures.get(int(place[1]) - 1) or "", shown.text)
        return said + shown.behind if said else ""

    @staticmethod
    def _figure(found: _List, shown: _Level, reached: dict[int, int], at: int) -> str | None:
        level = found.levels.get(at)
        if level is None:
            return None
        count = reached.setdefault(at, level.start)
        written = _FORMATS.get("decimal" if shown.is_plain else level.format)
        return written(count) if written is not None else None


# --- how numbers are written

_WITHOUT_NUMBERS = frozenset(("bullet", "none"))


def _of(signs: str) -> Callable[[int], str | None]:
    """Numbers that are signs of their own, from one on."""
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else None


def _chinese(count: int) -> str | None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(count, 10)
    if not 0 < tens < 10:
        return digits[count] if 0 < count < 10 else None
    return (digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")


def _digits(signs: str) -> Callable[[int], str | None]:
    return lambda count: str(count).translate(str.maketrans("0123456789", signs)) if count >= 0 else None


def _roman(count: int) -> str | None:
    if not 0 < count < 40:
        return None
    tens, ones = divmod(count, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def _upper(written: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda count: said.upper() if (said := written(count)) is not None else None


_LETTERS = _of("abcdefghijklmnopqrstuvwxyz")
_FORMATS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("〇一二三四五六七八九"),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographEnclosedCircle": _of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "lowerLetter": _LETTERS,
    "upperLetter": _upper(_LETTERS),
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
}
"""How a count is written in the formats that are known."""


# --- parts of the XML


def _item(properties: etree._Element | None, names: str) -> _Item | None:
    if properties is None:
        return None
    level = _number(_said(properties, names, "ilvl"))
    return _Item(_said(properties, names, "numId"), level if level is None or 0 <= level < _DEEPEST else None)


def _said(parent: etree._Element, names: str, name: str) -> str | None:
    return _value(parent.find(names + name), names)


def _value(element: etree._Element | None, names: str) -> str | None:
    return None if element is None else element.get(f"{names}val")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else None


def _namespace(root: etree._Element) -> str:
    return str(root.tag).partition("}")[0] + "}"
