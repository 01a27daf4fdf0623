"""Money as the form prints it, in yuan."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from transforms.form.labels import match, says_nothing
from transforms.text import fold, has_figures_apart, has_marks
from warehouse.schema.records import Text

_FACTORS = {
    "元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "万": Decimal(10_000), "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000),
}  # fmt: skip
CENT = Decimal("0.01")
_REMEMBERED = 512
"""A project states most of its amounts twice: as its budget and as what pays for it."""
_AMOUNT = re.compile(r"[¥￥]?(?P<number>-?\d{1,15}(?:\.\d{1,8})?)(?P<unit>元|千元|万元?|亿元?)?")
_EXPLAINED = re.compile(r"(?P<amount>[^()]+)\((?P<behind>(?![^()]*[调改减追变])[^()]*[\u4e00-\u9fff][^()]*)\)")
"""An amount, and in brackets behind it its unit or what it is made up of: 854万（农田建设400万元，示范建设454万元）. Where the
words change it (调整为100万元), it is not certain which amount holds."""
_UNIT = re.compile(r"(?:(?:金额)?单位[:为]?)?(?:人民币)?(?P<unit>(?:千|万|亿)?元|[万亿])整?")
"""Brackets behind an amount that say in what it is: 100（单位：元）."""
_OTHER_UNIT = re.compile(r"[^\d,、;:。]{0,3}元|[^\d]*[/每][^\d]*")
"""Another currency (美元), another multiple (百万元), or not all of the amount (每人, 元/人): which it is in, is not certain."""
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def money_factor(text: Text | None) -> Decimal | None:
    """Yuan in one of what `单位：…` names, or None where the form does not say."""
    found = match("money_unit", text.text) if text else None
    return _FACTORS[found["unit"]] if found else None


def states_own_unit(text: Text | None) -> bool:
    """Whether a cell says its unit itself, or no amount at all."""
    found = _amount(text.text) if text else None
    return found is None or found["unit"] is not None


def read_money(text: Text | None, factor: Decimal | None) -> Decimal | None:
    """The amount in yuan, to the cent; None where the cell is blank or missing.

    A unit written in the cell itself counts before the form's. Raises ValueError where the text is no amount, or where
    neither the cell nor the form says in what unit it is.
    """
    return _in_yuan(text.text, factor) if text else None


@lru_cache(maxsize=_REMEMBERED)
def _in_yuan(text: str, factor: Decimal | None) -> Decimal | None:
    if says_nothing(text):
        return None
    found = _amount(text)
    if not found:
        raise ValueError(text)
    number, own = found["number"], found["unit"]
    unit = _FACTORS[own] if own else factor
    if unit is None and Decimal(number):  # nothing is nothing in every unit
        raise ValueError(text)
    return (Decimal(number) * (unit or 1)).quantize(CENT, ROUND_HALF_UP)


def _amount(text: str) -> re.Match[str] | None:
    if has_marks(text) or has_figures_apart(text):
        return None
    folded = fold(text).replace("\u2212", "-")  # the minus sign that Word sets
    if folded.endswith(")") and (found := _EXPLAINED.fullmatch(folded)):
        unit = _UNIT.fullmatch(found["behind"])
        if unit is None and _OTHER_UNIT.fullmatch(found["behind"]):
            return None
        folded = found["amount"] + (unit["unit"] if unit else "")
    return _AMOUNT.fullmatch(_SEPARATOR.sub("", folded) if "," in folded else folded)
