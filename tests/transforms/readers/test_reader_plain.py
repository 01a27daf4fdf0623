"""Plain text: which encoding the bytes are in, and what is no text at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from transforms.document import UnreadableDocument
from transforms.readers.signatures import kind_of
from transforms.readers.text.plain import CONTROL, decode

TEXT = "2025年部门预算绩效文本\r\n\t项目编码\t13020225P000039100011\n指标值≥95%，≤1.8万元\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    ],
    ids=["utf-8", "utf-8 bom", "gb18030", "gbk", "utf-16-le bom", "utf-16-be bom", "utf-16-le", "utf-16-be",
         "utf-32-le bom", "utf-32-be bom"],
)  # fmt: skip
def test_every_usual_encoding_is_read_with_and_without_its_mark(content: bytes) -> None:
    assert decode(content) == TEXT
    assert kind_of(content) == "plain"


def test_signs_that_only_gb18030_has_are_read() -> None:
    assert decode("㐀𠀀項目①".encode("gb18030")) == "㐀𠀀項目①"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (TEXT.encode("utf-16-le")[:-1], "format_unsupported"),
        (TEXT.encode("utf-16")[:-1], "document_damaged"),
        ("预算\n".encode("utf-16-le") + b"\x00\xd8", "format_unsupported"),
        (TEXT.encode("utf-32")[:-2], "document_damaged"),
        (TEXT.encode() + b"\xff", "document_damaged"),
        (bytes(100), "format_unsupported"),
        (b"\x00a\x00\x01" * 100, "format_unsupported"),
        (b"ab\x00cd\x00\x00efg\x00" * 100, "format_unsupported"),
        ("预算绩效文本".encode("gb18030") + b"\0\n", "format_unsupported"),
        ("预算绩效文本".encode() + b"\n\0", "format_unsupported"),
        (b"\x1b[2J text", "format_unsupported"),
        (b"\xff\xff\xff", "format_unsupported"),
    ],
)
def test_broken_text_and_other_bytes_say_why(content: bytes, rule: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        decode(content)
    assert caught.value.rule == rule


@given(
    st.text(st.characters(codec="utf-16", exclude_characters="\x1a"), min_size=1),
    st.sampled_from(["utf-16-le", "utf-16-be"]),
)
def test_unmarked_utf16_is_never_read_as_other_text(text: str, encoding: str) -> None:
    """Whatever the text, as long as some ASCII in it leaves NUL bytes, it is read right or refused."""
    line = f"{text}\n"
    assume(not CONTROL.search(line) and "\0" not in line and not line.startswith("\ufeff"))
    try:
        found = decode(line.encode(encoding))
    except UnreadableDocument:
        return
    assert found == line
