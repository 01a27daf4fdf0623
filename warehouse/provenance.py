"""What a version was made from: of every document in the lake a fingerprint, and the districts that its rows are of.

Nothing is decided across districts except through a document that speaks of several: the documents that changed, and
the districts that these lead to, are all that a publication has to work out anew (`renewal`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.lake import Lake

PROVENANCE = "provenance.parquet"
NOWHERE = ""
"""Stands for the district of rows that state none: these can be versions of each other too."""
_PLACED = ("document", "department", "project", "department_goal")
"""Tables of the lake whose rows name a document and a district."""


class Touched(NamedTuple):
    """What documents that changed lead to: districts (`NOWHERE` among them), and the documents that now have rows there."""

    districts: list[str]
    documents: list[str]


def provenance(lake: Lake) -> pl.DataFrame | None:
    """`document_key`, `fingerprint`, `district_code`: a row for every document and district of its rows.

    None where the lake holds rows of which nobody said what they were made from.
    """
    stars = {partition: lake.star(partition) for partition in lake.staged_partitions()}
    if not stars or not all(star.is_known() for star in stars.values()):
        return None
    # With the partition: a document that was withdrawn has the rows that it had, but decides on nothing any more.
    prints = {
        sha256: f"{partition} {member.fingerprint}"
        for partition, star in stars.items()
        for sha256, member in star.members().items()
    }
    known = pl.LazyFrame(
        {"sha256": list(prints), "fingerprint": list(prints.values())},
        schema={"sha256": pl.String, "fingerprint": pl.String},
    )
    places = pl.concat(
        star.scan(table).select("document_key", "district_code") for table in _PLACED for star in stars.values()
    )
    documents = pl.concat(star.scan("document") for star in stars.values())
    return (
        documents.select("document_key", "sha256")
        .join(known, on="sha256", how="left")
        .join(places.unique(), on="document_key", how="left")
        .select("document_key", "fingerprint", pl.col("district_code").fill_null(NOWHERE))
        .collect()
    )


def kept(folder: Path) -> pl.DataFrame | None:
    """What the version in a folder was made from; None where that is not known or its file is damaged."""
    try:
        return pl.read_parquet(folder / PROVENANCE, columns=["document_key", "fingerprint", "district_code"])
    except (OSError, pl.exceptions.PolarsError):
        return None


def touched(before: pl.DataFrame, now: pl.DataFrame) -> Touched:
    """The districts of all documents that came, went or changed, with those that documents there also speak of."""
    changed = pl.concat([before.join(now, on=before.columns, how="anti"), now.join(before, on=now.columns, how="anti")])
    places = pl.concat([before, now]).select("document_key", "district_code").unique()
    found = changed.select("district_code").unique()
    while True:
        documents = places.join(found, on="district_code", how="semi").select("document_key").unique()
        further = places.join(documents, on="document_key", how="semi").select("district_code").unique()
        if further.height == found.height:
            break
        found = further
    there = now.join(found, on="district_code", how="semi")["document_key"].unique()
    return Touched(sorted(found["district_code"]), sorted(there))
