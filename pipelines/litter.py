"""Which files of a folder or an archive are no submissions: what systems and programs leave beside documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from pipelines.settings import IGNORED_NAMES

_HIDDEN = (".", "~$")
_OF_SYSTEMS = ("__MACOSX", "$RECYCLE.BIN", "System Volume Information")
_IGNORED = {name.lower() for name in IGNORED_NAMES}
_PAGES = (".htm", ".html", ".mht", ".mhtml", ".xls", ".xlsx", ".doc", ".docx")
_COMPANIONS = ("_files", ".files", "_file", ".file", ".fld")
_PAGES_INSIDE = ("sheet", "saved_resource")
"""The parts of a saved page that hold what people filled in: sheets of a workbook, and frames."""


def is_litter(path: PurePosixPath) -> bool:
    """Whether the name of a file, or of a folder it is in, marks it: hidden, a lock file of Office, made by a system."""
    in_system_folder = any(part in _OF_SYSTEMS or part.startswith(".") for part in path.parts[:-1])
    return in_system_folder or path.name.startswith(_HIDDEN) or path.name.lower() in _IGNORED


def submissions(paths: Iterable[str]) -> list[str]:
    """Those of the paths (relative, with slashes) that are submissions, in order.

    A page saved as `name.html` keeps its pictures, styles and scripts in `name_files`: of those only pages count.
    """
    kept = [path for path in paths if not is_litter(PurePosixPath(path))]
    pages = {path.rpartition(".")[0].lower() for path in kept if path.lower().endswith(_PAGES)}
    return [path for path in kept if not _is_part_of_page(PurePosixPath(path), pages)]


def _is_part_of_page(path: PurePosixPath, pages: set[str]) -> bool:
    of_page = any(_page_of(folder) in pages for folder in path.parents)
    return of_page and not (path.suffix.lower() in (".htm", ".html") and path.name.lower().startswith(_PAGES_INSIDE))


def _page_of(folder: PurePosixPath) -> str | None:
    """The page, without its suffix, that a folder belongs to by its name."""
    name = folder.as_posix().lower()
    return next((name.removesuffix(end) for end in _COMPANIONS if name.endswith(end)), None)
