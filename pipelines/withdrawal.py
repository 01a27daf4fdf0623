"""Documents that were loaded and then taken away: remembered as their rows leave a year, forgotten once they are back.

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
    lake = folders.lake()
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
    """The documents of which only `history` is to know. Forgets those of which a year has rows.

    These are back; or a build was cut short before their rows had left, and will be remembered when they do.
    """
    lake = folders.lake()
    known = _known(lake)
    if not known:
        return []
    there = {sha256 for partition in lake.partitions() for sha256 in lake.star(partition).members()}
    left = [one for one in known if one.sha256 not in there]
    if len(left) < len(known):
        lake.save_withdrawn(left)
    return left


def _known(lake: Lake) -> list[Withdrawn]:
    try:
        return lake.withdrawn()
    except ValueError as error:
        logs.error("normalising", f"{error}: what it said is taken from the rows of these documents")
        found = _with_rows(lake, WITHDRAWN, "loaded", "quarantined")
        lake.save_withdrawn(found)
        return found


def _with_rows(lake: Lake, partition: str, *statuses: str) -> list[Withdrawn]:
    """The documents of these statuses of which a partition has rows that can be read."""
    import polars as pl

    found = []
    options = lake.store.polars_options
    for file in lake.star(partition).files("document"):
        try:
            rows = pl.read_parquet(
                file, columns=["sha256", "file_path", "received_at", "status"], storage_options=options
            )
        except (OSError, pl.exceptions.PolarsError) as error:
            # The documents that are still there are normalised again; of one that goes at the same time nothing is known.
            logs.error("normalising", f"rows of the lake are damaged: {error}", partition=partition)
            continue
        chosen = rows.filter(pl.col("status").is_in(statuses)).select("sha256", "file_path", "received_at")
        found += [Withdrawn(sha256, path, at.replace(tzinfo=UTC)) for sha256, path, at in chosen.iter_rows()]
    return found
