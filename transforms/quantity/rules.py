"""The named rules of `value_rules.toml` as compiled patterns, each compiled when a value first comes to it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from transforms.quantity.groups import Groups
from transforms.quantity.vocabulary import first_characters, pieces
from transforms.rules import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PIECE = re.compile(r"\{([a-z_]+)(?:\.([0-9a-z]+_*))?(?::([a-z_0-9#]+))?\}")


_AT_FIGURE = "(?<![0-9.])(?=[0-9])"
"""With what masks begin that stand where a figure begins: few places of a text are one."""
_GROUP = re.compile(r"\(\?P<(\w+)>")


@dataclass(frozen=True)
class Rule:
    """One way to read a value: where its pattern matches, its production makes the meaning."""

    name: str
    kind: str
    produce: str
    template: str
    find: bool
    issues: tuple[str, ...]
    word_class: str | None
    holds: tuple[str, ...]
    """Sets of characters; a text that the rule matches has one of each."""
    needs: str
    """A small pattern that is found in every text that the rule matches; empty for nothing in particular."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return compiled(self.template)

    @cached_property
    def groups(self) -> Groups:
        return Groups(self.pattern)

    @cached_property
    def _needed(self) -> Callable[[str], object] | None:
        return re.compile(self.needs).search if self.needs else None

    def may_match(self, plain: str) -> bool:
        """Whether the text, or a place in it, can match at all."""
        needed = self._needed
        return needed is None or bool(needed(plain))

    def match(self, plain: str) -> re.Match[str] | None:
        """The match of the whole text. The pattern, which is slow to build, is not where what it needs is not there."""
        return self.pattern.fullmatch(plain) if self.may_match(plain) else None


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule in order of precedence."""
    return tuple(
        Rule(
            name=entry["name"],
            kind=entry["kind"],
            produce=entry["produce"],
            template=entry["pattern"],
            find=entry.get("match", "full") == "find",
            issues=tuple(entry.get("issues", ())),
            word_class=entry.get("class"),
            holds=tuple(_characters(listed) for listed in entry.get("holds", ())),
            needs=entry.get("needs", ""),
        )
        for entry in load("value_rules")["rule"]
    )


def likely(plain: str, kinds: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules of these kinds that may match the whole of `plain` by the characters in it, in order of precedence."""
    marks, held = _marks(), 0
    for character in plain:
        if character in marks:
            held |= marks[character]
    return _holding(held, kinds)


@cache
def _sets() -> dict[str, int]:
    """Each set of characters that a rule names → its bit."""
    listed = dict.fromkeys(characters for rule in rules() for characters in rule.holds)
    return {characters: 1 << place for place, characters in enumerate(listed)}


@cache
def _marks() -> dict[str, int]:
    """Character → the bits of the sets it is in."""
    marks: dict[str, int] = {}
    for characters, bit in _sets().items():
        for character in characters:
            marks[character] = marks.get(character, 0) | bit
    return marks


@lru_cache(maxsize=4096)
def _holding(held: int, kinds: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules for whole texts all of whose sets are among the bits of `held`."""
    found = (rule for rule in rules() if not rule.find and rule.kind in kinds)
    return tuple(rule for rule in found if all(_sets()[characters] & held for characters in rule.holds))


def _characters(listed: str) -> str:
    """A set as the rules file writes it, each {words} replaced by the first characters of those words."""
    return _PIECE.sub(lambda match: first_characters(match[1]), listed)


@cache
def finding(kind: str) -> Rule:
    """The rule that looks for figures, or for deadlines, inside words."""
    return next(rule for rule in rules() if rule.find and rule.kind == kind)


@cache
def of_words(word_class: str | None) -> Rule:
    """The rule of a class of wordings; None for a wording that no list has."""
    return next(rule for rule in rules() if rule.kind == "qualitative" and rule.word_class == word_class)


@cache
def masks(*, quiet: bool) -> re.Pattern[str]:
    """What looks like a figure and is none: citations, ordinals, dates. `quiet`: only what never says anything."""
    entries = [entry for entry in load("value_rules")["mask"] if entry.get("quiet", False) or not quiet]
    runs = groupby((expand(entry["pattern"]) for entry in entries), lambda pattern: pattern.startswith(_AT_FIGURE))
    return re.compile("|".join(_either(run, _AT_FIGURE if at_figure else "") for at_figure, run in runs))


def _either(run: Iterable[str], start: str) -> str:
    """Any of some patterns that all begin alike: what they share is tried once."""
    return f"{start}(?:{'|'.join(f'(?:{pattern.removeprefix(start)})' for pattern in run)})"


def expand(template: str, suffix: str = "") -> str:
    """The regular expression a template stands for.

    `{unit}` is the piece, `{unit:name}` the piece kept as group `name`, `{quantity.2}` a composite piece whose groups end
    in 2. Raises KeyError for a piece that no vocabulary has.
    """

    def piece(match: re.Match[str]) -> str:
        name, inner, group = match.groups()
        text = expand(pieces()[name], suffix if inner is None else inner)
        return text if group is None else f"(?P<{group.replace('#', suffix)}>{text})"

    return _PIECE.sub(piece, template)


def compiled(template: str) -> re.Pattern[str]:
    """The template as a pattern. A group name that stands again gets underscores behind it, one more each time."""
    seen: Counter[str] = Counter()

    def distinct(match: re.Match[str]) -> str:
        name = match[1]
        seen[name] += 1
        return f"(?P<{name}{'_' * (seen[name] - 1)}>"

    return re.compile(_GROUP.sub(distinct, expand(template)))
