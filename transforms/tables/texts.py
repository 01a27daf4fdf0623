"""Texts of a form as the tables keep them: None where nothing stands there."""

from __future__ import annotations

from functools import lru_cache

from transforms.text import one_line, tidy
from warehouse.schema.records import Text

_REMEMBERED = 16_384
"""Distinct names; offices give many indicators the same."""


def on_one_line(text: Text | None) -> str | None:
    """Its lines as one."""
    return _on_one_line(text.text) if text else None


@lru_cache(maxsize=_REMEMBERED)
def _on_one_line(text: str) -> str | None:
    return one_line(text) or None


def tidied(text: Text | None) -> str | None:
    """Line by line, without stray space."""
    return tidy(text.text) or None if text else None


def verbatim(text: Text | None) -> str | None:
    """As it stands, without white space around it."""
    return text.text.strip() or None if text else None
