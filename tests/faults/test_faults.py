"""Faults besides kills: folders that cannot be written, files that change underfoot, workers whose build is gone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from pipelines import normalising, reading, stages
from pipelines.cli import main
from pipelines.executors.inline import Inline
from pipelines.intake import scan
from pipelines.reading import Job
from pipelines.settings import Folders
from tests.faults import real
from tests.faults.scene import SAMPLES, unit
from transforms.extract import FAILED, unreadable_record
from transforms.readers.options import ReadingOptions
from warehouse.lake import Lake
from warehouse.schema.records import DocumentRecord

_READ = """
import sys
from pathlib import Path
from pipelines.reading import Job, read_all
from transforms.readers.options import ReadingOptions
for one in read_all([Job(Path(sys.argv[1]), "a.txt", "0" * 64)], ReadingOptions()):
    pass
"""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "raw" / "2025").mkdir(parents=True)
    return Folders(tmp_path / "raw", tmp_path / "out")


@pytest.fixture
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reading, normalising):
        monkeypatch.setattr(module, "open_workers", lambda *_, **__: Inline())


def taken_in(folders: Folders) -> None:
    files = stages.take_in(folders)
    stages.keep_manifests(folders, list(files), files)


def statuses(folders: Folders) -> list[tuple[str, str]]:
    """Status and content of each document, after its rows were made."""
    stages.read_partition(folders, "2025")
    stages.normalise_partition(folders, "2025")
    rows = pl.read_parquet(folders.lake().star("2025").files("document"))
    return sorted(rows.select("status", "sha256").rows())


@pytest.mark.usefixtures("_read_here")
def test_a_file_replaced_before_it_is_read_is_kept_out_and_read_by_the_next_build(folders: Folders) -> None:
    file = folders.raw / "2025" / "a.txt"
    file.write_text(unit(1), encoding="utf-8")
    taken_in(folders)
    (first,) = scan(folders)
    file.write_text(unit(2), encoding="utf-8")
    assert statuses(folders) == [("quarantined", first.sha256)]
    taken_in(folders)
    (second,) = scan(folders)
    assert second.sha256 != first.sha256
    assert statuses(folders) == [("loaded", second.sha256)]


@pytest.mark.usefixtures("_read_here")
def test_a_reading_that_failed_is_marked_before_it_is_kept(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        """Stands for a kill."""

    file = folders.raw / "2025" / "a.txt"
    file.write_text(unit(1), encoding="utf-8")
    taken_in(folders)
    file.write_text(unit(2), encoding="utf-8")
    kept, keep = [], Lake.save_record

    def die(lake: Lake, record: DocumentRecord) -> None:
        keep(lake, record)
        kept.append(record.sha256)
        raise Killed

    monkeypatch.setattr(Lake, "save_record", die)
    with pytest.raises(Killed):
        stages.read_partition(folders, "2025")
    lake = folders.lake()
    assert lake.load_record(kept[0]) is not None
    lake.forget_failures()
    assert lake.load_record(kept[0]) is None


@pytest.mark.usefixtures("_read_here")
def test_a_document_that_fails_in_every_build_changes_what_is_to_be_published_once(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = reading._read

    def read(job: Job, options: ReadingOptions, slice_seconds: float) -> DocumentRecord | None:
        if failing and job.name == "b.txt":
            return unreadable_record(job.sha256, FAILED, "it died")
        return really(job, options, slice_seconds)

    monkeypatch.setattr(reading, "_read", read)
    for number, name in enumerate(("a.txt", "b.txt"), 1):
        (folders.raw / "2025" / name).write_text(unit(number), encoding="utf-8")
    digests = []
    for failing in (True, True, True, False, False):
        taken_in(folders)
        found = statuses(folders)
        assert [status for status, _ in found] == ["loaded", "quarantined" if failing else "loaded"]
        digests.append(folders.lake().digest())
    assert digests == [digests[0]] * 3 + [digests[3]] * 2
    assert digests[0] != digests[3]


@pytest.mark.usefixtures("_read_here")
def test_of_two_files_with_one_content_either_may_go(folders: Folders) -> None:
    for name in ("a.txt", "b.txt"):
        (folders.raw / "2025" / name).write_text(unit(1), encoding="utf-8")
    taken_in(folders)
    both = statuses(folders)
    assert len(both) == 1
    (folders.raw / "2025" / "a.txt").unlink()
    taken_in(folders)
    assert statuses(folders) == both
    paths = pl.read_parquet(folders.lake().star("2025").files("document"))["file_path"].to_list()
    assert paths == ["2025/b.txt"]


def test_a_folder_that_cannot_be_written_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["build", "--raw", str(SAMPLES), "--out", "/proc/jixiao"])
    assert stopped.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith("Nothing was published: ")
    assert "/proc/jixiao" in told


def test_rows_that_were_damaged_in_the_lake_are_made_again_while_a_version_is(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "raw", tmp_path / "out")
    (folders.raw / "2025").mkdir(parents=True)
    (folders.raw / "2025" / "a.txt").write_text(unit(1), encoding="utf-8")
    taken_in(folders)
    statuses(folders)
    (file,) = folders.lake().star("2025").files("project")
    content = bytearray(Path(file).read_bytes())
    content[4:-12] = bytes(len(content) - 16)
    Path(file).write_bytes(content)
    assert stages.publish_lake(folders).counts["project"] == 3


def test_a_worker_that_hangs_ends_with_its_build(tmp_path: Path) -> None:
    pipe = tmp_path / "never-ending.txt"
    os.mkfifo(pipe)
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    reading = subprocess.Popen(
        [sys.executable, "-c", _READ, str(pipe)], cwd=real.ROOT, env={**os.environ, real.MARK: mark},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    # Opening the other end waits until the worker is reading.
    with pipe.open("wb"):
        assert len(real.marked(mark)) > 2
        reading.kill()
        reading.wait()
        assert real.outliving(mark) == []
