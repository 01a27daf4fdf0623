"""The server of deploy/ without a container engine: its units' own commands, and PostgreSQL on loopback in a scratch folder."""

from __future__ import annotations

import contextlib
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "deploy/systemd"
INSTALL = "apt-get install -y --no-install-recommends postgresql"
PASSWORD = "只在测试中 only here"  # noqa: S105 - made up for one run
_INSTALLED = "/opt/jixiao"


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(claim: Callable[[], object], seconds: float, told: Callable[[], str] = str) -> None:
    """Asks twice a second until the claim holds; fails with what `told` says when the time is over."""
    end = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds:.0f} seconds: {claim.__name__}\n{told()}")
        time.sleep(0.5)


def settings(environment: Path) -> dict[str, str]:
    """The variables of an EnvironmentFile."""
    lines = environment.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def command(unit: str, key: str, variables: Mapping[str, str]) -> list[str]:
    """A command of a unit as systemd would run it, in this checkout and this environment."""
    lines = (UNITS / unit).read_text(encoding="utf-8").splitlines()
    (line,) = (line.removeprefix(f"{key}=") for line in lines if line.startswith(f"{key}="))
    here = line.replace(f"{_INSTALLED}/.venv/bin", str(Path(sys.executable).parent)).replace(_INSTALLED, str(ROOT))
    for name, value in variables.items():
        here = here.replace(f"${{{name}}}", value)
    return shlex.split(here)


@contextlib.contextmanager
def running(arguments: list[str], environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process and what it starts, ended at the end."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            arguments, env={**os.environ, **environment}, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 9)


# --- PostgreSQL


def programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parents[1].name))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextlib.contextmanager
def postgresql() -> Iterator[int]:
    """A PostgreSQL with an empty database `jixiao` on loopback: its port. Skips where it is not installed.

    It refuses to be run by root, who therefore becomes nobody.
    """
    binaries = programs()
    if binaries is None:
        pytest.skip(f"PostgreSQL is not installed: {INSTALL}")
    user = "nobody" if os.geteuid() == 0 else None
    with TemporaryDirectory(prefix="jixiao-pg-") as scratch:
        folder, port = Path(scratch), free_port()
        if user:
            shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
        secret = folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        data = folder / "data"
        make = [
            "--username",
            "jixiao",
            "--pwfile",
            secret,
            "--auth",
            "scram-sha-256",
            "--encoding",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(
            [binaries / "initdb", "--pgdata", data, *make], user=user, cwd=folder, check=True, capture_output=True
        )
        quick = ["-c", "fsync=off", "-c", f"unix_socket_directories={folder}", "-c", "listen_addresses=127.0.0.1"]
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(port), *quick],
            user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _make_database(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def _make_database(port: int) -> None:
    import psycopg2

    def answers() -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            login = {"host": "127.0.0.1", "port": port, "user": "jixiao", "password": PASSWORD}
            connection = psycopg2.connect(dbname="postgres", **login)
            connection.autocommit = True
            connection.cursor().execute("CREATE DATABASE jixiao")
            connection.close()
            return True
        return False

    wait_until(answers, 20)
