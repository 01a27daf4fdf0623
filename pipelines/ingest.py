"""`jixiao ingest`: files documents as `<year>/<district code>/<file>` below the raw folder, by what is read in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.archives import ArchiveRejected, Member, archive_kind, unpack
from pipelines.arrival.placing import chunks, clear_partial, place
from pipelines.intake import RawFile
from pipelines.litter import submissions
from pipelines.settings import UNKNOWN_YEAR, Folders, partition_of
from pipelines.stages import Progress, no_progress, records_of
from transforms.quality.document import document_findings
from transforms.quality.findings import message, quarantines
from transforms.tables.submission import Submission, identify
from warehouse.schema.records import DocumentRecord

FILED, THERE, LEFT = "filed", "already there", "left"
_UNKNOWN_DISTRICT = "unknown"
_NO_YEAR = "未写明预算年度，请放入 <年度>/<区划代码>/ 文件夹 | it does not say its fiscal year: put it into a folder <year>/<district code>/"
_SEVERAL_YEARS = "包含多个年度（{0}），请解压后分别归档 | it holds texts of {0}: unpack it and file them one by one"
_CHANGED = "文件在读取时被修改，请重试 | the file was changed while it was read: try again"
_NO_FILE = "不是文件 | it is no file"
_LITTER = "隐藏文件或临时文件，构建时不读取 | a hidden file or a lock file, which a build does not read"
_NAME_TAKEN = "{0} 已有其他文件，请改名 | {0} holds other files of this name: rename it"
_NOT_REMOVED = "原文件未能删除 | the original could not be removed ({0})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: `filed` as `target`, `already there` as `target`, or `left` where it was, and why."""

    file: Path
    what: str
    target: Path | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Given:
    """A file to file: its hash and time of change, and the documents in it (one, unless it is an archive)."""

    file: Path
    sha256: str
    modified_ns: int
    documents: tuple[RawFile, ...]


class _Left(Exception):
    """A file stays where it is. The message says why."""


def ingest(
    files: Sequence[Path], folders: Folders, *, move: bool = False, progress: Progress = no_progress
) -> list[Outcome]:
    """File each of the files, in their order. Readings go through the lake, so that the next build need not read again.

    A file is copied, or with `move` taken away once its copy is whole; it keeps its time of change, by which the later of
    two versions is told. What cannot be read, or does not say its fiscal year, stays where it is. Nothing that is in the
    raw folder is ever replaced: another file of the same name gets the beginning of its hash behind its name.
    """
    clear_partial({*folders.raw.glob("*/*/")})
    outcomes: dict[int, Outcome] = {}
    given: dict[int, _Given] = {}
    with ExitStack() as stack:
        for number, file in enumerate(files):
            try:
                given[number] = _opened(file, Path(stack.enter_context(TemporaryDirectory(prefix="jixiao-"))))
            except (_Left, OSError) as error:
                outcomes[number] = Outcome(file, LEFT, reason=_told(error))
        wanted = [document for one in given.values() for document in one.documents]
        records = {file.sha256: record for file, record in records_of(folders, wanted, progress)}
    for number, one in given.items():
        outcomes[number] = _filed(one, [records[document.sha256] for document in one.documents], folders, move=move)
    return [outcomes[number] for number in sorted(outcomes)]


def _opened(file: Path, store: Path) -> _Given:
    if not file.is_file():
        raise _Left(_NO_FILE)
    if not submissions([file.name]):
        raise _Left(_LITTER)
    modified_ns = file.stat().st_mtime_ns
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    if archive_kind(file) is None:
        only = RawFile(file.name, sha256, file.stat().st_size, modified_ns, on_disk=str(file.absolute()))
        return _Given(file, sha256, modified_ns, (only,))
    try:
        members = unpack(file, store / "members")
    except ArchiveRejected as rejected:
        raise _Left(rejected.message) from rejected
    return _Given(file, sha256, modified_ns, tuple(_document(member, store, modified_ns) for member in members))


def _document(member: Member, store: Path, modified_ns: int) -> RawFile:
    if member.error or not (member.sha256 and member.stored):
        raise _Left(f"{member.path}: {member.error}")
    location = store.absolute() / member.stored
    return RawFile(member.path, member.sha256, member.size, modified_ns, on_disk=str(location))


def _filed(given: _Given, records: Sequence[DocumentRecord], folders: Folders, *, move: bool) -> Outcome:
    try:
        folder = folders.raw / _place_of(given, records)
        target, what = _copied(given, folder)
    except (_Left, OSError) as error:
        return Outcome(given.file, LEFT, reason=_told(error))
    return Outcome(given.file, what, target, _taken_away(given.file, target) if move else "")


def _taken_away(file: Path, target: Path) -> str:
    """Removes what was copied. Says why where that could not be done: the copy is whole all the same."""
    try:
        if not target.samefile(file):
            file.unlink()
    except OSError as error:
        return _NOT_REMOVED.format(_told(error))
    return ""


def _place_of(given: _Given, records: Sequence[DocumentRecord]) -> Path:
    """`<year>/<district code>` of a file. Raises _Left where its documents do not say, or disagree on the year."""
    years, districts = set[str](), set[str]()
    for document, record in zip(given.documents, records, strict=True):
        inside = "" if len(given.documents) == 1 else f"{document.path}: "
        reason = quarantines([*record.findings, *document_findings(record)])
        if reason:
            raise _Left(inside + message(reason))
        received = datetime.fromtimestamp(document.modified_ns / 1e9, UTC)
        found = identify(Submission(record, Path(document.path).name, received))
        year = partition_of(found.fiscal_year)
        if year == UNKNOWN_YEAR:
            raise _Left(inside + _NO_YEAR)
        years.add(year)
        districts.add(found.district_code or _UNKNOWN_DISTRICT)
    if len(years) > 1:
        raise _Left(_SEVERAL_YEARS.format(", ".join(sorted(years))))
    return Path(years.pop(), districts.pop() if len(districts) == 1 else _UNKNOWN_DISTRICT)


def _copied(given: _Given, folder: Path) -> tuple[Path, str]:
    """Where the file stands now, and whether it was put there."""
    same = next((path for path in _of_size(folder, given.file.stat().st_size) if _sha256(path) == given.sha256), None)
    if same:
        return same, THERE
    for name in _names(given):
        try:
            place(_unchanged(given), folder / name, given.modified_ns, replace=False)
        except FileExistsError:
            continue
        return folder / name, FILED
    raise _Left(_NAME_TAKEN.format(folder))


def _names(given: _Given) -> Iterable[str]:
    yield given.file.name
    yield f"{given.file.stem}-{given.sha256[:8]}{given.file.suffix}"


def _unchanged(given: _Given) -> Iterable[bytes]:
    """The content that was read. Raises _Left where the file is another one by now."""
    digest = hashlib.sha256()
    for chunk in chunks(given.file):
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != given.sha256:
        raise _Left(_CHANGED)


def _of_size(folder: Path, size: int) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and path.stat().st_size == size)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error.strerror}" if isinstance(error, OSError) else str(error)
