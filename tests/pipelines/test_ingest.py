"""`jixiao ingest` files documents by what is read in them, replaces nothing, and leaves nothing half there."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from pipelines import ingest as module
from pipelines.arrival import placing
from pipelines.arrival.placing import place
from pipelines.cli import main
from pipelines.ingest import FILED, LEFT, THERE, Outcome, ingest
from pipelines.intake import RawFile
from pipelines.settings import Folders
from tests.pipelines.conftest import SAMPLES
from transforms.extract import read_records
from warehouse.schema.records import DocumentRecord

OF_2025, OF_2023 = next(SAMPLES.rglob("002_*.txt")), next(SAMPLES.rglob("004_*.txt"))


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DocumentRecord]:
    letter = tmp_path_factory.mktemp("letter") / "letter.txt"
    letter.write_text("关于召开会议的通知", encoding="utf-8")
    read = (read_records(file.read_bytes(), file.name) for file in (OF_2025, OF_2023, letter))
    return {record.sha256: record for record in read}


@pytest.fixture
def folders(tmp_path: Path, records: dict[str, DocumentRecord], monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Folders of their own; documents are read once for all tests, since a process for reading costs a second."""

    def read(_folders: Folders, wanted: list[RawFile], _progress: object) -> list[tuple[RawFile, DocumentRecord]]:
        return [(document, records[document.sha256]) for document in wanted]

    monkeypatch.setattr(module, "records_of", read)
    (tmp_path / "inbox").mkdir()
    return Folders(tmp_path / "raw", tmp_path / "out")


def given(folders: Folders, document: Path, name: str = "") -> Path:
    file = folders.raw.with_name("inbox") / (name or document.name)
    shutil.copy2(document, file)
    return file


def letter(folders: Folders, name: str = "letter.txt") -> Path:
    file = folders.raw.with_name("inbox") / name
    file.write_text("关于召开会议的通知", encoding="utf-8")
    return file


def packed(folders: Folders, *documents: Path) -> Path:
    file = folders.raw.with_name("inbox") / "some.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for document in documents:
            archive.write(document, document.name)
    return file


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_document_goes_where_it_says(folders: Folders) -> None:
    files = [given(folders, OF_2025, "甲.txt"), given(folders, OF_2023, "乙.txt")]
    outcomes = ingest(files, folders)
    assert [(one.what, one.reason) for one in outcomes] == [(FILED, "")] * 2
    assert below(folders.raw) == ["2023/130208/乙.txt", "2025/130202/甲.txt"]
    assert all(file.exists() for file in files)


def test_a_copy_keeps_the_time_by_which_the_later_version_is_told(folders: Folders) -> None:
    file = given(folders, OF_2025)
    os.utime(file, ns=(5, 1_700_000_000_123_456_789))
    (outcome,) = ingest([file], folders)
    assert outcome.target
    assert outcome.target.stat().st_mtime_ns == 1_700_000_000_123_456_789


def test_what_cannot_be_read_stays_where_it_is_with_the_reason(folders: Folders) -> None:
    file = letter(folders)
    (outcome,) = ingest([file], folders, move=True)
    assert outcome.what == LEFT
    assert "no budget performance text" in outcome.reason
    assert file.exists()
    assert below(folders.raw) == []


@pytest.mark.parametrize("move", [False, True])
def test_the_same_file_again_is_there_already(move: bool, folders: Folders) -> None:  # noqa: FBT001
    (first,) = ingest([given(folders, OF_2025)], folders)
    file = given(folders, OF_2025, "renamed.txt")
    assert ingest([file], folders, move=move) == [Outcome(file, THERE, first.target)]
    assert below(folders.raw) == [f"2025/130202/{OF_2025.name}"]
    assert file.exists() is not move


def test_another_file_of_that_name_is_never_replaced(folders: Folders) -> None:
    there = folders.raw / "2025/130202/text.txt"
    there.parent.mkdir(parents=True)
    there.write_text("the first of this name", encoding="utf-8")
    file = given(folders, OF_2025, "text.txt")
    (outcome,) = ingest([file], folders)
    assert there.read_text(encoding="utf-8") == "the first of this name"
    assert outcome.target
    assert outcome.target.read_bytes() == file.read_bytes()
    assert ingest([file], folders)[0] == Outcome(file, THERE, outcome.target)


def test_where_even_that_name_is_taken_the_file_stays(folders: Folders) -> None:
    file = given(folders, OF_2025, "text.txt")
    (outcome,) = ingest([file], folders)
    assert outcome.target
    for name in module._names(module._opened(file, folders.out)):
        outcome.target.with_name(name).write_text(name, encoding="utf-8")
    (again,) = ingest([file], folders, move=True)
    assert again.what == LEFT
    assert file.exists()


def test_a_moved_file_is_gone_once_its_copy_is_whole(folders: Folders) -> None:
    file = given(folders, OF_2025)
    (outcome,) = ingest([file], folders, move=True)
    assert outcome.what == FILED
    assert not file.exists()


def test_moving_a_file_to_where_it_is_keeps_it(folders: Folders) -> None:
    (outcome,) = ingest([given(folders, OF_2025)], folders)
    assert outcome.target
    assert ingest([outcome.target], folders, move=True)[0].what == THERE
    assert outcome.target.exists()


@pytest.mark.parametrize(
    ("documents", "expected", "told"),
    [
        ((OF_2025,), ["2025/130202/some.zip"], ""),
        ((OF_2025, OF_2023), [], "it holds texts of 2023, 2025"),
        ((), [], ""),
    ],
    ids=["one-year", "two-years", "empty"],
)
def test_an_archive_is_filed_whole_where_it_is_of_one_year(
    documents: tuple[Path, ...], expected: list[str], told: str, folders: Folders
) -> None:
    (outcome,) = ingest([packed(folders, *documents)], folders)
    assert below(folders.raw) == expected
    assert told in outcome.reason
    assert bool(outcome.reason) is not bool(expected)


def test_an_archive_with_anything_that_cannot_be_read_stays(folders: Folders) -> None:
    (outcome,) = ingest([packed(folders, OF_2025, letter(folders))], folders)
    assert (outcome.what, below(folders.raw)) == (LEFT, [])
    assert outcome.reason.startswith("letter.txt: ")


def test_a_file_that_changes_while_it_is_read_stays(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "chunks", lambda _file: iter([b"something else"]))
    file = given(folders, OF_2025)
    (outcome,) = ingest([file], folders, move=True)
    assert "changed while it was read" in outcome.reason
    assert (file.exists(), below(folders.raw)) == (True, [])


def test_a_full_disk_leaves_the_file_and_no_half_copy(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(placing, "settle", full)
    file = given(folders, OF_2025)
    (outcome,) = ingest([file], folders, move=True)
    assert outcome.reason == "OSError: No space left on device"
    assert (file.exists(), below(folders.raw)) == (True, [])


@pytest.mark.parametrize("name", [".hidden.txt", "~$甲.docx", "README.md"])
def test_what_a_build_would_not_read_is_not_filed(name: str, folders: Folders) -> None:
    (outcome,) = ingest([given(folders, OF_2025, name)], folders)
    assert outcome.what == LEFT


def test_what_an_interrupted_ingest_left_is_cleared(folders: Folders) -> None:
    left = folders.raw / "2024/130202/.arriving-999999999-0"
    left.parent.mkdir(parents=True)
    left.touch()
    ingest([given(folders, OF_2025)], folders)
    assert not left.exists()


def test_a_place_that_is_taken_meanwhile_is_not_overwritten_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    place([b"first"], tmp_path / "a.txt", 0, replace=False)
    with pytest.raises(FileExistsError):
        place([b"second"], tmp_path / "a.txt", 0, replace=False)
    assert (tmp_path / "a.txt").read_bytes() == b"first"
    assert below(tmp_path) == ["a.txt"]


def test_the_command_reads_files_and_says_what_became_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "letter.txt"
    wrong.write_text("关于召开会议的通知", encoding="utf-8")
    folders = ["--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]
    with pytest.raises(SystemExit) as stopped:
        main(["ingest", str(OF_2025), str(wrong), *folders])
    filed, left = capsys.readouterr().out.splitlines()
    assert stopped.value.code == 3
    assert filed.split() == ["filed", str(OF_2025), "→", str(tmp_path / "raw/2025/130202" / OF_2025.name)]
    assert left.startswith(f"left          {wrong}: ")
    assert len(list((tmp_path / "out/lake/records").rglob("*.json"))) == 2


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["ingest", str(tmp_path / "none.docx"), "--raw", str(tmp_path / "raw")])
    assert stopped.value.code == 2
    assert "none.docx" in capsys.readouterr().err
    assert not (tmp_path / "raw").exists()
