"""A storage server, a scheduler and workers on this machine, each a process as it would be on one of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOOKS = Path(__file__).parent / "hooks"
TRIES = "JIXIAO_TEST_TRIES"
"""Names the folder in which readings that end badly leave a mark; see `hooks`."""
_TO_START = 60


def needed(*packages: str) -> None:
    """Skips where a package of the extra `cluster` is missing."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} is missing: make cluster")


@contextmanager
def storage() -> Iterator[dict[str, str]]:
    """An S3-compatible server with a bucket `lake`; the environment by which it is found."""
    port = _free_port()
    environment = {
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with _running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port):
        _bucket(environment)
        yield environment


@contextmanager
def bucket() -> Iterator[str]:
    """The address of a bucket on such a server, for this process and those that it starts; skips where that needs more."""
    needed("obstore", "duckdb_extension_httpfs", "moto", "boto3")
    with storage() as environment, pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        yield "s3://lake"


def _bucket(environment: dict[str, str]) -> None:
    import boto3

    client = boto3.client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL_S3"],
        region_name=environment["AWS_DEFAULT_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )
    client.create_bucket(Bucket="lake")


@contextmanager
def cluster(environment: dict[str, str], tries: Path, processes: int = 2) -> Iterator[str]:
    """A scheduler with workers that have the hooks; its address."""
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduling = ["-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    own = {**environment, "PYTHONPATH": f"{HOOKS}:{ROOT}", TRIES: str(tries)}
    working = ["-m", "pipelines.cli", "worker", address, "--processes", str(processes)]
    with (
        _running([sys.executable, *scheduling], port),
        _running([sys.executable, *working], None, own),
    ):
        yield address


@contextmanager
def _running(command: list[str], port: int | None, environment: dict[str, str] | None = None) -> Iterator[None]:
    """A process, from when it answers at its port, with all that it starts."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        if port is not None:
            _wait_for(port, process)
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _TO_START
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"{process.args} does not answer at port {port}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port
