"""What a build shows on a terminal: a bar while it works, a summary when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from pipelines.build import Summary
    from pipelines.ingest import Outcome
    from pipelines.settings import Folders
    from pipelines.stages import Progress as Report
    from warehouse.published import Version

_STAGES = {"reading": "Reading documents 读取文件"}
_REST = "Building 构建"
_MOST_IDLE = 20


@contextmanager
def progress_bar() -> Iterator[Report]:
    """A function that moves a bar on standard error; silent where that is no terminal."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task(_REST, total=None)

        def show(stage: str, done: int, total: int) -> None:
            if done < total:
                bars.update(task, description=_STAGES.get(stage, stage), completed=done, total=total)
            else:
                bars.update(task, description=_REST, total=None)

        yield show


def summary_text(summary: Summary, folders: Folders) -> str:
    """The end of a build: what is in the warehouse, what was kept out and why, where the files are."""
    loaded = summary.documents - len(summary.quarantined)
    lines = [
        f"documents 文件    {loaded} loaded"
        + (f", {len(summary.quarantined)} quarantined" if summary.quarantined else ""),
        f"projects 项目     {summary.projects:,}",
        f"indicators 指标   {summary.indicators:,}",
        f"money 预算        {summary.budget_cny:,.2f} yuan",
        f"findings 问题     {summary.errors} errors, {summary.warnings} warnings (table quality_issue)",
        f"warehouse 数据库  {folders.database}",
        f"parquet           {folders.out / 'parquet'}",
    ]
    if summary.quarantined:
        lines.append("\nQuarantined 已隔离 (nothing of these is in the figures):")
        lines += [f"  {item.file_path}: {item.reason}" for item in summary.quarantined]
    if summary.idle_corrections:
        lines.append(
            "\nCorrections of documents that are not there 更正的文件不在 (withdrawn or replaced: they hold in history alone):"
        )
        lines += [f"  {line}" for line in summary.idle_corrections[:_MOST_IDLE]]
        left = len(summary.idle_corrections) - _MOST_IDLE
        if left > 0:
            lines.append(f"  … and {left} more")
    return "\n".join(lines)


def versions_text(versions: list[Version], current: Version | None) -> str:
    """The versions that are kept, a line each; a star marks the current one."""
    return "\n".join(_version_line(version, current) for version in versions)


def _version_line(version: Version, current: Version | None) -> str:
    mark = "*" if current and version.id == current.id else " "
    at = version.published_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    rows = f"{version.documents:,} documents 文件, {version.counts['project']:,} projects 项目"
    rest = f", {version.quarantined:,} quarantined 隔离" if version.quarantined else ""
    return f"{mark} {version.id}  {at}  {rows}{rest}{'  withdrawn 已撤回' if version.withdrawn else ''}"


def filing_text(outcomes: Iterable[Outcome]) -> str:
    """A line for each file of an ingest: what became of it, where it is now, and why where something is to be said."""
    return "\n".join(
        f"{outcome.what:<14}{outcome.file}"
        + (f" → {outcome.target}" if outcome.target else "")
        + (f": {outcome.reason}" if outcome.reason else "")
        for outcome in outcomes
    )
