"""Corrections that come, change or go start the runs that they need, and such as cannot be used stop no other."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import dagster as dg
import pytest

from pipelines import normalising, reading, stages
from pipelines.arrival import automation
from pipelines.arrival.automation import Arrival, arrivals_sensor
from pipelines.arrival.corrected import CorrectionsUnusable, recorrected
from pipelines.arrival.runs import ALL_YEARS, Asked, Request, ask
from pipelines.arrival.waiting import Moment, Patience
from pipelines.arrival.years import keep_years, learn_years, learned_years
from pipelines.assets import Watcher, Workspace, raw_file
from pipelines.dagster_words import RANGE_END, RANGE_START
from pipelines.definitions import definitions
from pipelines.executors.inline import Inline
from pipelines.settings import Folders
from tests.pipelines.conftest import SAMPLES
from transforms.correction_files import CorrectionsInvalid
from transforms.extract import read_records
from warehouse.lake import WITHDRAWN

FIRST, SECOND = (next(SAMPLES.rglob(f"{number}_*.txt")) for number in ("002", "004"))
RECORD = read_records(FIRST.read_bytes(), FIRST.name)
BUDGET = RECORD.projects[0].budget
assert BUDGET is not None
BROKEN = "- document: here\n"
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def entry(corrected: str, document: str = RECORD.sha256) -> str:
    return (
        f"- document: {document}\n  place: {BUDGET.source_ref}\n  field: project.budget\n  read: '{BUDGET.text}'\n"  # type: ignore[union-attr]
        f"  corrected: '{corrected}'\n  reason: 对照原件\n  date: 2026-11-21\n"
    )


def of_year(year: int) -> str:
    return (
        f"- document: {RECORD.sha256}\n  place: cover\n  field: cover.fiscal_year\n  read: null\n"
        f"  corrected: '{year}年部门预算绩效文本'\n  reason: 对照原件\n  date: 2026-11-21\n"
    )


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reading, normalising):
        monkeypatch.setattr(module, "open_workers", lambda *_, **__: Inline())


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Two documents of two years whose rows are made, and no corrections."""
    for folder, document in (("raw/2025", FIRST), ("raw/2023", SECOND), ("corrections", None)):
        (tmp_path / folder).mkdir(parents=True)
        if document:
            shutil.copy(document, tmp_path / folder)
    made = Folders(tmp_path / "raw", tmp_path / "out", corrections=tmp_path / "corrections")
    make_rows(made)
    return made


def make_rows(folders: Folders, *years: str) -> None:
    """What a run over these years (else over all) leaves in the lake."""
    taken_in = stages.take_in(folders)
    partitions = list(years) or stages.affected_partitions(folders, taken_in)
    keep_years(folders, taken_in)
    stages.keep_manifests(folders, partitions, taken_in)
    for step in (stages.read_partition, stages.normalise_partition):
        for partition in partitions:
            step(folders, partition)
    stages.normalise_withdrawn(folders)


def keep(folders: Folders, text: str, name: str = "a.yaml") -> Path:
    assert folders.corrections
    (folders.corrections / name).write_text(text, encoding="utf-8")
    return folders.corrections / name


def at(seconds: float) -> Moment:
    return Moment("a", seconds)


def look(folders: Folders, cursor: str | None, seconds: float, *queued: str) -> Asked:
    return ask(folders, cursor, at(seconds), Patience(settle=20, ask_again=1000), queued)


def requests(folders: Folders) -> tuple[Request, ...]:
    return look(folders, look(folders, None, 0).cursor, 20).requests


def years(folders: Folders) -> list[str]:
    """The years that runs are asked for."""
    return [request.tags["jixiao/year"] for request in requests(folders)]


def test_one_run_is_asked_for_until_it_has_applied_the_correction(folders: Folders) -> None:
    assert requests(folders) == ()
    keep(folders, entry("12.50"))
    (request,) = requests(folders)
    assert (request.job, request.partition) == ("build", "2025")
    assert request.tags["jixiao/why"] == f"1 with changed corrections: 2025/{FIRST.name}"
    make_rows(folders, "2023")
    assert years(folders) == ["2025"]
    make_rows(folders, "2025")
    assert requests(folders) == ()


@pytest.mark.parametrize("how", ["changed", "another", "emptied", "removed", "renamed"])
def test_corrections_that_change_come_or_go_are_noticed(how: str, folders: Folders) -> None:
    file = keep(folders, entry("12.50"))
    make_rows(folders)
    if how == "changed":
        keep(folders, entry("13.50"))
    elif how == "another":
        keep(folders, entry("1", "0" * 64) + of_year(2025), "sub.yml")
    elif how == "emptied":
        keep(folders, "")
    elif how == "removed":
        file.unlink()
    else:
        file.rename(file.with_suffix(".txt"))
    assert years(folders) == ["2025"]
    make_rows(folders, "2025")
    assert years(folders) == []


def test_a_file_replaced_by_one_of_its_size_and_time_is_noticed(folders: Folders) -> None:
    file = keep(folders, entry("12.50"))
    os.utime(file, (1_000, 1_000))
    make_rows(folders)
    file.write_text(entry("13.50"), encoding="utf-8")
    os.utime(file, (1_000, 1_000))
    assert years(folders) == ["2025"]


def test_corrections_of_documents_that_are_not_there_ask_for_nothing(folders: Folders) -> None:
    keep(folders, entry("12.50", "0" * 64))
    assert requests(folders) == ()


def test_who_is_still_writing_corrections_is_waited_for(folders: Folders) -> None:
    keep(folders, entry("1"))
    first = look(folders, None, 0)
    keep(folders, entry("12"))
    second = look(folders, first.cursor, 15)
    third = look(folders, second.cursor, 30)
    assert third.requests == ()
    assert "2025" in third.note
    assert len(look(folders, third.cursor, 35).requests) == 1


def test_a_run_that_waits_in_the_queue_will_apply_them(folders: Folders) -> None:
    keep(folders, entry("12.50"))
    first = look(folders, None, 0)
    assert look(folders, first.cursor, 20, "2025").requests == ()
    assert look(folders, first.cursor, 20, ALL_YEARS).requests == ()


def test_a_document_that_is_corrected_into_another_year_is_one_run_over_both(folders: Folders) -> None:
    (folders.raw / "2025" / FIRST.name).rename(folders.raw / FIRST.name)
    make_rows(folders)
    keep(folders, of_year(2024))
    assert years(folders) == ["2024,2025"]
    make_rows(folders, "2024", "2025")
    assert requests(folders) == ()
    assert folders.lake().partitions() == ["2023", "2024"]
    keep(folders, "")
    assert years(folders) == ["2024,2025"]


def test_a_run_over_its_old_year_alone_loses_no_document_that_is_corrected_into_another(folders: Folders) -> None:
    (folders.raw / "2025" / FIRST.name).rename(folders.raw / FIRST.name)
    learn_years(folders)
    make_rows(folders)
    keep(folders, of_year(2024))
    make_rows(folders, "2025")
    assert folders.lake().partitions() == ["2023"]
    assert years(folders) == ["2024"]
    make_rows(folders, "2024")
    assert folders.lake().partitions() == ["2023", "2024"]
    assert requests(folders) == ()


def test_where_every_file_is_in_a_years_folder_no_years_are_kept(folders: Folders) -> None:
    assert not (folders.notes / "years.json").exists()


def test_in_a_years_folder_a_document_stays_in_its_year(folders: Folders) -> None:
    keep(folders, of_year(2024))
    assert years(folders) == ["2025"]


def test_corrections_of_a_withdrawn_document_are_applied_for_history(folders: Folders) -> None:
    (folders.raw / "2023/kept.txt").write_text("绩效", encoding="utf-8")
    for document in ("2025/" + FIRST.name, "2023/" + SECOND.name):
        (folders.raw / document).unlink()
    make_rows(folders)
    assert folders.lake().staged_partitions() == ["2023", WITHDRAWN]
    assert len(folders.lake().withdrawn()) == 2
    keep(folders, entry("12.50"))
    assert years(folders) == ["2025"]
    make_rows(folders, "2025")
    assert requests(folders) == ()
    keep(folders, "")
    assert years(folders) == ["2025"]
    # Of one whose reading is lost too, no run could make anything else.
    for reading_file in folders.notes.glob(f"star/{WITHDRAWN}/*/reading.parquet"):
        reading_file.unlink()
    assert requests(folders) == ()


def test_a_damaged_list_of_withdrawn_documents_stops_no_look(folders: Folders) -> None:
    (folders.raw / "2025" / FIRST.name).unlink()
    make_rows(folders)
    keep(folders, entry("12.50"))
    (folders.notes / "withdrawn.json").write_text("[{", encoding="utf-8")
    assert recorrected(folders) == []


# --- corrections that cannot be used


def test_arrivals_are_asked_for_while_corrections_are_broken_and_somebody_is_told(folders: Folders) -> None:
    keep(folders, BROKEN)
    (folders.raw / "2025/new.txt").write_text("绩效", encoding="utf-8")
    one, all_years = requests(folders)
    assert one.partition == "2025"
    assert all_years.tags["jixiao/year"] == ALL_YEARS
    assert "a.yaml:1: the correction lacks “place”" in all_years.tags["jixiao/why"]


def test_broken_corrections_are_told_once_and_again_where_they_are_broken_otherwise(folders: Folders) -> None:
    keep(folders, BROKEN)
    asked = look(folders, look(folders, None, 0).cursor, 20)
    assert len(asked.requests) == 1
    asked = look(folders, asked.cursor, 50)
    assert asked.requests == ()
    assert "a.yaml:1" in asked.note
    keep(folders, "no list")
    asked = look(folders, look(folders, asked.cursor, 80).cursor, 100)
    assert len(asked.requests) == 1
    # Still broken after a while, it is told again, unless the run that tells it waits in the queue.
    assert look(folders, asked.cursor, 1_099).requests == ()
    assert look(folders, asked.cursor, 1_100, ALL_YEARS).requests == ()
    assert len(look(folders, asked.cursor, 1_100).requests) == 1


def test_what_could_not_be_taken_in_is_asked_for_as_soon_as_corrections_are_mended(folders: Folders) -> None:
    keep(folders, BROKEN)
    (folders.raw / "2025/new.txt").write_text("绩效", encoding="utf-8")
    asked = look(folders, look(folders, None, 0).cursor, 20)
    asked = look(folders, asked.cursor, 50)
    assert asked.requests == ()
    keep(folders, "")
    asked = look(folders, look(folders, asked.cursor, 80).cursor, 100)
    assert [request.partition for request in asked.requests] == ["2025"]


def test_a_file_that_cannot_be_opened_is_told(folders: Folders) -> None:
    assert folders.corrections
    (folders.corrections / "a.yaml").symlink_to("nowhere")
    with pytest.raises(CorrectionsUnusable, match=r"cannot be read.*a\.yaml"):
        recorrected(folders)


def test_a_folder_that_is_gone_takes_no_correction_back(folders: Folders) -> None:
    keep(folders, entry("12.50"))
    make_rows(folders)
    assert folders.corrections
    shutil.rmtree(folders.corrections)
    (request,) = requests(folders)
    assert request.tags["jixiao/year"] == ALL_YEARS
    assert "Is the share mounted?" in request.tags["jixiao/why"]
    with pytest.raises(CorrectionsInvalid, match="Is the share mounted"):
        make_rows(folders)
    folders.corrections.mkdir()
    assert years(folders) == ["2025"]
    make_rows(folders)
    folders.corrections.rmdir()
    assert requests(folders) == ()
    make_rows(folders)


# --- Dagster's side


def test_every_run_says_anew_of_which_year_a_file_is(folders: Folders) -> None:
    (folders.raw / "2025" / FIRST.name).rename(folders.raw / FIRST.name)
    learn_years(folders)
    keep(folders, of_year(2024))
    workspace = Workspace(raw=str(folders.raw), out=str(folders.out), corrections=str(folders.corrections))
    with dg.DagsterInstance.ephemeral() as instance:
        dg.materialize(
            [raw_file],
            instance=instance,
            partition_key="2025",
            resources={"workspace": workspace, "watcher": Watcher()},
            run_config=QUIET,
        )
    assert {path: one.partitions for path, one in learned_years(folders).items()} == {FIRST.name: ("2024",)}


def test_the_sensor_asks_for_a_run_that_fails_and_says_what_is_wrong(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(folders, BROKEN)
    monkeypatch.setattr(automation, "now", iter([at(0), at(30)]).__next__)
    workspace = Workspace(raw=str(folders.raw), out=str(folders.out), corrections=str(folders.corrections))
    sensor, loaded = arrivals_sensor(), definitions()
    with dg.DagsterInstance.ephemeral() as instance:
        cursor = None
        for _ in range(2):
            resources = {"workspace": workspace, "arrival": Arrival(settle_seconds=20)}
            context = dg.build_sensor_context(instance=instance, cursor=cursor, resources=resources, definitions=loaded)
            ticked = sensor.evaluate_tick(context)
            cursor = ticked.cursor
        (request,) = ticked.run_requests or []
        assert (request.tags[RANGE_START], request.tags[RANGE_END]) == ("2012", "unknown")
        result = loaded.resolve_job_def(str(request.job_name)).execute_in_process(
            instance=instance,
            tags=dict(request.tags),
            resources={"workspace": workspace},
            raise_on_error=False,
            run_config=QUIET,
        )
    assert not result.success
    (failure,) = result.get_step_failure_events()
    assert failure.step_key == "raw__file"
    error = failure.step_failure_data.error
    assert error
    assert error.cause
    assert "a.yaml:1: the correction lacks “place”" in error.cause.message
