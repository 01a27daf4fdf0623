"""The value grammar of this project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PACKAGES = ()


def reader() -> Callable[[str, dict[str, Any]], Any]:
    from transforms.quantity.value import read_value

    return lambda text, known: read_value(text, **known)


def answer(found: Any, _text: str) -> dict[str, Any]:
    return {"kind": "columns", "columns": found._asdict()}
