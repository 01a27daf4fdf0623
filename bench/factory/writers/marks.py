"""Writes blocks as a web page, as Markdown and as a text dump of a Word file."""

from __future__ import annotations

from html import escape

from bench.factory.layouts.blocks import Block, Line, Placed, Table


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
    lines = [f"<tr>{''.join([_html_cell(cell) for cell in row if cell.is_start])}</tr>" for row in table.full_rows]
    return '<table border="1">' + "\n".join(lines) + "</table>"


def _html_cell(cell: Placed) -> str:
    columns = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    rows = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    text = _html_table(cell.inner) if cell.inner else escape(cell.text).replace("\n", "<br>")
    return f"<td{columns}{rows}>{text}</td>"


def markdown(blocks: list[Block]) -> bytes:
    """Pipe tables: a merged cell stands once, and leaves an empty cell in the rows below."""
    return "".join(_markdown_block(block) for block in blocks).encode()


def _markdown_block(block: Block) -> str:
    if isinstance(block, Line):
        return f"{'## ' * block.is_heading}{block.text}\n\n" if block.text else ""
    if not isinstance(block, Table):
        return ""
    rows = [[cell.text.replace("|", "\\|").replace("\n", "<br>") for cell in row] for row in block.full_rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n\n"


def text_dump(blocks: list[Block], *, has_bookmarks: bool = False) -> bytes:
    """A tab in front of every cell, a line for each of its paragraphs, a blank line behind every row; two more and a
    blank behind the table. Bookmarks stand in front of headings."""
    return "".join([_dumped_block(block, number * has_bookmarks) for number, block in enumerate(blocks, 1)]).encode()


def _dumped_block(block: Block, number: int) -> str:
    if isinstance(block, Line):
        is_marked = number and (block.is_heading or block.role == "section")
        mark = f"[bookmark: _Toc_4_4_{number:010d}]" if is_marked else ""
        return f"{mark}{block.text}\n" if block.text else ""
    if not isinstance(block, Table):
        return ""
    rows = ["".join(f"\t{cell.text}\n" for cell in row) for row in block.full_rows]
    return "\n".join(rows) + "\n\n\n \n"
