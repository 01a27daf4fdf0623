"""Reading text dumps, whose floor is finding lines and their parts."""

from __future__ import annotations

from bench.reading.rounds import Work
from bench.reading.star import star_rows
from transforms.readers.open import open_document


def floor(content: bytes) -> list[list[str]]:
    return [line.split("\t") for line in content.decode("utf-8").splitlines()]


def works(content: bytes, name: str) -> dict[str, Work]:
    """The ways to read one document."""
    return {
        "floor": lambda: floor(content),
        "open_document": lambda: open_document(content, name),
        "star rows": lambda: star_rows(content, name),
    }


def peers(_content: bytes, _name: str) -> dict[str, Work]:
    """None that would read these dumps."""
    return {}
