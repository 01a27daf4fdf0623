"""Text that a spreadsheet would take for a formula, made harmless: one rule, in Python and in SQL."""

from __future__ import annotations

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
"""What a text begins with that a spreadsheet may run when it opens a CSV file (OWASP, CSV injection)."""


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where it begins like a formula."""
    return f"'{text}" if text.startswith(tuple(FORMULA_STARTS)) else text


def harmless_sql(expression: str) -> str:
    """The same of a VARCHAR expression, as one of DuckDB's SQL."""
    starts = " || ".join(f"chr({ord(character)})" for character in FORMULA_STARTS)
    first = f"left({expression}, 1)"
    return f"CASE WHEN {first} <> '' AND contains({starts}, {first}) THEN '''' || {expression} ELSE {expression} END"
