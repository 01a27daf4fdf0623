"""Dagster's side of arrivals: the jobs, the sensor on the raw folder, the schedules. Bodies call plain functions."""

import time
from collections.abc import Iterable, Iterator
from functools import cache

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from pipelines.arrival.bucket import Bucket
from pipelines.arrival.calendar import calendar
from pipelines.arrival.runs import (
    BUILD,
    LEARN_YEARS,
    MIRROR,
    YEAR_TAG,
    Asked,
    PastRun,
    Request,
    ask,
    ask_for_copies,
    failed_years,
    over,
)
from pipelines.arrival.s3 import S3
from pipelines.arrival.waiting import Patience, now
from pipelines.arrival.years import learn_years
from pipelines.assets import Workspace
from pipelines.settings import fiscal_year_partitions

_SECONDS_BETWEEN_LOOKS = 30
"""A look at 20,000 files takes two of them."""
_SECONDS_BETWEEN_LISTINGS = 60
_MOST_PAST_RUNS = 100
_NOT_STARTED = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED]


class Arrival(dg.ConfigurableResource):  # type: ignore[type-arg]
    """How long to wait, in seconds: `pipelines.arrival.waiting.Patience` says what for."""

    settle_seconds: float = Patience().settle
    longest_wait_seconds: float = Patience().longest
    ask_again_seconds: float = Patience().ask_again

    @property
    def patience(self) -> Patience:
        return Patience(self.settle_seconds, self.longest_wait_seconds, self.ask_again_seconds)


@dg.op(
    name="read_for_years", description="读出不在年度文件夹中的文件属于哪一年度 | The years of files in no year's folder"
)
def _learn_years(context: dg.OpExecutionContext, workspace: Workspace) -> None:
    learned = learn_years(workspace.folders)
    context.log.info("the years of %d files are known", len(learned))


@dg.job(name=LEARN_YEARS)
def learn_years_job() -> None:
    """Reads files that are in no year's folder, so that the sensor knows which years to build."""
    _learn_years()


@cache
def build_job() -> UnresolvedAssetJobDefinition:
    """Builds fiscal years, one or a range, and publishes."""
    return dg.define_asset_job(BUILD, selection="*", description="构建并发布 | Build fiscal years and publish")


def arrivals_sensor() -> dg.SensorDefinition:
    """Looks at the raw folder every few seconds."""

    @dg.sensor(
        name="arrivals",
        jobs=[build_job(), learn_years_job],
        minimum_interval_seconds=_SECONDS_BETWEEN_LOOKS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="收到、更改、撤回的文件 | Files that arrive, change or go: one run for each fiscal year they touch",
    )
    def arrivals(context: dg.SensorEvaluationContext, workspace: Workspace, arrival: Arrival) -> dg.SensorResult:
        failed = failed_years(_past(context.instance), arrival.ask_again_seconds)
        queued = _queued(context.instance)
        return _result(ask(workspace.folders, context.cursor, now(), arrival.patience, queued, failed))

    return arrivals


class BucketSource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The bucket whose objects are copied into the raw folder: `s3://name/prefix`."""

    address: str


@dg.op(
    name="copy_bucket", description="将存储桶复制到收件文件夹 | Makes a folder below the raw folder what the bucket is"
)
def _copy_bucket(context: dg.OpExecutionContext, workspace: Workspace, bucket: BucketSource) -> None:
    done = Bucket(S3(bucket.address)).mirror(workspace.folders)
    context.log.info("%d objects copied, %d removed", done.copied, done.removed)
    if done.failed:
        told = "; ".join(f"{key}: {reason}" for key, reason in done.failed.items())
        raise dg.Failure(f"{len(done.failed)} objects could not be copied, and will be tried again: {told}")


@dg.job(name=MIRROR)
def mirror_job() -> None:
    """Copies what is new in the bucket, and removes what is gone from it."""
    _copy_bucket()


def bucket_sensor() -> dg.SensorDefinition:
    """Looks at the bucket every minute."""

    @dg.sensor(
        name="bucket",
        job=mirror_job,
        minimum_interval_seconds=_SECONDS_BETWEEN_LISTINGS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="存储桶的变化 | Objects that are new, changed or gone: one run copies them",
    )
    def bucket_changes(
        context: dg.SensorEvaluationContext, workspace: Workspace, bucket: BucketSource
    ) -> dg.SensorResult:
        plan = Bucket(S3(bucket.address)).plan(workspace.folders)
        return _result(ask_for_copies(plan, bucket.address, context.cursor, now()))

    return bucket_changes


def schedules() -> list[dg.ScheduleDefinition]:
    """Every day of the submission season, and every week of the year."""
    times = calendar()
    return [
        dg.ScheduleDefinition(
            name="submission_season",
            job_name=BUILD,
            cron_schedule=times.daily_cron,
            execution_timezone=times.timezone,
            execution_fn=_submission_season,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description="申报季每日构建 | Every day of the submission season: the years being submitted",
        ),
        dg.ScheduleDefinition(
            name="reconcile",
            job_name=BUILD,
            cron_schedule=times.reconcile_cron,
            execution_timezone=times.timezone,
            execution_fn=_reconcile,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description="每周全面核对 | Every week: all years are compared, what differs is built again",
        ),
    ]


def _submission_season(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest]:
    due = context.scheduled_execution_time
    why, origin = "daily in the submission season", "submission_season"
    for partition in calendar().due(due):
        yield run_request(over([partition], name=f"{partition}:{due.isoformat()}", why=why, origin=origin))


def _reconcile(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    name = context.scheduled_execution_time.isoformat()
    request = over(fiscal_year_partitions(), name=name, why="weekly reconcile", origin="reconcile", priority=-1)
    return run_request(request)


def run_request(request: Request) -> dg.RunRequest:
    """A request in Dagster's words."""
    return dg.RunRequest(
        run_key=request.run_key, job_name=request.job, partition_key=request.partition, tags=request.tags
    )


def _result(asked: Asked) -> dg.SensorResult:
    return dg.SensorResult(
        run_requests=[run_request(request) for request in asked.requests],
        cursor=asked.cursor,
        skip_reason=dg.SkipReason(asked.note) if asked.note else None,
    )


def _past(instance: dg.DagsterInstance) -> Iterator[PastRun]:
    """The last builds, the newest first, whatever became of them."""
    for record in instance.get_run_records(dg.RunsFilter(job_name=BUILD), limit=_MOST_PAST_RUNS):
        run = record.dagster_run
        year = run.tags.get(YEAR_TAG) or run.tags.get("dagster/partition")
        if year:
            has_failed = run.status is dg.DagsterRunStatus.FAILURE
            yield PastRun(run.run_id, year, has_failed, time.time() - (record.end_time or time.time()))


def _queued(instance: dg.DagsterInstance) -> Iterable[str]:
    """Which years runs that have not started yet are for."""
    for job in (BUILD, LEARN_YEARS):
        runs = instance.get_runs(dg.RunsFilter(job_name=job, statuses=_NOT_STARTED))
        yield from (run.tags[YEAR_TAG] for run in runs if YEAR_TAG in run.tags)
