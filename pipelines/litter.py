"""Which files of a folder or an archive are no submissions: what systems and programs leave beside documents."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

_HIDDEN = (".", "~$")
_OF_SYSTEMS = ("__MACOSX", "$RECYCLE.BIN", "System Volume Information")
_IGNORED = frozenset({"readme.md", "thumbs.db", "desktop.ini"})
"""Names in small letters."""
_PAGES = (".htm", ".html", ".mht", ".mhtml", ".xls", ".xlsx", ".doc", ".docx")
_COMPANIONS = ("_files", ".files", "_file", ".file", ".fld")
_PAGES_INSIDE = ("sheet", "saved_resource")
"""The parts of a saved page that hold what people filled in: sheets of a workbook, and frames."""


def is_litter(path: str) -> bool:
    """Whether the name of a file (a path with slashes), or of a folder it is in, marks it: hidden, a lock file of Office,
    made by a system."""
    folder, _, name = path.rpartition("/")
    return name.startswith(_HIDDEN) or name.lower() in _IGNORED or _is_of_system(folder)


@lru_cache
def _is_of_system(folder: str) -> bool:
    return any(part in _OF_SYSTEMS or part.startswith(".") for part in PurePosixPath(folder).parts)


def submissions(paths: Iterable[str]) -> list[str]:
    """Those of the paths (relative, with slashes) that are submissions, in order.

    A page saved as `name.html` keeps its pictures, styles and scripts in `name_files`: of those only pages count.
    """
    kept = [path for path in paths if not is_litter(path)]
    pages = {path.rpartition(".")[0].lower() for path in kept if path.lower().endswith(_PAGES)}
    folders = {path.rpartition("/")[0] for path in kept}
    companions = {folder for folder in folders if _is_of_page(PurePosixPath(folder), pages)}
    return [path for path in kept if path.rpartition("/")[0] not in companions or _is_page_inside(PurePosixPath(path))]


def _is_of_page(folder: PurePosixPath, pages: set[str]) -> bool:
    """Whether a folder, or one that it is in, belongs to one of the pages by its name."""
    names = [one.as_posix().lower() for one in (folder, *folder.parents)]
    return any(name.removesuffix(end) in pages for name in names for end in _COMPANIONS if name.endswith(end))


def _is_page_inside(path: PurePosixPath) -> bool:
    return path.suffix.lower() in (".htm", ".html") and path.name.lower().startswith(_PAGES_INSIDE)
