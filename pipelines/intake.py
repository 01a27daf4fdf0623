"""The raw folder as submissions: which files are there, what they hold, and which fiscal year they are for."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.settings import IGNORED_NAMES, Folders


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file of the raw folder: its path relative to it (with slashes), content hash, size and time of change.

    `also_at` names further files with the same content; `error` says why a file could not be opened (its hash is then
    that of its path, so that it has a row of its own).
    """

    path: str
    sha256: str
    size: int
    modified_ns: int
    also_at: tuple[str, ...] = ()
    error: str | None = None


def scan(folders: Folders, known: dict[str, RawFile] | None = None) -> list[RawFile]:
    """Every submission below the raw folder, sorted by path, each content once.

    Hidden files, Office lock files, links that lead out of the folder and what builds themselves write are left alone.
    A file in `known` with unchanged size and time of change is not hashed again.
    """
    by_content: dict[str, list[RawFile]] = defaultdict(list)
    for path in sorted(_files(folders)):
        file = _raw_file(folders.raw, path, known or {})
        by_content[file.sha256].append(file)
    return sorted(
        (
            RawFile(**{**asdict(first), "also_at": tuple(file.path for file in more)})
            for first, *more in by_content.values()
        ),
        key=lambda file: file.path,
    )


def _files(folders: Folders) -> Iterator[Path]:
    root, out = folders.raw.resolve(), folders.out.resolve()
    for folder, below, names in os.walk(folders.raw):
        below[:] = sorted(name for name in below if not name.startswith(".") and Path(folder, name).resolve() != out)
        for name in names:
            path = Path(folder, name)
            if name.startswith((".", "~$")) or name in IGNORED_NAMES:
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                continue
            if path.is_file():
                yield path


def _raw_file(raw: Path, path: Path, known: dict[str, RawFile]) -> RawFile:
    name = path.relative_to(raw).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        status = path.stat()
        before = known.get(name)
        if before and not before.error and (before.size, before.modified_ns) == (status.st_size, status.st_mtime_ns):
            sha256 = before.sha256
        else:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        sha256 = hashlib.sha256(os.fsencode(path)).hexdigest()
        return RawFile(name, sha256, 0, 0, error=f"{type(error).__name__}: {error.strerror}")
    return RawFile(name, sha256, status.st_size, status.st_mtime_ns)


def save_manifest(folders: Folders, partition: str, files: list[RawFile]) -> None:
    """Keep which files a partition holds; without any, the manifest goes."""
    path = _manifest(folders, partition)
    if files:
        _write(path, files)
    else:
        path.unlink(missing_ok=True)


def load_manifest(folders: Folders, partition: str) -> list[RawFile]:
    """The files a partition holds, as last taken in; empty where it has none or the manifest is damaged."""
    return _load(_manifest(folders, partition))


def _write(path: Path, files: list[RawFile]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_text(json.dumps([asdict(file) for file in files], ensure_ascii=False), encoding="utf-8")
    temporary.replace(path)


def _load(path: Path) -> list[RawFile]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return [RawFile(**{**file, "also_at": tuple(file["also_at"])}) for file in raw]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def manifests(folders: Folders) -> list[str]:
    """The partitions that hold files, as last taken in."""
    return sorted(path.stem for path in (folders.lake / "intake").glob("*.json"))


def save_index(folders: Folders, found: list[RawFile]) -> None:
    """Keep what every file held, so that the next look hashes only what has changed."""
    _write(folders.lake / "files.json", found)


def load_index(folders: Folders) -> dict[str, RawFile]:
    """Every file of the last look by its path."""
    return {file.path: file for file in _load(folders.lake / "files.json")}


def _manifest(folders: Folders, partition: str) -> Path:
    return folders.lake / "intake" / f"{partition}.json"
