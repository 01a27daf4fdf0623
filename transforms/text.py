"""White space and character forms: how text is folded before it is compared or matched."""

from __future__ import annotations

import re
import unicodedata

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—·"
_IN_CJK = re.compile(f"[{_CJK}]")
_SPACE_BESIDE_CJK = re.compile(rf"[^\S\n](?:(?<=[{_CJK}][^\S\n])[^\S\n]*|[^\S\n]*(?=[{_CJK}]))")
"""It begins with what is rare, so that a search passes over all else at once."""
_NUMBERING = re.compile(
    r"^\s*(?:\d{1,3}\s*[.．、](?!\d)|\d{1,3}\s*[.．](?=\d{4}年)|[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]\s*、?|[一二三四五六七八九十]{1,3}\s*(?:、|[.．](?![一二三四五六七八九十\d]))|[①-⑳])\s*"
)
WIDE = "[\u2e80-\u303e\u3041-\u33ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
"""A character as wide as it is high, as a pattern: where a line was wrapped between two of them, no space belongs."""
COMPARING = frozenset("≥≤＞＜>＝=<≧≦")
"""Signs in front of a value. None has two: two texts that begin with one are two values."""
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""What is written and never seen: spaces without width, joiners, the byte order mark, the soft hyphen."""
_PARTED = re.compile(r"\d\s+\d")
_SPREAD = re.compile(r"\s*(?:\S[^\S\n]+)+\S\s*")
_UNSEEN = str.maketrans("", "", INVISIBLE)
_HIDDEN = re.compile(f"[{INVISIBLE}]")


def fold(text: str) -> str:
    """Text for comparing: full-width forms folded (NFKC), all white space and all that is never seen removed."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return folded if folded.isprintable() else folded.translate(_UNSEEN)  # few texts hold what cannot be printed


def fold_unnumbered(text: str) -> str:
    """`fold` without the leading number, which may be a sign of its own, as ① is, of which folding makes a digit."""
    return strip_numbering(fold(strip_numbering(text)))


def has_marks(text: str) -> bool:
    """Whether a text holds signs that folding makes digits of: ① or ² behind an amount is a note, not its last digit."""
    return not text.isascii() and any(unicodedata.category(sign) == "No" for sign in text)


def has_figures_apart(text: str) -> bool:
    """Whether white space parts digits, as 100 and 200 on two lines: run together they would be a third figure. One figure
    spread over its cell, each sign alone, is none of these."""
    return len(text.split()) > 1 and bool(_PARTED.search(text)) and not _SPREAD.fullmatch(text)


def tidy(text: str) -> str:
    """Text for reading: padding, line wraps inside Chinese and what is never seen removed, paragraphs kept.

    A space between two Latin words stays; `区 12345 政务` becomes `区12345政务`.
    """
    if _HIDDEN.search(text):
        text = text.translate(_UNSEEN)
    words = text.split(None, 1)
    if len(words) < 2:
        return words[0] if words else ""
    lines = (_tidy_line(line.strip()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _tidy_line(line: str) -> str:
    return line if len(line.split(None, 1)) <= 1 else _SPACE_BESIDE_CJK.sub("", line).strip()


def one_line(text: str) -> str:
    """`tidy`, with paragraphs joined: for names and levels, which have none."""
    return tidy(text.replace("\n", "" if _IN_CJK.search(text) else " ") if "\n" in text else text)


def strip_numbering(text: str) -> str:
    """The text without its leading number: `1.`, `1、`, `１．`, `（一）`, `一、`, `①`; a year is not a number of this kind, and
    in `1.2025年` the 1 is."""
    number = _NUMBERING.match(text)
    return text[number.end() :] if number else text


def is_numbered(text: str) -> bool:
    """Whether a text has a leading number, as `strip_numbering` takes it away."""
    return _NUMBERING.match(text) is not None
