"""Whose hand a Word file shows: the fonts and sizes an office sets, and how much its program writes around each word."""

from __future__ import annotations

from dataclasses import dataclass, field

SIZES = {"cover": 44, "part": 40, "contents": 32, "section": 28, "heading": 28, "body": 24, "cell": 18}
"""Half points, by what a line is."""
BOLD = frozenset({"cover", "part", "contents", "section", "heading"})


@dataclass(frozen=True)
class Hand:
    """How a Word file is written."""

    font: str = ""
    """The font of all text; empty where the file says nothing of fonts."""
    sizes: dict[str, int] = field(default_factory=lambda: SIZES)
    is_whole: bool = True
    """Whether the file brings styles, theme and settings along as Word's do, or no more than Word needs."""
    rsids: tuple[str, ...] = ()
    """Numbers of editing sessions, which Word puts on every paragraph; none where a program wrote the file."""
    splits_runs: bool = False
    """Whether a text of Chinese and Latin characters is stored in a run each, as Word does with two fonts."""
    has_breaks_before: bool = False
    """Whether a page begins by a property of its first paragraph, not by a break."""


SMALL = Hand(is_whole=False)
"""No more than Word needs: what a template brings costs LibreOffice a second a file."""
