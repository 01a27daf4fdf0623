"""The named rules of `value_rules.toml` as compiled patterns, each compiled when a value first comes to it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property

from transforms.quantity.vocabulary import pieces
from transforms.rules import load

_PIECE = re.compile(r"\{([a-z_]+)(?:\.([0-9a-z]+_*))?(?::([a-z_0-9#]+))?\}")


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
    needs: str
    """What a text must hold for the rule to match; empty for nothing in particular."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return compiled(self.template)

    def match(self, plain: str) -> re.Match[str] | None:
        """The match of the whole text."""
        return self.pattern.fullmatch(plain) if re.search(self.needs, plain) else None


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
            needs=entry.get("needs", ""),
        )
        for entry in load("value_rules")["rule"]
    )


@cache
def masks(*, quiet: bool) -> re.Pattern[str]:
    """What looks like a figure and is none: citations, ordinals, dates. `quiet`: only what never says anything."""
    entries = [entry for entry in load("value_rules")["mask"] if entry.get("quiet", False) or not quiet]
    return re.compile("|".join(f"(?:{entry['pattern']})" for entry in entries))


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
