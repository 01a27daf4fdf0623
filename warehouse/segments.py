"""The star rows of one partition of the lake, in segments: one more document is one more small segment.

index.json          the segments that count, the sizes of their files, and of each document in them what its rows were
                    made from; written last
<segment>/<table>.parquet   rows of up to `LARGE` documents, never changed once they stand there
<segment>/reading.parquet   the readings that the rows were made from, as JSON

Documents that are gone or changed are taken out by writing the rest of their segment anew. Segments of like size are put
together once there are many, so that a partition of n documents has some n / `LARGE` + 8 log n of them. Whoever writes
holds the turn of the output folder.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from warehouse.schema.frames import Types
    from warehouse.stores.store import Store

    Frames = Mapping[str, pl.DataFrame]
    Readings = Mapping[str, str]
    Make = Callable[[Sequence[Sequence[str]]], Iterator["Written"]]
    Spare = Callable[[Readings], None]

BATCH = 100
"""The most documents whose rows are made at once: what a worker has in memory."""
LARGE = 1000
"""The most documents of a segment: what is written anew where one of them changes."""
_MANY = 8
"""Segments of one size are put together once there are so many; the next size has so many times the documents."""
_INDEX = "index.json"
READING = "reading"
_OF_READINGS = {"sha256": pl.String, READING: pl.String}
_AT_ONCE = {READING: 25}
"""Rows that are long are written so many at a time: a worker needs little memory for it."""
_UNREADABLE = (OSError, pl.exceptions.PolarsError)


class Member(NamedTuple):
    """What the rows of a document were made from: a digest of all of it, its reading, and how many projects that has."""

    fingerprint: str
    reader: str
    projects: int
    corrections: str = ""
    """A digest of what people corrected in it; empty where that is nothing."""
    stamp: str = ""
    """The stamp of the reading that the segment holds; empty where it holds none."""


Members = dict[str, Member]
"""Documents of a segment or partition by the SHA-256 of their content."""


class Written(NamedTuple):
    """A segment that was written and counts once the index says so: its name, the sizes of its files, its documents."""

    name: str
    sizes: dict[str, int]
    members: Members


class Segment(NamedTuple):
    """A segment that counts: the sizes of its files (none where nobody knows them), and its documents."""

    sizes: dict[str, int]
    members: Members


Index = dict[str, Segment]


class Segments:
    """A partition: a folder of a store."""

    def __init__(self, store: Store, folder: str) -> None:
        self.store = store
        self.folder = folder

    def exists(self) -> bool:
        """Whether the partition is there at all."""
        return self.store.exists(f"{self.folder}/{_INDEX}")

    def is_known(self) -> bool:
        """Whether somebody said of all rows what they were made from."""
        return all(segment.members for segment in self.index().values())

    def members(self) -> Members:
        """Every document whose rows it holds."""
        return _members(self.index())

    def digest(self) -> str:
        """What all rows were made from."""
        index = self.index()
        return _digest(_members(index), [name for name, segment in index.items() if not segment.members])

    def segments(self) -> list[str]:
        """Where the segments stand that count, each with `<table>.parquet`, by name."""
        return [self.store.location(self._name(name)) for name in sorted(self.index())]

    def files(self, table: str) -> list[str]:
        """The Parquet files of a table, in the order of the segments' names."""
        return [f"{segment}/{table}.parquet" for segment in self.segments()]

    def scan(self, table: str) -> pl.LazyFrame:
        """The rows of a table, read where they are needed."""
        files = self.files(table)
        if not files:
            return pl.LazyFrame(schema=_tables()[table])
        return pl.scan_parquet(files, storage_options=self.store.polars_options)

    def readings(self, segment: str, hashes: Iterable[str]) -> dict[str, str]:
        """The readings of these documents that a segment holds, as JSON by SHA-256; none where they cannot be read."""
        return dict(self._readings(segment, hashes).iter_rows())

    def _readings(self, segment: str, hashes: Iterable[str]) -> pl.DataFrame:
        try:
            rows = self._read(segment, READING)
        except _UNREADABLE:
            return pl.DataFrame(schema=_OF_READINGS)
        return rows.filter(pl.col("sha256").is_in(list(hashes)))

    def replace(self, frames: Frames, members: Members) -> None:
        """Puts one segment in the place of everything."""
        self._keep({written.name: Segment(written.sizes, members) for written in [self.write(members, frames, {})]})

    def write(self, members: Members, frames: Frames, readings: Readings) -> Written:
        """A new segment, on the disk for good, that counts once `update` has it in the index."""
        rows = {"sha256": list(readings), READING: list(readings.values())}
        return self._write(members, {**frames, READING: pl.DataFrame(rows, _OF_READINGS)})

    def _write(self, members: Members, frames: Frames) -> Written:
        name = _digest(members)[:16] if members else secrets.token_hex(8)
        contents = {table: _parquet(frame, _AT_ONCE.get(table)) for table, frame in frames.items()}
        self.store.write_lasting({f"{self._name(name)}/{table}.parquet": one for table, one in contents.items()})
        return Written(name, {table: len(content) for table, content in contents.items()}, members)

    def by(self, rows: Callable[[Sequence[str]], tuple[Members, Frames]]) -> Make:
        """Makes segments of what `rows` gives of each batch: members and frames, without readings."""

        def make(batches: Sequence[Sequence[str]]) -> Iterator[Written]:
            for batch in batches:
                members, frames = rows(batch)
                if members:
                    yield self.write(members, frames, {})

        return make

    def update(self, wanted: Mapping[str, str], make: Make, spare: Spare = lambda _: None) -> None:
        """Makes the partition hold the `wanted` documents (SHA-256 to fingerprint) and no other.

        `make` writes the segments of documents that are missing or were made from something else, given in batches of
        at most `BATCH`. `spare` is given the readings of documents that leave. Rows of unknown making and segments
        whose files are not whole are made again. A crash leaves the rows of before.
        """
        index = self._whole({name: one for name, one in self.index().items() if one.members}, spare)
        alive = {name: Segment(one.sizes, _still(one.members, wanted)) for name, one in index.items()}
        torn = [name for name, one in index.items() if len(alive[name].members) < len(one.members)]
        if not all(self._reads(name) for name in torn):
            self.drop_unreadable(spare)
            self.update(wanted, make, spare)
            return
        missing = [sha256 for sha256 in wanted if sha256 not in _members(alive)]
        if not missing and not torn and self.exists():
            self._clear(index)
            return
        for name in torn:
            spare(self.readings(name, index[name].members.keys() - wanted.keys()))
        left = {name: one for name, one in alive.items() if one.members}
        for written in make(_batches(missing)):
            left[written.name] = Segment(written.sizes, written.members)
            # While others make more.
            left = self._put_together(left, torn, _full_groups(left))
        together = _groups(left)
        grouped = {name for group in together for name in group}
        together += [[name] for name in torn if name in left and name not in grouped]
        self._keep(self._put_together(left, torn, together))

    def drop_unreadable(self, spare: Spare = lambda _: None) -> int:
        """Takes out the segments that were damaged after they were written; how many. The next update makes them again."""
        index = self.index()
        sound = {name: one for name, one in index.items() if self._reads(name)}
        if len(sound) < len(index):
            self._spare_all(index, sound, spare)
            self._keep(sound)
        return len(index) - len(sound)

    def _whole(self, index: Index, spare: Spare) -> Index:
        """The segments whose rows are all there, as long as they were written; a lost reading is made again without."""
        there = self.store.listing(self.folder)
        whole = {}
        for name, one in index.items():
            files = {table: there.get(f"{self._name(name)}/{table}.parquet") for table in _tables()}
            if all(entry and entry.size == one.sizes.get(table, entry.size) for table, entry in files.items()):
                whole[name] = one
        self._spare_all(index, whole, spare)
        return whole

    def _spare_all(self, index: Index, without: Index, spare: Spare) -> None:
        for name, one in index.items():
            if name not in without:
                spare(self.readings(name, one.members))

    def _put_together(self, index: Index, torn: Sequence[str], groups: Sequence[Sequence[str]]) -> Index:
        """The segments with each of these groups made one."""
        kept = {name: one for name, one in index.items() if all(name not in group for group in groups)}
        for group in groups:
            written = self._together(index, group, torn)
            kept[written.name] = Segment(written.sizes, written.members)
        return kept

    def _together(self, index: Index, group: Sequence[str], torn: Sequence[str]) -> Written:
        """One segment of several, and of the torn ones only what is left of them."""
        members = {sha256: member for name in group for sha256, member in index[name].members.items()}
        parts = []
        for name in group:
            frames = {table: self._read(name, table) for table in _tables()}
            parts.append(of_documents(frames, index[name].members) if name in torn else frames)
        readings = pl.concat([self._readings(name, index[name].members) for name in group])
        held = set(readings["sha256"])
        known = {sha256: member if sha256 in held else member._replace(stamp="") for sha256, member in members.items()}
        frames = {table: pl.concat([part[table] for part in parts]) for table in _tables()}
        return self._write(known, {**frames, READING: readings})

    def _keep(self, index: Index) -> None:
        """Makes these the segments that count, and removes all others."""
        told = {name: {"sizes": one.sizes, "members": one.members} for name, one in index.items()}
        self.store.write_lasting({f"{self.folder}/{_INDEX}": json.dumps(told).encode()})
        self._clear(index)

    def _clear(self, counted: Iterable[str]) -> None:
        """Removes what counts no longer, and what a crash left."""
        for name in set(self.store.folders(self.folder)).difference(counted):
            self.store.remove_folder(self._name(name))

    def _reads(self, name: str) -> bool:
        """Whether all files of a segment can be read to their end."""
        try:
            for table in _tables():
                self._read(name, table)
        except _UNREADABLE:
            return False
        return True

    def _read(self, name: str, table: str) -> pl.DataFrame:
        return pl.read_parquet(BytesIO(self.store.read(f"{self._name(name)}/{table}.parquet")))

    def _name(self, segment: str) -> str:
        return f"{self.folder}/{segment}"

    def index(self) -> Index:
        """The segments that count, by name; none where the index is missing or damaged, so that all rows are made again."""
        try:
            told = json.loads(self.store.read(f"{self.folder}/{_INDEX}"))
            return {name: _segment(one) for name, one in told.items()}
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            return {}


def _tables() -> Mapping[str, Types]:
    """The tables of a segment, each with its columns. Who only writes segments does not load how they are declared."""
    from warehouse.schema.staged import staged_types

    return staged_types()


def _batches(hashes: Sequence[str]) -> list[Sequence[str]]:
    """All documents in as few batches as may be, of the same size and even in number, so that processes end together."""
    count = -(-len(hashes) // BATCH)
    count += count % 2 if count > 1 else 0
    bounds = [len(hashes) * number // count for number in range(count + 1)] if count else []
    return [hashes[start:end] for start, end in pairwise(bounds)]


def _segment(told: Mapping[str, Any]) -> Segment:
    """A segment as the index tells it; older ones told the documents alone."""
    members = told["members"] if "sizes" in told else told
    return Segment(told.get("sizes", {}), {sha256: Member(*member) for sha256, member in members.items()})


def _parquet(frame: pl.DataFrame, rows_at_once: int | None = None) -> bytes:
    content = BytesIO()
    frame.write_parquet(content, compression="zstd", row_group_size=rows_at_once)
    return content.getvalue()


def _groups(index: Index) -> list[list[str]]:
    """Which segments to put together: those of one size where there are many, up to `LARGE` documents each time."""
    return [group for groups in _heaped(index) for group in groups]


def _full_groups(index: Index) -> list[list[str]]:
    """Those of them that nothing can be added to."""
    return [group for groups in _heaped(index) for group in groups[:-1]]


def _heaped(index: Index) -> Iterator[list[list[str]]]:
    sizes = {name: len(one.members) for name, one in index.items()}
    tiers: dict[int, list[str]] = {}
    for name, size in sizes.items():
        if size <= LARGE // 2:
            tiers.setdefault(_tier(size), []).append(name)
    return (list(_heaps(names, sizes)) for names in tiers.values() if len(names) >= _MANY)


def _tier(size: int) -> int:
    tier = 0
    while size >= _MANY:
        size //= _MANY
        tier += 1
    return tier


def _heaps(names: Sequence[str], sizes: Mapping[str, int]) -> Iterator[list[str]]:
    heap: list[str] = []
    for name in names:
        if heap and sum(sizes[one] for one in heap) + sizes[name] > LARGE:
            yield heap
            heap = []
        heap.append(name)
    yield heap


def _members(index: Index) -> Members:
    return {sha256: member for segment in index.values() for sha256, member in segment.members.items()}


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
