"""The named groups of a rule's pattern by number: a match is asked for a number several times as fast as for a name."""

from __future__ import annotations

import re

_FIGURE = re.compile("(?:before|after|infix|number|scale|unit|thing|currency|fraction|each|once|per|plus)[0-9a-c]?_*")
_PARTS = ("number", "scale", "unit", "fraction", "currency", "thing")
_PER = ("each", "eacha", "eachb", "once", "per", "perb")
_SUFFIXES = ("", "1", "2")


class Groups:
    """Which groups of a pattern state what; 0 where it has no such group."""

    __slots__ = ("figure", "parts", "per")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        known = pattern.groupindex
        self.figure = tuple(place for name, place in known.items() if _FIGURE.fullmatch(name))
        """Everything that states the figure, its unit and what it is per."""
        self.per = tuple(known[name] for name in _PER if name in known)
        self.parts = {suffix: tuple(known.get(name + suffix, 0) for name in _PARTS) for suffix in _SUFFIXES}
        """number, scale, unit, fraction, currency and thing of the figure whose groups end in the suffix."""
