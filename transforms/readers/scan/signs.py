"""Makes recognised characters what was written: signs the model has no class for, padding, readings known as doubtful."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from transforms.rules import load


@dataclass(frozen=True, slots=True)
class Sign:
    """A character in a line: its middle, in pixels from the left side, and how likely it is, 0 to 1."""

    text: str
    middle: float
    confidence: float


def as_written(signs: list[Sign]) -> list[Sign]:
    """The characters of a line as `ocr.toml` says they were written.

    Spaces stay between Latin letters only: what else is apart is told by where the characters stand.
    """
    signs = _without_padding(signs)
    for pattern, written in _patterns():
        signs = _replaced(signs, pattern, written)
    return _with_doubts(signs)


def _without_padding(signs: list[Sign]) -> list[Sign]:
    return [
        sign
        for number, sign in enumerate(signs)
        if not sign.text.isspace() or (0 < number < len(signs) - 1 and _parts_words(signs, number))
    ]


def _parts_words(signs: list[Sign], number: int) -> bool:
    before, after = signs[number - 1].text, signs[number + 1].text
    return before.isascii() and before.isalpha() and after.isascii() and after.islower()


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(sign["pattern"]), sign["written"]) for sign in load("ocr")["signs"]]


def _replaced(signs: list[Sign], pattern: re.Pattern[str], written: str) -> list[Sign]:
    text = "".join(sign.text for sign in signs)
    found = list(pattern.finditer(text)) if len(text) == len(signs) else []
    for match in reversed(found):
        parts = signs[match.start() : match.end()]
        middle = sum(part.middle for part in parts) / len(parts)
        sign = Sign(written, middle, min(part.confidence for part in parts))
        signs = [*signs[: match.start()], sign, *signs[match.end() :]]
    return signs


def _with_doubts(signs: list[Sign]) -> list[Sign]:
    text = "".join(sign.text for sign in signs)
    for doubtful in load("ocr")["doubtful"]:
        for match in re.finditer(doubtful["pattern"], text) if len(text) == len(signs) else ():
            last = match.end() - 1
            confidence = min(signs[last].confidence, float(doubtful["confidence"]))
            signs = [*signs[:last], replace(signs[last], confidence=confidence), *signs[last + 1 :]]
    return signs
