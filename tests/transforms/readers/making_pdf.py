"""PDF pages written operator by operator, for what the boxes and words of `making` cannot say."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from making import SIZE

from tests.pdf_file import numbered, paged


def drawn(
    *streams: str, page: str = "", objects: Sequence[str] = (), size: tuple[float, float] = (400.0, 400.0)
) -> bytes:
    """A PDF with a page for each content stream.

    `page` is added to every page's dictionary; `objects` are numbered from 6 on, and a form among them is drawn with
    its number as name: `/X6 Do`.
    """
    return paged(streams, size, page=page, objects=objects)


def form(stream: str, matrix: str = "1 0 0 1 0 0") -> str:
    """A form XObject, which draws its content moved, scaled or turned by its matrix."""
    return (
        f"<< /Type /XObject /Subtype /Form /BBox [-9999 -9999 9999 9999] /Matrix [{matrix}] "
        f"/Resources << /Font << /F 3 0 R >> >> /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    )


def text(x: float, y: float, words: str, *, turn: str = "1 0 0 1", size: float = SIZE) -> str:
    return f"BT /F {size} Tf {turn} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def bar(x0: float, y0: float, x1: float, y1: float, thick: float = 0.6) -> str:
    """A line drawn as a filled rectangle."""
    return f"{x0 - thick / 2} {y0 - thick / 2} {x1 - x0 + thick} {y1 - y0 + thick} re f\n"


def area(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} {x1 - x0} {y1 - y0} re f\n"


def dashes(x0: float, y0: float, x1: float, y1: float, on: float = 2.0, off: float = 2.0) -> str:
    """A line as short pieces, each painted by itself."""
    across, down = x1 > x0, y1 > y0
    steps = [i * (on + off) for i in range(int(max(x1 - x0, y1 - y0) / (on + off)))]
    return "".join(
        line(x0 + step * across, y0 + step * down, x0 + (step + on) * across, y0 + (step + on) * down) for step in steps
    )


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_OWNER = bytes(range(32))
_PERMISSIONS = -4


def locked(words: str, password: str) -> bytes:
    """A PDF of one page with Latin words that asks for a password (ISO 32000-1, 7.6.3)."""
    name = b"0123456789abcdef"
    key = _digest((password.encode() + _PADDING)[:32] + _OWNER + _PERMISSIONS.to_bytes(4, "little", signed=True) + name)
    for _ in range(50):
        key = _digest(key)
    check = _digest(_PADDING + name)
    for turn in range(20):
        check = _rc4(bytes(byte ^ turn for byte in key), check)
    stream = f"BT /F 12 Tf 50 200 Td ({words}) Tj ET"
    content = numbered(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    )
    scrambled = _rc4(_digest(key + b"\x05\0\0\0\0"), stream.encode())
    lock = (
        f"/Root 1 0 R /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P {_PERMISSIONS} /O <{_OWNER.hex()}> "
        f"/U <{check.hex()}{'00' * 16}> >> /ID [<{name.hex()}> <{name.hex()}>]"
    )
    return content.replace(stream.encode(), scrambled).replace(b"/Root 1 0 R", lock.encode())


def _digest(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    scrambled = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        scrambled.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(scrambled)
