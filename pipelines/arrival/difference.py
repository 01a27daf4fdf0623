"""What has arrived, changed or gone since a build last took in the raw folder, and which fiscal years that touches.

Both sides are looked at anew each time: the files as they are, and the manifests of the last builds. What a run has taken
in is no difference any more, whoever started it; nothing hangs on a memory of this module's own.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.arrival.years import Learned, learned_years
from pipelines.intake import RawFile, Seen, holder, last_look, load_manifest, manifests, paths_on_disk, readable
from pipelines.settings import Folders, partition_of
from transforms.tables.submission import folder_year

UNREAD = "unread"
"""The group of files in no year's folder that have to be read to learn their year."""
ARRIVED, CHANGED, REMOVED = "arrived", "changed", "removed"

_MOST_TO_COMPARE = 64 * 1024**2
"""How many bytes one look may hash: it has to be over in seconds."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the raw folder: its path as people read it and as the system has it, its size, its time of change, and
    when the system last changed anything about it.

    One that may not be opened has neither size nor time, as in a manifest: it is a difference once it may be opened.
    """

    path: str
    on_disk: str
    size: int
    modified_ns: int
    status_ns: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One path that is not as it was taken in: what happened, and the partitions that have to be built again for it.

    Without partitions its fiscal year is not known before it is read. `corrections` is the digest of what people corrected
    in it, where that is what is different.
    """

    path: str
    what: str
    size: int
    modified_ns: int
    partitions: frozenset[str]
    corrections: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A path as a partition's manifest has it: the submission, and whether that is the path itself, further content of
    the same kind (`also_at`), or stands in the archive of this path."""

    partition: str
    file: RawFile
    is_first: bool
    in_archive: bool


class NothingLeft(Exception):
    """Everything that was taken in is gone at once, as when a share is not mounted."""


def differences(folders: Folders) -> list[Difference]:
    """Every difference between the raw folder and what the last builds took in, by path.

    Raises FileNotFoundError where there is no raw folder, NothingLeft where all its files are gone.
    """
    if not folders.raw.is_dir():
        raise FileNotFoundError(f"no such folder: {folders.raw}")
    found = {file.path: file for file in _found(folders)}
    taken = _taken(folders, found)
    if taken and not found:
        raise NothingLeft(f"every file of {folders.raw} is gone")
    look = _Look(folders, found, taken)
    told = [look.of(path) for path in sorted({*found, *taken})]
    return [difference for difference in told if difference]


def grouped(found: Iterable[Difference]) -> dict[str, list[Difference]]:
    """Differences by what has to be built at once: a partition ("2025"), or several that share content ("2024,2025"); those
    whose year is not known under UNREAD."""
    groups: dict[frozenset[str], list[Difference]] = {}
    for difference in found:
        key = difference.partitions
        if key not in groups:
            shared = [group for group in groups if group & key]
            key = key.union(*shared)
            groups[key] = [one for group in shared for one in groups.pop(group)]
        groups[key].append(difference)
    return {",".join(sorted(key)) or UNREAD: group for key, group in groups.items()}


def digest(group: Iterable[Difference]) -> str:
    """The state of a group: the same as long as nothing in it grows, changes, comes or goes."""
    told = sorted((one.path, one.what, one.size, one.modified_ns, one.corrections) for one in group)
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _found(folders: Folders) -> Iterable[Found]:
    for on_disk in paths_on_disk(folders):
        location = folders.raw / on_disk
        try:
            status = location.stat()
        except OSError:
            continue
        size, modified_ns = (status.st_size, status.st_mtime_ns) if os.access(location, os.R_OK) else (0, 0)
        yield Found(readable(on_disk), on_disk, size, modified_ns, status.st_ctime_ns)


def _taken(folders: Folders, found: Mapping[str, Found]) -> dict[str, list[Taken]]:
    taken: dict[str, list[Taken]] = defaultdict(list)
    for partition in manifests(folders):
        for file in load_manifest(folders, partition):
            for path in (file.path, *file.also_at):
                held_in = holder(path, found)
                taken[held_in].append(Taken(partition, file, path == file.path, held_in != path))
    return taken


class _Look:
    """One comparison of both sides."""

    def __init__(self, folders: Folders, found: Mapping[str, Found], taken: Mapping[str, list[Taken]]) -> None:
        self._folders = folders
        self._found = found
        self._taken = taken
        self._index: dict[str, Seen] = last_look(folders)
        self._learned: dict[str, Learned] = learned_years(folders)
        self._by_size: dict[int, list[Taken]] = defaultdict(list)
        for entries in taken.values():
            for entry in entries:
                self._by_size[entry.file.size].append(entry)
        self._left_to_compare = _MOST_TO_COMPARE

    def of(self, path: str) -> Difference | None:
        """What is different about a path, if anything is."""
        now, entries = self._found.get(path), self._taken.get(path, [])
        if now is None:
            return Difference(path, REMOVED, 0, 0, self._of_before(path, entries))
        if entries and self._is_as_taken(now, entries):
            return None
        after = self._of_now(now)
        partitions = self._of_before(path, entries) | after if after else frozenset[str]()
        return Difference(path, CHANGED if entries else ARRIVED, now.size, now.modified_ns, partitions)

    def _is_as_taken(self, now: Found, entries: list[Taken]) -> bool:
        plain = [entry for entry in entries if not entry.in_archive]
        return len(plain) <= 1 and all(self._agrees(now, entry) for entry in entries)

    def _agrees(self, now: Found, entry: Taken) -> bool:
        """Whether a file is the one that was taken in. Only the first path of a content has its own time in the manifest;
        the last look at the folder tells more, where it found the file."""
        if entry.is_first and entry.file.modified_ns != now.modified_ns:
            return False
        seen = self._index.get(now.on_disk) if now.modified_ns else None
        if seen is None:
            return entry.is_first and not entry.in_archive and entry.file.size == now.size
        if (seen.size, seen.modified_ns, seen.status_ns) != (now.size, now.modified_ns, now.status_ns):
            return False
        return entry.in_archive or seen.sha256 == entry.file.sha256

    def _of_before(self, path: str, entries: list[Taken]) -> frozenset[str]:
        """The partitions that hold a path's content, and those that inherit it: content that stands at several paths is
        kept in the year of the first of them."""
        held = {entry.partition for entry in entries}
        heirs = {other for entry in entries for other in (entry.file.path, *entry.file.also_at) if other != path}
        years = (folder_year(other) for other in heirs)
        return frozenset(held | {partition_of(year) for year in years if year is not None})

    def _of_now(self, now: Found) -> frozenset[str]:
        """The partitions a file belongs to by its folder or by what was read in it; none where it has to be read."""
        year = folder_year(now.path)
        if year is None:
            learned = self._learned.get(now.path)
            if learned is None or (learned.size, learned.modified_ns) != (now.size, now.modified_ns):
                return frozenset()
            return frozenset({*learned.partitions, *self._twins(now)})
        return frozenset({partition_of(year), *self._twins(now)})

    def _twins(self, now: Found) -> set[str]:
        """The partitions that hold the same content already: a document that was moved to another year's folder, or was
        submitted for two years."""
        alike = [entry for entry in self._by_size.get(now.size, ()) if now.size]
        if not alike:
            return set()
        self._left_to_compare -= now.size
        sha256 = _hashed(self._folders.raw / now.on_disk) if self._left_to_compare >= 0 else None
        return {entry.partition for entry in alike if sha256 in (None, entry.file.sha256)}


def _hashed(location: Path) -> str | None:
    try:
        with location.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
