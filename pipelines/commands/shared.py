"""What the commands share: exit codes, how they complain, parameters that several have."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from pipelines.settings import DEFAULT_FOLDERS

NOTHING_PUBLISHED, WRONG_USAGE, SOME_QUARANTINED = 1, 2, 3

Raw = Annotated[Path, Parameter(help="Folder with the documents, in any layout. <year>/<district code>/ helps.")]
Out = Annotated[
    Path, Parameter(help="Folder of the published warehouse: warehouse.duckdb, parquet/, datapackage.json.")
]
Passwords = Annotated[
    Path | None, Parameter(help="File with passwords to try on encrypted documents, one a line.", name="--passwords")
]
Corrected = Annotated[
    Path | None,
    Parameter(help="Folder with corrections made after a review (docs/review.md).", name="--corrections"),
]

LakeAt = Annotated[
    str | None,
    Parameter(
        help="Where readings and rows are kept: s3://bucket/prefix or a folder. [default: lake/ below --out]",
        name="--lake",
        env_var="JIXIAO_LAKE",
    ),
]
Executor = Annotated[
    str,
    Parameter(
        help="Where documents are read: local (processes of this machine), dask (a cluster), inline (this process)",
        env_var="JIXIAO_EXECUTOR",
    ),
]
Scheduler = Annotated[
    str | None,
    Parameter(help="The scheduler of the Dask cluster, tcp://host:8786", env_var="JIXIAO_SCHEDULER"),
]


class Complaint(Exception):
    """What went wrong and what to do about it, for the person at the terminal, with the exit code."""

    def __init__(self, message: str, code: int = NOTHING_PUBLISHED) -> None:
        super().__init__(message)
        self.code = code


def said_that_it_waits(message: str) -> None:
    """Says on standard error that another process has the turn."""
    print(f"{message}; 等待中 waiting …", file=sys.stderr, flush=True)


def openable(file: Path) -> Path:
    """The file, if it can be opened. Complains where not."""
    try:
        with file.open("rb"):
            return file
    except OSError as error:
        raise Complaint(f"{file} 无法打开 cannot be opened: {error.strerror}", WRONG_USAGE) from error


def checked_corrections(folder: Path | None) -> Path | None:
    """The folder of corrections. Complains where one that was named is not there."""
    if folder is not None and folder != DEFAULT_FOLDERS.corrections and not folder.is_dir():
        raise Complaint(f"没有更正文件夹 There is no folder {folder} with corrections.", WRONG_USAGE)
    return folder


def checked_passwords(password_file: Path | None) -> Path | None:
    """The file with passwords, if one was named. Complains where it cannot be opened."""
    return None if password_file is None else openable(password_file)
