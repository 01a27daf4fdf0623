"""From a `source_ref` back to the paragraphs and cells it names: the inverse of `transforms.document.place`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transforms.document import Cell, Document, Grid, Paragraph, place
from transforms.stated import without_confidence
from transforms.text import fold

_MOST_FOLLOWING = 200
"""Paragraphs that a text may run over."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph or a cell of a document; `number` counts them in reading order, from 0."""

    number: int
    block: Paragraph | Cell
    table: int | None
    place: str
    """Its `source_ref`, without how sure OCR was."""


class Places:
    """The paragraphs and cells of one document by where they stood."""

    def __init__(self, document: Document) -> None:
        self.spots = [Spot(number, *part) for number, part in enumerate(_parts(document))]
        self._at: dict[str, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            self._at[spot.place].append(spot)
        self._folded = [fold(spot.block.text) for spot in self.spots]

    def find(self, source_ref: str, text: str = "") -> list[Spot]:
        """The spots that a value was read from, the first one first; none where nothing of the document stands there.

        Where several paragraphs share a place (a page), those count that say the text. A text put together from
        several cells of a row, or several paragraphs, gives all of them. A row that a text dump tore is looked through
        for the cell with the text: its columns are counted anew behind the tear.
        """
        there = self._at.get(without_confidence(source_ref), [])
        wanted = fold(text)
        if ", column " in source_ref:
            return self._cells(there, source_ref, wanted)
        if not wanted:
            return there[:1] if len(there) == 1 else []
        first = next((spot for spot in there if self._says(spot, wanted)), None)
        if first is None:
            return there if len(there) == 1 else []
        return [first, *self._following(first, wanted)]

    def _cells(self, there: list[Spot], source_ref: str, wanted: str) -> list[Spot]:
        if there and (not wanted or self._says(there[0], wanted)):
            return [there[0], *self._beside(there[0], wanted)]
        row = self._row_of(source_ref)
        return next(([spot] for spot in row if wanted and wanted in self._folded[spot.number]), there[:1])

    def _row_of(self, source_ref: str) -> Iterable[Spot]:
        """The spots of the row that a place names, whatever its column."""
        row = without_confidence(source_ref).rpartition(", column ")[0] + ", column "
        return (spot for where, spots in self._at.items() if where.startswith(row) for spot in spots)

    def _says(self, spot: Spot, wanted: str) -> bool:
        """Whether a spot holds the text, or is a part of it."""
        own = self._folded[spot.number]
        return bool(own) and (wanted in own or own in wanted)

    def _beside(self, first: Spot, wanted: str) -> Iterator[Spot]:
        """Further cells of the row that the text was put together from."""
        if self._folded[first.number] == wanted or not wanted:
            return
        for spot in self.spots[first.number + 1 :]:
            if not isinstance(spot.block, Cell) or spot.table != first.table or spot.block.row != _row(first):
                return
            if self._folded[spot.number] and self._folded[spot.number] in wanted:
                yield spot

    def _following(self, first: Spot, wanted: str) -> Iterator[Spot]:
        """The paragraphs that the text runs on over."""
        rest = wanted.partition(self._folded[first.number])[2] if self._folded[first.number] in wanted else ""
        for spot in self.spots[first.number + 1 : first.number + 1 + _MOST_FOLLOWING]:
            own = self._folded[spot.number]
            if (
                not rest
                or isinstance(spot.block, Cell)
                or not own
                or not (rest.startswith(own) or own.startswith(rest))
            ):
                return
            yield spot
            rest = rest.removeprefix(own) if rest.startswith(own) else ""


def _row(spot: Spot) -> int | None:
    return spot.block.row if isinstance(spot.block, Cell) else None


def _parts(document: Document) -> Iterator[tuple[Paragraph | Cell, int | None, str]]:
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, Grid):
            for cell in block.cells:
                yield cell, block.number, without_confidence(place(cell, table=block.number))
        else:
            yield block, None, without_confidence(place(block, block_number=number))
