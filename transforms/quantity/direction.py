"""Which way a target points: on which side of its figure it is met, and whether more of what is measured is better.

The words are data: `rules/direction.toml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from transforms.quantity.patterns import any_of
from transforms.quantity.vocabulary import harms
from transforms.rules import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.quantity.meaning import Value

_WITHOUT_FIGURE = {"date": "by_date", "qualitative": "qualitative"}
_SAYS = {"more": True, "less": False, "open": None}

_BY_SUBJECT: dict[bool | None, Mapping[bool | None, bool | None]] = {
    True: {True: True, False: None},
    False: {True: None, False: False},
    None: {True: True, False: False},
}
"""What the only bound says → what the subject says → whether more is better."""
_NEVER: Mapping[bool | None, bool | None] = {True: None, False: None, None: None}
_AS_READ: Mapping[bool | None, bool | None] = {}


def direction(value: Value) -> str | None:
    """at_least, at_most, exactly, within, by_date, qualitative; None only where the value is empty."""
    kind, lower, _, upper = value[:4]
    if kind != "numeric":
        return _WITHOUT_FIGURE.get(kind)
    if upper is None:
        return "at_least"
    if lower is None:
        return "at_most"
    return "exactly" if lower is upper or lower == upper else "within"


def better(value: Value, wording: str, level2: str) -> bool | None:
    """Whether more is better as far as a value's text and its 二级指标 say.

    `wording` is the normalised text up to the end of the words that decided.
    """
    changed = _changed().search(wording) is not None
    said = _of_figure(value)
    if said is None and value.value_kind != "date":
        said = _of_wording(value, wording, changed=changed)
    return said if changed or not level2 else _agreed(_of_level(level2), said)


def more_is_better(
    value: Value, *, level1: str | None = None, level2: str | None = None, name: str | None = None
) -> bool | None:
    """Whether more of what an indicator measures is better; None where nothing says so, or name and bound disagree.

    What the 三级指标 is called decides before its level, and the bound (or the wording) must not say the opposite.
    """
    return by_subject(value).get(subject_of(level1, level2, name), value.more_is_better)


def by_subject(value: Value) -> Mapping[bool | None, bool | None]:
    """What `subject_of` says → whether more is better, for one value beside any names.

    Where what it says is not in the mapping, the value's own `more_is_better` holds.
    """
    if value.value_kind in ("date", "empty"):
        return _NEVER
    return _AS_READ if _is_change(value) else _BY_SUBJECT[_of_figure(value)]


def disagrees(value: Value, *, level1: str | None = None, level2: str | None = None, name: str | None = None) -> bool:
    """Whether the only side that is bounded is the wrong one for what is measured: 满意度≤95%, 事故率≥3%."""
    said = _of_bounds(value)
    if said is None:
        return False
    return subject_of(level1, level2, name) is (not said) and not _is_change(value)


@lru_cache(maxsize=16384)
def subject_of(level1: str | None, level2: str | None, name: str | None) -> bool | None:
    """Whether more is better of what the name says, else of what the levels say; None where neither tells."""
    found = _SAYS[_last("name", name or "") or "open"]
    if found is not None:
        return found
    found = _of_level(level2 or "")
    return _of_level(level1 or "") if found is None else found


def _is_change(value: Value) -> bool:
    """Whether the figure at the end of the words is the size of a change (下降5%), not a level (降至5%)."""
    return _changed().search(value.phrase or "") is not None


@cache
def _changed() -> re.Pattern[str]:
    words = load("direction")["wording"]
    between, figure = any_of(words["between"]), any_of("0123456789一二三四五六七八九十百千万半")
    return re.compile(f"{any_of(words['change'])}{between}{{0,6}}{figure}")


def _of_bounds(value: Value) -> bool | None:
    """A floor alone says that more is better, a ceiling alone that less is."""
    _, lower, _, upper = value[:4]
    return None if (lower is None) == (upper is None) else upper is None


def _of_figure(value: Value) -> bool | None:
    """What the only bound says; of what should not happen (无投诉) less is better whatever bounds it."""
    said = _of_bounds(value)
    return False if said is None and value.counter in harms() else said


@lru_cache(maxsize=1024)
def _of_level(level: str) -> bool | None:
    return _SAYS[_last("level", level) or "open"]


def _of_wording(value: Value, wording: str, *, changed: bool) -> bool | None:
    if value.value_kind == "numeric" and changed:
        return True
    if value.value_kind == "qualitative" and value.qualitative_class != "improvement":
        return None
    return _SAYS[_last("wording", wording) or "open"]


def _agreed(subject: bool | None, said: bool | None) -> bool | None:  # noqa: FBT001 - two opinions, both may be missing
    if subject is None or said is None:
        return said if subject is None else subject
    return subject if subject == said else None


def _last(group: str, text: str) -> str | None:
    """The list of the group whose word ends last in the text, the longest word where two end together."""
    found = _backwards(group).search(text[::-1])
    return None if found is None else _lists(group)[found.group()[::-1]]


@cache
def _backwards(group: str) -> re.Pattern[str]:
    """Finds, in a text that is turned round, the word that ends last."""
    return re.compile(any_of(word[::-1] for word in _lists(group)))


@cache
def _lists(group: str) -> dict[str, str]:
    """Word → more, less or open; a word of two lists leaves it open. Which word is a change is asked for on its own."""
    lists = [(listed, words) for listed, words in load("direction")[group].items() if listed in _SAYS]
    return {word: listed for listed, words in sorted(lists) for word in words}
