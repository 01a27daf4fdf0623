"""The rules of the quality score as data: what the headers of `sql/scores/*.sql` and `terms.toml` say."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from warehouse.schema.derived import ASPECTS
from warehouse.sql_files import sql_files

_TERMS = Path(__file__).resolve().parent.parent / "sql" / "scores" / "terms.toml"
_FIELDS = ("aspect", "weight", "source", "note")


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """One rule: its name, aspect, weight in points, title, source and note ("中文 | English"), and its SQL.

    The SQL returns `project_key`, `share_met` (0 to 1, NULL where the rule is not judged), `issue_keys` and
    `indicator_keys`, one row a project.
    """

    name: str
    aspect: str
    weight: int
    title: str
    source: str
    note: str
    sql: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word or pattern that rules look up: which list, its class there, the word, its order, and its share met."""

    kind: str
    name: str
    term: str
    rank: int
    share: float | None = None


@cache
def rules() -> tuple[ScoreRule, ...]:
    """Every rule, by aspect and then by name. Raises ValueError for one whose header lacks a field."""
    found = [_rule(file.name, file.text) for file in sql_files("scores")]
    return tuple(sorted(found, key=lambda rule: (ASPECTS.index(rule.aspect), -rule.weight, rule.name)))


@cache
def settings() -> dict[str, Any]:
    """What `terms.toml` says."""
    return tomllib.loads(_TERMS.read_text(encoding="utf-8"))


def terms() -> list[Term]:
    """Every word and pattern of `terms.toml`, as the rules look them up."""
    told = settings()
    found = [Term("doubt", name, rule, 0) for name, found in told["doubt"].items() for rule in found]
    found += [Term("works", name, pattern, 0) for name, pattern in told["works"].items()]
    found += [Term("vague", "", name, 0) for name in told["vague"]["names"]]
    found += [Term("common", "", pair, 0) for pair in told["common"]["pairs"]]
    for kind in ("kind", "basis"):
        for rank, group in enumerate(told[kind]):
            found += [Term(kind, group["name"], word, rank, group.get("share")) for word in group["words"]]
    return found


def _rule(name: str, text: str) -> ScoreRule:
    lines = [line.removeprefix("--").strip() for line in text.splitlines() if line.startswith("-- ")]
    fields = dict(line.split(": ", 1) for line in lines[1:] if line.partition(": ")[0] in _FIELDS)
    missing = set(_FIELDS) - fields.keys()
    if missing or fields["aspect"] not in ASPECTS or not fields["weight"].isdigit():
        raise ValueError(f"{name}.sql: its header needs aspect ({', '.join(ASPECTS)}), a whole weight, source and note")
    return ScoreRule(name, fields["aspect"], int(fields["weight"]), lines[0], fields["source"], fields["note"], text)
