"""Building blocks of patterns that are quick to build: the whole grammar is compiled at the first value that needs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LETTER = r"[^\W\d_a-z]"
"""One Chinese character (any letter that is not Latin): a range of code points takes fifty times as long to build."""


def any_of(words: Iterable[str]) -> str:
    """The pattern that matches any of `words`, the longest first. Words of one beginning stand together: most texts
    are done with after their first character.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    heads: dict[str, list[str]] = {}
    for word in ordered:
        heads.setdefault(word[0], []).append(word[1:])
    return _either([re.escape(head) + _either([re.escape(rest) for rest in rests]) for head, rests in heads.items()])


def _either(alternatives: list[str]) -> str:
    """Any of some patterns. The alternative that never matches keeps single characters from becoming a set, which is slow
    to build.
    """
    never = ["(?!)."] if len(alternatives) > 1 and all(len(one) == 1 for one in alternatives) else []
    return "(?:" + "|".join([*alternatives, *never]) + ")" if alternatives != [""] else ""
