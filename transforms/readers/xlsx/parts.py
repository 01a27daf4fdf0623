"""The parts of a workbook around its sheets: which sheets there are, the strings they share, the styles of cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from lxml import etree

from transforms.document import UnreadableDocument
from transforms.readers.packages import refuse_bombs, xml_root
from transforms.readers.raised import raised
from transforms.readers.underlined import bound_drawn_as
from transforms.rules import load

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SIDES = frozenset(("left", "right", "top", "bottom", "start", "end", "horizontal", "vertical"))

_NO_WORKBOOK = "Excel 文件缺少工作簿部分，请重新导出。 The Excel file lacks its workbook part: save it again as .xlsx."
_ENTITIES = "Excel 文件含有不允许的内容（DTD），请重新导出。 The Excel file holds a DTD, which none may: save it again."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by the name on its tab, and the part that holds it."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell's style says that matters here: how its number is shown, whether any side has a line, and whether what
    stands in it is struck out or underlined."""

    number_format: str = "General"
    is_bordered: bool = False
    is_struck: bool = False
    is_underlined: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the sheets need to be read."""

    sheets: tuple[Sheet, ...]
    strings: tuple[str, ...]
    struck: dict[int, str]
    """What is struck out of the strings, by their numbers; they are without it."""
    styles: tuple[Style, ...]
    since_1904: bool

    def style(self, number: int) -> Style:
        return self.styles[number] if 0 <= number < len(self.styles) else Style()


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace, which the strict and the usual form of the format differ in."""
    return str(element.tag).rpartition("}")[2]


def read_workbook(archive: ZipFile) -> Workbook:
    """Raises UnreadableDocument (`document_damaged`) where the package lacks its workbook."""
    names = set(archive.namelist())
    part = _target(archive, names, "", "/officeDocument")
    if part not in names:
        raise UnreadableDocument("document_damaged", _NO_WORKBOOK)
    root = _parsed(archive, part)
    relations = _relations(archive, names, part)
    kinds = {kind.rpartition("/")[2]: target for kind, target in relations.values()}
    strings, styles = kinds.get("sharedStrings", ""), kinds.get("styles", "")
    shared, struck = _strings(_parsed(archive, strings)) if strings in names else ((), {})
    return Workbook(
        _sheets(root, relations, names),
        shared,
        struck,
        _styles(_parsed(archive, styles)) if styles in names else (),
        any(item.get("date1904") in ("1", "true") for item in root if name_of(item) == "workbookPr"),
    )


def _parsed(archive: ZipFile, part: str) -> etree._Element:
    refuse_bombs(archive, [part])
    root = xml_root(archive.read(part))
    refuse_entities(root)
    return root


def refuse_entities(root: etree._Element) -> None:
    """Raises UnreadableDocument where a part declares entities: none may, and what they stand for is not read."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument("document_damaged", _ENTITIES)


def _relations(archive: ZipFile, names: set[str], part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to: type and name by the id it calls them."""
    folder = dirname(part)
    source = join(folder, "_rels", f"{part.rpartition('/')[2]}.rels")
    if source not in names:
        return {}
    return {
        item.get("Id", ""): (item.get("Type", ""), normpath(join("/", folder, item.get("Target", ""))).lstrip("/"))
        for item in _parsed(archive, source)
        if item.get("TargetMode") != "External"
    }


def _target(archive: ZipFile, names: set[str], part: str, kind: str) -> str:
    found = _relations(archive, names, part).values()
    return next((target for type_, target in found if type_.endswith(kind)), "")


def _sheets(root: etree._Element, relations: dict[str, tuple[str, str]], names: set[str]) -> tuple[Sheet, ...]:
    """The sheets of cells in the order of their tabs; sheets that are a chart or a dialogue are none."""
    sheets = []
    for element in root.iter():
        if name_of(element) != "sheet":
            continue
        identity = next((value for name, value in element.attrib.items() if str(name).endswith("}id")), "")
        kind, target = relations.get(str(identity), ("", ""))
        if kind.endswith("/worksheet") and target in names:
            hidden = element.get("state") in ("hidden", "veryHidden")
            sheets.append(Sheet(element.get("name", ""), target, hidden))
    return tuple(sheets)


def _strings(root: etree._Element) -> tuple[tuple[str, ...], dict[int, str]]:
    items = [item for item in root if name_of(item) == "si"]
    struck = {item: taken for item in _with_struck_pieces(root) if (taken := take_out_struck(item))}
    numbers = {number: struck[item] for number, item in enumerate(items) if item in struck} if struck else {}
    return tuple(map(rich_text, items)), numbers


def _with_struck_pieces(root: etree._Element) -> set[etree._Element]:
    marks = root.iter("{*}strike")  # hardly any text is struck out
    return {item for mark in marks for item in mark.iterancestors("{*}si")}


def take_out_struck(item: etree._Element) -> str:
    """Removes from a string the pieces that are struck out; what they said."""
    struck = [piece for piece in item.iterfind("{*}r") if any(map(is_on, piece.iterfind("{*}rPr/{*}strike")))]
    text = "".join(part.text or "" for piece in struck for part in piece.iterfind("{*}t"))
    for piece in struck:
        item.remove(piece)
    return unescaped(text)


def is_on(switch: etree._Element) -> bool:
    """Whether a switch of a font that is there is on."""
    return switch.get("val", "1") not in ("0", "false")


def rich_text(item: etree._Element) -> str:
    """The text of a string, of one piece or of several with fonts of their own, without the guide to its sound."""
    texts = []
    for child in item:
        name = name_of(child)
        if name == "t":
            texts.append(child.text or "")
        elif name == "r":
            text = "".join(part.text or "" for part in child if name_of(part) == "t")
            bound = bound_drawn_as(text)
            if bound and _is_underlined(child) and not any(map(_is_underlined, _beside(child))):
                text = bound
            texts.append(raised(text) if _is_raised(child) else text)
    return unescaped("".join(texts))


def _is_raised(piece: etree._Element) -> bool:
    return any(name_of(item) == "vertAlign" and item.get("val") == "superscript" for item in piece.iterdescendants())


def _is_underlined(piece: etree._Element) -> bool:
    return any(map(_is_line, piece.iterfind("{*}rPr/{*}u")))


def _is_line(mark: etree._Element) -> bool:
    return mark.get("val", "single") != "none"


def _beside(piece: etree._Element) -> list[etree._Element]:
    """The pieces in front of one and behind it."""
    return [one for one in (piece.getprevious(), piece.getnext()) if one is not None]


def unescaped(text: str) -> str:
    """Text with `_x000D_` and its like turned into the signs they stand for; a carriage return is no text."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _styles(root: etree._Element) -> tuple[Style, ...]:
    parts = {name_of(part): part for part in root}
    formats = {int(number): str(code) for number, code in load("number_formats")["builtin"].items()}
    for item in parts.get("numFmts", ()):
        formats[int(item.get("numFmtId", "0"))] = item.get("formatCode", "General")
    borders = [_has_line(border) for border in parts.get("borders", ())]
    struck = [any(name_of(mark) == "strike" and is_on(mark) for mark in font) for font in parts.get("fonts", ())]
    underlined = [any(name_of(mark) == "u" and _is_line(mark) for mark in font) for font in parts.get("fonts", ())]
    return tuple(
        Style(
            formats.get(int(item.get("numFmtId", "0")), "General"),
            _at(borders, item.get("borderId", "0")),
            _at(struck, item.get("fontId", "0")),
            _at(underlined, item.get("fontId", "0")),
        )
        for item in parts.get("cellXfs", ())
    )


def _has_line(border: etree._Element) -> bool:
    return any(name_of(side) in _SIDES and side.get("style", "none") != "none" for side in border)


def _at(marks: list[bool], number: str) -> bool:
    place = int(number)
    return marks[place] if 0 <= place < len(marks) else False
