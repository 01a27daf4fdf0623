"""Containers of streams as Word 97 keeps them (MS-CFB, version 3)."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
END_OF_CHAIN, FAT_SECTOR, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_ENTRIES = SECTOR // 4
"""The sectors that one sector of the allocation table knows of."""
_HEADER_TABLES = 109
_SMALLEST = 4096
"""Streams are filled up to this length: shorter ones would have to go elsewhere."""


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A container with the given streams in its root. Raises ValueError where they take more than some 7 MB."""
    padded = {name: _padded(content) for name, content in streams.items()}
    directory_sectors = (len(streams) + 1 + 3) // 4
    body_sectors = directory_sectors + sum(len(content) // SECTOR for content in padded.values())
    tables = 1
    while tables + body_sectors > tables * _ENTRIES:
        tables += 1
    if tables > _HEADER_TABLES:
        raise ValueError("too much for a container without further tables")
    fat = [FAT_SECTOR] * tables
    fat += _chain(len(fat), directory_sectors)
    entries = [_entry("Root Entry", 5, END_OF_CHAIN, 0, child=1)]
    body = b""
    for number, (name, content) in enumerate(padded.items(), start=1):
        sibling = number + 1 if number < len(padded) else FREE
        entries.append(_entry(name, 2, len(fat), len(content), sibling=sibling))
        fat += _chain(len(fat), len(content) // SECTOR)
        body += content
    fat += [FREE] * (tables * _ENTRIES - len(fat))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, tables, 0, _SMALLEST, END_OF_CHAIN, 0, END_OF_CHAIN, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *range(tables), *[FREE] * (_HEADER_TABLES - tables))
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + body


def _padded(content: bytes) -> bytes:
    return content.ljust(max(_SMALLEST, len(content) + -len(content) % SECTOR), b"\0")


def _chain(first: int, sectors: int) -> list[int]:
    return [*range(first + 1, first + sectors), END_OF_CHAIN]


def _entry(name: str, kind: int, start: int, size: int, *, sibling: int = FREE, child: int = FREE) -> bytes:
    stored = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI16xIQ", stored, len(stored), kind, 1, FREE, sibling, child, 0, start, size
    )  # fmt: skip
