"""The star rows of one partition of the lake, in segments: one more document is one more small segment.

index.json          the segments that count, and of each document in them what its rows were made from; written last
<segment>/<table>.parquet   rows of up to `SIZE` documents, never changed once they stand there

Documents that are gone or changed are taken out by writing the rest of their segment anew; small segments are put
together, so that the number of files follows that of documents. Whoever writes holds the turn of the output folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from warehouse.files import settle
from warehouse.schema.staged import STAGED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Frames = Mapping[str, pl.DataFrame]
    Make = Callable[[Sequence[str]], tuple["Members", Frames]]

SIZE = 500
"""The most documents of a segment: what is in memory at once, and written anew where one of them changes."""
_SMALL, _MANY = SIZE // 2, 8
"""Segments with fewer documents than this are put together once there are so many of them."""
_INDEX = "index.json"
_END, _SHORTEST = b"PAR1", 12
"""What a Parquet file ends with, as it begins, and the bytes of the shortest."""


class Member(NamedTuple):
    """What the rows of a document were made from: a digest of all of it, its reading, and how many projects that has."""

    fingerprint: str
    reader: str
    projects: int
    corrections: str = ""
    """A digest of what people corrected in it; empty where that is nothing."""


Members = dict[str, Member]
"""Documents of a segment or partition by the SHA-256 of their content."""


@dataclass(slots=True)
class _Heap:
    """Segments that are to be put together: members and rows."""

    members: Members
    parts: list[Frames]

    def frames(self) -> Frames:
        return {table: pl.concat([part[table] for part in self.parts]) for table in STAGED}


class Segments:
    """A partition, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def exists(self) -> bool:
        """Whether the partition is there at all."""
        return (self.folder / _INDEX).is_file()

    def is_known(self) -> bool:
        """Whether somebody said of all rows what they were made from."""
        return all(self._index().values())

    def members(self) -> Members:
        """Every document whose rows it holds."""
        return {sha256: member for members in self._index().values() for sha256, member in members.items()}

    def digest(self) -> str:
        """What all rows were made from."""
        index = self._index()
        unknown = [name for name, members in index.items() if not members]
        return _digest(self.members(), unknown)

    def segments(self) -> list[Path]:
        """The folders of the segments that count, each with `<table>.parquet`, by name."""
        return [self.folder / name for name in sorted(self._index())]

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a table, in the order of the segments' names."""
        return [segment / f"{table}.parquet" for segment in self.segments()]

    def replace(self, frames: Frames, members: Members) -> None:
        """Puts one segment in the place of everything."""
        name = _digest(members)[:16] if members else secrets.token_hex(8)
        self._keep({self._write(name, frames): members})

    def update(self, wanted: Mapping[str, str], make: Make) -> None:
        """Makes the partition hold the `wanted` documents (SHA-256 to fingerprint) and no other.

        `make` gives members and rows of those documents that are missing or were made from something else, at most
        `SIZE` at a time. Rows of unknown making and segments whose files are not whole are made again. A crash leaves
        the rows of before.
        """
        held = {name: members for name, members in self._index().items() if members and self._is_whole(name)}
        alive = {name: _still(members, wanted) for name, members in held.items()}
        again = [name for name, members in held.items() if len(alive[name]) < len(members)]
        if not all(self._reads(name) for name in again):
            self.drop_unreadable()
            self.update(wanted, make)
            return
        small = [name for name, members in alive.items() if name not in again and len(members) < _SMALL]
        there = {sha256 for members in alive.values() for sha256 in members}
        missing = [sha256 for sha256 in wanted if sha256 not in there]
        if not missing and not again and self.exists():
            self._clear(held)
            return
        if len(small) >= _MANY:
            again += small
        kept = {name: members for name, members in alive.items() if name not in again}
        for heap in self._heaps({name: alive[name] for name in again}):
            kept[self._write(_digest(heap.members)[:16], heap.frames())] = heap.members
        for start in range(0, len(missing), SIZE):
            members, frames = make(missing[start : start + SIZE])
            if members:
                kept[self._write(_digest(members)[:16], frames)] = members
        self._keep(kept)

    def drop_unreadable(self) -> int:
        """Takes out the segments that were damaged after they were written; how many. The next update makes them again."""
        index = self._index()
        sound = {name: members for name, members in index.items() if self._reads(name)}
        if len(sound) < len(index):
            self._keep(sound)
        return len(index) - len(sound)

    def _heaps(self, alive: Mapping[str, Members]) -> Iterator[_Heap]:
        """The documents that are left of these segments, at most `SIZE` together."""
        heap = _Heap({}, [])
        for name, members in alive.items():
            if not members:
                continue
            if heap.members and len(heap.members) + len(members) > SIZE:
                yield heap
                heap = _Heap({}, [])
            rows = {table: pl.read_parquet(self.folder / name / f"{table}.parquet") for table in STAGED}
            heap.parts.append(of_documents(rows, members))
            heap.members.update(members)
        if heap.members:
            yield heap

    def _write(self, name: str, frames: Frames) -> str:
        """A new segment, on the disk for good; its name."""
        target, fresh = self.folder / name, self.folder / f".{name}"
        if name in self._index() and self._is_whole(name):
            return name
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(target, ignore_errors=True)
        fresh.mkdir(parents=True)
        for table, rows in frames.items():
            rows.write_parquet(fresh / f"{table}.parquet", compression="zstd")
        settle(fresh)
        fresh.rename(target)
        return name

    def _keep(self, segments: Mapping[str, Members]) -> None:
        """Makes these the segments that count, and removes all others."""
        fresh = self.folder / f".{_INDEX}"
        fresh.write_text(json.dumps(segments), encoding="utf-8")
        settle(fresh)
        fresh.replace(self.folder / _INDEX)
        settle(self.folder, whole=False)
        self._clear(segments)

    def _clear(self, segments: Iterable[str]) -> None:
        """Removes what counts no longer, and what a crash left."""
        counted = set(segments)
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in counted:
                shutil.rmtree(path)

    def _is_whole(self, name: str) -> bool:
        """Whether all files of a segment are there and end as Parquet files do."""
        return all(_ends_as_parquet(self.folder / name / f"{table}.parquet") for table in STAGED)

    def _reads(self, name: str) -> bool:
        """Whether all files of a segment can be read to their end."""
        try:
            for table in STAGED:
                pl.read_parquet(self.folder / name / f"{table}.parquet")
        except (OSError, pl.exceptions.PolarsError):
            return False
        return True

    def _index(self) -> dict[str, Members]:
        """Members by segment; nothing where the index is missing or damaged, so that all rows are made again."""
        try:
            told = json.loads((self.folder / _INDEX).read_text(encoding="utf-8"))
            return {
                name: {sha256: Member(*member) for sha256, member in members.items()} for name, members in told.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            return {}


def _ends_as_parquet(file: Path) -> bool:
    try:
        with file.open("rb") as content:
            content.seek(-_SHORTEST, os.SEEK_END)
            return content.read().endswith(_END)
    except OSError:
        return False


def _still(members: Members, wanted: Mapping[str, str]) -> Members:
    return {sha256: member for sha256, member in members.items() if wanted.get(sha256) == member.fingerprint}


def _digest(members: Members, more: Iterable[str] = ()) -> str:
    told = "\n".join([*(f"{sha256} {member.fingerprint}" for sha256, member in sorted(members.items())), *sorted(more)])
    return hashlib.sha256(told.encode()).hexdigest()


def of_documents(frames: Frames, members: Iterable[str]) -> Frames:
    """The rows of these documents alone."""
    documents = frames["document"].filter(pl.col("sha256").is_in(list(members)))
    owners = {
        "document_key": documents,
        "project_key": frames["project"].join(documents, on="document_key", how="semi"),
        "department_goal_key": frames["department_goal"].join(documents, on="document_key", how="semi"),
    }
    kept = {}
    for table, rows in frames.items():
        key = next(key for key in owners if key in rows.columns)
        kept[table] = rows.join(owners[key].select(key), on=key, how="semi", maintain_order="left")
    return kept
