"""The rooms and the one way through them: imports run warehouse ← transforms ← pages ← pipelines, without circles."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from pipelines.executors.local import WARM

ROOT = Path(__file__).parents[1]
ROOMS = ("warehouse", "transforms", "pages", "pipelines", "explore")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
}
FORBIDDEN = {
    "warehouse": {"transforms", "pages", "pipelines", "dagster", "docx", "pdfplumber", "pypdfium2"},
    "transforms": {"pages", "pipelines", "dagster", "duckdb", "polars", "dataframely"},
    "pages": {"pipelines", "dagster"},
    "pipelines": {"explore"},
    "explore": {"transforms", "pages", "pipelines", "dagster"},
}
LONGEST_MODULE = 400


@cache
def imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_the_floors_beneath(module: str) -> None:
    tops = {name.partition(".")[0] for name in imports(MODULES[module])}
    assert not tops & FORBIDDEN[module.partition(".")[0]]


def test_transforms_take_only_the_records_and_how_they_are_declared_from_the_warehouse() -> None:
    taken = {
        name
        for module, path in MODULES.items()
        if module.startswith("transforms")
        for name in imports(path)
        if name.startswith("warehouse") and name in MODULES
    }
    assert taken == {"warehouse.schema.records", "warehouse.schema.frozen"}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        module: {name for name in imports(path) if name in MODULES and name != module}
        for module, path in MODULES.items()
    }
    list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_first_what_belongs_in_it_and_stays_short(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("pipelines.cli", {"dagster", "polars", "duckdb", "dataframely", "pyarrow", "lxml", "pypdfium2", "pdfplumber"}),
        ("transforms.quantity.value", {"dagster", "polars", "duckdb", "pyarrow", "lxml", "rich"}),
        ("transforms.extract", {"dagster", "polars", "duckdb", "pyarrow", "pypdfium2", "pdfplumber"}),
        ("warehouse.query", {"dagster", "polars", "dataframely", "pyarrow"}),
        ("pipelines.reading", {"dagster", "polars", "duckdb", "dataframely", "pyarrow", "pypdfium2", "pdfplumber"}),
        ("pipelines.normalising", {"dagster", "duckdb", "dataframely"}),
        ("warehouse.segments", {"dagster", "duckdb", "dataframely"}),
        ("warehouse.schema.frames", {"dagster", "duckdb", "dataframely"}),
    ],
)
def test_heavy_packages_are_imported_only_where_they_are_used(module: str, heavy: set[str]) -> None:
    assert not imported_with([module]) & heavy


def test_worker_processes_are_forked_from_one_without_what_does_not_survive_it() -> None:
    assert not imported_with(WARM) & {"polars", "pypdfium2", "duckdb"}


def imported_with(modules: list[str]) -> set[str]:
    """The packages that a process has imported once it has imported these modules."""
    code = f"import sys, {', '.join(modules)}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(run.stdout.split())
