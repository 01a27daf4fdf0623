"""What stands in deploy/: units that systemd takes, a compose file open to this machine alone, no secrets, pinned versions."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.server import ROOT, UNITS, settings

DEPLOY = ROOT / "deploy"
SERVICES = sorted(UNITS.glob("*.service"))
LOCKED = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements-deploy.lock").read_text(), re.MULTILINE))


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed: apt-get install -y --no-install-recommends systemd")
    for unit in UNITS.glob("jixiao-*"):
        text = unit.read_text(encoding="utf-8")
        # Programs have to be there: Python stands for those of /opt/jixiao.
        here = re.sub(r"/opt/jixiao/\.venv/bin/[\w-]+", sys.executable, text)
        (tmp_path / unit.name).write_text(here, encoding="utf-8")
    units = [str(path) for path in tmp_path.iterdir()]
    run = subprocess.run([program, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.stem)
def test_a_service_runs_as_itself_and_reaches_little(unit: Path) -> None:
    lines = set(unit.read_text(encoding="utf-8").splitlines())
    assert {
        "User=jixiao", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
        "CapabilityBoundingSet=",
    } <= lines  # fmt: skip


def test_secrets_stand_in_the_environment_alone() -> None:
    assert all(value == "" for value in settings(UNITS / "secrets.env").values())
    secret = re.compile(r"(password|secret|token|webhook)\w*[ \t]*[:=][ \t]*([^\s#]\S*)", re.IGNORECASE)
    for path in (path for path in DEPLOY.rglob("*") if path.is_file() and path.name != "secrets.env"):
        for _, value in secret.findall(path.read_text(encoding="utf-8")):
            assert value.startswith("${"), f"{path}: {value}"


def test_every_setting_that_dagster_needs_is_given() -> None:
    given = {*settings(UNITS / "jixiao.env"), *settings(UNITS / "secrets.env")}
    wanted = set(re.findall(r"env: (\w+)", (DEPLOY / "dagster.yaml").read_text(encoding="utf-8")))
    assert wanted
    assert wanted <= given
    for name in ("webserver", "daemon"):
        assert wanted <= set(compose()["services"][name]["environment"])


def test_every_service_listens_on_loopback_alone() -> None:
    assert settings(UNITS / "jixiao.env")["JIXIAO_UI_ADDRESS"] == "127.0.0.1"
    ports = {name: service.get("ports", []) for name, service in compose()["services"].items()}
    assert ports == {"postgres": [], "daemon": [], "webserver": ["127.0.0.1:${JIXIAO_UI_PORT:-3000}:3000"]}


def test_compose_has_the_three_services_and_their_volumes() -> None:
    told = compose()
    assert set(told["services"]) == {"postgres", "webserver", "daemon"}
    kept = {volume.split(":")[0] for service in told["services"].values() for volume in service["volumes"]}
    assert {name for name in kept if re.fullmatch(r"\w+", name)} == set(told["volumes"])
    for name in ("webserver", "daemon"):
        service = told["services"][name]
        assert service["depends_on"]["postgres"]["condition"] == "service_healthy"
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


def test_images_are_pinned_by_version() -> None:
    base = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    images = base + [service["image"] for service in compose()["services"].values()]
    assert len(images) == 4
    assert all(re.search(r":\d+\.\d+(\.\d+)?(-[\w-]+)?$", image) for image in images)


def test_the_image_has_every_folder_it_installs() -> None:
    kept = re.findall(r"^!(\S+)$", (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert all((ROOT / name).exists() for name in kept)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    wanted = packages | {"sql", "deploy", "scripts", "pyproject.toml", "requirements-deploy.lock", "README.md"}
    assert wanted <= set(kept)


def test_a_server_runs_as_the_web_interface_of_a_checkout_does() -> None:
    """Queues, retries and retention were thought about once."""
    server, checkout = (
        yaml.safe_load((ROOT / name).read_text()) for name in ("deploy/dagster.yaml", "pipelines/dagster.yaml")
    )
    assert server.pop("storage")["postgres"]["postgres_db"]["scheme"] == "postgresql+psycopg2"
    assert server == checkout


def test_the_lock_of_a_server_has_what_it_runs() -> None:
    assert LOCKED["dagster"] == LOCKED["dagster-webserver"]
    assert {"dagster-postgres", "psycopg2-binary", "prometheus-client"} <= set(LOCKED)
