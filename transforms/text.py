"""White space and character forms: how text is folded before it is compared or matched."""

from __future__ import annotations

import re
import unicodedata

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—·"
_SPACE_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}])[^\S\n]+|[^\S\n]+(?=[{_CJK}])")
_NUMBERING = re.compile(
    r"^\s*(?:\d{1,3}\s*[.．、](?!\d)|\d{1,3}\s*[.．](?=\d{4}年)|[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|[一二三四五六七八九十]{1,3}\s*、)\s*"
)


def fold(text: str) -> str:
    """Text for comparing: full-width forms folded (NFKC), all white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def tidy(text: str) -> str:
    """Text for reading: padding and line wraps inside Chinese removed, paragraphs kept.

    A space between two Latin words stays; `区 12345 政务` becomes `区12345政务`.
    """
    lines = (_SPACE_BESIDE_CJK.sub("", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """`tidy`, with paragraphs joined: for names and levels, which have none."""
    return tidy(text.replace("\n", "" if re.search(f"[{_CJK}]", text) else " "))


def strip_numbering(text: str) -> str:
    """The text without its leading number: `1.`, `１．`, `（一）`, `一、`; a year is not a number of this kind."""
    return _NUMBERING.sub("", text, count=1)
