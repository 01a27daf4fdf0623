"""Reads web pages: .html, the .xls that is one, and .mht; decodes the page and walks what a browser would show."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from lxml import etree

from transforms.document import Block, Document, UnreadableDocument
from transforms.readers.captions import numbered
from transforms.readers.hidden import hidden_text_note, struck_text_note
from transforms.readers.html.marks import is_mhtml
from transforms.readers.html.walk import HtmlWalk
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.text.plain import CONTROL, decoded

FORMAT = "html"

_MOST_BYTES = 64 * 1024 * 1024
"""Pages of forms are some hundred kilobytes; the tree of a page takes some ten times its size in memory."""
_DECLARED_WITHIN = 4096
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_BIG5 = ("big5", "big5-hkscs", "cp950", "x-x-big5")
"""The one declared encoding that counts: UTF-8 and GB18030 are told by the bytes, and declarations of them are often
wrong, but Big5 looks like GB18030."""

_TOO_LARGE = "网页过大，请拆分后重试。 The page is larger than {0} MB: split it."
_TOO_DEEP = "网页结构异常（嵌套过深或文字过长），请另存为 .docx。 The page nests too deeply: save it as .docx."
_NO_TEXT = "网页的文字编码损坏，请重新保存该网页。 The page's text is damaged: save the page again."
_FRAMES = (
    "这是框架网页，表格在同名文件夹中的其他文件里，请另存为 .xlsx 或单个文件网页（.mht）。 "
    "A page of frames: its tables are in other files; save it as .xlsx or as a single file web page (.mht)."
)


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a web page or of a web archive (.mht): what a browser would show.

    Tables that only lay out the page are transparent. Raises UnreadableDocument: `document_damaged` where the text is
    broken, `document_too_large` where the page is out of bounds, `document_empty` for a page of frames, whose tables
    are in other files.
    """
    if len(content) > _MOST_BYTES:
        raise UnreadableDocument("document_too_large", _TOO_LARGE.format(_MOST_BYTES // 2**20))
    pages = _pages_of(content) if is_mhtml(content) else [_text(content, None)]
    roots = [root for page in pages if (root := _tree(page)) is not None]
    walks = [HtmlWalk() for _ in roots]
    blocks: list[Block] = [block for walk, root in zip(walks, roots, strict=True) for block in walk.blocks(root)]
    if not blocks and any(next(root.iter("frame"), None) is not None for root in roots):
        raise UnreadableDocument("document_empty", _FRAMES)
    return Document(FORMAT, numbered(blocks), notes=tuple(note for walk in walks for note in _notes(walk)))


def fragment_blocks(text: str, first_line: int) -> tuple[list[Block], list[str]]:
    """The blocks of HTML inside another text file, on whose `first_line` it begins, and the notes on them; grids are not
    numbered yet."""
    root = _tree(text)
    walk = HtmlWalk(first_line)
    return ([], []) if root is None else (walk.blocks(root), _notes(walk))


def _notes(walk: HtmlWalk) -> list[str]:
    return [*hidden_text_note(walk.hidden), *struck_text_note(walk.struck)]


def _tree(text: str) -> etree._Element | None:
    """The page as a tree; None where it holds nothing. Nothing is fetched, no entity is expanded."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # what holds no element at all
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableDocument("document_damaged", _TOO_DEEP)
    return root


def _text(content: bytes, charset: str | None) -> str:
    """The page's text: as that of a plain text file, unless it is in Big5 and says so."""
    text = _as_declared(content, charset)
    if text is None:
        try:
            text = decoded(content)
        except UnreadableDocument as error:
            raise UnreadableDocument("document_damaged", _NO_TEXT) from error
    return CONTROL.sub("", text.removeprefix("\ufeff"))


def _as_declared(content: bytes, charset: str | None) -> str | None:
    """The text of a page that says it is in Big5, and is; else None."""
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    declared = charset or (found[1].decode("ascii", "replace") if found else "")
    if declared.lower() not in _BIG5:
        return None
    try:
        return content.decode("big5hkscs")
    except UnicodeDecodeError:
        return None


def _pages_of(content: bytes) -> list[str]:
    """The pages of a web archive, in its order: the first is the one it opens with, the rest stand in its frames."""
    message: Message = message_from_bytes(content)
    pages = []
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body:
                pages.append(_text(body, part.get_content_charset()))
    return pages
