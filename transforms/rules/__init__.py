"""Data that describes the world (labels, units, words, divisions, findings), and the one loader."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def path(file_name: str) -> Path:
    """Where a file of this folder stands."""
    return Path(__file__).with_name(file_name)


@cache
def load(name: str) -> dict[str, Any]:
    """The rule file `<name>.toml` of this folder, read once."""
    return tomllib.loads(path(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def digest(name: str) -> str:
    """Eight hex digits that change with the rule file: what was read under other rules is read again."""
    return hashlib.sha256(path(f"{name}.toml").read_bytes()).hexdigest()[:8]
