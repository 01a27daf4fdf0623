"""quantulum3: quantities of English texts; the longest find is the value, its uncertainty the width of an interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.values.readers.answers import figure, nothing

PACKAGES = ("quantulum3",)


def reader() -> Callable[[str, dict[str, Any]], Any]:
    from quantulum3 import parser

    return lambda text, _known: parser.parse(text)


def answer(found: Any, _text: str) -> dict[str, Any]:
    if not found:
        return nothing()
    best = max(found, key=lambda hit: len(hit.surface))
    width = best.uncertainty or 0
    unit = None if best.unit.name == "dimensionless" else best.unit.name
    return figure(best.value - width, best.value + width, unit, best.surface)
