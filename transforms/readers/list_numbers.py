"""Counts the items of Word's lists and writes their numbers: the files say only which list a paragraph is in, and whoever
shows it counts.

Formats of numbers go by the names of ECMA-376 part 1, `ST_NumberFormat` (17.18.59).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_PLACE = re.compile(r"%([1-9])")
_ENDS_FIGURE = re.compile(r".*[0-9０-９][.．]?").fullmatch
LEVELS = 9
"""A list has so many, numbered from 0."""
_LONGEST = 255
"""Word shows no more characters in front of a paragraph."""
UNCOUNTED = "numbers of a list are in a form that is not known: compare with the page"
"""The note where a number could not be written."""


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list shows its numbers."""

    start: int
    format: str
    text: str
    """What is shown, with %1 to %9 where the numbers of the levels stand."""
    behind: str
    """What parts the number from the text."""
    is_plain: bool
    """Whether the numbers of all levels are shown in plain figures."""
    restarts: int
    """How many levels, from the outermost on, have this one begin anew with each of their items; none where it is 0."""
    style: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list in use: which counting it belongs to, its levels, and where it begins anew."""

    counting: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Counts:
    """How far each counting has come, level by level."""

    reached: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[tuple[str, int]] = field(default_factory=set)
    """The levels of lists, each by its number, that had an item."""

    def next(self, found: List, number: str, level: int) -> str | None:
        """The number of the list's next paragraph at a level, as it is shown; None where its form is not known."""
        reached = self.reached[found.counting]
        for at in range(level + 1):
            if (number, at) not in self.begun:
                self.begun.add((number, at))
                if at in found.starts:
                    reached[at] = found.starts[at] - (at == level)
        shown = found.levels.get(level)
        if shown is None or len(shown.text) > _LONGEST:
            return None
        reached[level] = reached.get(level, shown.start - 1) + 1
        for deeper in [at for at in reached if at > level]:
            if deeper not in found.levels or level < found.levels[deeper].restarts:
                del reached[deeper]
        if shown.format == "bullet":
            return ""
        figures = {at: _figure(found, shown, reached, at) for at in range(level + 1)}
        if any(figures[int(place) - 1] is None for place in _PLACE.findall(shown.text) if int(place) - 1 in figures):
            return None
        said = _PLACE.sub(lambda place: figures.get(int(place[1]) - 1) or "", shown.text)
        return said + shown.behind if said else ""


def _figure(found: List, shown: Level, reached: dict[int, int], at: int) -> str | None:
    level = found.levels.get(at)
    if level is None:
        return None
    count = reached.setdefault(at, level.start)
    if level.format == "none":
        return ""
    written = _FORMATS.get("decimal" if shown.is_plain else level.format)
    return written(count) if written is not None else None


def numbers_the_row(items: int) -> bool:
    """Whether the list of a table's cell with so many items, marks without a number among them, numbers the table's rows:
    the number of a lone item is none of the label, the code or the figure that stands there."""
    return items == 1


def apart(number: str, text: str) -> str:
    """The number as it stands in front of a text: run together with a figure it would be a third, 1. and 24 are no 1.24."""
    return f"{number} " if _ENDS_FIGURE(number) and text.lstrip()[:1].isdigit() else number


# --- how numbers are written


def _of(signs: str) -> Callable[[int], str | None]:
    """Numbers that are signs of their own, from one on."""
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else None


def _chinese(count: int) -> str | None:
    """Up to 99: how some formats go on is not known."""
    return _chinese_hundreds(count) if count < 100 else None


def _chinese_hundreds(count: int) -> str | None:
    digits = "零一二三四五六七八九"
    if not 0 < count < 1000:
        return None
    hundreds, tens, ones = count // 100, count // 10 % 10, count % 10
    last = digits[ones] if ones else ""
    if not hundreds:
        return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + last
    ten = f"{digits[tens]}十" if tens else "零" if ones else ""
    return f"{digits[hundreds]}百{ten}{last}"


def _legal(digits: str) -> Callable[[int], str | None]:
    """Numbers as on cheques, up to 99."""

    def written(count: int) -> str | None:
        tens, ones = divmod(count, 10)
        if not 0 < count < 100:
            return None
        return (f"{digits[tens]}拾" if tens else "") + (digits[ones] if ones else "")

    return written


def _digits(signs: str) -> Callable[[int], str | None]:
    return lambda count: str(count).translate(str.maketrans("0123456789", signs)) if count >= 0 else None


def _padded(width: int) -> Callable[[int], str | None]:
    return lambda count: str(count).zfill(width)


def _letter(count: int) -> str | None:
    """A to z, then aa, bb and so on."""
    return chr(ord("a") + (count - 1) % 26) * ((count + 25) // 26) if 0 < count <= 26 * 3 else None


def _roman(count: int) -> str | None:
    if not 0 < count < 90:
        return None
    tens, ones = divmod(count, 10)
    ten = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx")[tens]
    return ten + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def _upper(written: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda count: said.upper() if (said := written(count)) is not None else None


_FORMATS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalZero": _padded(2),
    "001, 002, 003, ...": _padded(3),
    "0001, 0002, 0003, ...": _padded(4),
    "00001, 00002, 00003, ...": _padded(5),
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese_hundreds,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese_hundreds,
    "japaneseCounting": _chinese,
    "chineseLegalSimplified": _legal("零壹贰叁肆伍陆柒捌玖"),
    "ideographLegalTraditional": _legal("零壹貳參肆伍陸柒捌玖"),
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("〇一二三四五六七八九"),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "lowerLetter": _letter,
    "upperLetter": _upper(_letter),
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
}
"""How a count is written in the formats that are known; those of Word's own are named by how they begin."""
