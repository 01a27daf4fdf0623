"""Walks the XML of a Word document once: blocks, paragraphs, tables, and what counts as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from lxml import etree

from transforms.document import Block, Cell, Grid, Paragraph
from transforms.readers.docx.hidden import is_on
from transforms.readers.docx.looks import SAYING
from transforms.readers.docx.prune import prune
from transforms.readers.grid_builder import GridBuilder
from transforms.readers.nested import in_reading_order
from transforms.readers.packages import MATH, namespace_of
from transforms.readers.symbols import PRIVATE_SIGNS, sign_of

NUMBER = "plain-table"
"""The attribute of an emptied table which tells its cells. A document that names it keeps all its tables."""
_UNRESOLVED = "\uf020"
"""Stands for a sign of a symbol font until its paragraph is shown."""
_TABLE_PARTS = ("tbl", "tr", "tc", "gridBefore", "gridSpan", "vMerge", "hMerge", "hidden")

Piece = tuple[str, etree._Element, list[str]]
"""The tag and the element of a paragraph or of a part of a table; then the parts of the paragraph's text."""
Run = tuple[str, list[Piece]]
"""The tag of a row or of a cell, with the pieces from there up to the next."""


class _Found(NamedTuple):
    """A paragraph or table with the parts of its text, or with the runs of its rows and cells."""

    tag: str
    element: etree._Element
    parts: list[str]
    runs: list[Run]


class Walk:
    """One pass over a document; `blocks` gives what it holds, `notes` what it could not be certain of.

    The XML is first pruned to what is shown, and tables are taken out of the cells that hold them. What is left is one
    straight run of the few elements that matter, which lxml finds by itself. Nothing here refers back to the walk: it
    goes with its document, and does not wait for the garbage collector.
    """

    def __init__(self, root: etree._Element, plain: Sequence[tuple[Cell, ...]] = ()) -> None:
        self._root = root
        self._plain = plain
        """The cells of the tables that come emptied."""
        self._names = names = namespace_of(root)
        self._p, self._t, self._sym = names + "p", names + "t", names + "sym"
        self._table_parts = [names + name for name in _TABLE_PARTS]
        self._tbl, self._tr, self._tc, self._before, self._span, self._v_merge, self._h_merge, self._hidden = (
            self._table_parts
        )
        self._cell_properties = names + "tcPr"
        self._val = names + "val"
        self._signs: dict[str, Callable[[etree._Element], str]] = {
            self._t: _own_text,
            MATH + "t": _own_text,
            names + "tab": lambda _: "\t",
            names + "ptab": lambda _: "\t",
            names + "br": partial(_break, names + "type"),
            names + "cr": lambda _: "\n",
            names + "noBreakHyphen": lambda _: "-",
            self._sym: lambda _: _UNRESOLVED,
        }
        self._looks = frozenset((*(names + name for name in SAYING[0]), *SAYING[1]))
        self.has_looks = False
        """Whether there is what may say more by its looks."""
        self._nested: dict[etree._Element, etree._Element] = {}
        """The tables that stand in others, by the empty ones in their places."""
        self.has_signs = False
        """Whether signs of symbol fonts are among what was read."""
        self._tables = 0
        self.notes: list[str] = []
        self.hidden: list[str] = []
        """What hidden rows of tables say, row after row."""

    def blocks(self) -> list[Block]:
        """The paragraphs and tables of the document, each followed by what its text boxes hold."""
        body = self._root.find(self._names + "body")
        if body is None:
            return []
        prune(self._root, self._names)
        self._take_out_nested(body)
        found: list[Block] = []
        for block in self._contents(body, list(self._blocks_of(body)))[1:]:
            if block.tag == self._tbl:
                found += self._plain_grids(block.element) or self._grids(block.runs)
            elif text := self._shown(block.element, block.parts):
                found.append(Paragraph(text))
        return found

    def _take_out_nested(self, body: etree._Element) -> None:
        """Leaves an empty table in the place of each that stands in another one."""
        tables = [table for table in body.iter(self._tbl) if next(table.iterancestors(self._tbl), None) is not None]
        for table in reversed(tables):
            parent = table.getparent()
            if parent is not None:
                place = parent.makeelement(self._tbl)
                parent.replace(table, place)
                self._nested[place] = table

    def _blocks_of(self, parent: etree._Element) -> Iterator[etree._Element]:
        """The paragraphs and tables that stand in no other, through content controls, tracked insertions and the like."""
        for child in parent:
            if child.tag in (self._p, self._tbl):
                yield child
            else:
                yield from self._blocks_of(child)

    def _contents(self, parent: etree._Element, blocks: Sequence[etree._Element]) -> list[_Found]:
        """What stands in front of the first of the blocks below an element, then what each of them holds."""
        signs, text, paragraph, starts = self._signs, self._t, self._p, (self._tc, self._tr)
        outside: list[str] = []
        parts = outside
        inside: list[Piece] = []
        runs: list[Run] = []
        found = [_Found(parent.tag, parent, parts, runs)]
        said: list[list[str]] = []
        following = iter([*blocks, None])
        block = next(following)
        for element in parent.iterdescendants(paragraph, *signs, *self._looks, *self._table_parts):
            tag = element.tag
            if tag == text:
                parts.append(element.text or "")
                continue
            if tag in starts:
                inside = []
                runs.append((tag, inside))
                parts = outside
                continue
            if tag == paragraph:
                parts = []
                said.append(parts)
            elif tag in signs:
                parts.append(signs[tag](element))
                continue
            elif tag in self._looks:
                self.has_looks = True
                continue
            else:
                parts = outside
            if element is block:
                inside, runs = [], []
                found.append(_Found(tag, element, parts, runs))
                block = next(following)
            else:
                inside.append((tag, element, parts))
        if PRIVATE_SIGNS.search("".join(chain.from_iterable(said))):
            self.has_signs = True
        return found

    # --- paragraphs

    def _shown(self, paragraph: etree._Element, parts: list[str]) -> str:
        """The text of a paragraph from its parts."""
        text = parts[0] if len(parts) == 1 else "".join(parts)
        if self.has_signs and PRIVATE_SIGNS.search(text):
            text = "".join(self._resolved(sign) for sign in paragraph.iterdescendants(*self._signs))
        return text.strip()

    def _resolved(self, sign: etree._Element) -> str:
        """What a sign shows where symbol fonts are at work, whose characters stand in the private area."""
        if sign.tag == self._sym:
            return sign_of(sign.get(self._names + "font"), whole_number(sign.get(self._names + "char"), 16), self.notes)
        text = self._signs[sign.tag](sign)
        run = next(sign.iterancestors(self._names + "r"), None)
        if run is None or sign.tag != self._t or not PRIVATE_SIGNS.search(text):
            return text
        fonts = run.find(f"{self._names}rPr/{self._names}rFonts")
        font = None if fonts is None else fonts.get(self._names + "ascii") or fonts.get(self._names + "hAnsi")
        return PRIVATE_SIGNS.sub(lambda found: sign_of(font, ord(found.group()), self.notes), text)

    # --- tables

    def _grids(self, runs: list[Run]) -> list[Grid]:
        """The grid of a table and those of the tables nested in its cells, in reading order."""
        self._tables += 1
        number = self._tables
        builder = GridBuilder()
        nested: list[tuple[int, Grid]] = []
        row, paragraph, signs, add, shown = self._tr, self._p, self.has_signs, builder.add, self._shown
        for start, inside in runs:
            if start == row:
                builder.start_row(self._columns_before(inside) if inside else 0)
                if inside and self._is_hidden(inside):
                    builder.hide_row()
            elif len(inside) == 1 and inside[0][0] == paragraph:  # most cells hold one and span nothing
                _, element, parts = inside[0]
                add(shown(element, parts) if signs or len(parts) != 1 else parts[0].strip())
            elif inner := self._cell(inside, builder):
                nested += [(builder.row, grid) for grid in inner]
        self.hidden += builder.hidden_texts()
        nested = [(builder.shown_row(above), grid) for above, grid in nested]
        return in_reading_order(Grid(number, builder.cells()), nested)

    def _plain_grids(self, table: etree._Element) -> list[Grid]:
        """The grid of a table that comes emptied; none of any other."""
        which = table.get(NUMBER) if self._plain else None
        if which is None:
            return []
        self._tables += 1
        return [Grid(self._tables, self._plain[int(which)])]

    def _is_hidden(self, inside: list[Piece]) -> bool:
        """Whether a row is one that is not shown, by the pieces in front of its first cell."""
        return any(tag == self._hidden and is_on(element.get(self._val)) for tag, element, _ in inside)

    def _columns_before(self, inside: list[Piece]) -> int:
        """How many columns a row leaves out in front of its first cell."""
        return next((whole_number(element.get(self._val)) for tag, element, _ in inside if tag == self._before), 0)

    def _cell(self, inside: list[Piece], builder: GridBuilder) -> list[Grid]:
        """Adds the cell with these pieces to its table; the tables nested in it."""
        span, vertical, horizontal = self._spans(inside)
        if builder.carry_on(span, vertical, horizontal):
            return []
        lines = [self._shown(element, parts) for tag, element, parts in inside if tag == self._p]
        builder.add(lines[0] if len(lines) == 1 else "\n".join(filter(None, lines)), span, vertical)
        places = [] if builder.is_hidden else [element for tag, element, _ in inside if tag == self._tbl]
        return [grid for place in places for grid in self._nested_grids(self._nested[place])]

    def _nested_grids(self, table: etree._Element) -> list[Grid]:
        if plain := self._plain_grids(table):
            return plain
        (found,) = self._contents(table, [])
        return self._grids(found.runs)

    def _spans(self, inside: list[Piece]) -> tuple[int, str | None, str | None]:
        """Columns spanned, then the vertical and the horizontal merge: None, `restart` or `continue`."""
        span, vertical, horizontal = 1, None, None
        properties = None
        for tag, element, _ in inside:
            if tag == self._p:
                break
            parent = element.getparent()
            if parent is not properties:
                if parent is None or not self._is_of_cell(parent):
                    continue
                properties = parent
            value = element.get(self._val)
            if tag == self._span:
                span = max(1, whole_number(value, default=1))
            elif tag == self._v_merge:
                vertical = "restart" if value == "restart" else "continue"
            elif tag == self._h_merge:
                horizontal = "restart" if value == "restart" else "continue"
        return span, vertical, horizontal

    def _is_of_cell(self, properties: etree._Element) -> bool:
        """Whether properties are a cell's and stand where these do: in front of all that it holds."""
        return properties.tag == self._cell_properties and properties.getprevious() is None


def _break(of_type: str, element: etree._Element) -> str:
    return "" if element.get(of_type) in ("page", "column") else "\n"


def _own_text(element: etree._Element) -> str:
    return element.text or ""


def whole_number(text: str | None, base: int = 10, *, default: int = 0) -> int:
    """The number written in an attribute, or the default where it is no number of a sane size."""
    try:
        number = int(text or "", base)
    except ValueError:
        return default
    return number if 0 <= number <= 0xFFFF else default
