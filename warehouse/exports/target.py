"""Where an export goes: written beside its place, then renamed into it; nothing that others made is replaced."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from warehouse.files import content_hash, remove, remove_leftovers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MANIFEST = "jixiao-export.json"
_WORKSHOP = re.compile(r"\.jixiao-export-(\d+)")


class ExportRefused(OSError):
    """Nothing was written; the message says why and what to do."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yields a path to write a file or folder to, which takes the place of `target` once all is written.

    It stands in a folder of its own beside the target, where temporary files can stand too. A target that is there
    already is replaced only if an export wrote it and nobody has changed it since: `jixiao-export.json` beside it
    remembers. Raises ExportRefused otherwise.
    """
    folder = target.parent
    _make(folder)
    _assure_ours(target)
    remove_leftovers(folder, _WORKSHOP)
    workshop = folder / f".jixiao-export-{os.getpid()}"
    workshop.mkdir()
    try:
        fresh = workshop / target.name
        yield fresh
        _remember(target, fresh)
        _swap(fresh, target, workshop / "old")
    finally:
        remove(workshop)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ExportRefused(f"{folder} is not a folder; name another one") from error


def _assure_ours(target: Path) -> None:
    if not (target.exists() or target.is_symlink()):
        return
    known = _manifest(target.parent).get(target.name, {}).get("files", {})
    advice = "move it away, or export to another folder"
    if not known or target.is_symlink():
        raise ExportRefused(f"{target} is there already and was not written by an export: {advice}")
    for name, file in _files(target).items():
        if file.is_symlink() or known.get(name) != content_hash(file):
            raise ExportRefused(f"{file} is not as the last export wrote it; so that no work is lost, {advice}")


def _files(target: Path) -> dict[str, Path]:
    """Every file of a target, by its path from the folder that holds the target."""
    found = [target] if target.is_file() else sorted(path for path in target.rglob("*") if not path.is_dir())
    return {path.relative_to(target.parent).as_posix(): path for path in found}


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(target: Path, fresh: Path) -> None:
    entry = {
        "exported_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "files": {name: content_hash(file) for name, file in _files(fresh).items()},
    }
    manifest = _manifest(target.parent) | {target.name: entry}
    draft = fresh.with_name(_MANIFEST)
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(target.parent / _MANIFEST)


def _swap(fresh: Path, target: Path, old: Path) -> None:
    if not target.is_dir():
        fresh.replace(target)
        return
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
