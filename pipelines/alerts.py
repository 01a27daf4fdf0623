"""Telling people that a run failed: a line in a log file, and a message to a webhook where one is set.

JIXIAO_ALERT_LOG names the log (else `alerts.log` in the folder of the published warehouse), JIXIAO_ALERT_WEBHOOK the
address that takes the message as JSON, a secret that stands in no log. Nothing here raises: what watches the runs goes on.
"""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.arrival.runs import ORIGIN_TAG, WHY_TAG, YEAR_TAG
from pipelines.assets import Workspace
from pipelines.dagster_words import failure_reason

WEBHOOK, LOG = "JIXIAO_ALERT_WEBHOOK", "JIXIAO_ALERT_LOG"
_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER = 3.0, 5.0
_MOST_RETRIES = 2
_PAUSE = 0.5
_LONGEST_REASON = 2000
_WILL_RETRY = "dagster/will_retry"
_DIED = {
    "true": "its process is gone (power cut, kill, out of memory); it is started again.",
    "false": "its process is gone (power cut, kill, out of memory), or never started.",
}
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Alert:
    """A failed run: `text` says it in one sentence, the rest are its parts."""

    text: str
    at: str
    run: str
    job: str
    step: str | None
    reason: str
    year: str | None = None
    why: str | None = None
    origin: str | None = None


def alert_of(run: str, job: str, step: str | None, reason: str, tags: Mapping[str, str], at: datetime) -> Alert:
    """The alert for a run. `at` knows its time zone; `tags` are the run's."""
    told = " ".join(reason.split())[:_LONGEST_REASON] or "no reason was given"
    year = tags.get(YEAR_TAG) or tags.get("dagster/partition")
    of_year = f" for {year}" if year else ""
    where = f"failed in step {step}" if step else "failed"
    text = f"Run {run[:8]} ({job}{of_year}) {where}: {told}"
    return Alert(
        text, at.isoformat(timespec="seconds"), run, job, step, told, year, tags.get(WHY_TAG), tags.get(ORIGIN_TAG)
    )


def tell(alert: Alert, log: Path, webhook: str | None) -> bool:
    """Write the alert to the log and post it. Whether both were possible."""
    is_posted = webhook is None or _post(webhook, alert)
    missing = "" if is_posted else f" (The webhook of {WEBHOOK} did not take this message.)"
    return _written(log, f"{alert.at} {alert.text}{missing}") and is_posted


def _written(log: Path, line: str) -> bool:
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="replace") as file:
            file.write(f"{line}\n")
    except OSError as error:
        _LOGGER.error("the log of alerts %s cannot be written (%s): %s", log, error.strerror, line)  # noqa: TRY400
        return False
    return True


def _post(webhook: str, alert: Alert) -> bool:
    from urllib3 import PoolManager, Retry, Timeout
    from urllib3.exceptions import HTTPError

    # A server that asks for an hour's patience would hold all other sensors up.
    retries = Retry(
        total=_MOST_RETRIES,
        redirect=False,
        status_forcelist=[429, 500, 502, 503, 504],
        allowed_methods=["POST"],
        backoff_factor=_PAUSE,
        respect_retry_after_header=False,
        raise_on_status=False,
    )
    timeout = Timeout(connect=_SECONDS_TO_CONNECT, read=_SECONDS_TO_ANSWER)
    try:
        body = json.dumps(asdict(alert), ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        with PoolManager(retries=retries, timeout=timeout) as pool:
            answer = pool.request("POST", webhook, body=body, headers=headers)
    except (HTTPError, OSError, ValueError) as error:
        # The error's own words name the address.
        _LOGGER.error("the alert could not be posted: %s", type(error).__name__)  # noqa: TRY400
        return False
    return 200 <= answer.status < 300


def failure_alerts() -> dg.SensorDefinition:
    """Tells of every run that fails, whoever started it."""

    @dg.run_failure_sensor(
        name="failure_alerts",
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=15,
        description="运行失败时报警 | A line in the log, and a message to the webhook, for each run that fails",
    )
    def failure_alerts(context: dg.RunFailureSensorContext, workspace: Workspace) -> None:
        alert = _of_failure(context)
        log = os.environ.get(LOG)
        tell(alert, Path(log) if log else workspace.folders.out / "alerts.log", os.environ.get(WEBHOOK) or None)

    return failure_alerts


def _of_failure(context: dg.RunFailureSensorContext) -> Alert:
    run, failed = context.dagster_run, context.get_step_failure_events()
    step, reason = None, _DIED.get(run.tags.get(_WILL_RETRY, "false"), "")
    if failed:
        step = failed[0].step_key
        reason = failure_reason(failed) or reason
    job = "materialisation from the web interface" if run.job_name.startswith("__") else run.job_name
    return alert_of(run.run_id, job, step, reason, run.tags, datetime.now(UTC))
