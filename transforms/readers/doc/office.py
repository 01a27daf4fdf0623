"""Converts files with LibreOffice where it is installed: many in one call, macros off, within a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

INSTALL = "apt-get install -y --no-install-recommends libreoffice-writer"
"""The command that installs what this module runs."""

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS_A_CALL, _SECONDS_A_FILE = 60.0, 10.0

_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Chart", "false"),
)
"""Only signed macros of trusted places, and not even those; links are never followed, fields stay as saved."""
_ITEM = '<item oor:path="{0}"><prop oor:name="{1}" oor:op="fuse"><value>{2}</value></prop></item>'
_REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{0}</oor:items>\n'
)


def program() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def convert(
    contents: Sequence[bytes], source: str = "doc", target: str = "docx", seconds: float | None = None
) -> list[bytes | None]:
    """The files of the format `source` (a file name's ending) as files of the format `target`, in one call.

    None for a file that did not come out: LibreOffice is missing, could not read it, or took longer than `seconds`,
    by default a minute and ten seconds a file; of those that came out before the end of that time the last may be cut
    short. A profile of its own keeps the call clear of every other.
    """
    office = program()
    if office is None or not contents:
        return [None] * len(contents)
    limit = _SECONDS_A_CALL + _SECONDS_A_FILE * len(contents) if seconds is None else seconds
    with TemporaryDirectory(prefix="jixiao-office-", ignore_cleanup_errors=True) as folder:
        return _convert(office, Path(folder), contents, source, target, limit)


def _convert(
    office: str, folder: Path, contents: Sequence[bytes], source: str, target: str, limit: float
) -> list[bytes | None]:
    inputs, outputs = folder / "in", folder / "out"
    for place in (inputs, outputs):
        place.mkdir()
    _write_profile(folder / "profile")
    names = [f"{number:06}" for number in range(len(contents))]
    for name, content in zip(names, contents, strict=True):
        (inputs / f"{name}.{source}").write_bytes(content)
    command = [
        office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--nodefault", "--nolockcheck", "--convert-to", target, "--outdir", str(outputs),
        *(str(inputs / f"{name}.{source}") for name in names),
    ]  # fmt: skip
    _run(command, folder, limit)
    return [_output(outputs / f"{name}.{target.partition(':')[0]}") for name in names]


def _run(command: list[str], folder: Path, limit: float) -> None:
    """Runs a command to its end or its limit; nothing that it started is left behind."""
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp", "HOME": str(folder)}
    try:
        process = subprocess.Popen(  # noqa: S603 - a program found on the path, and files named here
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(limit)
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _write_profile(profile: Path) -> None:
    user = profile / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(_REGISTRY.format(items), encoding="utf-8")


def _output(path: Path) -> bytes | None:
    try:
        return path.read_bytes() or None
    except OSError:
        return None
