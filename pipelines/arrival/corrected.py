"""Corrections that came, changed or went since the rows of their documents were made, as differences of these documents.

As with files, both sides are looked at anew each time: the corrections as they are, and those that the lake's rows were
made with. What a run has applied is no difference any more, whoever started it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipelines.arrival.difference import Difference
from pipelines.correcting import corrected_otherwise
from pipelines.intake import load_manifest
from pipelines.settings import Folders, partition_of
from pipelines.stages import partition_as_read
from transforms.correction_files import CorrectionsInvalid
from transforms.tables.submission import folder_year
from warehouse.lake import WITHDRAWN

_RECORRECTED = "with changed corrections"
_MOST_TOLD = 3


class CorrectionsUnusable(Exception):
    """No run can come to its end with these corrections. The message is one line."""


def recorrected(folders: Folders) -> list[Difference]:
    """Every document whose rows were made with other corrections than there are now, by partition and path.

    Raises CorrectionsUnusable where the files cannot be read or understood, or their folder is gone.
    """
    try:
        found = corrected_otherwise(folders)
    except CorrectionsInvalid as error:
        told = "; ".join(error.problems[:_MOST_TOLD]) + ("; …" if len(error.problems) > _MOST_TOLD else "")
        raise CorrectionsUnusable(f"corrections that cannot be understood: {told}") from error
    except OSError as error:
        raise CorrectionsUnusable(f"corrections that cannot be read: {error}") from error
    differences = [one for partition, digests in found.items() for one in _of_partition(folders, partition, digests)]
    return sorted(differences, key=lambda one: one.path)


def _of_partition(folders: Folders, partition: str, digests: Mapping[str, str]) -> Iterator[Difference]:
    if partition == WITHDRAWN:
        yield from _of_withdrawn(folders, digests)
        return
    for file in load_manifest(folders, partition):
        if file.sha256 in digests:
            # In no year's folder its year is what it says, and that may be what was corrected.
            moved = partition_as_read(folders, file) if folder_year(file.path) is None else None
            partitions = frozenset({partition, moved or partition})
            yield Difference(file.path, _RECORRECTED, file.size, file.modified_ns, partitions, digests[file.sha256])


def _of_withdrawn(folders: Folders, digests: Mapping[str, str]) -> Iterator[Difference]:
    """Every run makes the rows of `history` again; that of their year is the one to ask for. Without a reading nothing
    can be made again of a document."""
    lake = folders.lake()
    try:
        known = lake.withdrawn()
    except ValueError:  # is made again by the next run
        return
    places = lake.known().places if known else {}
    records = lake.load_records({sha256: places[sha256] for sha256 in digests if sha256 in places})
    readable = {sha256 for sha256, record in records if record is not None}
    for one in known:
        if one.sha256 in readable:
            partitions = frozenset({partition_of(folder_year(one.path))})
            yield Difference(one.path, _RECORRECTED, 0, 0, partitions, digests[one.sha256])
