"""cn2an: Chinese numerals as numbers; the first numeral of the text is the value, a percent sign behind it its unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bench.values.readers.answers import figure, nothing

PACKAGES = ("cn2an",)

_NUMERAL = re.compile("[0-9.零〇一二两三四五六七八九十百千万亿]+")


def reader() -> Callable[[str, dict[str, Any]], Any]:
    import cn2an

    def read(text: str, _known: dict[str, Any]) -> tuple[float, str] | None:
        plain = cn2an.transform(text, "cn2an")
        numeral = _NUMERAL.search(plain)
        return None if numeral is None else (cn2an.cn2an(numeral[0], "smart"), plain[numeral.end() :])

    return read


def answer(found: Any, _text: str) -> dict[str, Any]:
    if found is None:
        return nothing()
    number, rest = found
    return figure(number, number, "percentage" if rest.startswith(("%", "％")) else None, rest[:1])
