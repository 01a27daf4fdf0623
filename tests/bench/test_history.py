"""What benchmarks keep of their runs: nothing is lost, the page shows the last ones, and both say what the results say."""

import json
from pathlib import Path
from typing import Any

import pytest

import bench.analysis.page
import bench.compiled
import bench.publishing
import bench.reading.page
import bench.scale.page
from bench.history import FILE, entries, remember, section
from bench.performance import PAGE

FIGURES = {
    "analysis": bench.analysis.page.figures,
    "compiled": bench.compiled.figures,
    "publishing": bench.publishing.figures,
    "reading": bench.reading.page.figures,
    "reading-compiled": bench.reading.page.figures,
    "scale": bench.scale.page.figures,
}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "performance.md"
    page.write_text("before\n<!-- bench-history -->\nold\n<!-- /bench-history -->\nafter\n", encoding="utf-8")
    return page


def run(benchmark: str, **figures: float) -> dict[str, Any]:
    return {"benchmark": benchmark, "measured": "2026-11-21", "code": None, "loop_ms": None, "figures": figures}


def test_a_run_is_added_to_those_before_it(tmp_path: Path, page: Path) -> None:
    for number in (1.5, 2.5):
        remember("reading", "2026-11-21", {"floors": number}, tmp_path / "history.json", page)

    kept = entries(tmp_path / "history.json")
    assert [one["figures"] for one in kept] == [{"floors": 1.5}, {"floors": 2.5}]
    assert all(one["loop_ms"] > 0 for one in kept)
    told = page.read_text(encoding="utf-8")
    assert told.startswith("before\n")
    assert told.endswith("after\n")
    assert "old" not in told
    assert section(kept) in told


def test_the_last_run_stands_first_and_names_the_columns() -> None:
    head, _, *rows = (
        section([run("a", old=1), run("b", other=2), run("a", new=3000, old=4)]).split("\n\n")[0].split("\n")
    )
    assert head == "| a | code | loop, ms | new | old |"
    assert rows == ["| 2026-11-21 | – | – | 3,000 | 4 |", "| 2026-11-21 | – | – | – | 1 |"]


def test_the_page_has_the_last_runs_only() -> None:
    told = section([run("a", figure=number) for number in range(20)])
    assert "| 19 |" in told
    assert "| 12 |" in told
    assert "| 11 |" not in told


@pytest.mark.parametrize("benchmark", FIGURES)
def test_the_last_run_that_is_kept_is_the_one_of_the_results(benchmark: str) -> None:
    results = json.loads((FILE.parent / f"{benchmark}.json").read_text(encoding="utf-8"))
    last = [one for one in entries() if one["benchmark"] == benchmark][-1]
    assert (last["measured"], last["figures"]) == (results["measured"], FIGURES[benchmark](results))


def test_the_page_has_not_drifted() -> None:
    assert section(entries()) in PAGE.read_text(encoding="utf-8")
