"""What has arrived, changed or gone, and which fiscal years that touches."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from pipelines import stages
from pipelines.arrival import difference, years
from pipelines.arrival.difference import UNREAD, NothingLeft, differences, digest, grouped
from pipelines.intake import RawFile, last_look, manifests, save_manifest, scan
from pipelines.settings import Folders, partition_of
from transforms.tables.submission import folder_year


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "raw").mkdir()
    return Folders(tmp_path / "raw", tmp_path / "out")


def put(folders: Folders, path: str, content: str = "", *, at: int = 1_000) -> None:
    file = folders.raw / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content or path, encoding="utf-8")
    os.utime(file, (at, at))


def take_in(folders: Folders, *partitions: str) -> None:
    """What a run over these partitions (else over all) leaves behind, where every file is in a year's folder."""
    found: dict[str, list[RawFile]] = {}
    for file in scan(folders):
        found.setdefault(partition_of(folder_year(file.path)), []).append(file)
    before = set(manifests(folders))
    for partition in partitions or {*found, *before}:
        save_manifest(folders, partition, found.get(partition, []))


def told(folders: Folders) -> dict[str, list[tuple[str, str]]]:
    return {key: [(one.path, one.what) for one in group] for key, group in grouped(differences(folders)).items()}


def test_files_of_a_year_are_one_group(folders: Folders) -> None:
    put(folders, "2024/a.txt")
    put(folders, "2025/b.txt")
    put(folders, "2025/130202/c.txt")
    assert told(folders) == {
        "2024": [("2024/a.txt", "arrived")],
        "2025": [("2025/130202/c.txt", "arrived"), ("2025/b.txt", "arrived")],
    }


def test_what_was_taken_in_is_no_difference(folders: Folders) -> None:
    put(folders, "2024/a.txt")
    put(folders, "2025/b.txt")
    take_in(folders)
    assert told(folders) == {}


def test_a_run_for_one_year_leaves_the_others_to_be_built(folders: Folders) -> None:
    put(folders, "2024/a.txt")
    put(folders, "2025/b.txt")
    take_in(folders, "2025")
    assert told(folders) == {"2024": [("2024/a.txt", "arrived")]}


@pytest.mark.parametrize(("content", "at"), [("longer than before", 1_000), ("2025/b.txt", 2_000)])
def test_another_size_or_time_is_a_change(content: str, at: int, folders: Folders) -> None:
    put(folders, "2025/b.txt")
    put(folders, "2024/a.txt")
    take_in(folders)
    put(folders, "2025/b.txt", content, at=at)
    assert told(folders) == {"2025": [("2025/b.txt", "changed")]}


def test_a_file_replaced_by_one_of_its_size_and_time_is_a_change(folders: Folders) -> None:
    put(folders, "2025/b.txt", "one")
    take_in(folders)
    put(folders, "2025/b.txt", "two")
    assert told(folders) == {"2025": [("2025/b.txt", "changed")]}
    scan(folders)
    assert told(folders) == {"2025": [("2025/b.txt", "changed")]}


def test_a_removed_file_touches_the_year_it_was_taken_in_for(folders: Folders) -> None:
    put(folders, "2025/b.txt")
    put(folders, "2024/a.txt")
    take_in(folders)
    (folders.raw / "2025/b.txt").unlink()
    assert told(folders) == {"2025": [("2025/b.txt", "removed")]}


def test_a_file_moved_to_another_years_folder_is_one_run_over_both(folders: Folders) -> None:
    put(folders, "2024/a.txt", "some text")
    put(folders, "2024/other.txt")
    take_in(folders)
    put(folders, "2025/a.txt", "some text", at=2_000)
    (folders.raw / "2024/a.txt").unlink()
    assert told(folders) == {"2024,2025": [("2024/a.txt", "removed"), ("2025/a.txt", "arrived")]}


def test_content_that_another_year_inherits_touches_both(folders: Folders) -> None:
    """Content at two paths is kept in the year of the first: where that goes, the other year has it."""
    put(folders, "2024/a.txt", "the same")
    put(folders, "2025/b.txt", "the same")
    take_in(folders)
    assert told(folders) == {}
    (folders.raw / "2024/a.txt").unlink()
    assert list(told(folders)) == ["2024,2025"]


def test_a_path_that_two_years_hold_touches_both(folders: Folders) -> None:
    """A run for the first year alone took over what the second year has."""
    put(folders, "2025/b.txt", "the same")
    take_in(folders)
    put(folders, "2024/a.txt", "the same")
    take_in(folders, "2024")
    assert list(told(folders)) == ["2024,2025"]


def test_files_of_one_size_and_other_content_touch_one_year(folders: Folders) -> None:
    put(folders, "2024/a.txt", "some text")
    take_in(folders)
    put(folders, "2025/b.txt", "text some")
    assert told(folders) == {"2025": [("2025/b.txt", "arrived")]}


def test_one_look_does_not_hash_without_end(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(difference, "_MOST_TO_COMPARE", 4)
    put(folders, "2024/a.txt", "some text")
    take_in(folders)
    put(folders, "2025/b.txt", "text some")
    assert list(told(folders)) == ["2024,2025"]


@pytest.mark.parametrize("path", ["2025/.hidden.txt", "2025/~$lock.docx", "2025/.arriving-1-0", ".git/config"])
def test_what_a_build_leaves_alone_is_no_arrival(path: str, folders: Folders) -> None:
    put(folders, path)
    assert told(folders) == {}


def test_an_archive_counts_by_the_archive(folders: Folders) -> None:
    put(folders, "2025/a.txt")
    with zipfile.ZipFile(folders.raw / "2025/b.zip", "w") as archive:
        archive.writestr("c.txt", "c")
        archive.writestr("d.txt", "d")
    take_in(folders)
    assert told(folders) == {}
    os.utime(folders.raw / "2025/b.zip", (5, 5))
    assert told(folders) == {"2025": [("2025/b.zip", "changed")]}


def test_a_file_in_no_years_folder_waits_until_it_is_read(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folders, "inbox/a.txt")
    assert told(folders) == {UNREAD: [("inbox/a.txt", "arrived")]}
    monkeypatch.setattr(stages, "take_in", lambda folders: {"2023": scan(folders)})
    years.learn_years(folders)
    assert told(folders) == {"2023": [("inbox/a.txt", "arrived")]}
    save_manifest(folders, "2023", scan(folders))
    assert told(folders) == {}
    put(folders, "inbox/a.txt", "another text", at=2_000)
    assert told(folders) == {UNREAD: [("inbox/a.txt", "changed")]}


def test_a_file_that_was_read_to_be_of_one_year_and_stands_in_another_touches_both(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folders, "2025/a.txt", "the same")
    take_in(folders)
    put(folders, "inbox/a.txt", "the same", at=2_000)
    monkeypatch.setattr(stages, "take_in", lambda folders: {"2023": scan(folders)})
    years.learn_years(folders)
    assert list(told(folders)) == ["2023,2025"]


def test_a_file_that_may_not_be_opened_is_asked_for_once(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folders, "2025/a.txt")
    put(folders, "2025/b.txt")
    take_in(folders)
    failed = RawFile("2025/a.txt", "0" * 64, 0, 0, error="PermissionError: Permission denied")
    save_manifest(folders, "2025", [failed, *(file for file in scan(folders) if file.path != failed.path)])
    assert told(folders) == {"2025": [("2025/a.txt", "changed")]}
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name != "a.txt")
    assert told(folders) == {}


def test_a_name_that_is_no_utf8_is_taken_in_once(folders: Folders) -> None:
    put(folders, "2025/" + os.fsdecode("预算.txt".encode("gb18030")), "x")
    assert told(folders) == {"2025": [("2025/预算.txt", "arrived")]}
    take_in(folders)
    assert told(folders) == {}


def test_everything_gone_at_once_is_no_removal(folders: Folders) -> None:
    put(folders, "2025/a.txt")
    take_in(folders)
    (folders.raw / "2025/a.txt").unlink()
    with pytest.raises(NothingLeft):
        differences(folders)


def test_no_raw_folder_is_said(folders: Folders) -> None:
    folders.raw.rmdir()
    with pytest.raises(FileNotFoundError):
        differences(folders)


def test_a_group_has_the_same_digest_until_something_in_it_changes(folders: Folders) -> None:
    put(folders, "2025/a.txt")
    before = digest(differences(folders))
    assert digest(differences(folders)) == before
    put(folders, "2025/a.txt", "grown a little", at=1_000)
    assert digest(differences(folders)) != before


def test_a_look_changes_nothing(folders: Folders) -> None:
    put(folders, "2025/a.txt")
    differences(folders)
    assert last_look(folders) == {}
    assert not folders.out.exists()
