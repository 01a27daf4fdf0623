"""The lake: what was read from each document, and the star rows of each fiscal year, as files that are whole or absent.

records/<aa>/<sha256>.json    a reading of which no rows are made yet, addressed by the document's content; it names the
                              reader's version. The segment that has its rows takes it in
failed/<sha256>               a mark beside a reading that failed for reasons that may pass
star/<partition>/             star rows of one fiscal year ("2025"), or of documents without one, and their readings:
                              `segments`
withdrawn.json                documents that were published and then taken away: `history` goes on showing them
star/withdrawn/               their star rows, made from their last reading

It stands in a folder, or in a bucket of S3-compatible storage (`stores`).
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from warehouse.schema.records import DocumentRecord, from_json
from warehouse.stores.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from warehouse.segments import Make, Readings, Segments

WITHDRAWN = "withdrawn"
"""The partition of documents that were taken away: it is no year, and nothing current comes from it."""
_PARTITION = re.compile(rf"\d{{4}}|unknown|{WITHDRAWN}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WITHDRAWN_LIST = "withdrawn.json"
_DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError)

Place = tuple[str, str] | None
"""Where a reading stands: partition and segment; None for one of which no rows are made yet."""


@dataclass(frozen=True, slots=True, order=True)
class Withdrawn:
    """A document that was taken away: its content, the path where it last stood, and when it was received (UTC)."""

    sha256: str
    path: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """The readings that a lake holds, as it was when it was asked: by document where each stands, and its stamp, which
    tells it from an older one."""

    places: Mapping[str, Place]
    stamps: Mapping[str, str]


class Lake:
    """Readings and star partitions in a folder or a bucket. Whoever writes holds the turn of the output folder (`turns`).

    Raises StoreUnusable where the address is of a storage that cannot be used.
    """

    def __init__(self, address: str | Path) -> None:
        self.store = open_store(address)

    @property
    def address(self) -> str:
        """What another process opens this lake by."""
        return self.store.address

    # --- readings

    def known(self) -> Known:
        """What readings there are."""
        places: dict[str, Place] = {}
        stamps: dict[str, str] = {}
        for partition in self.staged_partitions():
            for name, segment in self.star(partition).index().items():
                held = {sha256: member.stamp for sha256, member in segment.members.items() if member.stamp}
                stamps |= held
                places |= dict.fromkeys(held, (partition, name))
        loose = self._loose()
        return Known(places | dict.fromkeys(loose), stamps | loose)

    def _loose(self) -> dict[str, str]:
        """The stamps of the readings of which no rows are made yet. One that failed is made anew by every build: whether
        it is another, only what it says can tell."""
        failed = {_stem(name) for name in self.store.listing("failed")}
        stamps = {}
        for name, entry in self.store.listing("records").items():
            sha256 = _stem(name)
            if _SHA256.fullmatch(sha256):
                stamps[sha256] = str(zlib.crc32(self.store.read(name))) if sha256 in failed else entry.stamp
        return stamps

    def load_record(self, sha256: str) -> DocumentRecord | None:
        """The last reading of a document; None where there is none or its file is damaged."""
        if (loose := parsed(sha256, self._loose_reading(sha256))) is not None:
            return loose
        place = self.known().places.get(sha256)
        return None if place is None else parsed(sha256, self.load_readings({sha256: place}).get(sha256))

    def load_records(self, places: Mapping[str, Place]) -> Iterator[tuple[str, DocumentRecord | None]]:
        """The readings that stand at these places, a segment after the other; None for one that is damaged."""
        for place, hashes in _by_place(places).items():
            if place is None:
                yield from ((sha256, parsed(sha256, self._loose_reading(sha256))) for sha256 in hashes)
            else:
                readings = self._placed(place, hashes)
                yield from ((sha256, parsed(sha256, readings.get(sha256))) for sha256 in hashes)

    def load_readings(self, places: Mapping[str, Place]) -> dict[str, str]:
        """The readings as JSON, all at once, without what is damaged."""
        found: dict[str, str] = {}
        for place, hashes in _by_place(places).items():
            if place is None:
                found |= {sha256: text for sha256 in hashes if (text := self._loose_reading(sha256)) is not None}
            else:
                found |= self._placed(place, hashes)
        return found

    def _placed(self, place: tuple[str, str], hashes: Iterable[str]) -> dict[str, str]:
        partition, segment = place
        return self.star(partition).readings(segment, hashes)

    def _loose_reading(self, sha256: str) -> str | None:
        try:
            return self.store.read(_record_name(sha256)).decode()
        except (OSError, UnicodeDecodeError):
            return None

    def save_record(self, record: DocumentRecord) -> None:
        """Keeps a reading; a reader sees the old file or the new one, never half of one."""
        self.store.write(_record_name(record.sha256), record.to_json().encode())

    def mark_failed(self, sha256: str) -> None:
        """Says of a reading that it failed for reasons that may pass: the next build tries again.

        Said before it is kept: a crash between the two would make it last.
        """
        self.store.write(_mark_name(sha256), b"")

    def forget_failures(self) -> None:
        """Drops the readings that failed, with their marks."""
        failed = [_stem(name) for name in self.store.listing("failed")]
        self.store.remove(map(_record_name, failed))
        self.store.remove(map(_mark_name, failed))

    # --- star rows

    def star(self, partition: str) -> Segments:
        """The star rows of a partition, whether there are any or not."""
        from warehouse.segments import Segments  # with Polars, which processes that keep readings alone do without

        return Segments(self.store, _partition_name(partition))

    def update(self, partition: str, wanted: Mapping[str, str], make: Make) -> None:
        """Makes a partition hold the rows of the `wanted` documents and no other (`Segments.update`), and the readings
        that they were made from. Those of documents that leave stay for the partition that these go to."""
        star = self.star(partition)
        star.update(wanted, make, self._spare if partition != WITHDRAWN else _forget)
        self._take_in_readings(star)

    def drop_star(self, partition: str) -> None:
        """Removes a partition, so that the next publication knows nothing of it; its readings stay."""
        star = self.star(partition)
        if partition != WITHDRAWN:
            for name, segment in star.index().items():
                self._spare(star.readings(name, segment.members))
        self.store.remove_folder(_partition_name(partition))

    def drop_unreadable(self, partition: str) -> int:
        """Takes out the segments that were damaged after they were written; how many. The next update makes them again."""
        return self.star(partition).drop_unreadable(self._spare)

    def _spare(self, readings: Readings) -> None:
        for sha256, reading in readings.items():
            if not self.store.exists(_record_name(sha256)):
                self.store.write(_record_name(sha256), reading.encode())

    def _take_in_readings(self, star: Segments) -> None:
        """Removes the readings that stand in segments now. A crash before leaves both, which say the same."""
        members = star.members()
        self.store.remove(
            name
            for name, entry in self.store.listing("records").items()
            if (member := members.get(_stem(name))) and member.stamp == entry.stamp
        )

    def clear_leftovers(self) -> None:
        """Removes what crashed processes were writing or removing; what running ones are at stays."""
        self.store.clear_leftovers()

    def partitions(self) -> list[str]:
        """The partitions of years, and of documents without one, that are there, in order."""
        return [partition for partition in self.staged_partitions() if partition != WITHDRAWN]

    def staged_partitions(self) -> list[str]:
        """All partitions that are there, in order, that of documents that were taken away among them."""
        return [name for name in self.store.folders("star") if self.star(name).exists()]

    def digest(self) -> str:
        """What the star rows of all partitions were made from."""
        told = [f"{partition} {self.star(partition).digest()}" for partition in self.staged_partitions()]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    # --- documents that were taken away

    def withdrawn(self) -> list[Withdrawn]:
        """The documents that were taken away, in the order of their contents. Raises ValueError where the list is damaged."""
        try:
            told = json.loads(self.store.read(_WITHDRAWN_LIST))
            return [Withdrawn(one["sha256"], one["path"], datetime.fromisoformat(one["received_at"])) for one in told]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"{self.store.location(_WITHDRAWN_LIST)} is damaged: {error!r}") from error

    def save_withdrawn(self, documents: Iterable[Withdrawn]) -> None:
        """Replaces the list of the documents that were taken away. It cannot be made again: it is on the disk for good."""
        told = [
            {"sha256": one.sha256, "path": one.path, "received_at": one.received_at.isoformat()}
            for one in sorted(documents)
        ]
        if told:
            content = json.dumps(told, ensure_ascii=False, indent=1).encode()
            self.store.write_lasting({_WITHDRAWN_LIST: content})
        else:
            self.store.remove([_WITHDRAWN_LIST])


def parsed(sha256: str, reading: str | None) -> DocumentRecord | None:
    """The record of a reading as JSON; None where there is none, or it is damaged or another document's."""
    if reading is None:
        return None
    try:
        record = from_json(reading)
    except _DAMAGED:
        return None
    return record if record.sha256 == sha256 else None


@lru_cache(maxsize=4)
def lake_at(address: str) -> Lake:
    """The lake at an address, opened once in a process: what connects to a bucket is dear to make."""
    return Lake(address)


def _forget(_readings: Readings) -> None:
    """Of documents that are taken off the list of the withdrawn, a year has the reading, or nobody is to have it."""


def _by_place(places: Mapping[str, Place]) -> dict[Place, list[str]]:
    grouped: dict[Place, list[str]] = {}
    for sha256, place in places.items():
        grouped.setdefault(place, []).append(sha256)
    return grouped


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]


def _record_name(sha256: str) -> str:
    return f"records/{_checked(sha256)[:2]}/{sha256}.json"


def _mark_name(sha256: str) -> str:
    return f"failed/{_checked(sha256)}"


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return sha256


def _partition_name(partition: str) -> str:
    if not _PARTITION.fullmatch(partition):
        raise ValueError(f"a partition is a fiscal year, 'unknown' or '{WITHDRAWN}', not {partition!r}")
    return f"star/{partition}"
