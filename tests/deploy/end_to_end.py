"""The server as deploy/ describes it, for real: a document is dropped in, a run is seen, the new version is published.

Apart from the other tests since it takes a minute: `make test-deploy`.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.build import build
from pipelines.cli import main
from pipelines.settings import Folders
from tests.deploy.server import PASSWORD, ROOT, UNITS, command, free_port, postgresql, running, settings, wait_until
from warehouse.published import Published

SAMPLES = sorted((ROOT / "data/raw").rglob("*.txt"))
_LOADED = "SELECT count(*) FROM main.document WHERE status = 'loaded'"
_RUNS = "{ runsOrError { ... on Runs { results { jobName status tags { key value } } } } }"
_DAEMONS = "{ instance { daemonHealth { allDaemonStatuses { daemonType required healthy } } } }"
_SCHEDULES = (
    "{ repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name scheduleState { id } } } } } }"
)
_STOP = 'mutation { stopRunningSchedule(id: "%s") { ... on ScheduleStateResult { scheduleState { status } } } }'


class Server:
    """The running services: their folders, and what the web interface says."""

    def __init__(self, folder: Path, variables: dict[str, str]) -> None:
        self.raw, self.out = Path(variables["JIXIAO_RAW"]), Path(variables["JIXIAO_OUT"])
        self.log = Path(variables["JIXIAO_LOG"])
        self.address = f"http://{variables['JIXIAO_UI_ADDRESS']}:{variables['JIXIAO_UI_PORT']}"
        self.folder, self.variables = folder, variables

    def ask(self, question: str) -> Any:
        """The answer of the web interface to a GraphQL question; None while it does not answer, or with an error."""
        body = json.dumps({"query": question}).encode()
        request = urllib.request.Request(  # noqa: S310 - the loopback address
            f"{self.address}/graphql", body, {"Content-Type": "application/json"}
        )
        with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)["data"]
        return None

    def runs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask(_RUNS)["runsOrError"]["results"]
        return found

    def stop_schedules(self) -> None:
        """Builds are due at fixed times of the day, and these tests may run at any: only what arrives is to start runs."""
        repositories = self.ask(_SCHEDULES)["repositoriesOrError"]["nodes"]
        states = [one["scheduleState"]["id"] for repository in repositories for one in repository["schedules"]]
        assert states
        wait_until(lambda: all(map(self._is_stopped, states)), 30, self.told)

    def _is_stopped(self, state: str) -> bool:
        """Asks a schedule to stop; False while the answer is an error, as when the daemon writes down its state as well."""
        answer = self.ask(_STOP % state)
        return answer is not None and answer["stopRunningSchedule"]["scheduleState"]["status"] == "STOPPED"

    def told(self) -> str:
        """The ends of the services' own logs."""
        return "\n".join(f"{log.name}:\n{log.read_text()[-3000:]}" for log in self.folder.glob("*.log"))

    def drop(self, sample: Path) -> None:
        """Puts a document into the raw folder as a person would."""
        target = self.raw / sample.relative_to(ROOT / "data/raw")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(sample, target)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with postgresql() as port:
        variables = settings(UNITS / "jixiao.env") | {
            "JIXIAO_RAW": str(folder / "raw"), "JIXIAO_OUT": str(folder / "out"),
            "JIXIAO_CORRECTIONS": str(folder / "corrections"), "JIXIAO_LOG": str(folder / "log.jsonl"),
            "JIXIAO_PG_PORT": str(port), "JIXIAO_PG_PASSWORD": PASSWORD, "JIXIAO_UI_PORT": str(free_port()),
            "JIXIAO_SETTLE_SECONDS": "1", "DAGSTER_HOME": str(folder / "dagster"),
        }  # fmt: skip
        (folder / "raw").mkdir()
        (folder / "corrections").mkdir()
        subprocess.run(command("jixiao-daemon.service", "ExecStartPre", variables), check=True)
        with contextlib.ExitStack() as services:
            for name in ("webserver", "daemon"):
                unit = f"jixiao-{name}.service"
                start = command(unit, "ExecStart", variables)
                services.enter_context(running(start, variables, folder / f"{name}.log"))
            served = Server(folder, variables)
            wait_until(lambda: served.ask(_DAEMONS) is not None, 60, served.told)
            served.stop_schedules()
            served.drop(SAMPLES[0])
            build(Folders(served.raw, served.out))
            yield served


def test_the_web_interface_answers_on_loopback_and_every_daemon_is_well(server: Server) -> None:
    def all_well() -> bool:
        answer = server.ask(_DAEMONS)
        daemons = answer["instance"]["daemonHealth"]["allDaemonStatuses"] if answer else []
        return any(one["required"] for one in daemons) and all(one["healthy"] for one in daemons if one["required"])

    wait_until(all_well, 60, server.told)


def test_a_document_that_is_dropped_in_is_published_as_the_next_version_by_a_run(server: Server) -> None:
    """An analyst who has the old version open keeps it; the next connection sees the new one."""
    with duckdb.connect(str(server.out / "warehouse.duckdb"), read_only=True) as analyst:
        server.drop(SAMPLES[1])
        wait_until(lambda: len(Published(server.out).versions()) == 2, 180, server.told)
        assert analyst.execute(_LOADED).fetchall() == [(1,)]
    with duckdb.connect(str(Published(server.out).database), read_only=True) as connection:
        assert connection.execute(_LOADED).fetchall() == [(2,)]
    wait_until(lambda: all(run["status"] == "SUCCESS" for run in server.runs()), 60, server.told)
    (run,) = server.runs()
    assert run["jobName"] == "build"
    assert {"key": "jixiao/origin", "value": "arrivals"} in run["tags"]


def test_monitoring_reads_what_the_daemon_published(server: Server) -> None:
    variables = server.variables
    _, *arguments, _ = command("jixiao-metrics.service", "ExecStart", variables)
    target = server.folder / "jixiao.prom"
    with pytest.raises(SystemExit) as end:
        main([*arguments, str(target)])
    assert end.value.code == 0
    assert "jixiao_documents{fiscal_year=" in target.read_text(encoding="utf-8")


def test_the_runs_are_in_postgresql(server: Server) -> None:
    import psycopg2

    port = int(server.variables["JIXIAO_PG_PORT"])
    with contextlib.closing(
        psycopg2.connect(host="127.0.0.1", port=port, user="jixiao", password=PASSWORD, dbname="jixiao")
    ) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM runs WHERE status = 'SUCCESS'")
        assert cursor.fetchall() == [(1,)]


def test_what_was_done_stands_in_the_log_by_document_and_stage(server: Server) -> None:
    lines = [json.loads(line) for line in server.log.read_text(encoding="utf-8").splitlines()]
    read = [line["document"] for line in lines if line["stage"] == "reading"]
    assert read == [str(SAMPLES[1].relative_to(ROOT / "data/raw"))]
    published = [line["version"] for line in lines if line["stage"] == "publishing"]
    assert published == [Published(server.out).versions()[0].id]
