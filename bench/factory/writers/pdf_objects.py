"""PDF files put together from content streams."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from bench.factory.writers.fonts import FIRST_FONT_OBJECT, Font, named

_NAMED = named()
FIRST_OBJECT = FIRST_FONT_OBJECT + len(_NAMED.objects)
"""The number of the first object that is not the file's own, where the font is only named."""


def paged(
    streams: Sequence[str],
    size: tuple[float, float],
    *,
    page: str = "",
    objects: Sequence[str] = (),
    font: Font = _NAMED,
    is_compressed: bool = False,
) -> bytes:
    """A PDF with a page for each content stream, which knows the font as /F.

    `size` is in points; `page` is added to every page's dictionary; `objects` are numbered on from those of the font, and
    a form among them is drawn with its number as name: `/X6 Do`.
    """
    first = FIRST_FONT_OBJECT + len(font.objects)
    names = " ".join(f"/X{number} {number} 0 R" for number in range(first, first + len(objects)))
    parts: list[str | bytes] = ["<< /Type /Catalog /Pages 2 0 R >>", "", *font.objects, *objects]
    kids = []
    for stream in streams:
        parts.append(_stream(stream, is_compressed=is_compressed))
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {len(parts)} 0 R "
            f"/Resources << /Font << /F 3 0 R >> /XObject << {names} >> >> {page} >>"
        )
        kids.append(f"{len(parts)} 0 R")
    parts[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return numbered(parts)


def _stream(text: str, *, is_compressed: bool) -> str | bytes:
    if not is_compressed:
        return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"
    content = zlib.compress(text.encode())
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(content), content)


def numbered(objects: Sequence[str | bytes]) -> bytes:
    """The file of these objects, numbered from 1; the first is its catalogue."""
    content = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, item.encode() if isinstance(item, str) else item)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF"
    return bytes(content) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
