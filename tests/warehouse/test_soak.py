"""What the readers of the soak check: they have to see what does not belong together."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from small_warehouse import publish_rows, text

from bench.soak.looks import look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("soak")
    publish_rows(folder, text("a"), text("b", year=2024))
    return folder / "out"


def _change_json(path: Path, change: Callable[[Any], None]) -> None:
    told = json.loads(path.read_text(encoding="utf-8"))
    change(told)
    path.write_text(json.dumps(told), encoding="utf-8")


def _lose_rows(out: Path) -> None:
    file = out / "parquet" / "project" / "project-2024.parquet"
    duckdb.execute(f"COPY (FROM read_parquet('{file}') LIMIT 0) TO '{file}.new' (FORMAT parquet)")
    file.with_name(f"{file.name}.new").replace(file)


def _raise_budgets(out: Path) -> None:
    with duckdb.connect(str((out / "warehouse.duckdb").resolve())) as connection:
        connection.execute("UPDATE project SET budget_cny = budget_cny + 1")


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "rows are missing from Parquet": (_lose_rows, "Parquet"),
    "money differs": (_raise_budgets, "by year"),
    "the record tells other counts": (
        lambda out: _change_json(out / "current" / "version.json", lambda told: told["counts"].update(project=1)),
        "version.json",
    ),
    "the data package tells other rows": (
        lambda out: _change_json(out / "datapackage.json", lambda told: told["resources"][0].update(rows=9)),
        "datapackage.json",
    ),
}


@pytest.mark.parametrize("by_link", [True, False])
def test_a_whole_version_has_nothing_wrong(out: Path, *, by_link: bool) -> None:
    seen = look(out, by_link=by_link)
    assert seen.violations == ()
    assert (seen.version, seen.documents, seen.projects) == ((out / "current").readlink().name, 2, 2)
    assert seen.budget_cny == "720000.00"


@pytest.mark.parametrize(("damage", "named"), DAMAGE.values(), ids=DAMAGE.keys())
def test_what_does_not_belong_together_is_seen(
    out: Path, tmp_path: Path, damage: Callable[[Path], None], named: str
) -> None:
    shutil.copytree(out, tmp_path / "out", symlinks=True)
    damage(tmp_path / "out")
    violations = look(tmp_path / "out", by_link=True).violations
    assert violations
    assert any(violation.startswith(named) or named in violation for violation in violations)
