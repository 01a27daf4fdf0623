"""Documents that were published and then taken away: remembered as their rows leave a year, forgotten once they are back.

What is current knows nothing of them; `history` goes on showing their rows, which are made from their last reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from pipelines import logs
from pipelines.intake import RawFile, load_manifest, manifests
from pipelines.settings import Folders
from warehouse.lake import WITHDRAWN, Lake, Withdrawn


def remember(folders: Folders, partition: str, held: Iterable[RawFile]) -> None:
    """Notes the documents whose rows are about to leave a partition, which now holds these files, for good.

    One that another partition holds was moved; one that was quarantined never was in the figures.
    """
    lake = Lake(folders.lake)
    leaving = lake.star(partition).members().keys() - {file.sha256 for file in held}
    if leaving:
        leaving -= {file.sha256 for other in manifests(folders) for file in load_manifest(folders, other)}
    if not leaving:
        return
    gone = {one.sha256: one for one in _with_rows(lake, partition, "loaded") if one.sha256 in leaving}
    known = {one.sha256: one for one in _known(lake)}
    if gone.items() <= known.items():
        return
    lake.save_withdrawn({**known, **gone}.values())
    for one in gone.values():
        logs.info("normalising", "withdrawn", document=one.path, sha256=one.sha256, partition=partition)


def withdrawn(folders: Folders) -> list[Withdrawn]:
    """The documents whose rows `history` alone is to have: none of a year's rows are theirs. Forgets those that are back."""
    lake = Lake(folders.lake)
    known = _known(lake)
    if not known:
        return []
    places = {sha256: partition for partition in lake.partitions() for sha256 in lake.star(partition).members()}
    left = [one for one in known if not _is_back(folders, one, places.get(one.sha256))]
    if len(left) < len(known):
        lake.save_withdrawn(left)
    return [one for one in left if one.sha256 not in places]


def _is_back(folders: Folders, one: Withdrawn, partition: str | None) -> bool:
    """Whether a partition has both the file and its rows: a build cut short leaves one without the other."""
    return partition is not None and any(file.sha256 == one.sha256 for file in load_manifest(folders, partition))


def _known(lake: Lake) -> list[Withdrawn]:
    try:
        return lake.withdrawn()
    except ValueError as error:
        logs.error("normalising", f"{error}: what it said is taken from the rows of these documents")
        found = _with_rows(lake, WITHDRAWN, "loaded", "quarantined")
        lake.save_withdrawn(found)
        return found


def _with_rows(lake: Lake, partition: str, *statuses: str) -> list[Withdrawn]:
    """The documents of these statuses of which a partition has rows."""
    import polars as pl

    files = lake.star(partition).files("document")
    if not files:
        return []
    rows = pl.read_parquet(files, columns=["sha256", "file_path", "received_at", "status"])
    chosen = rows.filter(pl.col("status").is_in(statuses)).select("sha256", "file_path", "received_at")
    return [Withdrawn(sha256, path, at.replace(tzinfo=UTC)) for sha256, path, at in chosen.iter_rows()]
