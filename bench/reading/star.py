"""All the way: the rows of the star that one document gives."""

from __future__ import annotations

from datetime import UTC, datetime

from transforms.extract import read_records
from transforms.normalise import Rows, normalise_one
from transforms.tables.submission import Submission

_RECEIVED = datetime(2025, 1, 1, tzinfo=UTC)


def star_rows(content: bytes, name: str) -> Rows:
    """Rows by table."""
    return normalise_one(Submission(read_records(content, name), name, _RECEIVED))
