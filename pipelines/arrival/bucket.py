"""A bucket of objects as a folder below the raw folder: copied object by object, each whole or not at all.

The objects of a bucket called `name` become `<raw>/s3-name/<key>`; what is gone from the bucket goes from the folder. Only
files that came from the bucket are ever changed or removed: `.mirror.json` in that folder says which these are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from pipelines.arrival.placing import clear_partial, place
from pipelines.litter import is_litter
from pipelines.settings import Folders

MIRROR_STATE = ".mirror.json"
_LONGEST_NAME = 255
_ATTEMPTS = 3
_COARSEST_TIME_NS = 2 * 10**9
"""What the coarsest of file systems keeps of a time."""
_KEPT_EVERY = 100
"""After how many objects the state is kept: what was copied since is copied again after a crash."""


class BucketUnusable(Exception):
    """The bucket cannot be copied. The message says why and what to do."""


class StorageFailed(Exception):
    """The storage, or the way to it, failed this time. The message says how."""


@dataclass(frozen=True, slots=True)
class Object:
    """An object as the bucket lists it. Its time of change has a fraction made from its ETag, so that a file that was
    replaced within a second and by one of its size still has another time."""

    size: int
    etag: str
    modified_ns: int


class Storage(Protocol):
    """What holds a bucket's objects. All raise StorageFailed."""

    address: str
    name: str
    """The bucket's own name, without what is in front of it and behind it in the address."""

    def objects(self) -> dict[str, Object]:
        """Every object by its key, without those that only stand for a folder."""

    def content(self, key: str, etag: str) -> tuple[Iterable[bytes], str | None]:
        """An object's content, if it still has this ETag, and its MD5 where the storage tells."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be done for the folder to be as the bucket is: keys to copy, to remove, and such as are no file names."""

    copied: Mapping[str, Object]
    removed: tuple[str, ...]
    impossible: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.copied or self.removed)

    def digest(self) -> str:
        """The same for the same things to do."""
        told = [(key, one.etag) for key, one in sorted(self.copied.items())]
        return hashlib.sha256(repr((told, self.removed)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(slots=True)
class Mirrored:
    """What was done: how many objects were copied and removed, and the keys that could not be, with the reason."""

    copied: int = 0
    removed: int = 0
    failed: dict[str, str] = field(default_factory=dict)


class Bucket:
    """A bucket that is kept as a folder."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.address = storage.address

    def folder(self, folders: Folders) -> Path:
        """Where its objects are kept."""
        return folders.raw / f"s3-{self._storage.name}"

    def plan(self, folders: Folders) -> Plan:
        """What there is to do. Raises StorageFailed where it cannot be listed, BucketUnusable where all that was in it is gone."""
        folder, objects = self.folder(folders), self._storage.objects()
        kept = _kept(folder)
        if kept and not objects:
            raise BucketUnusable(
                f"every object of {self.address} is gone; nothing was removed. If they were meant to go, "
                f"delete the folder {folder}"
            )
        possible = {key: one for key, one in objects.items() if _is_file_name(key)}
        copied = {key: one for key, one in possible.items() if not _is_there(folder / key, one, kept.get(key))}
        removed = tuple(sorted(key for key in kept if key not in possible))
        return Plan(copied, removed, tuple(sorted(set(objects) - set(possible))))

    def mirror(self, folders: Folders) -> Mirrored:
        """Make the folder what the bucket is. What fails is in the result, and is tried again the next time.

        Raises what `plan` raises, and OSError where the state cannot be kept.
        """
        folder, plan, done = self.folder(folders), self.plan(folders), Mirrored()
        clear_partial([folder, *(path for path in folder.rglob("*") if path.is_dir())])
        # Said before it is done: a file that was copied just before a crash is known to be the bucket's.
        state: dict[str, str | None] = {**_kept(folder), **dict.fromkeys(plan.copied)}
        _keep(folder, state)
        for number, (key, wanted) in enumerate(sorted(plan.copied.items()), start=1):
            reason = self._copy(key, wanted, folder / key)
            if reason:
                done.failed[key] = reason
                continue
            state[key], done.copied = wanted.etag, done.copied + 1
            if number % _KEPT_EVERY == 0:
                _keep(folder, state)
        for key in plan.removed:
            _remove(folder, key)
            del state[key]
            done.removed += 1
        _keep(folder, state)
        return done

    def _copy(self, key: str, wanted: Object, target: Path) -> str:
        """Copy one object, trying again where the connection breaks. Says why where it could not be done."""
        reason = ""
        for _ in range(_ATTEMPTS):
            try:
                self._fetch(key, wanted, target)
            except StorageFailed as failure:
                reason = str(failure)
            except OSError as error:
                return f"{type(error).__name__}: {error.strerror}"
            else:
                return ""
        return reason

    def _fetch(self, key: str, wanted: Object, target: Path) -> None:
        content, stated_md5 = self._storage.content(key, wanted.etag)

        def check(size: int, md5: str) -> None:
            if size != wanted.size or stated_md5 not in (None, md5):
                raise StorageFailed(f"{size} of {wanted.size} bytes came, or others than were sent")

        place(content, target, wanted.modified_ns, replace=True, check=check)


def _is_file_name(key: str) -> bool:
    """Whether a key can be a path below the folder. Such as lead out of it, or are no submissions, cannot."""
    parts = key.split("/")
    is_path = all(part not in ("", ".", "..") and len(part.encode()) <= _LONGEST_NAME for part in parts)
    return is_path and "\0" not in key and not is_litter(str(PurePosixPath(key)))


def _is_there(path: Path, wanted: Object, etag: str | None) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    is_of_its_time = abs(status.st_mtime_ns - wanted.modified_ns) < _COARSEST_TIME_NS
    return etag == wanted.etag and status.st_size == wanted.size and is_of_its_time


def _remove(folder: Path, key: str) -> None:
    path = folder / key
    path.unlink(missing_ok=True)
    for above in _folders_of(folder, path):
        if any(above.iterdir()):
            break
        above.rmdir()


def _folders_of(folder: Path, path: Path) -> Iterator[Path]:
    """The folders between a file and the mirror's own, the nearest first."""
    yield from (above for above in path.parents if above != folder and above.is_relative_to(folder) and above.is_dir())


def _kept(folder: Path) -> dict[str, str | None]:
    """The keys that came from the bucket with their ETags; None where a copy was begun."""
    try:
        kept = json.loads((folder / MIRROR_STATE).read_text(encoding="utf-8"))["objects"]
        return dict(kept)
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError) as error:
        raise BucketUnusable(f"{folder / MIRROR_STATE} is damaged: delete the folder, and it is copied anew") from error


def _keep(folder: Path, state: Mapping[str, str | None]) -> None:
    content = json.dumps({"objects": state}).encode()
    place([content], folder / MIRROR_STATE, 0, replace=True)
