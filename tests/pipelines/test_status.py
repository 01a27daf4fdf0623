"""`jixiao status`: what it says, and its exit codes."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.build import Summary
from pipelines.cli import main
from pipelines.commands.status import status_json, status_text
from pipelines.settings import Folders
from pipelines.watch import Limits, Waiting
from tests.pipelines.states import NOW, state, year


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["status", *arguments])
    return int(end.value.code or 0)


def test_a_healthy_warehouse_exits_0_and_says_so(
    built: tuple[Folders, Summary], capsys: pytest.CaptureFixture[str]
) -> None:
    folders, _ = built
    assert run("--out", str(folders.out), "--raw", str(folders.raw)) == 0
    said = capsys.readouterr().out
    assert "│ 2025        │         4 │           0 │         0 │       34 │        232 │ 23518200.00 │" in said
    assert said.rstrip().endswith("Nothing to look at 一切正常")


def test_something_to_look_at_exits_3_and_is_said_last(
    built: tuple[Folders, Summary], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--out", str(built[0].out), "--raw", str(tmp_path / "share")) == 3
    assert "raw_folder: no such folder" in capsys.readouterr().out.splitlines()[-1]


def test_nothing_published_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--out", str(tmp_path)) == 1
    assert "Build one first: jixiao build" in capsys.readouterr().err


def test_wrong_usage_exits_2() -> None:
    assert run("--stale-days", "soon") == 2


def test_limits_are_those_of_the_command_line(built: tuple[Folders, Summary]) -> None:
    assert run("--out", str(built[0].out), "--raw", str(built[0].raw), "--stale-days", "0") == 3


def test_json_says_the_same_to_machines(built: tuple[Folders, Summary], capsys: pytest.CaptureFixture[str]) -> None:
    folders, summary = built
    assert run("--out", str(folders.out), "--raw", str(folders.raw), "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["fiscal_year"] for one in told["years"]] == [2023, 2025]
    assert sum(one["projects"] for one in told["years"]) == summary.projects
    assert (told["quarantined"], told["waiting"], told["attention"]) == ([], [], [])


def test_each_quarantined_document_is_named_with_its_reason() -> None:
    told = status_text(
        state(quarantined=(("2026/a.pdf", "加密 | encrypted"),), years=(year(2026, quarantined=1),)), Limits()
    )
    assert "Quarantined 已隔离: 1 of 10 documents, 10.0%\n  2026/a.pdf: 加密 | encrypted\n" in told


def test_what_runs_waits_and_was_withdrawn_is_told() -> None:
    waiting = Waiting(("a", "b", "c", "d"), NOW)
    told = status_text(state(building=(4711, NOW), waiting=waiting, withdrawn=("20260121T000000.000000Z",)), Limits())
    assert "(process 4711)" in told
    assert "4 files: a, b, c, …" in told
    assert "2 kept, 1 withdrawn" in told


def test_documents_that_were_withdrawn_are_counted_by_year_apart_from_versions() -> None:
    found = state(years=(year(2024, withdrawn=1), year(2025), year(2026, documents=0, withdrawn=1200)))
    text = status_text(found, Limits())
    assert "withdrawn 撤下    1,201 documents were removed or replaced: in history alone\n" in text
    assert "│ 2026        │         0 │           0 │      1200 │" in text
    assert "2 kept\n" in text
    told = json.loads(status_json(found, Limits()))
    assert (told["withdrawn_documents"], told["withdrawn"], told["documents"]) == (1201, [], 20)
    assert [one["withdrawn"] for one in told["years"]] == [1, 0, 1200]


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(seconds=-1), "yet to come"),
    ],
)
def test_an_age_is_told_as_people_tell_it(age: timedelta, told: str) -> None:
    assert told in status_text(state(published_at=NOW - age), Limits()).splitlines()[1]


def test_money_in_json_is_exact() -> None:
    (first, _) = json.loads(status_json(state(), Limits()))["years"]
    assert first["budget_cny"] == "1000.50"
