"""A failed run is told, in words, and telling it never fails."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import dagster as dg
import pytest

from pipelines import alerts
from pipelines.alerts import Alert, alert_of, failure_alerts, tell
from pipelines.assets import Workspace

AT = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
TAGS = {"jixiao/year": "2025", "jixiao/why": "1 arrived: 2025/a.txt", "jixiao/origin": "arrivals"}


class Hook:
    """A webhook on loopback that answers with the given codes, one after the other, and keeps what it was sent."""

    def __init__(self, *codes: int) -> None:
        codes_left, sent = list(codes), list[bytes]()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(codes_left.pop(0))
                self.send_header("Retry-After", "3600")
                self.send_header("Location", "http://127.0.0.1:9/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

        self.sent = sent
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/secret-token"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "_PAUSE", 0.0)


@pytest.fixture
def hook(request: pytest.FixtureRequest) -> Iterator[Hook]:
    made = Hook(*request.param)
    yield made
    made.close()


def alert() -> Alert:
    return alert_of("0123456789", "build", "publication", "3 claims\n do not hold", TAGS, AT)


def test_an_alert_says_in_one_line_what_failed_where_and_why() -> None:
    assert alert().text == "Run 01234567 (build for 2025) failed in step publication: 3 claims do not hold"


def test_a_run_without_year_step_or_reason_is_told_all_the_same() -> None:
    told = alert_of("0123456789", "mirror", None, "", {}, AT)
    assert told.text.startswith("Run 01234567 (mirror) failed: no reason was given")


@pytest.mark.parametrize("hook", [(200,), (204,), (503, 429, 200)], indirect=True)
def test_the_webhook_gets_the_parts_as_json(hook: Hook, tmp_path: Path) -> None:
    assert tell(alert(), tmp_path / "alerts.log", hook.address)
    sent = json.loads(hook.sent[-1])
    assert (sent["run"], sent["step"], sent["year"]) == ("0123456789", "publication", "2025")
    assert (sent["reason"], sent["origin"], sent["at"]) == (
        "3 claims do not hold",
        "arrivals",
        "2026-11-21T06:30:00+00:00",
    )


@pytest.mark.parametrize(
    ("hook", "tried"), [((500, 500, 500, 500), 3), ((404,), 1), ((302,), 1)], indirect=["hook"], ids=str
)
def test_a_webhook_that_refuses_is_tried_a_bounded_number_of_times(hook: Hook, tried: int, tmp_path: Path) -> None:
    log = tmp_path / "alerts.log"
    assert not tell(alert(), log, hook.address)
    assert len(hook.sent) == tried
    told = log.read_text(encoding="utf-8")
    assert "did not take this message" in told
    assert "secret-token" not in told


def test_a_webhook_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "_SECONDS_TO_ANSWER", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert not tell(alert(), tmp_path / "alerts.log", f"http://127.0.0.1:{silent.getsockname()[1]}/")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "no address", "ftp://127.0.0.1/", "http://[/"])
def test_a_wrong_address_fails_nothing(address: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert not tell(alert(), tmp_path / "alerts.log", address)
    assert "3 claims do not hold" in (tmp_path / "alerts.log").read_text(encoding="utf-8")
    assert address not in caplog.text


def test_a_log_that_cannot_be_written_fails_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    assert not tell(alert(), tmp_path / "file/alerts.log", None)
    assert "3 claims do not hold" in caplog.text


def test_alerts_are_added_line_by_line(tmp_path: Path) -> None:
    for _ in range(2):
        assert tell(alert(), tmp_path / "logs/alerts.log", None)
    lines = (tmp_path / "logs/alerts.log").read_text(encoding="utf-8").splitlines()
    assert lines == [f"2026-11-21T06:30:00+00:00 {alert().text}"] * 2


@dg.op
def _breaks() -> None:
    raise dg.Failure("the disk is full") from OSError(28, "No space left on device")


@dg.job
def _breaking() -> None:
    _breaks()


def test_the_sensor_tells_the_step_and_the_innermost_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(alerts.WEBHOOK, raising=False)
    monkeypatch.delenv(alerts.LOG, raising=False)
    with dg.DagsterInstance.ephemeral() as instance:
        result = _breaking.execute_in_process(instance=instance, raise_on_error=False, tags={"jixiao/year": "2025"})
        context = dg.build_run_status_sensor_context(
            sensor_name="failure_alerts",
            dagster_event=result.get_run_failure_event(),
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            resources={"workspace": Workspace(out=str(tmp_path))},
        ).for_run_failure()
        failure_alerts()(context)
    told = (tmp_path / "alerts.log").read_text(encoding="utf-8")
    assert "(_breaking for 2025) failed in step _breaks: [Errno 28] No space left on device" in told


@pytest.mark.parametrize(("will_retry", "told"), [("true", "it is started again"), ("false", "or never started")])
def test_a_run_whose_process_died_says_whether_it_is_started_again(
    will_retry: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(alerts.WEBHOOK, raising=False)
    monkeypatch.setenv(alerts.LOG, str(tmp_path / "elsewhere.log"))
    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(_breaking, tags={"dagster/will_retry": will_retry})
        event = instance.report_run_failed(run)
        context = dg.build_run_status_sensor_context(
            sensor_name="failure_alerts",
            dagster_event=event,
            dagster_instance=instance,
            dagster_run=run,
            resources={"workspace": Workspace(out=str(tmp_path))},
        ).for_run_failure()
        failure_alerts()(context)
    line = (tmp_path / "elsewhere.log").read_text(encoding="utf-8")
    assert "its process is gone" in line
    assert told in line
