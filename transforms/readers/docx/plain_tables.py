"""Reads the tables of a Word document that hold nothing but text from its XML as it is written, so that only the rest of
it is parsed: nine tenths of a budget's text are such tables, and parsing takes several times as long.

A table with anything that the grammar below does not describe is left to the parser; what attributes say is not checked.
The grammar's repeats are possessive, so that a hostile table costs no memory.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from transforms.document import Cell
from transforms.readers.docx.walk import NUMBER, whole_number
from transforms.readers.grid_builder import GridBuilder

_REMEMBERED = 256
"""What stands around the cells is the same in most of a document's tables."""
_OPENED, _CLOSED = "<w:tbl>", "</w:tbl>"
_UTF_8 = re.compile(
    rb"""(?:<\?xml\s(?:(?!encoding)[^<>]){0,99}(?:encoding=["'](?i:utf-8)["'][^<>]*)?\?>\s*)?<w:document\s"""
)
_NAMED = r'(?: (?:w|w14|w15|xml):[A-Za-z]+="[^"<>&]*")*+'
_SPACE = '(?: xml:space="preserve")?'
_SIGNS = r"[^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f\uf020-\uf0ff\ufffe\uffff]*+"
_TEXT = rf"{_SIGNS}(?:&(?:amp|lt|gt|quot|apos);{_SIGNS})*+"
_FORMATS = rf"(?:<w:(?:cantSplit|trHeight|tblHeader|jc|cnfStyle|gridAfter|wAfter){_NAMED}/>)*+"
_MARK = rf"<w:(?:proofErr|bookmarkStart|bookmarkEnd|lastRenderedPageBreak){_NAMED}/>"
_SHOWN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_STYLE = rf"(?:<w:rPr><w:rStyle{_NAMED}/></w:rPr>)?"
_RUN = rf"<w:r{_NAMED}>{_STYLE}(?:<w:t{_SPACE}>{_TEXT}</w:t>|<w:(?:t|{'|'.join(_SHOWN)})/>|{_MARK})*+</w:r>"
_LINE = rf"<w:p{_NAMED}(?:/>|>(?:{_RUN}|{_MARK})*+</w:p>)"
_USUAL_LINE = rf"<w:p{_NAMED}>(?:<w:r{_NAMED}>(?:<w:t{_SPACE}>({_TEXT})</w:t>)?</w:r>)?</w:p>"
"""What most cells hold: a line of text in one piece, or an empty one."""
_PROPERTIES = r'(?:<w:tcPr>((?:<w:(?:gridSpan|vMerge|hMerge)(?: w:val="\w*")?/>)*)</w:tcPr>)?'
_EMPTY = rf"(?:<w:[A-Za-z]+{_NAMED}/>)*+"
_GROUPS = "|".join(f"<w:{name}>{_EMPTY}</w:{name}>" for name in ("tblBorders", "tblCellMar"))
_OF_TABLE = f"(?:<w:(?:tbl[A-Za-z]+|jc|shd|bidiVisual){_NAMED}/>|{_GROUPS})*+"
_HEAD = f"(?:<w:tblPr>{_OF_TABLE}</w:tblPr>)?(?:<w:tblGrid>{_EMPTY}</w:tblGrid>)?"
_ROW = f"<w:tr{_NAMED}>(?:<w:tblPrEx>{_OF_TABLE}</w:tblPrEx>)?(?:<w:trPr>{_FORMATS}</w:trPr>)?"

_at_cells = re.compile(rf"<w:tc{_NAMED}>{_PROPERTIES}(?:{_USUAL_LINE}|((?:{_LINE})++))</w:tc>").split
"""What stands between cells, and behind it the next one's properties, its line, and its lines where it has several."""
_first_row, _next_row = re.compile(f"{_HEAD}{_ROW}").fullmatch, re.compile(f"</w:tr>{_ROW}").fullmatch
_lines = re.compile(_LINE).findall
_pieces = re.compile(r"<w:t(?: [^<>]*)?>([^<]*)</w:t>|<w:(\w+)/>").findall
_spans_said = re.compile(r'<w:(\w+)(?: w:val="(\w*)")?/>').findall


def without_plain_tables(xml: bytes) -> tuple[bytes, list[tuple[Cell, ...]]]:
    """The XML with its plain tables emptied, and the cells of each; an emptied table says in NUMBER which it is.

    `xml` is that of the main part without formats, in which no text is hidden. Tables within others stay as they are.
    """
    first, *parts = (_decoded(xml) or "").split(_OPENED)
    kept, found = [first], list[tuple[Cell, ...]]()
    depth = 0
    for part in parts:
        inside, closed, behind = part.partition(_CLOSED)
        cells = _cells_of(inside) if closed and not depth else None
        depth += 0 if closed else 1
        depth -= behind.count(_CLOSED)
        if cells is None:
            kept += (_OPENED, part)
        else:
            kept += (f'<w:tbl {NUMBER}="{len(found)}"/>', behind)
            found.append(cells)
    return ("".join(kept).encode(), found) if found and not depth else (xml, [])


def _decoded(xml: bytes) -> str | None:
    """The text of XML in which a table is what it looks like; None where it may be anything else."""
    if (b"!" in xml and b"<!" in xml) or not _UTF_8.match(xml) or xml.count(b"xmlns:w=") != 1 or NUMBER.encode() in xml:
        return None
    try:
        text = xml.decode()
    except UnicodeDecodeError:
        return None
    return None if "AlternateContent" in text else text  # that holds the same text twice, and is chosen by it


def _cells_of(table: str) -> tuple[Cell, ...] | None:
    """The cells of a table, given without its own tags; None where it is not plain."""
    head, *pieces = _at_cells(table)
    if not pieces or pieces.pop() != "</w:tr>" or not _is_first_row(head):
        return None
    builder = GridBuilder()
    add = builder.add
    builder.start_row(0)
    for properties, line, lines, behind in zip(*[iter([*pieces, ""])] * 4, strict=True):
        text = _joined(lines) if lines else _shown(line) if line else ""
        if not properties:
            add(text)
        elif not builder.carry_on(*(spans := _spans(properties))):
            add(text, *spans[:2])
        if behind:
            if not _is_next_row(behind):
                return None
            builder.start_row(0)
    return builder.cells()


@lru_cache(maxsize=_REMEMBERED)
def _is_first_row(head: str) -> bool:
    return _first_row(head) is not None


@lru_cache(maxsize=_REMEMBERED)
def _is_next_row(between: str) -> bool:
    return _next_row(between) is not None


def _joined(cell: str) -> str:
    """The lines of a cell that say anything."""
    lines = ["".join(text or _SHOWN.get(sign, "") for text, sign in _pieces(line)) for line in _lines(cell)]
    return "\n".join(filter(None, map(_shown, lines)))


def _shown(line: str) -> str:
    return (unescape(line) if "&" in line else line).strip()


@lru_cache(maxsize=_REMEMBERED)
def _spans(properties: str) -> tuple[int, str | None, str | None]:
    """Columns spanned, then the vertical and the horizontal merge: None, `restart` or `continue`."""
    span, merges = 1, dict[str, str]()
    for name, value in _spans_said(properties):
        if name == "gridSpan":
            span = max(1, whole_number(value, default=1))
        else:
            merges[name] = "restart" if value == "restart" else "continue"
    return span, merges.get("vMerge"), merges.get("hMerge")
