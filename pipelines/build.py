"""`jixiao build`: the assets, materialised in this process, and what came of it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines import stages
from pipelines.dagster_words import RANGE_END, RANGE_START, failure_reason
from pipelines.executors.workers import ExecutorUnusable
from pipelines.settings import PUBLISHING, Folders, Publishing, fiscal_year_partitions
from transforms.correction_files import CorrectionsInvalid
from transforms.corrections import Correction
from warehouse.stores.store import StoreUnusable

if TYPE_CHECKING:
    import dagster as dg


_ALL_GONE = (
    "every file of {} is gone at once: is the share mounted? Where all were meant to go, delete {} "
    "原始文件全部不见了，请检查共享目录是否已挂载；确属全部撤下的，请删除数据仓库所在的文件夹"
)


class BuildFailed(Exception):
    """Nothing was published; what was published before is untouched. The message says why."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that was kept out, and why."""

    file_path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What the published warehouse holds."""

    documents: int
    projects: int
    indicators: int
    budget_cny: Decimal
    errors: int
    warnings: int
    quarantined: tuple[Quarantined, ...]
    idle_corrections: tuple[str, ...] = ()
    """Corrections of documents that are not there (any more), a line each: nothing came of them."""


def build(
    folders: Folders, progress: stages.Progress = stages.no_progress, publishing: Publishing = PUBLISHING
) -> Summary:
    """Build and publish the warehouse from every document below the raw folder.

    Raises BuildFailed where nothing could be published, FileNotFoundError where there is no raw folder.
    """
    try:
        taken_in = stages.take_in(folders, progress)
    except (CorrectionsInvalid, ExecutorUnusable, StoreUnusable) as error:
        raise BuildFailed(str(error)) from error
    partitions = stages.affected_partitions(folders, taken_in)
    if partitions and not taken_in:
        raise BuildFailed(_ALL_GONE.format(folders.raw, folders.out))
    if not partitions:
        raise BuildFailed(
            f"没有找到文件 no document found in {folders.raw}: put the published files there, in any folder layout "
            "请把公开的文件放入其中，目录结构不限"
        )
    _materialise(folders, partitions, progress, publishing)
    idle = stages.corrections_of_none(folders, taken_in)
    return replace(summarise(folders), idle_corrections=tuple(map(_told, idle)))


def _told(correction: Correction) -> str:
    document = correction.file or f"{correction.document[:16]}…"
    return f"{correction.entry}: {document}, {correction.place}, {correction.field}"


def _materialise(folders: Folders, partitions: list[str], progress: stages.Progress, publishing: Publishing) -> None:
    import dagster as dg

    order = [key for key in fiscal_year_partitions() if key in partitions]
    with warnings.catch_warnings(), _instance() as instance:
        warnings.simplefilter("ignore", dg.BetaWarning)  # of single-run backfills, which are what this is built on
        from pipelines.assets import Watcher, Workspace, assets

        watcher = _watcher(Watcher, progress)
        result = dg.materialize(
            assets(),
            instance=instance,
            resources={"workspace": _workspace(Workspace, folders, publishing), "watcher": watcher},
            tags={RANGE_START: order[0], RANGE_END: order[-1]},
            run_config={"loggers": {"console": {"config": {"log_level": logging.getLevelName(logging.CRITICAL)}}}},
            raise_on_error=False,
        )
    if not result.success:
        kept_out = stages.quarantined(folders, partitions)
        why = failure_reason(result.get_step_failure_events()) or "the run failed without a message"
        raise BuildFailed("\n  ".join([why, *(f"{path}: {reason}" for path, reason in kept_out)]))


@contextmanager
def _instance() -> Iterator[dg.DagsterInstance]:
    """What Dagster knows of a run in this process. It stores no events: the result of the run has them, nobody asks for
    them later, and to put some hundreds into a database in memory took a third of the time of a build of a few documents."""
    import dagster as dg

    with dg.DagsterInstance.ephemeral() as instance:
        instance.event_log_storage.store_event = _forget  # type: ignore[method-assign]
        yield instance


def _forget(event: object) -> None:
    """What is done with an event that nobody asks for."""


def _workspace(workspace: type, folders: Folders, publishing: Publishing) -> object:
    password_file = str(folders.password_file) if folders.password_file else None
    corrections = str(folders.corrections) if folders.corrections else None
    return workspace(
        raw=str(folders.raw),
        out=str(folders.out),
        password_file=password_file,
        corrections=corrections,
        lake=folders.lake_address,
        executor=folders.computing.executor,
        scheduler=folders.computing.scheduler,
        **asdict(publishing),
    )


def _watcher(watcher: type, progress: stages.Progress) -> object:
    class Watching(watcher):  # type: ignore[misc]
        def show(self, stage: str, done: int, total: int) -> None:
            progress(stage, done, total)

    return Watching()


def summarise(folders: Folders) -> Summary:
    """Read back what was published: the figures a build ends with come from the warehouse itself."""
    import duckdb

    with duckdb.connect(str(folders.database), read_only=True) as connection:
        figures = dict(connection.execute(_FIGURES).fetchall())
        quarantined = connection.execute(_QUARANTINED).fetchall()
    return Summary(
        documents=int(figures["documents"]),
        projects=int(figures["projects"]),
        indicators=int(figures["indicators"]),
        budget_cny=figures["budget_cny"],
        errors=int(figures["errors"]),
        warnings=int(figures["warnings"]),
        quarantined=tuple(Quarantined(path, reason) for path, reason in quarantined),
    )


_FIGURES = """
    SELECT 'documents', count(*)::DECIMAL(18, 2) FROM document
    UNION ALL SELECT 'projects', count(*) FROM project
    UNION ALL SELECT 'indicators', count(*) FROM indicator
    UNION ALL SELECT 'budget_cny', coalesce(sum(budget_cny), 0) FROM project
    UNION ALL SELECT 'errors', count(*) FROM quality_issue WHERE severity = 'error'
    UNION ALL SELECT 'warnings', count(*) FROM quality_issue WHERE severity = 'warning'
"""
_QUARANTINED = "SELECT file_path, error FROM document WHERE status = 'quarantined' ORDER BY file_path"
