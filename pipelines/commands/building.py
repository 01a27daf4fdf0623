"""Commands that change what is kept: build, versions, rollback, ingest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from pipelines.commands.shared import (
    SOME_QUARANTINED,
    WRONG_USAGE,
    Complaint,
    Corrected,
    Executor,
    LakeAt,
    Out,
    Passwords,
    Raw,
    Scheduler,
    checked_corrections,
    checked_passwords,
    said_that_it_waits,
)
from pipelines.executors.workers import HERE, Computing
from pipelines.settings import DEFAULT_FOLDERS, KEPT, Folders

_NOTHING = "Nothing is published in {} 尚未发布; build first: jixiao build 请先构建"


def build(
    *,
    raw: Raw = DEFAULT_FOLDERS.raw,
    out: Out = DEFAULT_FOLDERS.out,
    password_file: Passwords = None,
    corrections: Corrected = DEFAULT_FOLDERS.corrections,
    lake: LakeAt = None,
    executor: Executor = HERE.executor,
    scheduler: Scheduler = None,
    allow_shrink: Annotated[
        bool, Parameter(help="Publish even where far fewer documents or projects are left than before", negative="")
    ] = False,
    whole: Annotated[
        bool, Parameter(help="Make the new version from every document, not only where some changed", negative="")
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
    from warehouse.stores.store import StoreUnusable
    from warehouse.turns import TurnTaken, turn

    if not raw.is_dir():
        raise Complaint(
            f"没有文件夹 There is no folder {raw}. 请指明文件所在 Name the one with your documents: jixiao build --raw DIR",
            WRONG_USAGE,
        )
    computing = Computing(executor, scheduler)
    folders = Folders(raw, out, checked_passwords(password_file), checked_corrections(corrections), lake, computing)
    try:
        logs.write_to(log)
        with turn(out, wait=wait, told=said_that_it_waits), progress_bar() as progress:
            summary = run(folders, progress, Publishing(allow_shrink=allow_shrink, keep=keep, whole=whole))
    except TurnTaken as error:
        raise Complaint(f"Nothing was done 未作任何改动: {error}") from error
    except (BuildFailed, StoreUnusable, OSError) as error:
        raise Complaint(f"Nothing was published: {error}\n没有发布，此前发布的保持不变。") from error
    print(summary_text(summary, folders))
    return SOME_QUARANTINED if summary.quarantined else 0


def versions(*, out: Out = DEFAULT_FOLDERS.out) -> int:
    """List the published versions that are kept, the newest first, and which one is current."""
    from pipelines.terminal import versions_text
    from warehouse.published import Published

    published = Published(out)
    found = published.versions()
    if not found:
        raise Complaint(_NOTHING.format(out))
    print(versions_text(found, published.current()))
    return 0


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
    if not published.versions():
        raise Complaint(_NOTHING.format(out))
    try:
        with turn(out, told=said_that_it_waits):
            found = published.switch_to(version or published.previous())
    except (NoSuchVersion, OSError) as error:
        raise Complaint(str(error)) from error
    print(f"现行版本 current version: {found.id}")
    return 0


def ingest(
    files: Annotated[tuple[Path, ...], Parameter(help="Documents, or archives of them", negative=())],
    /,
    *,
    raw: Raw = DEFAULT_FOLDERS.raw,
    out: Out = DEFAULT_FOLDERS.out,
    move: Annotated[bool, Parameter(help="Take the files away once their copies are whole", negative="")] = False,
    password_file: Passwords = None,
    lake: LakeAt = None,
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
        said = f"没有文件 There is no file {', '.join(missing)}." if missing else "请指明文件 Name the files."
        raise Complaint(said, WRONG_USAGE)
    with progress_bar() as progress:
        folders = Folders(raw, out, checked_passwords(password_file), lake_address=lake)
        outcomes = file_all(files, folders, move=move, progress=progress)
    print(filing_text(outcomes))
    return SOME_QUARANTINED if any(outcome.what == LEFT for outcome in outcomes) else 0
