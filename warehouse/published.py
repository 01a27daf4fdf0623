"""What stands published in an output folder: versions side by side, and the one pointer that says which is current.

versions/<id>/          warehouse.duckdb, parquet/, datapackage.json and version.json, which belong together, and
                        provenance.parquet, by which the next version knows which documents changed (`provenance`)
versions/<id>/withdrawn a mark: somebody went back behind this version (`jixiao rollback`)
current                 a link to the version that is current; replacing it switches everything at once
warehouse.duckdb, parquet, datapackage.json   links through `current`, so that paths stay the same for ever

An id is the time of publication in UTC, later than every id before it even where the clock was set back.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warehouse.files import remove, settle

DATABASE, PARQUET, DATAPACKAGE = "warehouse.duckdb", "parquet", "datapackage.json"
VERSIONS, CURRENT = "versions", "current"
HASH = "blake2b"
"""The hash by which a database is known to be as it was published: of what Python has, the quickest for a large file."""
_RECORD, _WITHDRAWN = "version.json", "withdrawn"
_NEW, _OLD = ".new-", ".old-"
_IS_ID = re.compile(r"\d{8}T\d{6}\.\d{6}Z")
_ID = "%Y%m%dT%H%M%S.%fZ"


class NoSuchVersion(Exception):
    """The version asked for is not kept, or there is none to go back to."""


@dataclass(frozen=True, slots=True)
class Year:
    """What a version holds of one fiscal year: loaded documents, current projects and indicators, money in yuan."""

    documents: int
    projects: int
    indicators: int
    budget_cny: str


@dataclass(frozen=True, slots=True)
class Version:
    """A published version: its id, when it was published (UTC), rows of each table of `main`, and what each year holds.

    `by_year` has the fiscal year as text, "unknown" for documents that state none.
    """

    id: str
    published_at: datetime
    counts: dict[str, int]
    by_year: dict[str, Year]
    quarantined: int
    made_from: str | None = None
    """A digest of the lake that it was made from; None where nobody said what code made it."""
    code: str | None = None
    """A digest of the code that made it."""
    database: str | None = None
    """The `HASH` of the database as it was published."""
    renewed: int = 0
    """How many versions in a row, this one included, only renewed what had changed."""
    withdrawn: bool = False

    @property
    def documents(self) -> int:
        """The documents that were loaded."""
        return sum(year.documents for year in self.by_year.values())


class Published:
    """The output folder `out`. Whoever changes it holds its turn (`warehouse.turns`)."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._versions = out / VERSIONS

    @property
    def database(self) -> Path:
        """The current database where it really stands: a connection by this path never meets another version."""
        return (self.out / DATABASE).resolve()

    def current(self) -> Version | None:
        """The version that is current; None where nothing is published."""
        name = self._pointed_to()
        return self._version(name) if name else None

    def versions(self) -> list[Version]:
        """Every version that is kept, the newest first."""
        found = (self._version(name) for name in sorted(self._names(), reverse=True))
        return [version for version in found if version]

    def folder(self, version: str) -> Path:
        """Where a version stands."""
        return self._versions / version

    def begin(self) -> tuple[str, Path]:
        """The id of a new version and the folder to make it in, empty and beside the others."""
        version = self._next_id()
        fresh = self._versions / (_NEW + version)
        fresh.mkdir(parents=True)
        return version, fresh

    def finish(self, version: Version, kept: int) -> None:
        """Makes the version that was begun the current one, and then leaves `kept` of them (`prune`)."""
        fresh = self._versions / (_NEW + version.id)
        (fresh / _RECORD).write_text(json.dumps(_told(version), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        settle(fresh)
        fresh.rename(self.folder(version.id))
        settle(self._versions, whole=False)
        self._point_to(version.id)
        self.prune(kept)

    def switch_to(self, version: str) -> Version:
        """Makes a kept version current again; those after it are marked as withdrawn, unless they never were current: such
        ones go. Raises NoSuchVersion."""
        found = self._version(version) if version in self._names() else None
        if found is None:
            kept = ", ".join(sorted(self._names())) or "none"
            raise NoSuchVersion(f"没有这个版本 no such version: {version}; kept: {kept}")
        if current := self._pointed_to():
            # Left by a publication that was killed; a mark would make it one of the versions that people had.
            for name in self._never_current(current):
                if name != version:
                    self._drop(name)
        for later in self._names():
            if later > version:
                (self.folder(later) / _WITHDRAWN).touch()
        self._point_to(version)
        (self.folder(version) / _WITHDRAWN).unlink(missing_ok=True)
        return found

    def previous(self) -> str:
        """The version before the current one that nobody withdrew. Raises NoSuchVersion where none is kept."""
        current = self._pointed_to() or ""
        earlier = sorted(name for name in self._names() if name < current and not self._is_withdrawn(name))
        if not earlier:
            raise NoSuchVersion("没有更早的版本 no earlier version is kept; `jixiao versions` lists what there is")
        return earlier[-1]

    def prune(self, kept: int) -> None:
        """Leaves `kept` versions: withdrawn ones go first, then the oldest; the current one always stays."""
        current = self._pointed_to()
        # What somebody went back behind must not push out what they went back to.
        by_worth = sorted(self._names(), key=lambda name: (not self._is_withdrawn(name), name), reverse=True)
        for name in by_worth[max(kept, 1) :]:
            if name != current:
                self._drop(name)

    def clear_leftovers(self) -> None:
        """Removes what a publication that was cut short left: folders half made, and a version that never was current.

        Takes the mark of a rollback that was cut short off the current version, and makes links that are missing.
        """
        # By the pointer and not by what the version says: one whose record is damaged is still what people read.
        current = self._pointed_to()
        for kind in (_NEW, _OLD):
            for path in self._versions.glob(f"{kind}*"):
                _remove_if_possible(path)
        for path in self.out.glob(f".{CURRENT}-*"):
            remove(path)
        for name in self._never_current(current):
            self._drop(name)
        if current:
            # The version that the rollback was to leave, or the one that it had reached.
            (self.folder(current) / _WITHDRAWN).unlink(missing_ok=True)
            self._link_all()

    def leftovers(self) -> list[str]:
        """What `clear_leftovers` and `prune` could not remove, by the names of folders. Nobody is to be publishing."""
        return sorted(path.name for kind in (_NEW, _OLD) for path in self._versions.glob(f"{kind}*"))

    def _pointed_to(self) -> str | None:
        try:
            return (self.out / CURRENT).readlink().name
        except OSError:
            return None

    def _never_current(self, current: str | None) -> list[str]:
        names = [name for name in self._names() if not self._is_withdrawn(name)]
        if current is None:
            # Of a first publication that was cut short; several are versions whose pointer was lost.
            return names if len(names) == 1 else []
        return [name for name in names if name > current]

    def _is_withdrawn(self, name: str) -> bool:
        return (self.folder(name) / _WITHDRAWN).exists()

    def _names(self) -> list[str]:
        return [path.name for path in self._versions.glob("[!.]*") if path.is_dir() and _IS_ID.fullmatch(path.name)]

    def _version(self, name: str) -> Version | None:
        folder = self.folder(name)
        try:
            told = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
            return _version_of(told, withdrawn=self._is_withdrawn(name))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _next_id(self) -> str:
        now = datetime.now(UTC)
        if names := self._names():
            now = max(now, datetime.strptime(max(names), _ID).replace(tzinfo=UTC) + timedelta(microseconds=1))
        return now.strftime(_ID)

    def _drop(self, name: str) -> None:
        """Takes a version away in one step, so that nobody finds half of it. One that cannot even be renamed stays."""
        aside = self._versions / (_OLD + name)
        with suppress(OSError):
            self.folder(name).rename(aside)
        _remove_if_possible(aside)

    def _point_to(self, version: str) -> None:
        # Paths that lead nowhere yet come first, so that the pointer makes all of them lead to the version at once.
        self._link_all(only_missing=True)
        _link(self.out / CURRENT, Path(VERSIONS, version))
        self._link_all()
        settle(self.out, whole=False)

    def _link_all(self, *, only_missing: bool = False) -> None:
        for name in (DATABASE, PARQUET, DATAPACKAGE):
            target = Path(CURRENT, name)
            path = self.out / name
            if path.is_symlink() and path.readlink() == target:
                continue
            if not (only_missing and path.exists()):
                _link(path, target)
        if not only_missing:
            remove(self.out / (DATABASE + ".wal"))


def _remove_if_possible(path: Path) -> None:
    """Some shares keep what somebody still reads: nothing waits for that, the next publication tries again (`leftovers`)."""
    with suppress(OSError):
        remove(path)


def _link(path: Path, target: Path) -> None:
    """Makes `path` a link to `target` in one step; a folder of an older layout that stands there goes first."""
    fresh = path.with_name(f".{CURRENT}-{path.name}-{os.getpid()}")
    remove(fresh)
    fresh.symlink_to(target)
    if path.is_dir() and not path.is_symlink():
        remove(path)
    fresh.replace(path)


def _told(version: Version) -> dict[str, Any]:
    told = asdict(version)
    del told["withdrawn"]
    return {**told, "published_at": version.published_at.isoformat()}


def _version_of(told: dict[str, Any], *, withdrawn: bool) -> Version:
    return Version(
        id=told["id"],
        published_at=datetime.fromisoformat(told["published_at"]),
        counts=told["counts"],
        by_year={year: Year(**figures) for year, figures in told["by_year"].items()},
        quarantined=told["quarantined"],
        made_from=told["made_from"],
        code=told.get("code"),
        database=told.get("database"),
        renewed=told.get("renewed", 0),
        withdrawn=withdrawn,
    )
