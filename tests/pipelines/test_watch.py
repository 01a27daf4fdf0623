"""What is worth a look, and that a look at a published warehouse finds what stands there."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from pipelines.asset_checks import CHECKED, verdicts
from pipelines.build import Summary
from pipelines.observation import NothingPublished, figures, observe
from pipelines.settings import Folders
from pipelines.watch import ATTENTIONS, Limits, Waiting, attention, drift
from tests.pipelines.states import NOW, state, year
from warehouse.published import Published
from warehouse.turns import turn

NEWER = "20260121T070000.000000Z"
MIXED = {"numeric": 80, "date": 10, "qualitative": 10}


def names(**changed: Any) -> list[str]:
    return [one.name for one in attention(state(**changed), Limits())]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, []),
        ({"waiting": Waiting(trouble="no such folder: raw")}, ["raw_folder"]),
        ({"waiting": Waiting(("a.txt",), NOW - timedelta(hours=3))}, ["waiting"]),
        ({"waiting": Waiting(("a.txt",), NOW - timedelta(hours=1))}, []),
        ({"waiting": Waiting(("a.txt",), NOW - timedelta(hours=3)), "building": (7, NOW)}, []),
        ({"waiting": Waiting()}, []),
        ({"unpublished": 2}, ["unpublished"]),
        ({"unpublished": 2, "building": (7, NOW)}, []),
        ({"withdrawn": (NEWER,)}, ["withdrawn"]),
        ({"withdrawn": ("20260101T070000.000000Z",)}, []),
        ({"published_at": NOW + timedelta(minutes=5)}, ["clock"]),
        ({"published_at": NOW - timedelta(days=60)}, []),
        ({"published_at": NOW - timedelta(days=60), "looked_at": NOW - timedelta(days=9)}, ["stale"]),
        ({"years": (year(2026, quarantined=1),)}, ["quarantined"]),
        ({"years": (year(2025), year(2026, kinds=MIXED))}, ["drift"]),
        ({"years": (year(2024), year(2026, kinds=MIXED))}, []),
        ({"free_bytes": 19_999_999}, ["disk"]),
        ({"free_bytes": 20_000_000}, []),
    ],
)
def test_what_is_worth_a_look_is_named(changed: dict[str, Any], named: list[str]) -> None:
    assert names(**changed) == named


def test_all_that_can_be_named_is_named_gravest_first() -> None:
    everything = {
        "waiting": Waiting(("a.txt",), NOW - timedelta(hours=3), "gone"), "unpublished": 1, "withdrawn": (NEWER,),
        "looked_at": NOW - timedelta(days=9), "published_at": NOW - timedelta(days=9), "free_bytes": 0,
        "years": (year(2025), year(2026, quarantined=1, kinds=MIXED)),
    }  # fmt: skip
    assert names(**everything) == [name for name in ATTENTIONS if name != "clock"]


def test_the_reject_share_of_a_year_may_be_put_up_with() -> None:
    found = state(years=(year(2025, quarantined=1), year(2026, quarantined=3)))
    (one,) = attention(found, Limits(reject_share=0.1))
    assert "3 of 10 documents of 2026 are quarantined (30.0%)" in one.message


def test_drift_is_the_change_of_a_share_from_the_year_before() -> None:
    moved = {one.kind: one for one in drift((year(2025), year(2026, kinds=MIXED)), Limits(drift=0.15))}
    assert {kind: (one.before, one.share, one.jumped) for kind, one in moved.items()} == {
        "numeric": (0.6, 0.8, True), "date": (0.1, 0.1, False), "qualitative": (0.3, 0.1, True), "empty": (0, 0, False),
    }  # fmt: skip
    assert moved["qualitative"].change == pytest.approx(-0.2)


def test_a_jump_names_the_classes_and_both_shares() -> None:
    (one,) = attention(state(years=(year(2025), year(2026, kinds=MIXED))), Limits())
    assert "of 2026" in one.message
    assert "numeric 80.0% (before 60.0%), qualitative 10.0% (before 30.0%)" in one.message


@pytest.mark.parametrize(("indicators", "jumped"), [(49, False), (50, True)])
def test_a_year_of_few_indicators_jumps_nowhere(indicators: int, jumped: bool) -> None:  # noqa: FBT001 - a table
    few = year(2026, indicators=indicators, kinds={"numeric": indicators})
    assert any(one.jumped for one in drift((year(2025), few), Limits(drift_indicators=50))) is jumped


def test_documents_without_a_year_are_compared_with_none() -> None:
    assert drift((year(None), year(2026)), Limits()) == []


# --- a look at what is published


@pytest.fixture
def copied(built: tuple[Folders, Summary], tmp_path: Path) -> Folders:
    """The built samples, to be changed."""
    shutil.copytree(built[0].out, tmp_path / "out", symlinks=True)
    shutil.copytree(built[0].raw, tmp_path / "raw")
    return Folders(tmp_path / "raw", tmp_path / "out")


def test_a_look_finds_what_the_build_summed_up(built: tuple[Folders, Summary]) -> None:
    folders, summary = built
    found = observe(folders.out, folders.raw)
    assert (found.documents, found.quarantined) == (summary.documents, ())
    assert sum(one.projects for one in found.years) == summary.projects
    assert sum(one.indicators for one in found.years) == summary.indicators
    assert sum(one.budget_cny for one in found.years) == summary.budget_cny
    assert {one.fiscal_year: one.documents for one in found.years} == {2023: 1, 2025: 4}
    assert all(sum(one.kinds.values()) == one.indicators for one in found.years)
    assert found.findings["warning"] == summary.warnings
    assert (found.unpublished, found.waiting) == (0, Waiting())
    assert found.version == Published(folders.out).current().id  # type: ignore[union-attr]


def test_documents_of_history_alone_are_counted_by_year_and_in_no_other_figure(copied: Folders) -> None:
    before = observe(copied.out)
    with duckdb.connect(str(copied.database.resolve())) as connection:
        connection.execute(
            "INSERT INTO superseded.document BY NAME SELECT * REPLACE (fiscal_year - 1 AS fiscal_year) FROM document"
        )
    found = observe(copied.out)
    assert {one.fiscal_year: one.withdrawn for one in found.years} == {2022: 1, 2023: 0, 2024: 4, 2025: 0}
    assert (found.withdrawn_documents, figures(copied.out)["withdrawn"]) == (5, 5)
    assert [replace(one, withdrawn=0) for one in found.years if one.documents] == list(before.years)
    assert (before.withdrawn_documents, found.documents) == (0, before.documents)


def test_figures_beside_a_publication_are_plain(built: tuple[Folders, Summary]) -> None:
    found = figures(built[0].out)
    assert (found["projects"], found["indicators"], found["budget_cny"]) == (45, 309, 27_753_500.0)
    assert (found["documents_2023"], found["documents_2025"], found["reject_share"]) == (1, 4, 0)


def test_a_look_where_nothing_is_published_says_how_to_publish(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished, match="jixiao build"):
        observe(tmp_path)


def test_a_file_that_nobody_has_taken_in_waits(copied: Folders) -> None:
    (copied.raw / "2026").mkdir()
    (copied.raw / "2026/new.txt").write_text("绩效", encoding="utf-8")
    found = observe(copied.out, copied.raw).waiting
    assert found
    # The others wait as well: a copy has been written since the build.
    assert "2026/new.txt" in found.files
    assert found.since


def test_a_raw_folder_that_is_gone_is_no_empty_one(copied: Folders) -> None:
    found = observe(copied.out, copied.raw / "share").waiting
    assert found
    assert "no such folder" in found.trouble


def test_what_was_taken_in_and_not_published_is_counted(copied: Folders) -> None:
    manifest = copied.notes / "intake/2025.json"
    entries = json.loads(manifest.read_text())
    entries[0]["sha256"] = "0" * 64
    manifest.write_text(json.dumps(entries[:-1]))
    # One changed (its old and its new content differ), one was withdrawn.
    assert observe(copied.out).unpublished == 3


def test_who_is_building_is_seen(copied: Folders) -> None:
    with turn(copied.out):
        found = observe(copied.out)
    assert found.building
    assert observe(copied.out).building is None


def test_going_back_is_seen(copied: Folders) -> None:
    published = Published(copied.out)
    first = published.current()
    assert first
    version, fresh = published.begin()
    shutil.copy(published.folder(first.id) / "warehouse.duckdb", fresh)
    published.finish(replace(first, id=version), kept=3)
    assert observe(copied.out).version == version
    published.switch_to(first.id)
    found = observe(copied.out)
    assert (found.version, found.withdrawn, found.kept) == (first.id, (version,), (version, first.id))


# --- Dagster's side


def test_each_check_fails_with_a_warning_where_its_attention_is_named() -> None:
    found = state(unpublished=1, years=(year(2025), year(2026, quarantined=2, kinds=MIXED)), free_bytes=0)
    results = {one.check_name: one for one in verdicts(found, Limits())}
    assert set(results) == set(CHECKED)
    assert {name for name, one in results.items() if not one.passed} == {"unpublished", "quarantined", "drift", "disk"}
    assert {one.severity for one in results.values()} == {dg.AssetCheckSeverity.WARN}
    assert "2 of 10 documents of 2026" in str(results["quarantined"].description)


def test_checks_claim_only_what_attention_can_name() -> None:
    assert set(CHECKED) <= set(ATTENTIONS)


def test_dagster_knows_the_checks_and_when_the_warehouse_is_overdue() -> None:
    from pipelines.definitions import definitions

    graph = definitions().resolve_asset_graph()
    assert {key.name for key in graph.asset_check_keys} >= set(CHECKED)
    with_policy = {key.path[0] for key in graph.get_all_asset_keys() if graph.get(key).freshness_policy}
    assert with_policy == {"warehouse"}
