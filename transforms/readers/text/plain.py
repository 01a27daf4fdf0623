"""What the readers of plain text files share: decoding, lines, and the grid of rows of texts."""

from __future__ import annotations

import codecs
import re

from transforms.document import Cell, Grid, UnreadableDocument

CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
"""What no text file holds; a page break (form feed) and the end mark of old editors (0x1A) are let through."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
_USUAL = re.compile(r"[\s\x20-\x7e\u2000-\u22ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MOSTLY = 0.9
"""A text read as UTF-16 without a mark that says so consists at least that far of usual signs: others never do."""
_FEW = 0.02
"""A UTF-8 file with no more than this share of bytes broken is a damaged UTF-8 file, not one in another encoding."""

_MOST_LINES, _LONGEST_LINE = 300_000, 200_000
"""A department's text has some thousand lines, the longest of them a few thousand characters; a whole city's fit in."""
_TOO_LARGE = "文本过大，请按部门拆分后重新提交。 The text has more lines, or longer ones, than any budget text: split it by department."
_DAMAGED = "文字编码损坏，请重新导出该文件。 The text is damaged ({0}): export the file again."
_BINARY = (
    "不是文本文件，请另存为 .docx、PDF 或 UTF-8 文本。 Not a text file: save it as .docx, as PDF or as UTF-8 text."
)


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (with or without a byte order mark), UTF-32 with one, or GB18030.

    Raises UnreadableDocument: `document_damaged` where the encoding is known but broken, `format_unsupported` where
    the bytes are no text, `document_too_large` where it has more lines, or longer ones, than any of these texts.
    """
    text = decoded(content)
    if CONTROL.search(text):
        raise UnreadableDocument("format_unsupported", _BINARY)
    longest = max(map(len, text.split("\n"))) if len(text) > _LONGEST_LINE else len(text)
    if text.count("\n") > _MOST_LINES or longest > _LONGEST_LINE:
        raise UnreadableDocument("document_too_large", _TOO_LARGE)
    return text


def decoded(content: bytes) -> str:
    """`decode` for bytes that may hold control characters: web pages do."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    if text := _unmarked_utf16(content):
        return text
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_broken_utf8(content):
            raise UnreadableDocument("document_damaged", _DAMAGED.format(f"UTF-8, byte {error.start}")) from error
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise UnreadableDocument("format_unsupported", _BINARY) from error


def _unmarked_utf16(content: bytes) -> str | None:
    """The text where it is UTF-16: each ASCII sign then leaves a NUL byte, on the side that tells the byte order."""
    if b"\0" not in content or len(content) % 2:
        return None
    high, low = content[:_SAMPLE:2].count(0), content[1:_SAMPLE:2].count(0)
    try:
        text = content.decode("utf-16-le" if low > high else "utf-16-be")
    except UnicodeDecodeError:
        return None
    sample = text[:_SAMPLE]
    return text if len(_USUAL.findall(sample)) >= _MOSTLY * len(sample) else None


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument("document_damaged", _DAMAGED.format(f"{encoding}, byte {error.start}")) from error


def _is_broken_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    wide = sum(len(run) for run in re.findall(r"[\u4e00-\u9fff]+", text))
    return broken <= max(1, _FEW * len(text)) and wide > broken


def lines_of(text: str) -> list[str]:
    """The lines of a file, numbered as an editor numbers them: form feeds and the like end no line."""
    return text.removesuffix("\x1a").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").split("\n")


Located = tuple[str, int]
"""A cell's text and the line it opens on, from 1."""


def grid_of(number: int, rows: list[list[Located]]) -> Grid:
    """The grid of rows whose columns are counted: plain text records no spans."""
    cells = [
        Cell(text, row_number, column, 1, 1, None, line)
        for row_number, row in enumerate(rows)
        for column, (text, line) in enumerate(row)
    ]
    return Grid(number, tuple(cells))
