"""A PDF whose packed streams are broken says so, whatever pdfium makes of them."""

import zlib

import pytest

from transforms.readers.pdf.damage import broken_streams

PACKED = zlib.compress(b"BT /F 10 Tf (text) Tj ET" * 20)


def stream(packed: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return b"1 0 obj\n<< /Length 9 /Filter " + filters + b" >>\nstream\n" + packed + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    ("content", "broken"),
    [
        (stream(PACKED), 0),
        (stream(PACKED) + stream(PACKED[:-6]), 1),
        (stream(PACKED[:20] + bytes([PACKED[20] ^ 1]) + PACKED[21:]), 1),
        (stream(PACKED[:-1] + bytes([PACKED[-1] ^ 1])), 1),
        (stream(b"87cUR", b"[/ASCII85Decode /FlateDecode]"), 0),
        (b"/Encrypt 5 0 R " + stream(b"?"), 0),
        (b"", 0),
        (stream(zlib.compress(bytes(3_000_000)) + b"\n"), 0),
    ],
    ids=[
        "whole",
        "cut off",
        "changed",
        "checksum",
        "packed twice",
        "encrypted",
        "nothing",
        "large, with a byte behind it",
    ],
)
def test_a_broken_stream_is_counted(content: bytes, broken: int) -> None:
    assert broken_streams(content) == broken
