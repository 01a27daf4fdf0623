"""Tells whether a PDF's packed streams are whole: pdfium reads a broken one as far as it goes and says nothing."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"/FlateDecode\b[^\x00-\x08]{0,2000}?>>\s*stream\r?\n")
_END = b"endstream"
_FILTER_NAME = 24
"""Bytes enough for the end of another filter's name and the white space after it."""
_ENCRYPTED = re.compile(rb"/Encrypt\b")


def broken_streams(content: bytes) -> int:
    """How many of a PDF's zlib streams break off or fail their own checksum; 0 for an encrypted file, which hides them.

    Streams packed in more than one way are not judged.
    """
    if _ENCRYPTED.search(content):
        return 0
    return sum(not _is_whole(packed) for packed in _packed(content))


def _packed(content: bytes) -> Iterator[bytes]:
    position = 0
    while found := _STREAM.search(content, position):
        end = content.find(_END, found.end())
        position = end if end >= 0 else len(content)
        before = content[max(0, found.start() - _FILTER_NAME) : found.start()].rstrip()
        after = found.group().removeprefix(b"/FlateDecode").replace(b"/DecodeParms", b"")
        if not before.endswith(b"Decode") and b"Decode" not in after:
            yield content[found.end() : position]


def _is_whole(packed: bytes) -> bool:
    unpacker = zlib.decompressobj()
    try:
        while packed:
            unpacker.decompress(packed, _AT_ONCE)
            packed = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof


_AT_ONCE = 1 << 20
"""Bytes unpacked at a time, so that a stream built to fill the memory does not."""
