"""What the readmes print is what a newcomer gets."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pages.figure import shares
from pipelines.build import Summary
from pipelines.settings import DEFAULT_FOLDERS, Folders
from pipelines.terminal import summary_text
from tests.pipelines.conftest import ROOT
from transforms.quality.catalogue import catalogue
from warehouse.query import render, run
from warehouse.questions import question

README = (ROOT / "README.md").read_text(encoding="utf-8")
QUESTION = re.compile(r"```sh\n\.venv/bin/(jixiao sql [^\n]+)\n```\n\n```text\n(.+?)```", re.DOTALL)

ASKED = re.compile(r"```sh\n\.venv/bin/jixiao ask (\w+)\n```\n\n```text\n(.+?)```", re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_first_question_gives_the_printed_answer(name: str, built: tuple[Folders, Summary]) -> None:
    found = QUESTION.search((ROOT / name).read_text(encoding="utf-8"))
    assert found is not None
    query = shlex.split(found[1])[2]
    assert render(run(built[0].database, query), "table") == found[2]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_worked_question_gives_the_printed_answer(name: str, built: tuple[Folders, Summary]) -> None:
    found = ASKED.search((ROOT / name).read_text(encoding="utf-8"))
    assert found is not None
    assert render(run(built[0].database, question(found[1]).text), "table") == found[2]


def test_the_picture_shows_the_printed_answer(built: tuple[Folders, Summary]) -> None:
    drawn = (ROOT / "docs/districts_over_years.svg").read_text(encoding="utf-8")
    told = re.findall(r">([^<>]+)</text>", drawn)
    for row in shares(built[0].database):
        assert {row["name"], row["about"], row["share"]} <= set(told), "run: make docs"
        assert (row["label"] in told) == (row["percent"] >= 8), "run: make docs"


def test_make_run_ends_with_the_printed_summary(built: tuple[Folders, Summary]) -> None:
    assert summary_text(built[1], DEFAULT_FOLDERS) in README


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/architecture.md", "docs/operations.md"])
def test_every_link_of_a_page_leads_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("target", ["run", "test", "ui", "lint", "docs", "bench", "setup"])
def test_every_make_target_that_a_page_names_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_page_of_findings_has_not_drifted() -> None:
    assert Path(ROOT, "docs/quality.md").read_text(encoding="utf-8") == catalogue(), "run: make docs"
