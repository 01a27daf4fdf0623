"""On the path of a worker, this makes documents dangerous: one that says so kills the process that reads it, or its worker.

Python imports a module of this name as it starts, so that the processes have it in which a worker reads.
"""

import os
import signal
from pathlib import Path

_TRIES = os.environ.get("JIXIAO_TEST_TRIES")
_POISON, _KILLS_WORKER = "此文件使读取进程退出".encode(), "此文件使工作进程退出一次".encode()


def _parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def _tried(name: str) -> int:
    """Notes a try; the how manieth it is."""
    with (Path(_TRIES or "") / name).open("a", encoding="utf-8") as marks:
        marks.write("x")
        return marks.tell()


def _endanger() -> None:
    from pipelines import reading

    really = reading.read_records

    def read_records(content: bytes, name: str, options: object) -> object:
        if _POISON in content:
            _tried("poison")
            os._exit(9)
        if _KILLS_WORKER in content and _tried("worker") == 1:
            # This process, the server that forks such processes, the worker.
            os.kill(_parent(os.getppid()), signal.SIGKILL)
        return really(content, name, options)  # type: ignore[arg-type]

    reading.read_records = read_records  # type: ignore[assignment]


if _TRIES:
    _endanger()
