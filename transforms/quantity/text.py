"""Normalised text: one spelling for every character form, and the way back to what was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from transforms.quantity.items import with_items_apart
from transforms.text import INVISIBLE

# Characters that mean the same here but that Unicode normalisation keeps apart.
_SAME = str.maketrans(
    {
        **dict.fromkeys("−–—―‐‑‒─﹣ー", "-"),
        **dict.fromkeys("〜∼∽", "~"),
        **dict.fromkeys("〇○", "零"),
        **dict.fromkeys("两俩", "二"),
        **dict.fromkeys("≦⩽", "≤"),
        **dict.fromkeys("≧⩾", "≥"),
        **dict.fromkeys("∶︰﹕", ":"),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("•・", "·"),
        **dict(zip("壹贰叁肆柒捌玖拾佰仟萬億", "一二三四七八九十百千万亿", strict=True)),
        **dict(zip("﹤﹥￥【】．﹪", "<>¥().%", strict=True)),
        "廿": "二十",
        "卅": "三十",
    }
)
_DIGIT_GAP = re.compile(r"[0-9０-９]\s+[0-9０-９]|^\s*[0-9０-９]{1,2}[.．][^\S\n]+[0-9０-９]", re.MULTILINE)
"""Also the number of a list in front of a figure: 1. 24次 is no 1.24次."""
_SPACED_THOUSANDS = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
_TYPED_ALIKE = re.compile(r"[《》](?=[=＝])")
"""》= is typed for >= where no title is closed: not in 《办法》=1份."""
_FORMAL = re.compile("(?<![队退入落行大登着内])[伍陆](?=[拾佰仟萬万亿零元])|(?<=[拾佰仟萬万亿零])[伍陆]")
"""Five and six as written on cheques; elsewhere they are other words: 队伍, 大陆."""
_WRAPPING = {"(": ")", '"': '"', "“": "”", "'": "'", "‘": "’", "「": "」"}
_TRAILING = ".。;,、!:…"
_ENDS = frozenset([*_TRAILING, *_WRAPPING.values(), ""])


class Reading(NamedTuple):
    """A text in one spelling: white space gone, full-width folded, Latin in lower case."""

    source: str
    plain: str
    places: Sequence[int]
    """For each character of `plain`, where it stood in `source`."""
    joined_digits: bool = False
    """Whether white space stood between digits that are read as one number, thousands groups apart; or the number of an item
    may be the beginning of one."""
    as_written: bool = False
    """Whether `plain` is spelled as the source is, character by character."""

    def written(self, start: int, end: int) -> str:
        """What stood in the source where plain[start:end] is, without white space."""
        if self.as_written:
            return self.plain[start:end]
        text = self.verbatim(start, end)
        return text if text.isalnum() else "".join(text.split())

    def verbatim(self, start: int, end: int) -> str:
        """What stood in the source where plain[start:end] is, exactly."""
        return self.source[self.places[start] : self.places[end - 1] + 1] if start < end else ""

    def part(self, start: int, end: int) -> Reading:
        """The reading of plain[start:end] alone."""
        return Reading(self.source, self.plain[start:end], self.places[start:end], self.joined_digits, self.as_written)

    def trimmed(self) -> Reading:
        """This reading without closing punctuation and without brackets or quotes around the whole of it."""
        plain = self.plain
        if plain[-1:] not in _ENDS:
            return self
        start, end = 0, len(plain)
        while end > start:
            if plain[end - 1] in _TRAILING:
                end -= 1
            elif end - start > 1 and _WRAPPING.get(plain[start]) == plain[end - 1]:
                start, end = start + 1, end - 1
            else:
                break
        return self if end - start == len(plain) else self.part(start, end)


class _Folds(dict[int, str]):
    """Code point → its one spelling, none for what is not seen; worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


_FOLDS = _Folds()


def normalise(text: str) -> Reading:
    """`text` in the one spelling that patterns are written for. Any text will do; nothing is raised."""
    spelled, is_open = with_items_apart(text)
    if "伍" in text or "陆" in text:
        spelled = _FORMAL.sub(lambda found: "五" if found.group() == "伍" else "六", spelled)
    if ("》" in text) != ("《" in text):
        spelled = _TYPED_ALIKE.sub(lambda found: ">" if found.group() == "》" else "<", spelled)
    reading = _normalised(text, spelled)
    return reading._replace(joined_digits=True) if is_open else reading


def _normalised(source: str, text: str) -> Reading:
    plain = text.translate(_FOLDS)
    if plain == source and "²" not in plain and "³" not in plain:
        return Reading(source, plain, range(len(source)), as_written=True)
    folded = [_FOLDS[ord(character)] for character in text]
    gap = "" in folded and bool(_DIGIT_GAP.search(text) and _DIGIT_GAP.search(_SPACED_THOUSANDS.sub("", text)))
    places = [place for place, spelling in enumerate(folded) for _ in spelling]
    return Reading(source, _powers(plain), places, gap)


def _fold(character: str) -> str:
    if character.isspace() or character in INVISIBLE:
        return ""
    if character < "\x7f":
        return character.lower()
    if unicodedata.category(character) == "No":
        # ① or ⁴ would turn into digits of an amount.
        return character if character in "²³" else "#"
    return unicodedata.normalize("NFKC", character.translate(_SAME)).translate(_SAME).lower()


def _powers(plain: str) -> str:
    """Only the square and cube of a metre are digits of a unit."""
    return plain.replace("m²", "m2").replace("m³", "m3").replace("²", "#").replace("³", "#")
