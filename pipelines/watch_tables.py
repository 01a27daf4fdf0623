"""What is watched as tables of figures: what each year holds, and how its classes of values moved."""

from __future__ import annotations

from typing import Any

from pipelines.watch import Limits, State, drift, year_name


def years_table(state: State, output_format: str = "table") -> str:
    """What each year holds, as a table in a format of `warehouse.query.render`."""
    columns = ("documents", "quarantined", "withdrawn", "projects", "indicators", "budget_cny")
    rows = [(year_name(year.fiscal_year), *(getattr(year, column) for column in columns)) for year in state.years]
    return _table(("fiscal_year", *columns), rows, output_format)


def drift_table(state: State, limits: Limits, output_format: str = "table") -> str:
    """The share of each class of values against the year before, in per cent, in a format of `render`."""
    columns = ("fiscal_year", "value_kind", "percent_before", "percent", "change", "jumped")
    rows = [
        (one.fiscal_year, one.kind, _percent(one.before), _percent(one.share), _percent(one.change), one.jumped)
        for one in drift(state.years, limits)
    ]
    return _table(columns, rows, output_format)


def _table(columns: tuple[str, ...], rows: list[tuple[Any, ...]], output_format: str) -> str:
    from warehouse.query import Result, render

    return render(Result(columns, tuple(rows)), output_format).rstrip("\n")


def _percent(share: float) -> float:
    return round(100 * share, 1)
