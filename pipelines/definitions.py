"""What Dagster loads: assets, jobs, the sensors and schedules that start them, resources from the environment."""

import os

import dagster as dg

from pipelines.alerts import failure_alerts
from pipelines.arrival.automation import (
    Arrival,
    BucketSource,
    arrivals_sensor,
    bucket_sensor,
    build_job,
    learn_years_job,
    mirror_job,
    schedules,
)
from pipelines.asset_checks import watch_checks, with_freshness
from pipelines.assets import Watcher, Workspace, assets
from pipelines.executors.workers import HERE
from pipelines.settings import DEFAULT_FOLDERS

BUCKET = "JIXIAO_BUCKET"
"""Where documents come from a bucket: its address, `s3://name/prefix`."""


@dg.definitions
def definitions() -> dg.Definitions:
    """Everything the web interface and the daemon need. Steps run in one process: a process each costs seconds."""
    own = dg.Definitions(
        assets=with_freshness(assets()),
        asset_checks=[watch_checks()],
        jobs=[build_job(), learn_years_job],
        sensors=[arrivals_sensor(), failure_alerts()],
        schedules=schedules(),
        resources={"workspace": workspace(), "watcher": Watcher(), "arrival": _arrival()},
        executor=dg.in_process_executor,
    )
    return dg.Definitions.merge(own, _bucket()) if os.environ.get(BUCKET) else own


def _bucket() -> dg.Definitions:
    """What there is besides where documents come from a bucket."""
    source = BucketSource(address=os.environ[BUCKET])
    return dg.Definitions(jobs=[mirror_job], sensors=[bucket_sensor()], resources={"bucket": source})


def workspace() -> Workspace:
    """The folders, as JIXIAO_RAW, JIXIAO_OUT, JIXIAO_PASSWORDS, JIXIAO_CORRECTIONS and JIXIAO_LAKE say, and the processes,
    as JIXIAO_EXECUTOR and JIXIAO_SCHEDULER do."""
    return Workspace(
        raw=os.environ.get("JIXIAO_RAW", str(DEFAULT_FOLDERS.raw)),
        out=os.environ.get("JIXIAO_OUT", str(DEFAULT_FOLDERS.out)),
        password_file=os.environ.get("JIXIAO_PASSWORDS"),
        corrections=os.environ.get("JIXIAO_CORRECTIONS", str(DEFAULT_FOLDERS.corrections)),
        lake=os.environ.get("JIXIAO_LAKE"),
        executor=os.environ.get("JIXIAO_EXECUTOR", HERE.executor),
        scheduler=os.environ.get("JIXIAO_SCHEDULER"),
    )


def _arrival() -> Arrival:
    settle = os.environ.get("JIXIAO_SETTLE_SECONDS")
    return Arrival(settle_seconds=float(settle)) if settle else Arrival()
