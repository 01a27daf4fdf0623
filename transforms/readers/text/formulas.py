r"""Formulas in Markdown, written as text: $\geq 90\%$ becomes ≥90%."""

from __future__ import annotations

import re

from transforms.rules import load

_WRITTEN = re.compile(r"\\(?:text|mathrm|mathbf|mathit|textbf|operatorname|rm)\s*\{([^{}]*)\}")
_POWER = re.compile(r"\s*\^\s*(?:\{\s*\\?(\w+)\s*\}|([23])|\\(\w+))")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
_ESCAPED = re.compile(r"\\([%#&_{}$~])")
_FORMULA = re.compile(r"(\${1,2})(?!\s*\$)([^$\n]+)\1|\\\(([^\n]*?)\\\)")


def has_formulas(text: str) -> bool:
    """Whether a text may hold formulas; few do."""
    return "$" in text or "\\" in text


def without_formulas(text: str) -> str:
    """The text with its formulas as they are printed. A command that stands for no sign of ours stays as written."""
    return _ESCAPED.sub(r"\1", _COMMAND.sub(_sign, _FORMULA.sub(_printed, text)))


def _printed(found: re.Match[str]) -> str:
    inside = found[2] if found[2] is not None else found[3]
    return _POWER.sub(_power, _WRITTEN.sub(r"\1", inside)).strip()


def _power(found: re.Match[str]) -> str:
    powers: dict[str, str] = load("latex")["powers"]
    return powers.get(found[1] or found[2] or found[3], found[0])


def _sign(found: re.Match[str]) -> str:
    signs: dict[str, str] = load("latex")["signs"]
    return signs.get(found[1], found[0])
