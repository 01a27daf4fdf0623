"""The command line. Every command imports what it needs when it runs, so that --help and value answer at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from pipelines.settings import DEFAULT_FOLDERS, KEPT, Folders

if TYPE_CHECKING:
    from transforms.quantity.meaning import Value

NOTHING_PUBLISHED, WRONG_USAGE, SOME_QUARANTINED = 1, 2, 3

app = App(
    name="jixiao",
    help="""Chinese department budget performance texts (部门预算绩效文本) as one warehouse.

    A first round: put published files below data/raw, build, then ask:

        jixiao build
        jixiao sql "FROM v_project LIMIT 5"
    """,
    version_flags=["--version"],
    help_format="plaintext",
    result_action="return_value",
)

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


class Complaint(Exception):
    """What went wrong and what to do about it, for the person at the terminal, with the exit code."""

    def __init__(self, message: str, code: int = NOTHING_PUBLISHED) -> None:
        super().__init__(message)
        self.code = code


@app.command
def build(
    *,
    raw: Raw = DEFAULT_FOLDERS.raw,
    out: Out = DEFAULT_FOLDERS.out,
    password_file: Passwords = None,
    corrections: Corrected = DEFAULT_FOLDERS.corrections,
    allow_shrink: Annotated[
        bool, Parameter(help="Publish even where far fewer documents or projects are left than before", negative="")
    ] = False,
    keep: Annotated[int, Parameter(help="How many published versions to keep, to go back to with rollback")] = KEPT,
    wait: Annotated[bool, Parameter(help="Wait while another build is at work on --out, or give up")] = True,
    log: Annotated[
        Path | None, Parameter(help="File to log to, a JSON object a line for each step [default: $JIXIAO_LOG]")
    ] = None,
) -> int:
    """Build the warehouse from every document below --raw, and publish it to --out.

    Documents read before are not read again. Exit codes:

    0  every document was loaded
    1  nothing could be published; what was published before is untouched
    2  wrong usage
    3  published, but the documents named could not be used
    """
    from pipelines import logs
    from pipelines.build import BuildFailed
    from pipelines.build import build as run
    from pipelines.settings import Publishing
    from pipelines.terminal import progress_bar, summary_text
    from warehouse.turns import TurnTaken, turn

    if not raw.is_dir():
        raise Complaint(
            f"There is no folder {raw}. Name the one with your documents: jixiao build --raw DIR", WRONG_USAGE
        )
    folders = Folders(raw, out, _checked(password_file), _corrections(corrections))
    try:
        logs.write_to(log)
        with turn(out, wait=wait, told=_said), progress_bar() as progress:
            summary = run(folders, progress, Publishing(allow_shrink=allow_shrink, keep=keep))
    except TurnTaken as error:
        raise Complaint(f"Nothing was done: {error}") from error
    except (BuildFailed, OSError) as error:
        raise Complaint(f"Nothing was published: {error}") from error
    print(summary_text(summary, folders))
    return SOME_QUARANTINED if summary.quarantined else 0


@app.command
def versions(*, out: Out = DEFAULT_FOLDERS.out) -> int:
    """List the published versions that are kept, the newest first, and which one is current."""
    from pipelines.terminal import versions_text
    from warehouse.published import Published

    published = Published(out)
    found = published.versions()
    if not found:
        raise Complaint(f"Nothing is published in {out}; build first: jixiao build")
    print(versions_text(found, published.current()))
    return 0


@app.command
def rollback(
    version: Annotated[
        str | None, Parameter(help="Its id, as `jixiao versions` lists it; the one before if left out")
    ] = None,
    /,
    *,
    out: Out = DEFAULT_FOLDERS.out,
) -> int:
    """Make a version that was published before the current one again: database, Parquet and data package at once.

    The next build publishes what the raw folder holds then, as always.
    """
    from warehouse.published import NoSuchVersion, Published
    from warehouse.turns import turn

    published = Published(out)
    try:
        with turn(out, told=_said):
            found = published.switch_to(version or published.previous())
    except (NoSuchVersion, OSError) as error:
        raise Complaint(str(error)) from error
    print(f"现行版本 current version: {found.id}")
    return 0


@app.command
def ingest(
    files: Annotated[tuple[Path, ...], Parameter(help="Documents, or archives of them", negative=())],
    /,
    *,
    raw: Raw = DEFAULT_FOLDERS.raw,
    out: Out = DEFAULT_FOLDERS.out,
    move: Annotated[bool, Parameter(help="Take the files away once their copies are whole", negative="")] = False,
    password_file: Passwords = None,
) -> int:
    """File documents as <year>/<district code>/<file> below --raw, by reading them. Nothing is ever replaced.

    A line for each file says what became of it: filed, already there, or left where it was, and why. What is read is
    kept in --out for the next build. Exit code 3 where a file was left.
    """
    from pipelines.ingest import LEFT
    from pipelines.ingest import ingest as file_all
    from pipelines.terminal import filing_text, progress_bar

    missing = [str(file) for file in files if not file.exists()]
    if missing or not files:
        raise Complaint(f"There is no file {', '.join(missing)}." if missing else "Name the files.", WRONG_USAGE)
    with progress_bar() as progress:
        outcomes = file_all(files, Folders(raw, out, _checked(password_file)), move=move, progress=progress)
    print(filing_text(outcomes))
    return SOME_QUARANTINED if any(outcome.what == LEFT for outcome in outcomes) else 0


@app.command
def extract(
    file: Annotated[
        Path, Parameter(help="A document: .docx, .doc, .pdf, .xlsx, .html, .txt, .md, or a scan (.pdf, .png, .jpg)")
    ],
    /,
    *,
    password_file: Passwords = None,
) -> int:
    """Print what was read from one document, verbatim, with where each value stood, as JSON.

    Exit code 3 where the document cannot be used; "findings" says why.
    """
    from pipelines.workers import read_one
    from transforms.quality.document import document_findings
    from transforms.quality.findings import message, quarantines

    passwords = Folders(file, file, _checked(password_file)).passwords()
    record = read_one(_openable(file), passwords)
    print(record.to_json(indent=2))
    reason = quarantines([*record.findings, *document_findings(record)])
    if reason:
        print(f"{file}: {message(reason)}", file=sys.stderr)
    return SOME_QUARANTINED if reason else 0


@app.command
def value(
    text: Annotated[
        str,
        Parameter(allow_leading_hyphen=True, help="An indicator value as written, such as '≥95%' or '3860元/月/人'"),
    ],
    /,
    *,
    level2: Annotated[str | None, Parameter(help="The 二级指标 it stands under, such as 成本指标")] = None,
    unit: Annotated[str | None, Parameter(help="Its unit where a column of its own (度量单位) says it")] = None,
    year: Annotated[int | None, Parameter(help="The fiscal year, for deadlines without one")] = None,
    level1: Annotated[str | None, Parameter(help="The 一级指标 it stands under")] = None,
    name: Annotated[
        str | None, Parameter(help="What is measured (三级指标): a unit in its brackets, and whether more is better")
    ] = None,
    explain: Annotated[bool, Parameter(help="Say in Chinese how it was read, for people", negative="")] = False,
) -> int:
    """Print what one indicator value means, and the rule that read it, as JSON."""

    from transforms.quantity.direction import more_is_better
    from transforms.quantity.named import read_named

    found = read_named(text, name=name, level2=level2, unit=unit, year=year)
    if name or level1:
        found = found._replace(more_is_better=more_is_better(found, level1=level1, level2=level2, name=name))
    if explain:
        from transforms.quantity.explain import explain as explained

        print(explained(text, found, level2=level2, year=year))
    else:
        print(json.dumps(_told(text, found), ensure_ascii=False, indent=2))
    return 0


@app.command
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
        raise Complaint('Say what to ask: jixiao sql "SELECT * FROM v_project LIMIT 5"', WRONG_USAGE)
    database = _published(out)
    try:
        print(render(run(database, query if query is not None else sys.stdin.read()), format), end="")
    except QueryError as error:
        raise Complaint(str(error)) from error
    return 0


@app.command
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
        raise Complaint(f"There is no question {name!r}. jixiao ask --list names them.", WRONG_USAGE) from error
    database = _published(out)
    try:
        print(render(run(database, asked.text), format), end="")
    except QueryError as error:
        raise Complaint(str(error)) from error
    return 0


@app.command
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
        raise Complaint(f"Nothing was exported: {error}") from error
    for path in written:
        print(path)
    return 0


@app.command
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
        raise Complaint(f"The page could not be written: {error}") from error
    print(file)
    return 0


@app.command
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
    from pipelines.workers import ProcessDied, apart
    from transforms.correction_files import CorrectionsInvalid
    from transforms.document import UnreadableDocument

    folders = Folders(document, DEFAULT_FOLDERS.out, _checked(password_file), _corrections(corrections))
    pages_read = folders.lake / "pages"
    try:
        apart(
            write_review,
            _openable(document),
            file,
            folders.passwords(),
            folders.corrections,
            pages_read if pages_read.is_dir() else None,
        )
    except UnreadableDocument as error:
        raise Complaint(f"{document}: {error.message}", SOME_QUARANTINED) from error
    except (ProcessDied, MemoryError) as error:
        raise Complaint(f"{document}: {error or 'it takes more memory than is allowed'}", SOME_QUARANTINED) from error
    except (CorrectionsInvalid, OSError) as error:
        raise Complaint(f"The page could not be written: {error}") from error
    print(file)
    return 0


def _published(out: Path) -> Path:
    """The published database. Complains where there is none."""
    database = Folders(DEFAULT_FOLDERS.raw, out).database
    if not database.is_file():
        raise Complaint(f"There is no warehouse at {database} yet. Build one first: jixiao build")
    return database


@app.command
def doctor() -> int:
    """Say which formats can be read here, and which versions are installed."""
    from pipelines.doctor import report

    print(report())
    return 0


app.command(
    "pipelines.status:status",
    help="""Say what is published, how old it is, what was kept out and why, and what to look at.

    Exit codes, for cron and monitoring:

    0  all is well
    1  nothing is published yet
    2  wrong usage
    3  something to look at; the end of the output says what
    """,
)
app.command(
    "pipelines.metrics:metrics",
    help="""Print the figures of the published warehouse for a monitoring system, as OpenMetrics text.

    With --to FILE.prom in the folder of a node exporter's textfile collector. Exit code 0 also where nothing is
    published yet: jixiao_warehouse_published is 0 then.
    """,
)


def _said(message: str) -> None:
    print(f"{message}; 等待中 waiting …", file=sys.stderr, flush=True)


def _openable(file: Path) -> Path:
    try:
        with file.open("rb"):
            return file
    except OSError as error:
        raise Complaint(f"{file} cannot be opened: {error.strerror}", WRONG_USAGE) from error


def _corrections(folder: Path | None) -> Path | None:
    """The folder of corrections. Complains where one that was named is not there."""
    if folder is not None and folder != DEFAULT_FOLDERS.corrections and not folder.is_dir():
        raise Complaint(f"There is no folder {folder} with corrections.", WRONG_USAGE)
    return folder


def _checked(password_file: Path | None) -> Path | None:
    return None if password_file is None else _openable(password_file)


def _told(text: str, value: Value) -> dict[str, object]:
    """A value as JSON: its columns, its issues, where its words stood, and every bound where there are several."""
    from transforms.quantity.meaning import value_columns
    from transforms.quantity.value import stated_bounds

    columns = {name: _plain(item) for name, item in value_columns(value).items()}
    beside: dict[str, object] = {"issues": list(value.issues), "span": value.span and list(value.span)}
    if value.bounds:
        beside["bounds"] = [
            {"bound_name": bound.name or None, "bound_text": bound.value_text}
            | {name: _plain(item) for name, item in value_columns(bound.value).items()}
            for bound in stated_bounds(text, value)
        ]
    return {**columns, **beside}


def _plain(item: object) -> object:
    """A JSON value; numbers stay exact and without trailing zeros."""
    from datetime import date
    from decimal import Decimal

    if isinstance(item, Decimal):
        return int(item) if item == item.to_integral_value() else float(item)
    return item.isoformat() if isinstance(item, date) else item


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the contract's codes."""
    try:
        code = app(arguments, exit_on_error=False, print_error=True)
    except CycloptsError:
        code = WRONG_USAGE
    except Complaint as complaint:
        print(complaint, file=sys.stderr)
        code = complaint.code
    except BrokenPipeError:
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
