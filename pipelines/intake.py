"""The raw folder as submissions: which files are there, archives opened, what they hold, and which year they are for."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.archive_names import decoded_name
from pipelines.archives import VERSION, ArchiveRejected, Member, archive_kind, unpack
from pipelines.litter import is_litter, submissions
from pipelines.settings import Folders
from warehouse.files import write_whole
from warehouse.stores.folder import FolderStore


@dataclass(frozen=True, slots=True)
class RawFile:
    """One submission: its path relative to the raw folder (with slashes), content hash, size and time of change.

    A file in an archive has the archive's path before its own and the archive's time; `stored` says where below the
    lake its bytes are. `also_at` names further files with the same content. `error` says why a file cannot be read,
    under the quality rule `error_rule`; where its content is not known, its hash is that of its path, so that it has a
    row of its own.
    """

    path: str
    sha256: str
    size: int
    modified_ns: int
    also_at: tuple[str, ...] = ()
    error: str | None = None
    error_rule: str = "document_damaged"
    stored: str | None = None
    on_disk: str | None = None
    """The path as the system has it, where that is no UTF-8."""
    submitted_ns: int | None = None
    """When its content was last handed in, where it stands at several paths."""

    @property
    def received_ns(self) -> int:
        """The time by which the later of two versions counts."""
        return self.modified_ns if self.submitted_ns is None else self.submitted_ns

    def location(self, folders: Folders) -> Path:
        """Where its bytes are."""
        return folders.notes / self.stored if self.stored else folders.raw / (self.on_disk or self.path)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as the last look found it: what is unchanged since is not opened again.

    Programs set a file's time of change as they like, so that another file may have the size and time of this one; when
    the system last changed anything about it (`status_ns`) they cannot set.
    """

    sha256: str
    size: int
    modified_ns: int
    status_ns: int
    is_archive: bool


def scan(folders: Folders) -> list[RawFile]:
    """Every submission below the raw folder, those in archives too, sorted by path, each content once.

    Hidden files, Office lock files, what systems and saved pages leave beside documents, links that lead out of the
    folder and what builds themselves write are left alone. A file with the size and times of change of the last look is
    not hashed again, an archive with the content of the last look not unpacked again.
    """
    known, seen = last_look(folders), {}
    by_content: dict[str, list[RawFile]] = defaultdict(list)
    for path in paths_on_disk(folders):
        file, now = _raw_file(folders.raw / path, path, known.get(path))
        if now:
            seen[path] = now
        for submission in _members(folders, file) if now and now.is_archive else [file]:
            by_content[submission.sha256].append(submission)
    _save_index(folders, seen)
    found = sorted(map(_once, by_content.values()), key=lambda file: file.path)
    _forget_unused(folders, found, {entry.sha256 for entry in seen.values() if entry.is_archive})
    return found


def _once(files: list[RawFile]) -> RawFile:
    """The first of the files with one content, with the paths of the others."""
    if len(files) == 1:
        return files[0]
    first, *more = sorted(files, key=lambda file: (bool(file.error), file.path))
    return replace(first, also_at=tuple(file.path for file in more), submitted_ns=_last_submitted(files))


def _last_submitted(files: list[RawFile]) -> int:
    """When a content was last handed in: an office that goes back to an earlier text sends it once more. The time of an
    archive counts where the content stands in archives alone: one of a whole folder is later than all that it holds."""
    return max([file.modified_ns for file in files if not file.stored] or [file.modified_ns for file in files])


def paths_on_disk(folders: Folders) -> list[str]:
    """The paths of the files that are submissions or archives, as the system names them."""
    return sorted(submissions(_walk(folders)))


def _walk(folders: Folders) -> Iterator[str]:
    root, out = folders.raw.resolve(), folders.out.resolve()
    for folder, below, names in os.walk(folders.raw, onerror=_stop):
        inside = Path(folder).relative_to(folders.raw)
        below[:] = [name for name in below if not _is_left_alone(inside / name, Path(folder, name), out)]
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 - twenty thousand files are looked at with every build
            if os.path.islink(path) and not Path(path).resolve().is_relative_to(root):  # noqa: PTH114
                continue
            if os.path.isfile(path):  # noqa: PTH113
                yield (inside / name).as_posix()


def _stop(error: OSError) -> None:
    """A folder that cannot be read must not look like one whose documents were taken away."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _is_left_alone(inside: Path, folder: Path, out: Path) -> bool:
    return is_litter(f"{inside.as_posix()}/file") or folder.resolve() == out


def _raw_file(location: Path, path: str, before: Seen | None) -> tuple[RawFile, Seen | None]:
    """The file, and how it was found; None where it cannot be opened."""
    name = readable(path)
    try:
        seen = _seen(location, before)
    except OSError as error:
        sha256 = hashlib.sha256(os.fsencode(path)).hexdigest()
        return RawFile(name, sha256, 0, 0, error=f"{type(error).__name__}: {error.strerror}"), None
    return RawFile(name, seen.sha256, seen.size, seen.modified_ns, on_disk=path if name != path else None), seen


def _seen(location: Path, before: Seen | None) -> Seen:
    """A file as it is now, hashed unless it is as it was before. Raises OSError."""
    status = location.stat()
    times = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    if before and (before.size, before.modified_ns, before.status_ns) == times:
        return before
    with location.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Seen(sha256, *times, is_archive=archive_kind(location) is not None)


def readable(path: str) -> str:
    """A path as people read it: names that are no UTF-8 were made where GB18030 was in use."""
    raw = os.fsencode(path)
    return decoded_name(raw) or raw.decode("utf-8", "replace")


# --- archives


def holder(path: str, files: Container[str]) -> str:
    """The file, of those on disk, that holds a submission: itself, or the archive it stands in."""
    if path in files:
        return path
    return next((str(above) for above in PurePosixPath(path).parents if str(above) in files), path)


def _members(folders: Folders, file: RawFile) -> list[RawFile]:
    """The submissions in an archive; where it is rejected the archive itself, with the reason."""
    listing = folders.notes / "archives" / f"{file.sha256}.json"
    members = _load_listing(folders, listing)
    if members is None:
        try:
            members = unpack(file.location(folders), folders.notes / "members")
        except ArchiveRejected as rejected:
            members = [Member("", file.sha256, file.size, rule=rejected.rule, error=rejected.message)]
        except FileNotFoundError as error:
            return [replace(file, error=f"{type(error).__name__}: {error.strerror}")]
        _write(listing, {"version": VERSION, "members": [asdict(member) for member in members]})
    return [_submission(file, member) for member in members]


def _submission(archive: RawFile, member: Member) -> RawFile:
    path = f"{archive.path}/{member.path}" if member.path else archive.path
    return RawFile(
        path,
        member.sha256 or hashlib.sha256(path.encode()).hexdigest(),
        member.size,
        archive.modified_ns,
        error=member.error,
        error_rule=member.rule or "document_damaged",
        stored=member.stored,
    )


def _load_listing(folders: Folders, listing: Path) -> list[Member] | None:
    """What an archive held when it was last opened; None where it has to be opened again."""
    try:
        raw = _read_json(listing)
        members = [Member(**member) for member in raw["members"]] if raw["version"] == VERSION else None
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if members is None or any(member.stored and not (folders.notes / member.stored).is_file() for member in members):
        return None
    return members


def _forget_unused(folders: Folders, found: Iterable[RawFile], archives: set[str]) -> None:
    """Removes what was unpacked from archives that are there no more, and their listings."""
    used = {folders.notes / file.stored for file in found if file.stored}
    for path in (folders.notes / "members").glob("*/*"):
        if path not in used:
            path.unlink(missing_ok=True)
    for path in (folders.notes / "archives").glob("*.json"):
        if path.stem not in archives:
            path.unlink(missing_ok=True)


def clear_notes(folders: Folders) -> None:
    """Removes what crashed processes were writing beside the lake."""
    FolderStore(folders.notes).clear_leftovers()


# --- manifests


def save_manifest(folders: Folders, partition: str, files: list[RawFile]) -> None:
    """Keep which files a partition holds; without any, the manifest goes."""
    path = _manifest(folders, partition)
    if files:
        _write(path, [asdict(file) for file in files])
    else:
        path.unlink(missing_ok=True)


def load_manifest(folders: Folders, partition: str) -> list[RawFile]:
    """The files a partition holds, as last taken in; empty where it has none or the manifest is damaged."""
    try:
        raw = _read_json(_manifest(folders, partition))
        return [RawFile(**{**file, "also_at": tuple(file["also_at"])}) for file in raw]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def manifests(folders: Folders) -> list[str]:
    """The partitions that hold files, as last taken in."""
    return sorted(path.stem for path in (folders.notes / "intake").glob("*.json"))


def _manifest(folders: Folders, partition: str) -> Path:
    return folders.notes / "intake" / f"{partition}.json"


def _save_index(folders: Folders, seen: dict[str, Seen]) -> None:
    index = {"version": VERSION, "files": {path: _told(entry) for path, entry in seen.items()}}
    _write(folders.notes / "files.json", index)


def _told(entry: Seen) -> dict[str, str | int | bool]:
    return {name: getattr(entry, name) for name in Seen.__slots__}


def last_look(folders: Folders) -> dict[str, Seen]:
    """Every file of the last look by its path on disk; none where archives are told another way since."""
    try:
        raw = _read_json(folders.notes / "files.json")
        return {path: Seen(**entry) for path, entry in raw["files"].items()} if raw["version"] == VERSION else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def last_look_at(folders: Folders) -> datetime | None:
    """When the raw folder was last scanned (UTC); None where it never was."""
    try:
        return datetime.fromtimestamp((folders.notes / "files.json").stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def _write(path: Path, content: object) -> None:
    # ASCII alone: names that are no UTF-8 hold surrogates, which no file can.
    write_whole(path, json.dumps(content))


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
