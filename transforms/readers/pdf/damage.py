"""Tells whether a PDF's packed streams are whole: pdfium reads a broken one as far as it goes and says nothing."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_FLATE = b"/FlateDecode"
_STREAM = re.compile(rb">>\s{0,9}stream\r?\n")
_LONGEST_DICTIONARY = 2000
_END = b"endstream"
_FILTER_NAME = 24
"""Bytes enough for the end of another filter's name and the white space after it."""
_ENCRYPTED = re.compile(rb"/Encrypt\b")
_AT_ONCE = 1 << 20
"""Bytes unpacked at a time, so that a stream built to fill the memory does not."""
_MOST = 1 << 30
"""Bytes unpacked in all: what comes after is taken to be whole, so that no file takes minutes."""


def broken_streams(content: bytes) -> int:
    """How many of a PDF's zlib streams break off or fail their own checksum; 0 for an encrypted file, which hides them.

    Streams packed in more than one way are not judged.
    """
    if _ENCRYPTED.search(content):
        return 0
    broken, left = 0, _MOST
    for packed in _packed(content):
        size = _unpacked_size(packed, left)
        broken += size is None
        left -= size or 0
        if left <= 0:
            break
    return broken


def _packed(content: bytes) -> Iterator[memoryview]:
    view = memoryview(content)
    position = 0
    while found := _STREAM.search(content, position):
        end = content.find(_END, found.end())
        flate = content.rfind(_FLATE, max(position, found.start() - _LONGEST_DICTIONARY), found.start())
        position = end if end >= 0 else len(content)
        if flate < 0:
            continue
        before = content[max(0, flate - _FILTER_NAME) : flate].rstrip()
        after = content[flate + len(_FLATE) : found.start()].replace(b"/DecodeParms", b"")
        if not before.endswith(b"Decode") and b"Decode" not in after and b"obj" not in after:
            yield view[found.end() : position]


def _unpacked_size(packed: memoryview, most: int) -> int | None:
    """How many bytes a stream holds, as far as they are at most so many; None where it is broken."""
    unpacker = zlib.decompressobj()
    size = 0
    rest: bytes | memoryview = packed
    try:
        while rest and size <= most and not unpacker.eof:
            size += len(unpacker.decompress(rest, _AT_ONCE))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return None
    return size if unpacker.eof or size > most else None
