"""Opens archives (.zip, .tar, .tar.gz, .gz) within bounds; their files are kept by content, never by their names."""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from pipelines.archive_names import shown_path, tar_name, zip_name
from pipelines.litter import submissions
from transforms.readers.signatures import is_archive_of_files

VERSION = 1
"""Raised whenever the same archive may give other members; archives are then opened again."""
_CHUNK = 1024 * 1024
_MOST_DIRECTORY = 16 * 1024 * 1024
"""Of a zip's list of contents, which is read whole; 10,000 names take a quarter of it."""
_END_OF_ZIP, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF
_TAR_MARK, _TAR_MARK_AT = b"ustar", 257
_ENCRYPTED_FLAG = 1
_OF_THE_FILE = (None, errno.EINVAL)
"""What an OSError says whose cause is the archive and not the disk."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold, all that is nested in it included. A year's submissions of a city stay far below."""

    members: int = 10_000
    depth: int = 3
    total_bytes: int = 2 * 1024**3
    member_bytes: int = 256 * 1024**2
    ratio: int = 200
    """Times the archive's size, beyond the bytes that are free."""
    free_bytes: int = 10 * 1024**2


_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its path in it, as shown; its content's hash and size; where its bytes are kept.

    `stored` is relative to the store's parent. Where it is None, `rule` and `error` say why the file is not read; its
    hash is then empty where its content is not known.
    """

    path: str
    sha256: str
    size: int
    stored: str | None = None
    rule: str | None = None
    error: str | None = None


class ArchiveRejected(Exception):
    """Nothing of an archive is used. `rule` is the quality rule that says why, the message is for people."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


_UNSAFE = (
    "压缩包超出限制（{0}），没有使用，请拆分后重新提交。 The archive is out of bounds: {1}. Nothing of it was used."
)
_DAMAGED = "压缩包已损坏，请重新打包。 The archive is damaged ({0}): pack it again."
_EMPTY = "压缩包中没有文件，请重新打包。 The archive holds no file: pack it again."
_ENCRYPTED = "压缩包中的文件已加密，请解密后提交。 A file encrypted in its archive: pack it without a password."
_LINK = (
    "压缩包中的链接，没有读取，请提交文件本身。 A link or device in an archive is not followed: pack the file itself."
)


def archive_kind(path: Path) -> str | None:
    """`zip`, `tar` or `gzip` by the file's content; None for everything else, Office files included."""
    with path.open("rb") as file:
        head = file.read(_TAR_MARK_AT + len(_TAR_MARK))
    if head.startswith(_END_OF_ZIP) or (head.startswith(b"PK\x03\x04") and _is_zip_of_files(path)):
        return "zip"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    return "tar" if head[_TAR_MARK_AT:] == _TAR_MARK else None


def _is_zip_of_files(path: Path) -> bool:
    """A zip that cannot be opened is none: it may be a damaged Office file, and its reader says so."""
    if _directory_size(path) > _MOST_DIRECTORY:
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            return is_archive_of_files(set(archive.namelist()))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _directory_size(path: Path) -> int:
    """How long a zip's list of contents says it is, before anything is read of it."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - _END_SIZE - _LONGEST_COMMENT))
        tail = file.read()
    end = tail.rfind(_END_OF_ZIP)
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def unpack(path: Path, store: Path, limits: Limits = _LIMITS) -> list[Member]:
    """The files of an archive that are submissions, kept below `store` as `<aa>/<sha256>`.

    Links are not followed, encrypted and damaged members say so, archives in archives are opened too. Raises
    ArchiveRejected (`archive_unsafe`, `document_damaged`, `document_empty`), and OSError where the disk fails.
    """
    unpacking = _Unpacking(store, limits, path.stat().st_size)
    try:
        members = unpacking.open(path, archive_kind(path) or "zip", depth=1, name=path.name)
    finally:
        unpacking.clean_up()
    wanted = set(submissions(member.path for member in members))
    if not any(member.path in wanted for member in members):
        raise ArchiveRejected("document_empty", _EMPTY)
    return _told_apart([member for member in members if member.path in wanted])


def _told_apart(members: list[Member]) -> list[Member]:
    """Members whose paths are the same get a number."""
    seen: dict[str, int] = {}
    told = []
    for member in members:
        seen[member.path] = number = seen.get(member.path, 0) + 1
        path = member.path if number == 1 else f"{member.path} ({number})"
        told.append(Member(path, member.sha256, member.size, member.stored, member.rule, member.error))
    return told


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(slots=True)
class _Unpacking:
    """One archive being opened, with all that is nested in it: what is spent of the limits."""

    store: Path
    limits: Limits
    packed_bytes: int
    entries: int = 0
    unpacked_bytes: int = 0
    temporary: list[Path] = field(default_factory=list)

    def open(self, path: Path, kind: str, *, depth: int, name: str) -> list[Member]:
        if depth > self.limits.depth:
            raise _unsafe(f"嵌套超过{self.limits.depth}层", f"archives nested more than {self.limits.depth} deep")
        openers: dict[str, Callable[[Path, int, str], list[Member]]] = {
            "zip": self._open_zip, "tar": self._open_tar, "gzip": self._open_gzip,
        }  # fmt: skip
        with _damage_told():
            return openers[kind](path, depth, name)

    def clean_up(self) -> None:
        for path in self.temporary:
            path.unlink(missing_ok=True)

    # --- kinds

    def _open_zip(self, path: Path, depth: int, _name: str) -> list[Member]:
        if _directory_size(path) > _MOST_DIRECTORY:
            raise self._too_many()
        members: list[Member] = []
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                self._count()
                if not info.is_dir():
                    members += self._zip_member(archive, info, depth)
        return members

    def _zip_member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int) -> list[Member]:
        path = shown_path(zip_name(info))
        if stat.S_ISLNK(info.external_attr >> 16):
            return [_not_read(path, "format_unsupported", _LINK)]
        if info.flag_bits & _ENCRYPTED_FLAG:
            return [_not_read(path, "document_encrypted", _ENCRYPTED)]
        with archive.open(info) as source:
            return self._member(path, source, depth)

    def _open_tar(self, path: Path, depth: int, _name: str) -> list[Member]:
        members: list[Member] = []
        with (
            path.open("rb") as file,
            tarfile.open(fileobj=cast("IO[bytes]", _SmallReads(file)), mode="r:", encoding="utf-8") as archive,
        ):
            for info in archive:
                self._count()
                members += self._tar_member(archive, info, depth)
            file.seek(archive.offset)
            if file.read(tarfile.BLOCKSIZE).strip(b"\0") or file.tell() == archive.offset:
                # The library stops at a broken header as it does at the end, which is a block of zeros.
                raise tarfile.ReadError("no end of the archive")
        return members

    def _tar_member(self, archive: tarfile.TarFile, info: tarfile.TarInfo, depth: int) -> list[Member]:
        if info.isdir():
            return []
        path = shown_path(tar_name(info.name))
        source = archive.extractfile(info) if info.isreg() else None
        if source is None:
            return [_not_read(path, "format_unsupported", _LINK)]
        with source:
            return self._member(path, source, depth)

    def _open_gzip(self, path: Path, depth: int, name: str) -> list[Member]:
        with gzip.open(path) as source:
            unpacked, sha256, size = self._copy(source, self.limits.total_bytes)
        if archive_kind(unpacked) == "tar":
            self.unpacked_bytes -= size  # its members are about to be counted
            return self._open_tar(unpacked, depth, name)
        self._count()
        inner = PurePosixPath(name)
        return self._kept(unpacked, inner.stem if inner.suffix.lower() == ".gz" else inner.name, sha256, size, depth)

    # --- members

    def _member(self, path: str, source: _Source, depth: int) -> list[Member]:
        unpacked, sha256, size = self._copy(source, self.limits.member_bytes)
        return self._kept(unpacked, path, sha256, size, depth)

    def _kept(self, unpacked: Path, path: str, sha256: str, size: int, depth: int) -> list[Member]:
        """A file that is unpacked: kept by its content, or opened where it is an archive itself."""
        if kind := archive_kind(unpacked):
            return self._nested(unpacked, kind, path, sha256, size, depth)
        target = self.store / sha256[:2] / sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        unpacked.replace(target)
        return [Member(path, sha256, size, f"{self.store.name}/{sha256[:2]}/{sha256}")]

    def _nested(self, unpacked: Path, kind: str, path: str, sha256: str, size: int, depth: int) -> list[Member]:
        try:
            inside = self.open(unpacked, kind, depth=depth + 1, name=PurePosixPath(path).name)
        except ArchiveRejected as rejected:
            if rejected.rule == "archive_unsafe":
                raise
            return [Member(path, sha256, size, rule=rejected.rule, error=rejected.message)]
        if not inside:
            return [Member(path, sha256, size, rule="document_empty", error=_EMPTY)]
        return [
            Member(f"{path}/{member.path}", member.sha256, member.size, member.stored, member.rule, member.error)
            for member in inside
        ]

    def _copy(self, source: _Source, most: int) -> tuple[Path, str, int]:
        """The content in a file of its own, its hash and size; what an archive declares of them counts for nothing."""
        self.store.mkdir(parents=True, exist_ok=True)
        path = self.store / f".{len(self.temporary)}.{os.getpid()}"
        self.temporary.append(path)
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as target:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                self._spend(len(chunk))
                if size > most:
                    megabytes = most // 1024**2
                    raise _unsafe(f"单个文件超过{megabytes} MB", f"a file of more than {megabytes} MB")
                digest.update(chunk)
                target.write(chunk)
        return path, digest.hexdigest(), size

    # --- bounds

    def _count(self) -> None:
        self.entries += 1
        if self.entries > self.limits.members:
            raise self._too_many()

    def _too_many(self) -> ArchiveRejected:
        return _unsafe(f"文件超过{self.limits.members}个", f"more than {self.limits.members} files")

    def _spend(self, size: int) -> None:
        self.unpacked_bytes += size
        if self.unpacked_bytes > self.limits.total_bytes:
            gigabytes = f"{self.limits.total_bytes / 1024**3:g} GB"
            raise _unsafe(f"解压后超过{gigabytes}", f"it unpacks to more than {gigabytes}")
        beyond = self.unpacked_bytes - self.limits.free_bytes
        if beyond > self.packed_bytes * self.limits.ratio:
            raise _unsafe(
                f"压缩比超过{self.limits.ratio}", f"it unpacks to more than {self.limits.ratio} times its size"
            )


class _SmallReads:
    """A file that refuses to be read in large pieces: a tar may declare a header of any size, read whole."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= 4 * _CHUNK:
            raise tarfile.ReadError("a header of more than 4 MB")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


@contextmanager
def _damage_told() -> Iterator[None]:
    """Whatever a library meets in a broken archive is one kind of error; a full disk is not the archive's fault."""
    try:
        yield
    except ArchiveRejected:
        raise
    except OSError as error:
        if error.errno not in _OF_THE_FILE:
            raise
        raise ArchiveRejected("document_damaged", _DAMAGED.format(type(error).__name__)) from error
    except Exception as error:
        raise ArchiveRejected("document_damaged", _DAMAGED.format(type(error).__name__)) from error


def _unsafe(chinese: str, english: str) -> ArchiveRejected:
    return ArchiveRejected("archive_unsafe", _UNSAFE.format(chinese, english))


def _not_read(path: str, rule: str, error: str) -> Member:
    return Member(path, "", 0, rule=rule, error=error)
