"""Building blocks of patterns that are quick to build: the whole grammar is compiled at the first value that needs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LETTER = r"[^\W\d_a-z]"
"""One Chinese character (any letter that is not Latin): a range of code points takes fifty times as long to build."""


def any_of(words: Iterable[str]) -> str:
    """The pattern that matches any of `words`, the longest first.

    The alternative that never matches keeps single characters from becoming a set, which is slow to build; it is
    as wide as the shortest word, so that words of one length still fit a look-behind.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    never = "(?!)" + "." * len(ordered[-1])
    return "(?:" + "|".join([*map(re.escape, ordered), never]) + ")"
