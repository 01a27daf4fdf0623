"""The lake: what was read from each document, and the star rows of each fiscal year, as files that are whole or absent.

records/<aa>/<sha256>.json              one reading, addressed by the document's content; it names the reader's version
failed/<sha256>                         a mark beside a reading that failed for reasons that may pass
star/<partition>/<table>.parquet        star rows of one fiscal year ("2025"), or of documents without one
star/<partition>/fingerprint            what these rows were made from; written last
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.schema.records import DocumentRecord, from_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

FINGERPRINT = "fingerprint"
_PARTITION = re.compile(r"\d{4}|unknown")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Lake:
    """A folder of readings and star partitions. Several processes may use it at once; the last writer wins."""

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
        path = self._record_path(record.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        partial.write_text(record.to_json(), encoding="utf-8")
        partial.replace(path)

    def record_stamp(self, sha256: str) -> int | None:
        """When a reading was kept, in nanoseconds; None where there is none. Rows made from an older one are stale."""
        try:
            return self._record_path(sha256).stat().st_mtime_ns
        except FileNotFoundError:
            return None

    def mark_failed(self, sha256: str) -> None:
        """Says of a kept reading that it failed for reasons that may pass: the next build tries again."""
        path = self.root / "failed" / self._record_path(sha256).stem
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def forget_failures(self) -> None:
        """Drops the readings that failed, with their marks."""
        for mark in (self.root / "failed").glob("*"):
            self._record_path(mark.name).unlink(missing_ok=True)
            mark.unlink(missing_ok=True)

    def save_star(self, partition: str, frames: Mapping[str, pl.DataFrame], fingerprint: str) -> None:
        """Replaces a whole partition, one frame a table (`STAGED` names and types them).

        A crash leaves the old partition, the new one, or none; with none its fingerprint is gone too, so that it is
        made again.
        """
        target = self._partition(partition)
        fresh = self._beside(target, "new")
        fresh.mkdir(parents=True)
        for table, rows in frames.items():
            rows.write_parquet(fresh / f"{table}.parquet", compression="zstd")
        (fresh / FINGERPRINT).write_text(fingerprint, encoding="utf-8")
        self._set_aside(target)
        fresh.rename(target)

    def star_fingerprint(self, partition: str) -> str | None:
        """What the partition was made from; None where it does not exist."""
        try:
            return (self._partition(partition) / FINGERPRINT).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def drop_star(self, partition: str) -> None:
        """Removes a partition, so that the next publication knows nothing of it."""
        self._set_aside(self._partition(partition))

    def partitions(self) -> list[str]:
        """The partitions that are whole, in order."""
        return sorted(path.parent.name for path in (self.root / "star").glob(f"[!.]*/{FINGERPRINT}"))

    def star_file(self, partition: str, table: str) -> Path:
        """Where a table of a partition stands."""
        return self._partition(partition) / f"{table}.parquet"

    def _record_path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.root / "records" / sha256[:2] / f"{sha256}.json"

    def _partition(self, partition: str) -> Path:
        if not _PARTITION.fullmatch(partition):
            raise ValueError(f"a partition is a fiscal year or 'unknown', not {partition!r}")
        return self.root / "star" / partition

    def _set_aside(self, target: Path) -> None:
        """Takes a partition away in one step, so that nobody reads half of it while its files go."""
        aside = self._beside(target, "old")
        if target.exists():
            target.rename(aside)
            shutil.rmtree(aside)

    def _beside(self, target: Path, what: str) -> Path:
        path = target.with_name(f".{target.name}.{what}-{os.getpid()}")
        shutil.rmtree(path, ignore_errors=True)
        return path
