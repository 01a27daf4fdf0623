"""The worked questions of `sql/analysis`: what there is, and one by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.sql_files import sql_files

if TYPE_CHECKING:
    from warehouse.sql_files import SqlFile

_FOLDER = "analysis"


def questions() -> tuple[SqlFile, ...]:
    """Every worked question, by name; `comment` is the question, "中文 | English"."""
    return sql_files(_FOLDER)


def question(name: str) -> SqlFile:
    """One question. Raises KeyError where there is none of that name."""
    return {asked.name: asked for asked in questions()}[name]


def listing() -> str:
    """A line for each question: its name, and the question in Chinese and English."""
    width = max(len(asked.name) for asked in questions())
    return "\n".join(f"{asked.name:<{width}}  {asked.comment}" for asked in questions())
