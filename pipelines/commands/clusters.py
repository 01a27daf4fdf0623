"""The command of the machines of a cluster: worker."""

from __future__ import annotations

import os
import sys
from typing import Annotated

from cyclopts import Parameter

from pipelines.commands.shared import WRONG_USAGE, Complaint


def worker(
    scheduler: Annotated[str, Parameter(help="The scheduler's address, tcp://host:8786")],
    /,
    *,
    processes: Annotated[
        int | None, Parameter(help="How many documents to read at once. [default: one a core]")
    ] = None,
    options: Annotated[
        tuple[str, ...], Parameter(help="More for `dask worker`, such as --option=--tls-key=FILE", name="--option")
    ] = (),
) -> int:
    """Read documents for builds on other machines, until it is stopped: `jixiao build --executor dask --scheduler …`.

    Install the same version on all machines. A lake in a bucket takes the credentials of this machine's environment
    (docs/scale.md).
    """
    from importlib.util import find_spec

    if find_spec("distributed") is None:
        raise Complaint("A cluster needs the package distributed: make cluster", WRONG_USAGE)
    command = [sys.executable, "-m", "dask", "worker", scheduler, "--nthreads", "1", "--memory-limit", "0"]
    command += ["--nworkers", str(processes or os.cpu_count() or 1), "--no-dashboard", *options]
    # A worker starts processes of its own, which those that Dask starts as daemons may not.
    os.environ["DASK_DISTRIBUTED__WORKER__DAEMON"] = "False"
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - the worker is this command from here on
