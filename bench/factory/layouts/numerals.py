"""How titles are numbered: each a function from a number to what stands in front of the title."""

from __future__ import annotations

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = "零一二三四五六七八九"


def arabic(number: int) -> str:
    return f"{number}."


def wide(number: int) -> str:
    return f"{str(number).translate(_WIDE)}．"


def chinese(number: int) -> str:
    """A number up to 99 in Chinese characters."""
    tens, ones = divmod(number, 10)
    before = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return before + (_DIGITS[ones] if ones or not tens else "")


def bracketed(number: int) -> str:
    return f"（{chinese(number)}）"


def paused(number: int) -> str:
    return f"{chinese(number)}、"


def unnumbered(_number: int) -> str:
    return ""
