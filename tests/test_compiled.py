"""Which modules `make compiled` compiles; that they then do the same, `make check-compiled` shows."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from setup import compiled_modules
from tests.conftest import ROOT

TOLD = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["jixiao"]["compiled"]


@pytest.fixture(autouse=True)
def in_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_each_pattern_names_modules_that_are_compiled() -> None:
    modules = compiled_modules()
    assert [pattern for pattern in TOLD["modules"] if not any(Path(one).match(pattern) for one in modules)] == []


@pytest.mark.parametrize("module", TOLD["left_out"])
def test_what_is_left_out_is_there_and_would_be_compiled(module: str) -> None:
    assert (ROOT / module).exists()
    assert any(Path(module).match(pattern) for pattern in TOLD["modules"])
    assert module not in compiled_modules()


def test_nothing_that_is_compiled_has_properties_that_would_be_worked_out_each_time() -> None:
    assert [
        one for one in compiled_modules() if "cached_property\n    def" in Path(one).read_text(encoding="utf-8")
    ] == []
