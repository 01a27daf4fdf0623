"""What makes a new version: a changed lake, changed code or SQL, a version that is gone; nothing else does."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines import digests
from warehouse import publish as publishing
from warehouse.lake import Lake
from warehouse.published import Published, Version

ROOT = Path(__file__).parents[2]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The versions that were really built, where building one is only writing down its name."""
    names: list[str] = []

    def build(order: publishing._Order, folder: Path) -> tuple[Version, str | None]:
        (folder / "warehouse.duckdb").touch()
        names.append(order.name)
        return Version(order.name, datetime.now(UTC), {}, {}, 0, order.digest, order.code), None

    monkeypatch.setattr(publishing, "_build", build)
    return names


def test_only_what_changed_makes_a_new_version(
    tmp_path: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, out = Lake(tmp_path / "lake"), tmp_path / "out"

    def is_new(code: str = "1") -> bool:
        report = publishing.publish(lake, out, code=code)
        current = Published(out).current()
        assert current is not None
        assert current.id == report.version == built[-1]
        return report.is_new

    assert [is_new(), is_new()] == [True, False]
    assert [is_new("2"), is_new("2")] == [True, False]
    monkeypatch.setattr(lake, "digest", lambda: "another")
    assert [is_new("2"), is_new("2")] == [True, False]
    # Whoever went back gets what the lake holds with the next build.
    Published(out).switch_to(Published(out).previous())
    assert is_new("2")
    Published(out).database.unlink()
    assert [is_new("2"), is_new("2")] == [True, False]
    assert publishing.publish(lake, out, code="2", whole=True).is_new
    assert len(built) == 6


def test_where_nothing_changed_fewer_versions_are_kept_if_so_wished(tmp_path: Path, built: list[str]) -> None:
    lake, out = Lake(tmp_path / "lake"), tmp_path / "out"
    for code in "123":
        publishing.publish(lake, out, code=code)
    publishing.publish(lake, out, code="3", kept=1)
    assert [version.id for version in Published(out).versions()] == built[2:]


def test_without_a_digest_of_the_code_every_publication_is_new(tmp_path: Path, built: list[str]) -> None:
    for _ in range(2):
        publishing.publish(Lake(tmp_path / "lake"), tmp_path / "out")
    assert len(built) == 2


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("sql/checks/assert_new.sql", "publishes"),
        ("sql/scores/new.toml", "publishes"),
        ("warehouse/publish.py", "publishes"),
        ("warehouse/exports/fiscal_column_types.toml", "publishes"),
        ("warehouse/schema/star.py", "publishes, normalises"),
        ("transforms/lineage/offices.py", "publishes"),
        ("transforms/rules/units.toml", "publishes, normalises"),
        ("transforms/tables/plan.py", "normalises"),
        ("transforms/readers/options.py", ""),
        ("warehouse/README.md", ""),
    ],
)
def test_changed_code_makes_anew_what_it_has_a_part_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str, again: str
) -> None:
    for room in ("sql", "warehouse", "transforms"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pipelines").mkdir()
    shutil.copy(ROOT / "pipelines" / "lineage.py", tmp_path / "pipelines")
    monkeypatch.setattr(digests, "__file__", str(tmp_path / "pipelines" / "digests.py"))
    monkeypatch.setattr(digests, "lineage_digest", digests.lineage_digest.__wrapped__)
    told = {"publishes": digests.publication_digest.__wrapped__, "normalises": digests.rules_digest.__wrapped__}
    before = {what: digest() for what, digest in told.items()}
    with (tmp_path / changed).open("a") as file:
        file.write("\n")
    assert ", ".join(what for what, digest in told.items() if digest() != before[what]) == again
