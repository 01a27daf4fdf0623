"""The log for machines: one JSON object a line for each document read, year normalised and version published.

Written where the environment (JIXIAO_LOG=FILE) or `--log FILE` asks for it, else nowhere. A line has `time` (UTC),
`level`, `stage`, `message`, and what it is about: `document`, `sha256`, `partition`, `version`, counts.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from functools import cache
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

VARIABLE = "JIXIAO_LOG"
"""The environment variable that names the file; processes that are started from this one inherit it."""

_LOGGER = logging.getLogger("jixiao")
_ABOUT = "about"


def info(stage: str, message: str, **about: Any) -> None:
    """Logs a step that was done. `about` says of what: document, sha256, partition, version, or a count."""
    _log(logging.INFO, stage, message, about)


def warning(stage: str, message: str, **about: Any) -> None:
    """Logs what somebody should look at: a document that was quarantined, a wait for another build."""
    _log(logging.WARNING, stage, message, about)


def error(stage: str, message: str, **about: Any) -> None:
    """Logs what failed: nothing was published."""
    _log(logging.ERROR, stage, message, about)


def write_to(file: Path | None) -> None:
    """Logs to this file from now on, as if JIXIAO_LOG had named it; None leaves it at that. Raises OSError where it
    cannot be written.
    """
    if file is None:
        return
    os.environ[VARIABLE] = str(file.absolute())
    _open(os.environ[VARIABLE])


def _log(level: int, stage: str, message: str, about: dict[str, Any]) -> None:
    if file := os.environ.get(VARIABLE):
        try:
            _open(file)
        except OSError as trouble:
            # A log that cannot be written stops no build; it is said once.
            _say_once(f"{VARIABLE}: the log {file} cannot be written: {trouble.strerror}")
    # Without any handler the logging package would print warnings on the terminal.
    if _LOGGER.hasHandlers():
        _LOGGER.log(level, message, extra={"stage": stage, _ABOUT: about})


class _Line(logging.Formatter):
    """A record as one line of JSON; what is about nothing is left out."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "stage": getattr(record, "stage", record.name),
            **{name: value for name, value in getattr(record, _ABOUT, {}).items() if value is not None},
            "message": record.getMessage(),
        }
        return json.dumps(line, ensure_ascii=False, default=str)


def _open(file: str) -> None:
    """Opens the log, unless it is open. The handler opens it anew when somebody has moved it away (logrotate)."""
    ours = [handler for handler in _LOGGER.handlers if isinstance(handler, WatchedFileHandler)]
    if any(handler.baseFilename == str(Path(file).absolute()) for handler in ours):
        return
    # Names that are no UTF-8 hold surrogates, which no file can.
    handler = WatchedFileHandler(file, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(_Line())
    for other in ours:
        _LOGGER.removeHandler(other)
        other.close()
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.INFO)


@cache
def _say_once(message: str) -> None:
    print(message, file=sys.stderr)
