"""The raw folder: which files count, what archives add to them, and names that must do no harm anywhere."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import zipfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import intake
from pipelines.build import Summary, build
from pipelines.cli import main
from pipelines.executors.workers import INLINE, Computing
from pipelines.intake import RawFile, scan
from pipelines.settings import Folders
from pipelines.stages import take_in
from tests.pipelines.test_archives import TEXT, tarred, zipped
from tests.pipelines.test_build import rows, sample


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "raw").mkdir()
    return Folders(tmp_path / "raw", tmp_path / "out")


def put(folders: Folders, path: str, content: bytes = TEXT) -> Path:
    target = folders.raw / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def paths(files: list[RawFile]) -> list[str]:
    return [file.path for file in files]


def contents(folders: Folders) -> dict[str, bytes]:
    return {file.path: file.location(folders).read_bytes() for file in scan(folders)}


def test_an_archive_adds_its_files_below_its_own_path(folders: Folders) -> None:
    put(folders, "2025/a.zip", zipped({"130202/甲.txt": b"1", "乙.txt": b"2"}))
    put(folders, "b.tar.gz", tarred({"2024/丙.txt": b"3"}))
    put(folders, "丁.txt", b"4")
    assert contents(folders) == {
        "2025/a.zip/130202/甲.txt": b"1", "2025/a.zip/乙.txt": b"2", "b.tar.gz/2024/丙.txt": b"3", "丁.txt": b"4",
    }  # fmt: skip


def test_the_year_of_a_file_may_be_a_folder_in_or_around_its_archive(folders: Folders) -> None:
    put(folders, "2023/a.zip", zipped({"甲.txt": b"1"}))
    put(folders, "b.zip", zipped({"2024/乙.txt": b"2"}))
    assert {year: paths(files) for year, files in take_in(folders).items()} == {
        "2023": ["2023/a.zip/甲.txt"], "2024": ["b.zip/2024/乙.txt"],
    }  # fmt: skip


def test_the_same_content_in_and_beside_an_archive_is_one_file(folders: Folders) -> None:
    put(folders, "a.zip", zipped({"甲.txt": TEXT}))
    put(folders, "copy.zip", zipped({"甲.txt": TEXT}))
    put(folders, "z.txt")
    (file,) = scan(folders)
    assert (file.path, file.also_at) == ("a.zip/甲.txt", ("copy.zip/甲.txt", "z.txt"))
    assert file.modified_ns == (folders.raw / "a.zip").stat().st_mtime_ns


@pytest.mark.parametrize(
    ("times", "received"),
    [
        ({"a.txt": 1, "b.txt": 9}, 9),
        ({"a.txt": 9, "b.txt": 1}, 9),
        ({"a.txt": 1, "b.zip": 9}, 1),
        ({"a.zip": 1, "b.zip": 9}, 9),
    ],
)
def test_what_is_handed_in_again_was_received_then(times: dict[str, int], received: int, folders: Folders) -> None:
    for path, time in times.items():
        put(folders, path, zipped({"甲.txt": TEXT}) if path.endswith(".zip") else TEXT)
        os.utime(folders.raw / path, (time, time))
    (file,) = scan(folders)
    assert file.received_ns == received * 10**9


def test_an_unchanged_archive_is_not_unpacked_again(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folders, "a.zip", zipped({"甲.txt": TEXT, "乙.tgz": b"\x1f\x8b broken"}))
    put(folders, "broken.zip", zipped({}))
    first = scan(folders)
    monkeypatch.setattr(intake, "unpack", lambda *_: pytest.fail("unpacked again"))
    monkeypatch.setattr(intake, "archive_kind", lambda *_: pytest.fail("looked into again"))
    assert scan(folders) == first
    (folders.raw / "a.zip").rename(folders.raw / "moved.zip")
    monkeypatch.setattr(intake, "archive_kind", lambda *_: "zip")
    assert paths(scan(folders)) == ["broken.zip", "moved.zip/乙.tgz", "moved.zip/甲.txt"]


def test_what_was_unpacked_goes_with_its_archive_and_comes_back_where_it_is_missing(folders: Folders) -> None:
    put(folders, "a.zip", zipped({"甲.txt": b"1", "乙.txt": b"2"}))
    put(folders, "b.zip", zipped({"甲.txt": b"1"}))
    scan(folders)
    members = folders.notes / "members"
    assert len(list(members.glob("*/*"))) == 2
    for path in members.glob("*/*"):
        path.unlink()
    assert len(contents(folders)) == 2
    (folders.raw / "a.zip").unlink()
    assert contents(folders) == {"b.zip/甲.txt": b"1"}
    assert len(list(members.glob("*/*"))) == len(list((folders.notes / "archives").glob("*"))) == 1
    put(folders, "b.zip", b"now a text")
    assert contents(folders) == {"b.zip": b"now a text"}
    assert not list(members.glob("*/*"))


def test_a_rejected_archive_is_one_file_with_its_reason(folders: Folders) -> None:
    put(folders, "bomb.zip", zipped({"a.txt": bytes(40 * 1024**2), "甲.txt": TEXT}))
    put(folders, "empty.zip", zipped({}))
    put(
        folders,
        "locked.zip",
        zipped({"甲.txt": TEXT}).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x01\x08"),
    )
    assert [(file.path, file.error_rule) for file in scan(folders) if file.error] == [
        ("bomb.zip", "archive_unsafe"), ("empty.zip", "document_empty"), ("locked.zip/甲.txt", "document_encrypted"),
    ]  # fmt: skip
    assert not list((folders.notes / "members").rglob("*.txt"))


def test_files_not_read_in_two_archives_are_two(folders: Folders) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(put(folders, name), "w") as archive:
            archive.writestr(link, "/etc/passwd")
            archive.writestr("甲.txt", name)
    assert [file.path for file in scan(folders) if file.error] == ["a.zip/link", "b.zip/link"]


def test_links_out_of_the_folder_are_not_followed(folders: Folders, tmp_path: Path) -> None:
    put(folders, "甲.txt")
    (tmp_path / "outside/2025").mkdir(parents=True)
    (tmp_path / "outside/2025/乙.txt").write_bytes(b"outside")
    (folders.raw / "folder").symlink_to(tmp_path / "outside")
    (folders.raw / "file.txt").symlink_to(tmp_path / "outside/2025/乙.txt")
    (folders.raw / "loop").symlink_to(folders.raw)
    (folders.raw / "dangling.txt").symlink_to(tmp_path / "nowhere")
    assert paths(scan(folders)) == ["甲.txt"]


def test_a_link_within_the_folder_is_the_file_again(folders: Folders) -> None:
    put(folders, "甲.txt")
    (folders.raw / "乙.txt").symlink_to(folders.raw / "甲.txt")
    assert [(file.path, file.also_at) for file in scan(folders)] == [("乙.txt", ("甲.txt",))]


@pytest.mark.parametrize(
    "litter",
    [".hidden.txt", ".git/a.txt", "~$甲.docx", "Thumbs.db", "THUMBS.DB", "desktop.ini", "README.md", "__MACOSX/a.txt",
     "甲_files/a.css", "甲.files/a.png"],
)  # fmt: skip
def test_what_is_no_submission_is_left_alone(folders: Folders, litter: str) -> None:
    put(folders, "甲.html")
    put(folders, litter, b"litter")
    assert paths(scan(folders)) == ["甲.html"]


def test_a_file_replaced_by_one_of_its_size_and_time_is_seen(folders: Folders) -> None:
    path = put(folders, "甲.txt", b"1")
    first = scan(folders)
    status = path.stat()
    path.write_bytes(b"2")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert [file.sha256 for file in scan(folders)] != [file.sha256 for file in first]


def test_an_unchanged_file_is_not_hashed_again(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folders, "甲.txt", b"1")
    first = scan(folders)
    monkeypatch.delattr("hashlib.file_digest")
    assert scan(folders) == first


@pytest.mark.parametrize(
    ("error", "stops"), [(PermissionError(13, "denied"), True), (FileNotFoundError(2, "gone"), False)]
)
def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, error: OSError, *, stops: bool
) -> None:
    put(folders, "2025/a.txt")
    listed = os.scandir

    def failing(path: str) -> Any:
        if str(path).endswith("2025"):
            raise error
        return listed(path)

    monkeypatch.setattr(os, "scandir", failing)
    with pytest.raises(PermissionError) if stops else nullcontext():
        assert scan(folders) == []


def test_a_damaged_index_or_listing_is_made_again(folders: Folders) -> None:
    put(folders, "a.zip", zipped({"甲.txt": TEXT}))
    first = scan(folders)
    for path in [folders.notes / "files.json", *(folders.notes / "archives").glob("*.json")]:
        for text in ("", "[]", "{}", '{"version": 1}', '{"version": 1, "members": [1], "files": {"a": 1}}'):
            path.write_text(text, encoding="utf-8")
            assert scan(folders) == first


HOSTILE = [
    "a'; DROP TABLE project; --.txt",
    'quote".txt',
    "new\nline.txt",
    "=cmd|' C calc'!A0.txt",
    "a..%2f..%2fetc.txt",
    "\u202e\u2066rtl.txt",
    "😀\u200d😀.txt",
    "$(touch x) `id` ${HOME}.txt",
    "{year}*?[a].txt",
    "<img src=x onerror=alert(1)>.txt",
    "-rf.txt",
    "CON.txt ",
    "名" * 83 + ".txt",
    "\\..\\x.txt",
]


def hostile_names(folders: Folders) -> list[str]:
    """A form under every hostile name, also as bytes that are no UTF-8, and in an archive; each a unit of its own."""
    text = sample("002").read_text(encoding="utf-8")
    for number, name in enumerate(HOSTILE):
        put(folders, name, text.replace("101001", f"1{number:02d}001").encode())
    raw = os.fsencode(folders.raw) + b"/"
    for number, name_bytes in enumerate(("预算.txt".encode("gb18030"), b"\xff\xfe.txt")):
        Path(os.fsdecode(raw + name_bytes)).write_bytes(text.replace("101001", f"2{number:02d}001").encode())
    packed = {f"../{name}": text.replace("101001", f"3{n:02d}001").encode() for n, name in enumerate(HOSTILE)}
    put(folders, "=archive'.zip", zipped(packed))
    return [*HOSTILE, "预算.txt", "\ufffd\ufffd.txt"]


def test_hostile_names_are_data_in_every_output(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = hostile_names(folders)
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(folders.raw)}
    summary = build(folders)
    assert (summary.documents, summary.quarantined) == (len(names) + len(HOSTILE), ())
    paths_found = {str(path) for (path,) in rows(folders, "SELECT file_path FROM document")}
    assert set(names) <= paths_found
    assert sum(path.startswith("=archive'.zip/") and ".." not in path.split("/") for path in paths_found) == len(
        HOSTILE
    )
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT count(*) FROM read_parquet(?)", [str(folders.out / "parquet/document/**/*.parquet")]
        ).fetchone()
    assert found == (len(names) + len(HOSTILE),)
    json.loads((folders.out / "datapackage.json").read_text(encoding="utf-8"))
    written = {path for path in tmp_path.rglob("*") if not path.is_relative_to(folders.raw)} - before
    assert all(path.is_relative_to(folders.out) for path in written)
    assert all(path.name.isascii() for path in written)

    with pytest.raises(SystemExit):
        main(["sql", "SELECT file_name FROM document", "--format", "csv", "--out", str(folders.out)])
    _, *lines = csv.reader(io.StringIO(capsys.readouterr().out, newline=""))
    told = {line[0] for line in lines}
    assert all(len(line) == 1 for line in lines)
    assert not any(name.startswith(("=", "-", "+", "@")) for name in told)
    assert {name.removeprefix("'") for name in told} >= {name for name in names if "\n" not in name}


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folders, Summary]:
    """A form beside two archives: one with another form and a letter, one that is refused."""
    folder = tmp_path_factory.mktemp("archived")
    folders = Folders(folder / "raw", folder / "out", computing=Computing(INLINE))
    put(folders, "2025/批复.zip", zipped({"130202/人大.txt": sample("002").read_bytes(), "会议.txt": "通知".encode()}))
    put(folders, "bomb.zip", zipped({"a.txt": bytes(40 * 1024**2), "b.txt": sample("001").read_bytes()}))
    shutil.copy(sample("004"), folders.raw / "a.txt")
    return folders, build(folders)


def test_a_form_in_an_archive_is_loaded_as_the_file_itself_would_be(archived: tuple[Folders, Summary]) -> None:
    folders, summary = archived
    assert (summary.documents, summary.projects) == (4, 3 + 11)
    assert [item.file_path for item in summary.quarantined] == ["2025/批复.zip/会议.txt", "bomb.zip"]
    assert rows(folders, "SELECT file_name, file_path FROM document WHERE status = 'loaded' ORDER BY ALL") == [
        ("a.txt", "a.txt"), ("人大.txt", "2025/批复.zip/130202/人大.txt"),
    ]  # fmt: skip


def test_a_rejected_archive_costs_one_quarantined_row(archived: tuple[Folders, Summary]) -> None:
    refused = (
        "SELECT file_name, rule FROM document JOIN quality_issue USING (document_key) "
        "WHERE status = 'quarantined' AND file_name NOT LIKE '会议%'"
    )
    assert rows(archived[0], refused) == [("bomb.zip", "archive_unsafe")]
