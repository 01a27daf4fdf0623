"""The asset graph, as Dagster sees it: keys and dependencies, partitions, checks that block."""

from __future__ import annotations

import json
from pathlib import Path

import dagster as dg
import pytest

from pipelines.executors.workers import HERE, Computing

SNAPSHOT = Path(__file__).with_name("asset_graph.json")


def definitions() -> dg.Definitions:
    from pipelines.definitions import definitions as load

    return load()


def test_the_asset_graph_is_the_one_that_was_agreed() -> None:
    """A changed graph is a decision: look at the difference, then write the new one to asset_graph.json."""
    graph = definitions().resolve_asset_graph()
    found = {
        key.to_user_string(): sorted(parent.to_user_string() for parent in graph.get(key).parent_keys)
        for key in sorted(graph.get_all_asset_keys())
    }
    assert found == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_everything_before_the_warehouse_is_partitioned_by_fiscal_year() -> None:
    graph = definitions().resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        partitions = graph.get(key).partitions_def
        if key.path[0] == "warehouse":
            assert partitions is None
        else:
            assert partitions is not None
            assert {"2023", "2025", "unknown"} <= set(partitions.get_partition_keys())


def test_every_claim_of_the_sql_checks_blocks_publication() -> None:
    checks = {spec.name: spec.blocking for item in definitions().assets or [] for spec in item.check_specs}  # type: ignore[union-attr]
    claims = {path.stem for path in (Path(__file__).parents[2] / "sql/checks").glob("assert_*.sql")}
    assert claims <= set(checks)
    assert all(checks.values())


def test_code_versions_are_those_by_which_the_lake_decides() -> None:
    """Dagster calls an asset stale exactly where a build would make it again."""
    from pipelines.digests import publication_digest, rules_digest
    from transforms.extract import reading_version

    graph = definitions().resolve_asset_graph()
    versions = {key.path[0]: set[str | None]() for key in graph.get_all_asset_keys()}
    for key in graph.get_all_asset_keys():
        versions[key.path[0]].add(graph.get(key).code_version)
    assert versions == {
        "raw": {None},
        "record": {reading_version()},
        "star": {rules_digest()},
        "warehouse": {publication_digest()},
    }


def test_the_version_of_reading_changes_with_any_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    from transforms.extract import reading_version
    from transforms.readers.open import reader_ids

    before, ids = reading_version(), reader_ids()
    for name in ids:
        monkeypatch.setattr("transforms.extract.reader_ids", lambda name=name: {**ids, name: f"{ids[name]}0"})
        assert reading_version() != before


def test_the_environment_says_where_the_lake_is_and_who_works(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.definitions import workspace

    for name in ("JIXIAO_LAKE", "JIXIAO_EXECUTOR", "JIXIAO_SCHEDULER"):
        monkeypatch.delenv(name, raising=False)
    assert workspace().folders.computing == HERE
    assert workspace().folders.lake_address is None
    monkeypatch.setenv("JIXIAO_LAKE", "s3://budgets/lake")
    monkeypatch.setenv("JIXIAO_EXECUTOR", "dask")
    monkeypatch.setenv("JIXIAO_SCHEDULER", "tcp://one:8786")
    assert workspace().folders.computing == Computing("dask", "tcp://one:8786")
    assert workspace().folders.lake_address == "s3://budgets/lake"
