"""The assets, from the raw folder to the published warehouse. Bodies only call `pipelines.stages` and report."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines import digests, stages
from pipelines.arrival.years import keep_years
from pipelines.executors.opening import keeping_workers
from pipelines.executors.workers import HERE, Computing
from pipelines.observation import figures
from pipelines.settings import DEFAULT_FOLDERS, PUBLISHING, Folders, Publishing, fiscal_year_partitions
from transforms.extract import reading_version
from transforms.normalise import TABLES
from warehouse.checks import PublishRefused, check_files
from warehouse.schema.staged import STAGED
from warehouse.schema.star import PUBLISHED, table_comment
from warehouse.turns import turn

FISCAL_YEARS = dg.StaticPartitionsDefinition(fiscal_year_partitions())
_ONE_RUN = dg.BackfillPolicy.single_run()


class Workspace(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The folders of a run, relative ones from where Dagster was started, and the processes that do its work."""

    raw: str = str(DEFAULT_FOLDERS.raw)
    out: str = str(DEFAULT_FOLDERS.out)
    password_file: str | None = None
    corrections: str | None = str(DEFAULT_FOLDERS.corrections)
    lake: str | None = None
    executor: str = HERE.executor
    scheduler: str | None = None
    allow_shrink: bool = PUBLISHING.allow_shrink
    whole: bool = PUBLISHING.whole
    keep: int = PUBLISHING.keep

    @property
    def publishing(self) -> Publishing:
        return Publishing(allow_shrink=self.allow_shrink, keep=self.keep, whole=self.whole)

    @property
    def folders(self) -> Folders:
        computing = Computing(self.executor, self.scheduler)
        return Folders(
            Path(self.raw), Path(self.out), _path(self.password_file), _path(self.corrections), self.lake, computing
        )


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


class Watcher(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where progress is shown: nowhere, unless the command line puts itself here."""

    def show(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` documents of a stage are through."""


def _metadata(started: float, **counts: Any) -> dict[str, Any]:
    return {**counts, "seconds": round(time.monotonic() - started, 3)}


@dg.asset(
    key=["raw", "file"], partitions_def=FISCAL_YEARS, backfill_policy=_ONE_RUN, group_name="raw",
    description="收到的文件，按预算年度 | Files of the raw folder, by fiscal year",
)  # fmt: skip
def raw_file(context: dg.AssetExecutionContext, workspace: Workspace, watcher: Watcher) -> dg.MaterializeResult[Any]:
    started = time.monotonic()
    with turn(workspace.folders.out):
        taken_in = stages.take_in(workspace.folders, watcher.show)
        keep_years(workspace.folders, taken_in)
        counts = stages.keep_manifests(workspace.folders, list(context.partition_keys), taken_in)
    idle = [one.entry for one in stages.corrections_of_none(workspace.folders, taken_in)]
    return dg.MaterializeResult(
        metadata=_metadata(started, documents=counts.documents, corrections_without_document=idle)
    )


@dg.asset(
    key=["record", "document"], deps=[raw_file], partitions_def=FISCAL_YEARS, backfill_policy=_ONE_RUN,
    group_name="record", description="逐字读出的表格内容 | What each document says, verbatim",
)  # fmt: skip
def record_document(
    context: dg.AssetExecutionContext, workspace: Workspace, watcher: Watcher
) -> dg.MaterializeResult[Any]:
    started = time.monotonic()
    with turn(workspace.folders.out), keeping_workers():
        counts = [stages.read_partition(workspace.folders, key, watcher.show) for key in context.partition_keys]
    documents, read = (sum(getattr(count, name) for count in counts) for name in ("documents", "read"))
    return dg.MaterializeResult(metadata=_metadata(started, documents=documents, read=read, reused=documents - read))


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            ["star", table],
            deps=[record_document],
            group_name="star",
            partitions_def=FISCAL_YEARS,
            description=table_comment(STAGED[table]),
        )
        for table in TABLES
    ],
    check_specs=[
        dg.AssetCheckSpec("every_record_has_its_rows", asset=["star", "document"], blocking=True),
    ],
    backfill_policy=_ONE_RUN,
    name="star",
)  # fmt: skip
def star(
    context: dg.AssetExecutionContext, workspace: Workspace, watcher: Watcher
) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
    started = time.monotonic()
    folders, partitions = workspace.folders, list(context.partition_keys)
    with turn(folders.out), keeping_workers():
        for key in partitions:
            stages.normalise_partition(folders, key, watcher.show)
        rows = stages.star_counts(folders, partitions)
    for table in TABLES:
        metadata = _metadata(started, documents=rows["document"], issues=rows["quality_issue"], rows=rows[table])
        yield dg.MaterializeResult(asset_key=["star", table], metadata=metadata)
    missing = stages.rows_missing(folders, partitions)
    yield dg.AssetCheckResult(
        check_name="every_record_has_its_rows", asset_key=["star", "document"], passed=not missing,
        metadata={"missing": missing},
    )  # fmt: skip


def warehouse() -> dg.AssetsDefinition:
    """The published tables, and the claims of `sql/checks/` that each publication has to keep."""
    claims = {file.name: file.comment for file in check_files()}

    @dg.multi_asset(
        specs=[
            dg.AssetSpec(
                ["warehouse", table],
                deps=[["star", table]],
                group_name="warehouse",
                description=table_comment(PUBLISHED[table]),
            )
            for table in TABLES
        ],
        check_specs=[
            dg.AssetCheckSpec(name, asset=["warehouse", "document"], blocking=True, description=claim)
            for name, claim in claims.items()
        ],
        name="warehouse",
        pool="publication",
    )
    def publication(workspace: Workspace) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
        started = time.monotonic()
        folders = workspace.folders
        try:
            report = stages.publish_lake(folders, workspace.publishing)
        except PublishRefused as refused:
            yield from _verdicts(claims, {failure.check: failure.count for failure in refused.failures})
            raise dg.Failure(str(refused)) from refused
        totals = {
            "documents": report.counts["document"],
            "issues": report.counts["quality_issue"],
            "is_new": report.is_new,
            "is_renewed": report.is_renewed,
            "renewal_failure": report.renewal_failure or "",
            **figures(folders.out),
        }
        for table in TABLES:
            metadata = _metadata(
                started, **totals, rows=report.counts[table], path=str(folders.out / "parquet" / table)
            )
            yield dg.MaterializeResult(asset_key=["warehouse", table], metadata=metadata)
        yield from _verdicts(claims, {})

    return publication


def _verdicts(claims: Iterable[str], failures: dict[str, int]) -> Iterator[dg.AssetCheckResult]:
    for name in claims:
        metadata = {"offending_rows": failures.get(name, 0)}
        passed = name not in failures
        yield dg.AssetCheckResult(
            check_name=name, asset_key=["warehouse", "document"], passed=passed, metadata=metadata
        )


def assets() -> list[dg.AssetsDefinition]:
    """Every asset, in the order in which they run. Code versions are those by which the lake decides what to make again."""
    return [
        raw_file,
        _of_version(record_document, reading_version()),
        _of_version(star, digests.rules_digest()),
        _of_version(warehouse(), digests.publication_digest()),
    ]


def _of_version(asset: dg.AssetsDefinition, version: str) -> dg.AssetsDefinition:
    return asset.map_asset_specs(lambda spec: spec.replace_attributes(code_version=version))
