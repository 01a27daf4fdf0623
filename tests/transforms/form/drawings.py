"""Tables drawn as text, with their merged cells."""

from __future__ import annotations

from transforms.document import Block, Cell, Document, Grid, Paragraph


def drawn(layout: str) -> Document:
    """The document that a drawing shows: `#` lines are paragraphs, `<` and `^` carry cells on."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for line in [*layout.strip("\n").split("\n"), "#"]:
        if line.startswith("#"):
            if rows:
                blocks.append(grid(rows, 1 + sum(isinstance(block, Grid) for block in blocks)))
                rows = []
            if line != "#":
                blocks.append(Paragraph(line[1:].strip()))
        else:
            rows.append([text.strip().replace("\\n", "\n") for text in line.split("|")])
    return Document("docx", tuple(blocks), reader="docx-1")


def grid(rows: list[list[str]], number: int) -> Grid:
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            left, above = owners.get((row, column - 1)), owners.get((row - 1, column))
            owners[row, column] = (left if text == "<" else above if text == "^" else (row, column)) or (row, column)
    cells = []
    for start in dict.fromkeys(owners.values()):
        held = [place for place, owner in owners.items() if owner == start]
        height, width = 1 + max(row for row, _ in held) - start[0], 1 + max(column for _, column in held) - start[1]
        cells.append(Cell(rows[start[0]][start[1]], *start, height, width))
    return Grid(number, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
