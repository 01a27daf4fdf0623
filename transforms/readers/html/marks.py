"""What tells a web page from other text: how it begins, whatever its encoding and whatever the file is called."""

from __future__ import annotations

import codecs
import re

_HEAD = 4096
_BEFORE = r"\A\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.*?-->\s*)*"
_PAGE = re.compile(
    _BEFORE + r"<(?:!doctype\s+html|html|head|meta|title|style|script|body)\b", re.IGNORECASE | re.DOTALL
)
_PIECE = re.compile(_BEFORE + r"<(?:table|div|center|font|p|span|h[1-6])\b[^<>]*>", re.IGNORECASE | re.DOTALL)
_TABLE = re.compile(rb"</table\b", re.IGNORECASE)
_HEADING = re.compile(rb"^#{1,6}[ \t]+\S", re.MULTILINE)
_MIME = re.compile(r"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related\b", re.IGNORECASE)


def is_page(content: bytes) -> bool:
    """Whether a file is HTML: it begins as a page, or as a piece of one that holds a table.

    A piece with headings marked by `#` is Markdown with tables in HTML.
    """
    head = _head(content)
    if _PAGE.match(head):
        return True
    if not _PIECE.match(head):
        return False
    signs = content.replace(b"\0", b"")  # of UTF-16 its ASCII remains
    return bool(_TABLE.search(signs) and not _HEADING.search(signs))


def is_mhtml(content: bytes) -> bool:
    """Whether a file is a web archive (.mht): a MIME message of related parts."""
    return _MIME.match(_head(content).lstrip().replace("\r\n", "\n")) is not None


def _head(content: bytes) -> str:
    """The beginning as text: whatever the encoding, its ASCII signs are right."""
    head = content[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head[:8]:
        head = head.removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE).replace(b"\0", b"")
    return head.removeprefix(codecs.BOM_UTF8).decode("ascii", "replace")
