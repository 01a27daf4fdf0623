"""Every command of docs/operations.md is run, in its order: those for one machine for real, in a scratch folder with the
samples; those for a server with stand-ins for the programs that need a machine of their own (systemd, containers)."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.build import Summary
from pipelines.cli import app, main
from pipelines.settings import Folders
from tests.conftest import ROOT
from tests.deploy.server import INSTALL, programs
from warehouse.published import Published

PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh( server)?\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"\s+# .*$")
OURS = ".venv/bin/jixiao"
EXPECTED = {"jixiao status": (0, 3), "jixiao build": (0, 3)}
"""Exit codes of those that tell something by it; of all others it is 0."""


def commands(*, of_a_server: bool) -> list[str]:
    return [
        COMMENT.sub("", line) for server, text in BLOCKS if bool(server) == of_a_server for line in text.splitlines()
    ]


def run_ours(line: str) -> None:
    """A command of ours in this process, where it starts at once; the shell only reads its arguments."""
    arguments = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {line.removeprefix(OURS)}"], capture_output=True, text=True, check=True
    ).stdout.split("\0")[:-1]
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code in EXPECTED.get(f"jixiao {arguments[0]}", (0,)), line


@pytest.fixture
def scratch(built: tuple[Folders, Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder as an operator has it: documents, what was built of them before, an inbox."""
    shutil.copytree(ROOT / "data/raw", tmp_path / "data/raw")
    shutil.copytree(ROOT / "data/corrections", tmp_path / "data/corrections")
    shutil.copytree(built[0].out, tmp_path / "data/out", symlinks=True)
    (tmp_path / "inbox").mkdir()
    sample = next((ROOT / "data/raw").rglob("002_*.txt"))
    (tmp_path / "inbox/new.txt").write_text(sample.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    for needed in ("Makefile", "pyproject.toml", *(path.name for path in ROOT.glob("requirements*.lock"))):
        shutil.copy(ROOT / needed, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHON", sys.executable)
    monkeypatch.setenv("JIXIAO_LOG", "")
    return tmp_path


def test_the_commands_for_one_machine_do_what_they_say(scratch: Path) -> None:
    for line in commands(of_a_server=False):
        if line.startswith(OURS):
            run_ours(line)
        else:
            # What make would do is tried by .ci/run; here its targets have to exist.
            shell = line.replace("make ", "make --dry-run ", 1) if line.startswith("make ") else line
            run = subprocess.run(["bash", "-euc", shell], cwd=scratch, capture_output=True, text=True, check=False)
            assert run.returncode == 0, f"{line}: {run.stderr}"
    # The build after all was restored found nothing that had changed: no time was cut, nothing of the lake is missing.
    (restored,) = Published(scratch / "data/out").versions()
    assert restored.counts["document"] == 6
    assert [path.name for path in (scratch / "backup").glob("*T*Z")] == [restored.id]
    assert (scratch / "jixiao.prom").read_text(encoding="utf-8").endswith("# EOF\n")
    assert '"stage": "publishing"' in (scratch / "build.jsonl").read_text(encoding="utf-8")


STAND_INS = {
    "systemctl": 'shift; for unit in "$@"; do case $unit in -*|postgresql) ;; *) ls {root}/deploy/systemd/"${{unit%.timer}}".* ;; esac; done',
    "docker": 'test -f {root}/"$3"',
    "apt-get": 'test "$1" = install',
    "git": "true",
    "editor": 'test "$1" = /etc/jixiao/secrets.env',
    "make": 'exec {make} --dry-run -C {root} "$@"',
    "runuser": 'test "$1 $2 $3" = "-u postgres --"; shift 3; command -v {programs}/"$1"',
    "systemd-run": 'for last; do :; done; test "$last" = migrate',
    "sh": 'test "$1" = deploy/install.sh; DESTDIR={scratch}/root exec /bin/sh {root}/"$1"',
}


def test_the_commands_for_a_server_name_what_is_there(tmp_path: Path) -> None:
    binaries = programs()
    if binaries is None:
        pytest.skip(f"PostgreSQL is not installed: {INSTALL}")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    known = {"root": ROOT, "scratch": tmp_path, "make": shutil.which("make"), "programs": binaries}
    for name, body in STAND_INS.items():
        (bin_folder / name).write_text(f"#!/bin/bash\nset -eu\n{body.format(**known)}\n", encoding="utf-8")
        (bin_folder / name).chmod(0o755)
    for line in commands(of_a_server=True):
        here = line.replace("cd /opt/jixiao", f"cd {ROOT}")
        run = subprocess.run(
            [shutil.which("bash") or "bash", "-euc", here], cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "PYTHON": sys.executable},
        )  # fmt: skip
        assert run.returncode == 0, f"{line}: {run.stderr}"
    laid_out = {path.name for path in (tmp_path / "root").rglob("*") if path.is_file()}
    assert laid_out == {path.name for path in (ROOT / "deploy/systemd").iterdir()}


def test_every_command_and_option_in_the_text_is_one_of_ours() -> None:
    for quoted in re.findall(r"`jixiao ([^`]+)`", PAGE):
        name, *options = shlex.split(quoted)
        assert name in app
        known = app[name].assemble_argument_collection()
        names = {one for argument in known for one in argument.names}
        assert {option for option in options if option.startswith("--")} <= names, quoted


def test_the_limits_of_status_are_those_of_the_page() -> None:
    from pipelines.watch import ATTENTIONS, Limits

    told = re.findall(r"^\| `(\w+)` \|.*\|([^|]*)\|$", PAGE.split("| named |")[1].split("\n\n")[0], re.MULTILINE)
    assert [name for name, _ in told] == list(ATTENTIONS)
    limits = Limits()
    assert {name: limit.strip() for name, limit in told if limit.strip()} == {
        "waiting": f"{limits.waiting.seconds // 3600} hours", "stale": f"`--stale-days {limits.stale.days}`",
        "quarantined": f"`--reject-share {limits.reject_share:g}`", "drift": f"`--drift {limits.drift}`",
    }  # fmt: skip
