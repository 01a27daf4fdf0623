"""The lake: what was read from each document, and the star rows of each fiscal year, as files that are whole or absent.

records/<aa>/<sha256>.json              one reading, addressed by the document's content; it names the reader's version
failed/<sha256>                         a mark beside a reading that failed for reasons that may pass
star/<partition>/                       star rows of one fiscal year ("2025"), or of documents without one: `segments`
withdrawn.json                          documents that were published and then taken away: `history` goes on showing them
star/withdrawn/                         their star rows, made from their last reading
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.files import PARTIAL, remove, remove_leftovers, write_whole
from warehouse.schema.records import DocumentRecord, from_json
from warehouse.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Iterable

WITHDRAWN = "withdrawn"
"""The partition of documents that were taken away: it is no year, and nothing current comes from it."""
_PARTITION = re.compile(rf"\d{{4}}|unknown|{WITHDRAWN}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WITHDRAWN_LIST = "withdrawn.json"


@dataclass(frozen=True, slots=True, order=True)
class Withdrawn:
    """A document that was taken away: its content, the path where it last stood, and when it was received (UTC)."""

    sha256: str
    path: str
    received_at: datetime


class Lake:
    """A folder of readings and star partitions. Whoever writes holds the turn of the output folder (`turns`)."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def load_record(self, sha256: str) -> DocumentRecord | None:
        """The last reading of a document; None where there is none or its file is damaged."""
        path = self._record_path(sha256)
        try:
            record = from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return record if record.sha256 == sha256 else None

    def save_record(self, record: DocumentRecord) -> None:
        """Keeps a reading; a reader sees the old file or the new one, never half of one."""
        write_whole(self._record_path(record.sha256), record.to_json())

    def record_stamp(self, sha256: str) -> int | None:
        """Tells a reading from an older one, of which rows are stale: when it was kept, in nanoseconds; None where there is
        none. One that failed is made anew by every build: whether it is another, only what it says can tell."""
        # Asked of every document by every build: paths are put together as text here.
        path = self._record_name(sha256)
        try:
            if os.path.exists(f"{self.root}/failed/{sha256}"):  # noqa: PTH110
                return zlib.crc32(Path(path).read_bytes())
            return os.stat(path).st_mtime_ns  # noqa: PTH116
        except FileNotFoundError:
            return None

    def mark_failed(self, sha256: str) -> None:
        """Says of a reading that it failed for reasons that may pass: the next build tries again.

        Said before it is kept: a crash between the two would make it last.
        """
        path = self.root / "failed" / self._record_path(sha256).stem
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def forget_failures(self) -> None:
        """Drops the readings that failed, with their marks."""
        for mark in (self.root / "failed").glob("*"):
            self._record_path(mark.name).unlink(missing_ok=True)
            mark.unlink(missing_ok=True)

    def star(self, partition: str) -> Segments:
        """The star rows of a partition, whether there are any or not."""
        return Segments(self._partition(partition))

    def drop_star(self, partition: str) -> None:
        """Removes a partition, so that the next publication knows nothing of it."""
        target = self._partition(partition)
        aside = target.with_name(f".{target.name}.{os.getpid()}")
        remove(aside)
        if target.exists():
            target.rename(aside)
            remove(aside)

    def clear_leftovers(self) -> None:
        """Removes what crashed processes were writing or removing; what running ones are at stays."""
        for folder in (self.root, *self.root.glob("*/"), *self.root.glob("records/*/")):
            remove_leftovers(folder, PARTIAL)

    def withdrawn(self) -> list[Withdrawn]:
        """The documents that were taken away, in the order of their contents. Raises ValueError where the list is damaged."""
        try:
            told = json.loads((self.root / _WITHDRAWN_LIST).read_text(encoding="utf-8"))
            return [Withdrawn(one["sha256"], one["path"], datetime.fromisoformat(one["received_at"])) for one in told]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"{self.root / _WITHDRAWN_LIST} is damaged: {error!r}") from error

    def save_withdrawn(self, documents: Iterable[Withdrawn]) -> None:
        """Replaces the list of the documents that were taken away. It cannot be made again: it is on the disk for good."""
        told = [
            {"sha256": one.sha256, "path": one.path, "received_at": one.received_at.isoformat()}
            for one in sorted(documents)
        ]
        if told:
            write_whole(self.root / _WITHDRAWN_LIST, json.dumps(told, ensure_ascii=False, indent=1), lasting=True)
        else:
            (self.root / _WITHDRAWN_LIST).unlink(missing_ok=True)

    def partitions(self) -> list[str]:
        """The partitions of years, and of documents without one, that are there, in order."""
        return [partition for partition in self.staged_partitions() if partition != WITHDRAWN]

    def staged_partitions(self) -> list[str]:
        """All partitions that are there, in order, that of documents that were taken away among them."""
        folders = (self.root / "star").glob("[!.]*")
        return sorted(folder.name for folder in folders if self.star(folder.name).exists())

    def digest(self) -> str:
        """What the star rows of all partitions were made from."""
        told = [f"{partition} {self.star(partition).digest()}" for partition in self.staged_partitions()]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def _record_path(self, sha256: str) -> Path:
        return Path(self._record_name(sha256))

    def _record_name(self, sha256: str) -> str:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return f"{self.root}/records/{sha256[:2]}/{sha256}.json"

    def _partition(self, partition: str) -> Path:
        if not _PARTITION.fullmatch(partition):
            raise ValueError(f"a partition is a fiscal year, 'unknown' or '{WITHDRAWN}', not {partition!r}")
        return self.root / "star" / partition
