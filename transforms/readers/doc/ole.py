"""Opens an OLE container (.doc, .xls, an encrypted package): what stands in its root, within the size of the file."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

from transforms.document import UnreadableDocument

_DAMAGED = "文件已损坏（OLE 结构不完整），请重新导出。 The file is damaged (broken OLE structure): export it again."

_SECTOR_SHIFTS = (9, 12)
_MINI_SHIFT = 6
_SHORTEST = 1536
"""Header, one allocation sector and one directory sector."""


class Container:
    """An OLE container in memory. Everything wrong with it is an UnreadableDocument (`document_damaged`).

    Names of streams are alike whatever the case of their letters.
    """

    def __init__(self, content: bytes) -> None:
        self._most = len(content)
        _refuse_absurd_header(content)
        self._ole = _opened(content)
        root = self._ole.root
        self._entries = {str(entry.name).casefold(): entry for entry in root.kids}
        self._refuse_absurd_size(root)  # small streams stand in the root's own stream

    def holds(self, name: str) -> bool:
        """Whether a stream or storage of that name stands in the root."""
        return name.casefold() in self._entries

    def stream(self, name: str) -> bytes:
        """The bytes of a stream in the root; empty where there is none of that name."""
        entry = self._entries.get(name.casefold())
        if entry is None:
            return b""
        self._refuse_absurd_size(entry)
        try:
            content: bytes = self._ole.openstream([entry.name]).read()
        except Exception as error:  # the library raises whatever a broken chain leads it to
            raise damaged() from error
        if len(content) != entry.size:
            raise damaged()
        return content

    def _refuse_absurd_size(self, entry: Any) -> None:
        """A stream larger than the file goes in circles; reading it would fill the memory."""
        if entry.size > self._most:
            raise damaged()


def damaged() -> UnreadableDocument:
    return UnreadableDocument("document_damaged", _DAMAGED)


def _opened(content: bytes) -> Any:
    import olefile

    try:
        return olefile.OleFileIO(BytesIO(content))
    except Exception as error:  # as above; the library also recurses over the directory
        raise damaged() from error


def _refuse_absurd_header(content: bytes) -> None:
    """Refuses counts of allocation sectors beyond the file's size: the library would believe them, one by one."""
    if len(content) < _SHORTEST:
        raise damaged()
    sector_shift, mini_shift = struct.unpack_from("<HH", content, 30)
    if sector_shift not in _SECTOR_SHIFTS or mini_shift != _MINI_SHIFT:
        raise damaged()
    sectors = (len(content) >> sector_shift) + 1
    (allocation,) = struct.unpack_from("<I", content, 44)
    (mini_allocation,) = struct.unpack_from("<I", content, 64)
    (double_allocation,) = struct.unpack_from("<I", content, 72)
    if max(allocation, mini_allocation, double_allocation) > sectors:
        raise damaged()
