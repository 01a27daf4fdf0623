"""Writes blocks as a web page, as Markdown and as a text dump of a Word file."""

from __future__ import annotations

from html import escape

from tests.formats.blocks import Block, Line, Table
from transforms.document import Cell


def html(blocks: list[Block]) -> bytes:
    """A page with the tables' merges as rowspan and colspan."""
    body = "".join(_html_block(block) for block in blocks)
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>\n{body}</body></html>\n'
    return page.encode()


def _html_block(block: Block) -> str:
    if isinstance(block, Table):
        return _html_table(block) + "\n"
    if not isinstance(block, Line) or not block.text:
        return ""
    tag = "h2" if block.is_heading else "p"
    return f"<{tag}>{escape(block.text)}</{tag}>\n"


def _html_table(table: Table) -> str:
    inner = table.inner_tables()
    rows: list[list[Cell]] = [[] for _ in table.rows]
    for cell in table.cells():
        rows[cell.row].append(cell)
    lines = []
    for row in rows:
        made = []
        for cell in row:
            spans = f' colspan="{cell.column_span}"' * (cell.column_span > 1) + f' rowspan="{cell.row_span}"' * (
                cell.row_span > 1
            )
            held = inner.get((cell.row, cell.column))
            text = _html_table(held) if held else escape(cell.text).replace("\n", "<br>")
            made.append(f"<td{spans}>{text}</td>")
        lines.append(f"<tr>{''.join(made)}</tr>")
    return '<table border="1">' + "\n".join(lines) + "</table>"


def markdown(blocks: list[Block]) -> bytes:
    """Pipe tables: a merged cell stands once, and leaves an empty cell in the rows below."""
    return "".join(_markdown_block(block) for block in blocks).encode()


def _markdown_block(block: Block) -> str:
    if isinstance(block, Line):
        return f"{'## ' * block.is_heading}{block.text}\n\n" if block.text else ""
    if not isinstance(block, Table):
        return ""
    rows = [[cell.text.replace("|", "\\|").replace("\n", "<br>") for cell in row] for row in block.full_rows()]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n\n"


def text_dump(blocks: list[Block]) -> bytes:
    """A tab in front of every cell, a line for each of its paragraphs, a blank line behind every row; two more and a
    blank behind the table."""
    return "".join(_dumped_block(block) for block in blocks).encode()


def _dumped_block(block: Block) -> str:
    if isinstance(block, Line):
        return f"{block.text}\n" if block.text else ""
    if not isinstance(block, Table):
        return ""
    rows = ["".join(f"\t{cell.text}\n" for cell in row) for row in block.full_rows()]
    return "\n".join(rows) + "\n\n\n \n"
