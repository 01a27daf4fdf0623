"""Small documents made on the spot: Word packages from XML, PDF pages from boxes and lines of text."""

from __future__ import annotations

import io
import zipfile

from tests.pdf_file import paged

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def word_xml(body: str) -> str:
    """The main part of a Word package whose body is the given XML, with the usual prefixes declared."""
    return f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"


def docx(body: str, **parts: str) -> bytes:
    """A Word package whose body is the given XML, and with further parts beside it, by their names: styles, numbering."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", RELATIONSHIPS)
        archive.writestr("word/document.xml", word_xml(body))
        for name, content_of_part in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {NAMES}>{content_of_part}</w:{name}>")
    return content.getvalue()


def p(*texts: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tbl(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


Stroke = tuple[float, float, float, float]
Words = tuple[float, float, str]
Page = tuple[list[Stroke], list[Words]]
"""Ruling lines (x0, y0, x1, y1) and texts (x, baseline, text), in points from the page's bottom left corner."""

SIZE = 10.0


def pdf(*pages: Page, size: tuple[float, float] = (400.0, 400.0), rotate: int = 0) -> bytes:
    """A PDF of the given pages; its font needs no file, each Chinese character is SIZE points wide."""
    return paged([_stream(*page) for page in pages], size, page=f"/Rotate {rotate}")


def _stream(strokes: list[Stroke], words: list[Words]) -> str:
    parts = [f"{x0} {y0} m {x1} {y1} l S" for x0, y0, x1, y1 in strokes]
    parts += [f"BT /F {SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in words]
    return "\n".join(parts)


def ruled(xs: list[float], ys: list[float]) -> list[Stroke]:
    """The lines of a table with the given sides of columns and rows, nothing merged."""
    across = [(xs[0], y, xs[-1], y) for y in ys]
    down = [(x, ys[0], x, ys[-1]) for x in xs]
    return across + down
