"""What the named groups of a match say, by number: asked once for all of them, a match answers several times as fast."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from transforms.quantity.text import Reading

    Texts = tuple[str, ...]

_FIGURE = re.compile("(?:before|after|infix|number|scale|unit|thing|currency|fraction|each|once|per|plus)[0-9a-c]?_*")
_PARTS = ("number", "scale", "unit", "fraction", "currency", "thing")
_AROUND = ("lead", "before", "infix", "infix_", "after")
_PER = ("each", "eacha", "eachb", "once", "per", "perb")
_SUFFIXES = ("", "1", "2")


class Groups:
    """Which groups of a pattern state what. A pick takes its groups out of `Said.texts`, empty where a pattern has none."""

    __slots__ = ("_around", "backwards", "figure", "infixes", "parts", "per", "pers", "places")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        known = pattern.groupindex
        self.figure = tuple(place for name, place in known.items() if _FIGURE.fullmatch(name))
        """Everything that states the figure, its unit and what it is per."""
        self.backwards = self.figure[::-1]
        self.per = tuple(known[name] for name in _PER if name in known)
        self.pers = _pick((*self.per, 0, 0))
        self.places = {suffix: tuple(known.get(name + suffix, 0) for name in _PARTS) for suffix in _SUFFIXES}
        """number, scale, unit, fraction, currency and thing of the figure whose groups end in the suffix; 0 for none."""
        self.parts = {suffix: _pick(places) for suffix, places in self.places.items()}
        self._around = _pick(tuple(known.get(name, 0) for name in _AROUND))
        self.infixes = _pick(tuple(known.get(name, 0) for name in ("infix1", "infix1_", "infix2", "infix2_")))

    def around(self, texts: Texts) -> tuple[str, str, str, str]:
        """lead, before, infix and after: the words around a single figure. The infix stands on either side of the word
        that multiplies: 200多万元, 3万余人."""
        lead, before, infix, other, after = self._around(texts)
        return lead, before, infix or other, after


def _pick(places: tuple[int, ...]) -> Callable[[Texts], Texts]:
    return itemgetter(*(place - 1 for place in places))


class Said(NamedTuple):
    """A match of a rule in a reading, with what each of its groups matched."""

    match: re.Match[str]
    reading: Reading
    groups: Groups
    texts: Texts
    """In the order of the groups; the last is empty, for the groups that a pattern does not have."""

    def written(self, place: int) -> str:
        """What stood in the source where the group of this number matched."""
        return self.reading.written(*self.match.span(place))
