"""A cluster with its lake in a bucket gives, row for row, what one machine gives; whoever dies, nothing gets lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from pipelines.build import BuildFailed, build
from pipelines.executors.cluster import ClusterWorkers
from pipelines.executors.workers import DASK, INLINE, Computing
from pipelines.settings import Folders
from tests.cluster.hooks.sitecustomize import _KILLS_WORKER, _POISON
from tests.cluster.services import cluster, needed, storage
from tests.faults.scene import SAMPLES, unit
from tests.warehouse.same_rows import differing

LAKE = "s3://lake/some/where"


class Place(NamedTuple):
    """A cluster that runs: its scheduler, where its readings leave marks, and folders of a first build on it."""

    scheduler: str
    tries: Path
    folders: Folders


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    needed("distributed", "obstore", "duckdb_extension_httpfs", "moto", "boto3")
    folder = tmp_path_factory.mktemp("cluster")
    raw = folder / "raw"
    shutil.copytree(SAMPLES, raw)
    for number in range(1, 25):
        _put(raw, f"2024/130202/{number}.txt", unit(number))
    _put(raw, "2024/130202/dies-once.txt", unit(30) + _KILLS_WORKER.decode())
    _put(raw, "nowhere.txt", unit(31))
    tries = folder / "tries"
    tries.mkdir()
    with storage() as environment, cluster(environment, tries) as scheduler, pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        folders = Folders(raw, folder / "out", lake_address=LAKE, computing=Computing(DASK, scheduler))
        build(folders)
        yield Place(scheduler, tries, folders)


def _put(raw: Path, path: str, text: str) -> None:
    (raw / path).parent.mkdir(parents=True, exist_ok=True)
    (raw / path).write_text(text, encoding="utf-8")
    os.utime(raw / path, (1_735_700_000, 1_735_700_000))


def _copied(place: Place, folder: Path) -> Folders:
    """A raw folder of its own, the cluster's lake, and an output folder that knows of nothing."""
    shutil.copytree(place.folders.raw, folder / "raw")
    lake = f"{LAKE}-{folder.name}"
    return Folders(folder / "raw", folder / "out", lake_address=lake, computing=place.folders.computing)


def test_a_build_on_a_cluster_equals_one_on_this_machine_row_for_row(place: Place, tmp_path: Path) -> None:
    here = Folders(place.folders.raw, tmp_path / "out", computing=Computing(INLINE))
    build(here)
    for schema in ("main", "history"):
        assert differing(place.folders.database, here.database, schema) == {}


def test_what_a_worker_that_died_had_in_hand_was_read_by_another(place: Place) -> None:
    assert (place.tries / "worker").read_text(encoding="utf-8") == "xx"
    assert _statuses(place.folders)["2024/130202/dies-once.txt"] == ("loaded", None)


def test_a_result_counts_though_its_worker_dies_while_it_is_fetched(place: Place) -> None:
    with ClusterWorkers(place.scheduler, 1024**3) as workers:
        client = workers._client
        gather = client._gather

        async def gathered_late(futures: Any, **options: Any) -> Any:
            found = await gather(futures, **options)
            for future in futures:
                future._state.lose()
            return found

        client._gather = gathered_late
        assert workers.submit(int, "4").result(timeout=60) == 4


def test_the_lake_is_in_the_bucket_and_only_notes_are_here(place: Place) -> None:
    kept = {path.relative_to(place.folders.notes).parts[0] for path in place.folders.notes.rglob("*") if path.is_file()}
    assert kept <= {"files.json", "intake", "years.json"}
    assert place.folders.lake().address == LAKE
    assert place.folders.lake().partitions() == ["2023", "2024", "2025"]


def test_a_document_that_kills_each_process_that_reads_it_is_quarantined_after_three(
    place: Place, tmp_path: Path
) -> None:
    folders = _copied(place, tmp_path)
    _put(folders.raw, "2024/130202/poison.txt", unit(32) + _POISON.decode())
    summary = build(folders)
    assert [one.file_path for one in summary.quarantined] == ["2024/130202/poison.txt"]
    assert "The process that read it died" in summary.quarantined[0].reason
    assert (place.tries / "poison").read_text(encoding="utf-8") == "xxx"
    others = {path for path, (status, _) in _statuses(folders).items() if status == "loaded"}
    assert others == {path for path, (status, _) in _statuses(place.folders).items() if status == "loaded"}


def test_a_second_build_reads_nothing_and_publishes_what_stands_in_the_bucket(place: Place, tmp_path: Path) -> None:
    nobody = Computing(DASK, "tcp://127.0.0.1:1")
    again = Folders(place.folders.raw, tmp_path / "out", lake_address=LAKE, computing=nobody)
    shutil.copytree(place.folders.notes, again.notes)
    build(again)
    assert differing(place.folders.database, again.database) == {}


def test_a_cluster_that_is_not_there_is_said_and_nothing_published(tmp_path: Path) -> None:
    needed("distributed")
    _put(tmp_path / "raw", "2024/a.txt", unit(1))
    for scheduler, told in ((None, "--scheduler"), ("nowhere", "nowhere")):
        folders = Folders(tmp_path / "raw", tmp_path / "out", computing=Computing(DASK, scheduler))
        with pytest.raises(BuildFailed, match=told):
            build(folders)


def _statuses(folders: Folders) -> dict[str, tuple[str, str | None]]:
    with duckdb.connect(str(folders.database), read_only=True) as connection:
        rows = connection.execute("SELECT file_path, status, error FROM document").fetchall()
    return {path: (status, error) for path, status, error in rows}
