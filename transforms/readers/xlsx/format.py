"""How a spreadsheet shows a number: General, decimals, percent, thousands, literal text; dates are in `xlsx/date.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from transforms.readers.xlsx.date import date_text, is_date_format

_STORED_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
"""A spreadsheet computes with binary floats and vouches for 15 digits; what follows them is noise."""
_SHOWN_DIGITS = Context(prec=10, rounding=ROUND_HALF_UP)
"""What General shows of a fraction in a cell that is wide enough."""
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|_(?:.|$)|\*(?:.|$)|(?P<general>General|G/通用格式|G/General)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)"
    r"|(?P<exponent>[Ee][+-])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_COMPUTED = ("digit", "point", "comma", "exponent")
"""Tokens that place digits."""
_SECTION = re.compile(r'(?:"[^"]*"|\\.|!.|\[[^\]]*\]|[^;])*', re.DOTALL)
_MOST_SECTIONS = 4
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_CONDITIONS = {
    "<": lambda value, bound: value < bound, "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound, ">=": lambda value, bound: value >= bound,
    "=": lambda value, bound: value == bound, "<>": lambda value, bound: value != bound,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as the sheet shows it, and whether that is all of it: 1.8 shown without decimals is 2."""

    text: str
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One section of a format: what stands before and after the point, in order: digit places and literal text."""

    whole: tuple[tuple[str, str], ...]
    fraction: tuple[tuple[str, str], ...]
    has_point: bool
    has_thousands: bool
    scale: int
    """The power of ten that the number is multiplied with before it is shown."""


def shown(stored: str, code: str, *, since_1904: bool = False) -> Shown:
    """A number as the format shows it. Raises ValueError or ArithmeticError where the stored text is no number."""
    number = Decimal(stored)
    if not number.is_finite() or abs(number.adjusted()) > 310:
        raise ValueError(f"not a number: {stored[:40]}")
    value = _STORED_DIGITS.plus(number)
    section, value = _section(code, value)
    if not section and code:
        return Shown("", value == 0)
    if is_date_format(section):
        text = date_text(value, section, since_1904=since_1904)
        return Shown(general(_STORED_DIGITS.plus(number)) if text is None else text)
    pattern = _pattern(section)
    return Shown(_in_words(value, section)) if pattern is None else _placed(value, pattern)


def shown_text(text: str, code: str) -> Shown:
    """A text as the format shows it: its last section is for text where it is the fourth or names it (`"≥"@`)."""
    around = _around_text(code)
    return Shown(f"{around[0]}{text}{around[1]}") if around else Shown("", is_exact=not text)


@lru_cache(maxsize=512)
def _around_text(code: str) -> tuple[str, str] | None:
    """The literal text before and after a text; None where the format shows none."""
    sections = _sections(code, _MOST_SECTIONS)
    tokens = list(_TOKEN.finditer(sections[-1]))
    places = [number for number, token in enumerate(tokens) if token["other"] == "@"]
    if not places:
        return None if len(sections) == _MOST_SECTIONS and not tokens else ("", "")
    return _literals(tokens[: places[0]], tokens[places[-1] + 1 :])


def general(value: Decimal) -> str:
    """A number as General shows it, but never with an exponent: whole ones whole, others to ten digits."""
    rounded = value if value == value.to_integral_value() else _SHOWN_DIGITS.plus(value)
    text = format(rounded, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _in_words(value: Decimal, section: str) -> str:
    """A number as General shows it, with the literal text that the section puts around it."""
    before, after = _around_general(section)
    return f"{'-' if value < 0 else ''}{before}{general(abs(value))}{after}" if before or after else general(value)


@lru_cache(maxsize=512)
def _around_general(section: str) -> tuple[str, str]:
    """The literal text before and after General in a section: 95 as `"≥"General"%"` shows it is ≥95%."""
    tokens = list(_TOKEN.finditer(section))
    places = [number for number, token in enumerate(tokens) if token["general"]]
    if len(places) != 1 or any(token.lastgroup in _COMPUTED or token[0] == "%" for token in tokens):
        return "", ""
    return _literals(tokens[: places[0]], tokens[places[0] + 1 :])


def _literals(before: list[re.Match[str]], after: list[re.Match[str]]) -> tuple[str, str]:
    """The literal text on both sides of what a section places."""
    return "".join(map(_literal, before)).lstrip(), "".join(map(_literal, after)).rstrip()


def _section(code: str, value: Decimal) -> tuple[str, Decimal]:
    """The section of the format that is for this number, and the number with the sign the section is to show."""
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _CONDITIONS[condition[1]](value, Decimal(condition[2])):
                return section, value
        return "General", value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


@lru_cache(maxsize=512)
def _sections(code: str, most: int = _MOST_SECTIONS - 1) -> tuple[str, ...]:
    """The first sections of a format: three are for numbers, a fourth is for text."""
    sections: list[str] = []
    start = 0
    while start <= len(code) and len(sections) < most:
        match = _SECTION.match(code, start)
        end = match.end() if match else len(code)
        sections.append(code[start:end])
        start = end + 1
    return tuple(sections)


@lru_cache(maxsize=512)
def _pattern(section: str) -> _Pattern | None:
    """The section's pattern; None where it shows the number as General does: fractions, exponents, no place at all."""
    parts: list[tuple[str, str]] = []
    point: int | None = None
    scale, commas, has_thousands = 0, 0, False
    for token in _TOKEN.finditer(section):
        kind, text = token.lastgroup, token[0]
        if kind in ("exponent", "general") or (text == "/" and parts and parts[-1][0] == "?"):
            return None
        if kind == "digit":
            has_thousands, commas = has_thousands or (commas > 0 and point is None), 0
            parts.append((text, ""))
        elif kind == "point" and point is None:
            point = len(parts)
        elif kind == "comma":
            commas += any(place for place, _ in parts)
        else:
            scale += 2 * (kind == "other" and text == "%")
            parts.append(("", _literal(token)))
    if "@" in section or not section.strip():
        return None
    cut = len(parts) if point is None else point
    return _Pattern(tuple(parts[:cut]), tuple(parts[cut:]), point is not None, has_thousands, scale - 3 * commas)


def _literal(token: re.Match[str]) -> str:
    if token["bracket"] is not None or (token[0][0] in "_*" and token.lastgroup is None):
        return ""
    return next((token[name] for name in ("quoted", "escaped", "currency", "other") if token[name] is not None), "")


def _placed(value: Decimal, pattern: _Pattern) -> Shown:
    scaled = value.scaleb(pattern.scale, _WIDE)
    places = sum(bool(place) for place, _ in pattern.fraction)
    rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    whole, _, fraction = format(abs(rounded), "f").partition(".")
    sign = "-" if rounded < 0 else ""
    is_literal = not any(place for place, _ in (*pattern.whole, *pattern.fraction))
    text = _whole(whole.lstrip("0"), pattern) + _fraction(fraction, pattern)
    return Shown((sign + text).strip(), rounded == scaled or (is_literal and value == 0))


def _whole(digits: str, pattern: _Pattern) -> str:
    """The digits before the point in their places, from the right; the leftmost place takes all that are left."""
    left = sum(bool(place) for place, _ in pattern.whole)
    parts: list[str] = []
    done = 0
    for place, literal in reversed(pattern.whole):
        if not place:
            parts.append(literal)
            continue
        left -= 1
        taken = digits[-1:] if left else digits
        digits = digits[: len(digits) - len(taken)]
        for digit in reversed(taken or {"0": "0"}.get(place, "")):
            parts.append("," if pattern.has_thousands and done and done % 3 == 0 else "")
            parts.append(digit)
            done += 1
    if digits and pattern.has_point and left == 0:
        parts.append(digits)
    return "".join(reversed(parts))


def _fraction(digits: str, pattern: _Pattern) -> str:
    places = [place for place, _ in pattern.fraction if place]
    optional = len(places) - len("".join(places).rstrip("#?"))
    shown_digits = len(digits) - min(optional, len(digits) - len(digits.rstrip("0")))
    parts: list[str] = []
    done = 0
    for place, literal in pattern.fraction:
        if not place:
            parts.append(literal)
            continue
        parts.append(digits[done] if done < shown_digits else "")
        done += 1
    return ("." if pattern.has_point and shown_digits else "") + "".join(parts)
