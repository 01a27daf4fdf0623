"""What people have corrected, as it is now, and as it was when rows were made: by document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pipelines.settings import Folders
from transforms.corrections import Correction, corrections_digest
from warehouse.lake import Lake

Corrections = Mapping[str, tuple[Correction, ...]]
"""What people corrected, by the hash of the document."""


def corrections_of(folders: Folders) -> Corrections:
    """What people have corrected, by the document's hash. Raises CorrectionsInvalid with file and line of what is wrong,
    OSError for a file that cannot be opened."""
    from transforms.correction_files import correction_files

    if folders.corrections is None:
        return {}
    stamps = [(str(path), *_stamp(path)) for path in correction_files(folders.corrections)]
    return _grouped(folders.corrections, tuple(stamps)) if stamps else {}


def usable_corrections(folders: Folders) -> Corrections:
    """The same for a build. Raises CorrectionsInvalid also where their folder is gone though rows were made with some:
    as long as a share is not mounted, figures that people found wrong must not come back."""
    from transforms.correction_files import CorrectionsInvalid

    folder = folders.corrections
    if folder is not None and not folder.is_dir() and _were_applied(folders.lake()):
        problem = "the folder is gone. Is the share mounted? If no correction is to hold any more, make an empty one"
        raise CorrectionsInvalid([f"{folder}: {problem}"])
    return corrections_of(folders)


def _were_applied(lake: Lake) -> bool:
    partitions = lake.staged_partitions()
    return any(member.corrections for partition in partitions for member in lake.star(partition).members().values())


def _stamp(path: Path) -> tuple[int, int, int]:
    """Changes with the content of a file: programs set its time of change as they like, the system's own they cannot."""
    status = path.stat()
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size


@lru_cache(maxsize=4)
def _grouped(folder: Path, _stamps: tuple[tuple[str, int, int, int], ...]) -> Corrections:
    from transforms.correction_files import load_corrections

    grouped: dict[str, tuple[Correction, ...]] = {}
    for one in load_corrections(folder):
        grouped[one.document] = (*grouped.get(one.document, ()), one)
    return grouped


def digest_of(corrections: Corrections, sha256: str) -> str:
    """Changes whenever what people corrected in a document does; empty where that is nothing."""
    return corrections_digest(corrections.get(sha256, ()))


def corrected_otherwise(folders: Folders) -> dict[str, dict[str, str]]:
    """The documents whose rows were made with other corrections than there are now, withdrawn ones too: by partition of
    the lake, each with the digest of today's. Raises what `usable_corrections` raises."""
    now = {sha256: corrections_digest(group) for sha256, group in usable_corrections(folders).items()}
    lake, found = folders.lake(), {}
    for partition in lake.staged_partitions():
        members = lake.star(partition).members()
        stale = {key: now.get(key, "") for key, member in members.items() if member.corrections != now.get(key, "")}
        if stale:
            found[partition] = stale
    return found
