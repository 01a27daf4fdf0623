"""Where things are: the folders a build reads and writes, the processes it has, and its partitions, fiscal years."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.executors.workers import HERE, Computing

if TYPE_CHECKING:
    from warehouse.lake import Lake

UNKNOWN_YEAR = "unknown"
"""The partition of documents that state no fiscal year, or an impossible one."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The raw folder, the one of the published warehouse and the cache, a file with passwords, and the corrections."""

    raw: Path
    out: Path
    password_file: Path | None = None
    """Passwords to try on encrypted documents, one a line."""
    corrections: Path | None = None
    """Where people's corrections are kept; a folder that is not there holds none."""

    lake_address: str | None = None
    """Where the lake is, `s3://bucket/prefix` or a folder; in the folder of the warehouse unless it is said."""
    computing: Computing = HERE
    """Which processes read documents and make rows of them."""

    def passwords(self) -> tuple[str, ...]:
        """The lines of the password file. Raises OSError where it cannot be read."""
        return passwords_in(self.password_file)

    def lake(self) -> Lake:
        """The lake. Raises StoreUnusable where its storage cannot be used."""
        from warehouse.lake import lake_at

        return lake_at(self.lake_address or str(self.notes.absolute()))

    @property
    def notes(self) -> Path:
        """What this machine keeps for itself: which files there were, what archives held, pages that OCR read."""
        return self.out / "lake"

    @property
    def database(self) -> Path:
        return self.out / "warehouse.duckdb"


def passwords_in(file: Path | None) -> tuple[str, ...]:
    """The lines of a file with passwords; none where there is no file. Raises OSError where it cannot be read."""
    return () if file is None else tuple(filter(None, file.read_text(encoding="utf-8").splitlines()))


KEPT = 3
"""How many published versions are kept, the current one among them."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """How a build publishes: whether far less than before may be published, how many versions are kept, and whether
    everything is made anew and not only what changed."""

    allow_shrink: bool = False
    keep: int = KEPT
    whole: bool = False


PUBLISHING = Publishing()
DEFAULT_FOLDERS = Folders(Path("data/raw"), Path("data/out"), corrections=Path("data/corrections"))


def fiscal_year_partitions() -> list[str]:
    """Every partition, in order: the years, then the one for documents whose year nobody states."""
    from transforms.tables.submission import FIRST_YEAR, LAST_YEAR

    return [*(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)), UNKNOWN_YEAR]


def partition_of(year: int | None) -> str:
    """The partition of a fiscal year."""
    from transforms.tables.submission import FIRST_YEAR, LAST_YEAR

    return str(year) if year is not None and FIRST_YEAR <= year <= LAST_YEAR else UNKNOWN_YEAR
