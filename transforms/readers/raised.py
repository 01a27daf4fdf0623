"""Raised figures: the 3 of 10³ in small type above the line is no figure of the number 103, and as a mark of a note none
of what it is put to. Formats that raise characters by their looks are read as Unicode writes them."""

from __future__ import annotations

_PLAIN, _RAISED = "0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"
_TABLE = str.maketrans(_PLAIN, _RAISED)


def raised(text: str) -> str:
    """What stands raised, as raised characters; as it is where it is more than a whole number."""
    return text.translate(_TABLE) if text.strip() and not text.strip().strip(_PLAIN) else text
