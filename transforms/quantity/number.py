"""Numerals: Arabic, Chinese and mixed ones, as exact fractions, and the decimals the warehouse keeps."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction

from transforms.quantity.patterns import any_of

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_SCALE = re.compile("[十百千万亿]+")
_HIGHEST = 10**15
_MILLION = 10**6
"""The smallest part that is kept."""
_EXACT = Context(prec=40)
_LONGEST = 60

_POINT = f"(?:点{any_of('零一二三四五六七八九')}{{1,6}})?"

ARABIC = (
    r"(?<![0-9.^])(?<![0-9][,/])(?!(?<=[×x*])100%)(?:(?<![^<>=≤≥±~到为至约近于过])-)?"
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,60})(?:\.[0-9]{1,60})?"
    r"(?![0-9]|\.[0-9]|e[0-9]|[\^#]|/(?!1(?:0万|0{3,5}(?![0-9.]|[^\W\d人])))[0-9])"
)
"""One Arabic numeral: thousands separators only between groups of three, never a part of a longer one, nor of a fraction;
18/10万 is a rate, and ×100% the end of a formula."""
NUMERAL = f"(?:{ARABIC}(?:(?:[千百]|{any_of('十百千')}?[万亿]){ARABIC}){{0,2}})"
"""Arabic figures with multipliers between them: 1亿2000, 1千5百."""
CHINESE = f"(?:半|百|{any_of('零一二三四五六七八九十')}{any_of('零一二三四五六七八九十百千万亿')}{{0,12}}{_POINT})"
"""What may be a Chinese numeral; `chinese` decides."""


Exact = int | Fraction
"""A number without any rounding; whole ones are plain, which is quicker."""


def plain(value: Fraction) -> Exact:
    """The same number, as a whole one where it is whole."""
    return value.numerator if value.denominator == 1 else value


class OutOfRange(Exception):
    """A number that DECIMAL(24,6) cannot hold for certain: 10^15 or more, or finer than six decimals."""


def amount(text: str, scale: str = "") -> Exact | None:
    """The number that `text` spells, times the multiplier word behind it; None where it spells none.

    `1亿2000` followed by 万 is 120000000. A lone digit after a multiplier (1万2, spoken for 12000) is not certain: None.
    """
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST:
        return int(text) * multiplier(scale) if scale else int(text)
    whole, point, decimals = text.partition(".")
    if point and whole.isdecimal() and decimals.isdecimal() and text.isascii() and len(text) <= _LONGEST:
        return Fraction(int(whole + decimals) * multiplier(scale), 10 ** len(decimals))
    if text and (text[0] in "-0123456789"):
        return _compound(text.replace(",", ""), scale)
    # 百十人 is a hundred or so, not a thousand.
    value = None if scale and scale[0] in _TENS else chinese(text)
    return None if value is None else value * multiplier(scale)


def multiplier(word: str) -> int:
    """The factor of a run of multiplier words: 万 is 10000, 百万 a million. 1 for none."""
    factor = 1
    for character in word:
        factor *= _TENS.get(character) or _MYRIADS[character]
    return factor


def _compound(text: str, scale: str) -> Exact | None:
    negative, text = text.startswith("-"), text.lstrip("-")
    pieces = _SCALE.split(text)
    factors = [*map(multiplier, _SCALE.findall(text)), multiplier(scale)]
    if any(not piece or len(piece) > _LONGEST for piece in pieces):
        return None
    total, *lows = map(_times, pieces, factors)
    for factor, low in zip(factors, lows, strict=False):
        if low >= factor or low < 10:
            return None
        total += low
    return -total if negative else total


def _times(piece: str, factor: int) -> Exact:
    whole, _, decimals = piece.partition(".")
    return Fraction(int(whole + decimals) * factor, 10 ** len(decimals)) if decimals else int(whole) * factor


def chinese(text: str) -> Fraction | None:
    """The number that Chinese numerals spell: 三百, 十二, 二点五, 一百二十万. None where they spell none."""
    if text == "半":
        return Fraction(1, 2)
    whole, point, decimals = text.partition("点")
    value = _chinese_whole(whole)
    if value is None or not point:
        return value
    if any(character not in _DIGITS for character in decimals):
        return None
    return value + Fraction("0." + "".join(str(_DIGITS[character]) for character in decimals))


def _chinese_whole(text: str) -> Fraction | None:
    for word, factor in (("亿", 10**8), ("万", 10**4)):
        if word in text:
            head, _, tail = text.partition(word)
            high = _chinese_whole(head)
            low = _chinese_whole(tail.lstrip("零")) if tail.strip("零") else Fraction(0)
            if high is None or low is None or low >= factor:
                return None
            return high * factor + low
    return _below_myriad(text)


def _below_myriad(text: str) -> Fraction | None:
    if text in _DIGITS:
        return Fraction(_DIGITS[text])
    total, digit, last = 0, None, 10**4
    for character in text:
        if character in _TENS:
            if _TENS[character] >= last:
                return None
            last = _TENS[character]
            total += (1 if digit is None else digit) * last
            digit = None
        elif character == "零":
            if digit is not None:
                return None
        elif digit is not None or character not in _DIGITS:
            return None
        else:
            digit = _DIGITS[character]
    # 三百五 is spoken for 350: not certain.
    if digit is not None and last >= 100 and "零" not in text:
        return None
    return Fraction(total + (digit or 0)) if text else None


def to_decimal(value: Exact) -> Decimal:
    """`value` as DECIMAL(24,6) keeps it; a ratio that never ends is rounded to six places. Raises OutOfRange."""
    numerator, denominator = value.numerator, value.denominator
    if abs(numerator) >= _HIGHEST * denominator:
        raise OutOfRange(str(value))
    if denominator == 1:
        return Decimal(numerator)
    millionths, rest = divmod(numerator * _MILLION, denominator)
    if rest:
        if _ends(denominator):
            raise OutOfRange(str(value))
        millionths = round(value * _MILLION)
    return _EXACT.divide(Decimal(millionths), Decimal(_MILLION))


def _ends(denominator: int) -> bool:
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1
