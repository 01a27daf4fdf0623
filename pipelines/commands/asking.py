"""Commands that take something out of the published warehouse: answers, files, pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from pipelines.commands.shared import (
    SOME_QUARANTINED,
    WRONG_USAGE,
    Complaint,
    Corrected,
    Out,
    Passwords,
    checked_corrections,
    checked_passwords,
    openable,
)
from pipelines.settings import DEFAULT_FOLDERS, Folders


def sql(
    query: Annotated[
        str | None,
        Parameter(allow_leading_hyphen=True, help="One SQL statement; read from standard input where it is left out"),
    ] = None,
    /,
    *,
    format: Annotated[Literal["table", "csv", "json", "markdown"], Parameter(help="How to print the rows")] = "table",  # noqa: A002
    out: Out = DEFAULT_FOLDERS.out,
) -> int:
    """Ask the published warehouse a question in SQL (DuckDB's dialect), read-only.

    SHOW ALL TABLES lists what there is. Views v_* have all names joined in;
    schema history has every version.
    """
    from warehouse.query import QueryError, render, run

    if query is None and sys.stdin.isatty():
        raise Complaint('请写明查询 Say what to ask: jixiao sql "SELECT * FROM v_project LIMIT 5"', WRONG_USAGE)
    database = _published(out)
    try:
        print(render(run(database, query if query is not None else sys.stdin.read()), format), end="")
    except QueryError as error:
        raise Complaint(str(error)) from error
    return 0


def ask(
    name: Annotated[str | None, Parameter(help="Name of a worked question; --list names them")] = None,
    /,
    *,
    list_all: Annotated[bool, Parameter(name="--list", help="A line for each question there is", negative="")] = False,
    format: Annotated[Literal["table", "csv", "json", "markdown"], Parameter(help="How to print the rows")] = "table",  # noqa: A002
    out: Out = DEFAULT_FOLDERS.out,
) -> int:
    """Ask one of the worked questions (sql/analysis, docs/cookbook.md)."""
    from warehouse.query import QueryError, render, run
    from warehouse.questions import listing, question

    if list_all or name is None:
        print(listing())
        return 0
    try:
        asked = question(name)
    except KeyError as error:
        raise Complaint(
            f"没有这个问题 There is no question {name!r}. jixiao ask --list 列出全部 names them.", WRONG_USAGE
        ) from error
    database = _published(out)
    try:
        print(render(run(database, asked.text), format), end="")
    except QueryError as error:
        raise Complaint(str(error)) from error
    return 0


def export(
    *,
    to: Annotated[Path, Parameter(help="Folder to write to; made if it does not exist")],
    format: Annotated[Literal["parquet", "csv", "xlsx", "duckdb"], Parameter(help="What to write")] = "parquet",  # noqa: A002
    out: Out = DEFAULT_FOLDERS.out,
) -> int:
    """Write the published tables for other tools: Parquet by year and district, CSV, one workbook, or a database."""
    from warehouse.exports import export as write

    database = _published(out)
    try:
        written = write(database, to, format)
    except OSError as error:
        raise Complaint(f"Nothing was exported 没有导出: {error}") from error
    for path in written:
        print(path)
    return 0


def report(
    *,
    file: Annotated[Path, Parameter(name="--out", help="The page to write")] = Path("report.html"),
    warehouse: Annotated[
        Path, Parameter(help="Folder of the published warehouse, as jixiao build --out wrote it")
    ] = DEFAULT_FOLDERS.out,
    year: Annotated[int | None, Parameter(help="Only this fiscal year")] = None,
    district: Annotated[str | None, Parameter(help="Only this district: its code, or the beginning, as 1302")] = None,
    raw: Annotated[Path, Parameter(help="Folder of the documents: what is found there is linked to")] = (
        DEFAULT_FOLDERS.raw
    ),
) -> int:
    """Write one self-contained page about the published warehouse: charts, tables, findings, a page a department.

    A page carries up to 100,000 projects, 400,000 indicators and 100,000 findings. A longer table is left out whole,
    the page says so, and its charts and sums still cover everything; --year and --district choose a part.
    """
    from pages.report import NothingChosen, write_report
    from pages.report.scope import Scope

    database = _published(warehouse)
    try:
        write_report(database, file, Scope(year, district), raw)
    except (OSError, NothingChosen) as error:
        raise Complaint(f"The page could not be written 网页未能写出: {error}") from error
    print(file)
    return 0


def review(
    document: Annotated[Path, Parameter(help="The document to check")],
    /,
    *,
    file: Annotated[Path, Parameter(name="--out", help="The page to write")] = Path("review.html"),
    password_file: Passwords = None,
    corrections: Corrected = DEFAULT_FOLDERS.corrections,
) -> int:
    """Write a page that shows a document's pages beside what was read from them, for a person to check.

    Corrections that are written down on the page go into a file for data/corrections (docs/review.md). Exit code 3
    where the document cannot be read.
    """
    from pages.review import write_review
    from pipelines.executors.workers import ProcessDied
    from pipelines.reading import apart
    from transforms.correction_files import CorrectionsInvalid
    from transforms.document import UnreadableDocument

    folders = Folders(document, DEFAULT_FOLDERS.out, checked_passwords(password_file), checked_corrections(corrections))
    pages_read = folders.notes / "pages"
    try:
        apart(
            write_review,
            openable(document),
            file,
            folders.passwords(),
            folders.corrections,
            pages_read if pages_read.is_dir() else None,
        )
    except UnreadableDocument as error:
        raise Complaint(f"{document}: {error.message}", SOME_QUARANTINED) from error
    except (ProcessDied, MemoryError) as error:
        raise Complaint(
            f"{document}: {error or '超出内存限制 it takes more memory than is allowed'}", SOME_QUARANTINED
        ) from error
    except (CorrectionsInvalid, OSError) as error:
        raise Complaint(f"The page could not be written 网页未能写出: {error}") from error
    print(file)
    return 0


def _published(out: Path) -> Path:
    """The published database. Complains where there is none."""
    database = Folders(DEFAULT_FOLDERS.raw, out).database
    if not database.is_file():
        raise Complaint(f"There is no warehouse at {database} yet 尚无数据库. Build one first: jixiao build 请先构建")
    return database
