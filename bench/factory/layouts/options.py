"""How an office arranges the county form: one option a way in which offices differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.factory.layouts.grids import GRIDS, Grid
from bench.factory.layouts.labels import plain
from bench.factory.layouts.numerals import arabic


@dataclass(frozen=True)
class County:
    """How an office arranges the form; the defaults are how most do."""

    has_front: bool = True
    """Cover, contents page and part one."""
    has_contents: bool = True
    number: Callable[[int], str] = arabic
    has_titles: bool = True
    unit: str = "row"
    """Where unit and money's unit stand: `row`, `cell`, `lines`, `line` or `labelled line`."""
    label: Callable[[str], str] = plain
    money_unit: str = "万元"
    percent: str | None = None
    """What follows the shares of the plan instead of what the record says there."""
    blank: str = ""
    money_order: tuple[int, ...] = (0, 1, 2)
    has_remark: bool = False
    order: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    merged: tuple[str, ...] = ("level1",)
    """The columns whose cells are merged where rows say the same."""
    tables: str = "two"
    """`two`, `one`, `cut` or `cut with header`: the indicators in two tables; `nested` or `both nested` in another."""
    grid: str = "twelve"
    """`twelve` columns of one width, or columns of each table's `own`."""
    gap: bool = True
    """Whether an empty line stands between tables."""
    breaks: bool = True
    """Whether every project begins on a new page."""
    space: int = 0
    """Blank lines in front of each project's tables."""
    repeats_header: bool = False
    reviewer: str = ""
    """Who looked the text through, as the cover says."""
    safeguards: tuple[str, ...] = ()
    """The lines of 三、工作保障措施, which no table of the warehouse keeps."""

    @property
    def columns(self) -> Grid:
        """Which columns of the grid the fields take."""
        return GRIDS[self.grid]
