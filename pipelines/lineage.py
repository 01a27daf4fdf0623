"""Lineage over years for publication: frames of the warehouse to rows of `transforms/lineage`, links back to frames."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.collector import collector_paused
from transforms.lineage.offices import office_lineage
from transforms.lineage.projects import project_lineage
from transforms.lineage.rows import Office, OfficeLink, Undertaking, UndertakingLink
from transforms.text import fold
from warehouse.schema.derived import DERIVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PLACES = ("district_name", "city_name", "province_name")


def lineage_frames(current: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`department_lineage` and `project_lineage` (schema/derived.py) from the current `department`, `project` and
    `indicator` rows, of which it reads the columns `warehouse.linking.COLUMNS` names.

    District by district, since nothing is linked across districts: rows and links of one at a time are in memory.
    """
    indicators = _indicator_names(current["indicator"])
    offices = current["department"].partition_by("district_code", as_dict=True)
    projects = current["project"].join(indicators, on="project_key", how="left").partition_by(
        "district_code", as_dict=True
    )  # fmt: skip
    made: dict[str, list[pl.DataFrame]] = defaultdict(list)
    with collector_paused():  # links and rows are made by the million, and never hold each other
        for district, own in offices.items():
            for table, links in _district_links(own, projects.get(district)).items():
                made[table].append(links)
    return {table: pl.concat(parts) for table, parts in made.items()}


def _district_links(offices: pl.DataFrame, projects: pl.DataFrame | None) -> dict[str, pl.DataFrame]:
    return _links([_office(row) for row in offices.iter_rows(named=True)], list(_undertakings(projects)))


def _links(offices: list[Office], undertakings: list[Undertaking]) -> dict[str, pl.DataFrame]:
    office_links = office_lineage(offices, undertakings)
    keys = {link.department_key: link.office_key for link in office_links}
    nameless = frozenset(
        office.department_key for office in offices if office.unit_code is None and office.unit_name is None
    )
    links = project_lineage(undertakings, keys, nameless)
    district = offices[0].district_code
    return {
        "department_lineage": _frame("department_lineage", office_links, district_code=[district] * len(office_links)),
        "project_lineage": _frame(
            "project_lineage",
            links,
            district_code=[district] * len(links),
            fiscal_year=[undertaking.fiscal_year for undertaking in undertakings],
        ),
    }


def _frame(table: str, links: Sequence[OfficeLink | UndertakingLink], **more: list[Any]) -> pl.DataFrame:
    """Links as the table's rows, column by column: links hold their shares with the places that the columns have."""
    fields = zip(links[0]._fields, zip(*links, strict=True), strict=True) if links else ()
    values: dict[str, Sequence[Any]] = {**dict(fields), **more}
    types = {name: column.dtype for name, column in DERIVED[table].columns().items()}
    return pl.DataFrame([pl.Series(name, values.get(name, ()), dtype=dtype) for name, dtype in types.items()])


def _office(row: dict[str, Any]) -> Office:
    places = tuple(row[name] for name in _PLACES if row[name] is not None)
    return Office(places=places, **{name: row[name] for name in Office._fields if name != "places"})


def _undertakings(projects: pl.DataFrame | None) -> Iterator[Undertaking]:
    if projects is None:
        return
    for row in projects.select(Undertaking._fields).iter_rows():
        yield Undertaking._make((*row[:-1], frozenset(row[-1] or ())))


def _indicator_names(indicators: pl.DataFrame) -> pl.DataFrame:
    """The folded names of each project's indicators: `project_key`, `indicators` (a list). One without a name of level
    3 goes by its description."""
    names = indicators.select("project_key", name=pl.coalesce("level3", "description")).drop_nulls()
    distinct = names["name"].unique()
    folded = pl.Series([fold(name) for name in distinct], dtype=pl.String)
    return (
        names.with_columns(indicators=pl.col("name").replace_strict(distinct, folded, return_dtype=pl.String))
        .filter(pl.col("indicators") != "")
        .group_by("project_key")
        .agg(pl.col("indicators").unique().sort())
    )
