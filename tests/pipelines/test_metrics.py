"""`jixiao metrics`: what collectors read in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus

from pipelines.build import Summary
from pipelines.cli import main
from pipelines.commands import metrics as command
from pipelines.commands.metrics import metrics_text, write_metrics
from pipelines.settings import Folders
from pipelines.watch import ATTENTIONS, Limits, Waiting
from tests.pipelines.states import state, year

Samples = dict[tuple[str, tuple[str, ...]], float]


def samples(text: str, read: object = openmetrics) -> Samples:
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in read(text)  # type: ignore[operator]
        for sample in family.samples
    }


def test_the_figures_are_those_of_the_state() -> None:
    found = samples(metrics_text(state(years=(year(2026, quarantined=2, withdrawn=3), year(None))), Limits()))
    assert found["jixiao_documents", ("2026",)] == 10
    assert found["jixiao_quarantined_documents", ("2026",)] == 2
    assert found["jixiao_withdrawn_documents", ("2026",)] == 3
    assert found["jixiao_withdrawn_documents", ("unknown",)] == 0
    assert found["jixiao_reject_ratio", ("2026",)] == 0.2
    assert found["jixiao_budget_cny", ("2026",)] == 1000.5
    assert found["jixiao_indicators", ("unknown",)] == 100
    assert found["jixiao_value_kind_ratio", ("2026", "qualitative")] == 0.3
    assert found["jixiao_warehouse_version", ("20260120T070000.000000Z",)] == 1
    assert found["jixiao_warehouse_published_timestamp_seconds", ()] == state().published_at.timestamp()
    assert found["jixiao_attention", ("quarantined",)] == 1
    assert found["jixiao_build_running", ()] == 0


def test_every_attention_has_a_metric_though_it_is_none() -> None:
    found = samples(metrics_text(state(), Limits()))
    assert {labels[0]: value for (name, labels), value in found.items() if name == "jixiao_attention"} == dict.fromkeys(
        ATTENTIONS, 0
    )


def test_the_change_of_a_class_is_told_against_the_year_before() -> None:
    found = samples(metrics_text(state(years=(year(2025), year(2026, kinds={"numeric": 85}))), Limits()))
    assert found["jixiao_value_kind_change_ratio", ("2026", "numeric")] == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("waiting", "told"), [(Waiting(("a", "b")), 2.0), (Waiting(trouble="gone"), None), (None, None)]
)
def test_waiting_files_are_counted_only_where_they_could_be(waiting: Waiting | None, told: float | None) -> None:
    assert samples(metrics_text(state(waiting=waiting), Limits())).get(("jixiao_raw_waiting_files", ())) == told


def test_collectors_of_the_older_text_format_read_the_same() -> None:
    text = metrics_text(state(waiting=Waiting(("a",))), Limits())
    assert samples(text, prometheus) == samples(text)
    assert text.endswith("# EOF\n")


def test_where_nothing_is_published_only_that_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["metrics", "--out", str(tmp_path)])
    assert end.value.code == 0
    assert samples(capsys.readouterr().out) == {("jixiao_warehouse_published", ()): 0}


def test_a_file_is_replaced_as_a_whole(built: tuple[Folders, Summary], tmp_path: Path) -> None:
    target = tmp_path / "jixiao.prom"
    target.write_text("old")
    before = target.stat().st_ino
    with pytest.raises(SystemExit) as end:
        main(["metrics", "--out", str(built[0].out), "--raw", str(built[0].raw), "--to", str(target)])
    assert end.value.code == 0
    assert samples(target.read_text())["jixiao_projects", ("2025",)] == 34
    assert target.stat().st_ino != before
    assert os.listdir(tmp_path) == ["jixiao.prom"]  # noqa: PTH208 - hidden ones too


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "jixiao.prom").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_metrics("new", tmp_path / "jixiao.prom")
    assert os.listdir(tmp_path) == ["jixiao.prom"]  # noqa: PTH208


def test_what_a_killed_process_was_writing_goes_with_the_next_file(tmp_path: Path) -> None:
    names = [".jixiao.prom.4194305", f".jixiao.prom.{os.getppid()}", ".other.prom.4194305", "jixiao.prom.4194305"]
    for name in names:
        (tmp_path / name).touch()
    write_metrics("new", tmp_path / "jixiao.prom")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["jixiao.prom", *names[1:]])


def test_leftovers_that_cannot_be_removed_keep_no_figures_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(command, "remove_leftovers", refused)
    write_metrics("new", tmp_path / "jixiao.prom")
    assert (tmp_path / "jixiao.prom").read_text() == "new"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["metrics", "--out", str(tmp_path), "--to", str(tmp_path / "none/jixiao.prom")])
    assert end.value.code == 1
    assert "could not be written" in capsys.readouterr().err
