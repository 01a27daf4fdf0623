"""A bucket becomes a folder: whole files or none, the folder's own files untouched, whatever breaks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipelines.arrival.bucket import MIRROR_STATE, Bucket, BucketUnusable, Object, StorageFailed
from pipelines.arrival.s3 import S3
from pipelines.intake import paths_on_disk
from pipelines.settings import Folders

AT = 1_700_000_000 * 10**9


class Shelf:
    """Storage in memory. `breaks` says how often the content of a key breaks off before it comes whole."""

    address, name = "s3://shelf/prefix", "shelf"

    def __init__(self, **content: str) -> None:
        self.kept = {key: text.encode() for key, text in content.items()}
        self.breaks: dict[str, int] = {}
        self.sent: list[str] = []
        self.killed_at: str | None = None

    def put(self, key: str, text: str) -> None:
        self.kept[key] = text.encode()

    def objects(self) -> dict[str, Object]:
        return {key: Object(len(content), _md5(content), AT + len(content)) for key, content in self.kept.items()}

    def content(self, key: str, etag: str) -> tuple[Iterable[bytes], str | None]:
        if _md5(self.kept[key]) != etag:
            raise StorageFailed("precondition failed")
        return self._pieces(key), etag

    def _pieces(self, key: str) -> Iterable[bytes]:
        content = self.kept[key]
        self.sent.append(key)
        yield content[:2]
        if self.killed_at == key:
            raise KeyboardInterrupt
        if self.breaks.get(key, 0):
            self.breaks[key] -= 1
            raise StorageFailed("the connection was closed")
        yield content[2:]


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "raw").mkdir()
    return Folders(tmp_path / "raw", tmp_path / "out")


def shelf(**content: str) -> Shelf:
    made = Shelf()
    for key, text in content.items():
        made.put(f"2025/{key}.txt", text)
    return made


def below(folders: Folders) -> dict[str, str]:
    """The files that a build would take in."""
    return {path: (folders.raw / path).read_text(encoding="utf-8") for path in paths_on_disk(folders)}


def hidden(folders: Folders) -> list[str]:
    return [path.name for path in folders.raw.rglob(".*") if path.name != MIRROR_STATE]


def test_a_bucket_becomes_a_folder_with_its_times(folders: Folders) -> None:
    done = Bucket(shelf(a="first", b="second")).mirror(folders)
    assert (done.copied, done.removed, done.failed) == (2, 0, {})
    assert below(folders) == {"s3-shelf/2025/a.txt": "first", "s3-shelf/2025/b.txt": "second"}
    assert (folders.raw / "s3-shelf/2025/a.txt").stat().st_mtime_ns // 10**9 == AT // 10**9


def test_what_is_the_same_is_not_copied_again(folders: Folders) -> None:
    storage = shelf(a="first", b="second")
    bucket = Bucket(storage)
    bucket.mirror(folders)
    assert not bucket.plan(folders)
    storage.put("2025/b.txt", "SECOND")
    bucket.mirror(folders)
    assert storage.sent == ["2025/a.txt", "2025/b.txt", "2025/b.txt"]
    assert below(folders)["s3-shelf/2025/b.txt"] == "SECOND"


def test_what_is_gone_from_the_bucket_goes_from_the_folder_and_nothing_else_does(folders: Folders) -> None:
    storage = shelf(a="first", b="second")
    storage.put("2024/c.txt", "third")
    Bucket(storage).mirror(folders)
    own = folders.raw / "s3-shelf/2025/own.txt"
    own.write_text("put here by a person", encoding="utf-8")
    del storage.kept["2024/c.txt"], storage.kept["2025/b.txt"]
    assert Bucket(storage).mirror(folders).removed == 2
    assert below(folders) == {"s3-shelf/2025/a.txt": "first", "s3-shelf/2025/own.txt": "put here by a person"}
    assert not (folders.raw / "s3-shelf/2024").exists()


def test_a_file_that_somebody_changed_or_removed_is_copied_again(folders: Folders) -> None:
    bucket = Bucket(shelf(a="first", b="second"))
    bucket.mirror(folders)
    (folders.raw / "s3-shelf/2025/a.txt").write_text("changed", encoding="utf-8")
    (folders.raw / "s3-shelf/2025/b.txt").unlink()
    assert bucket.mirror(folders).copied == 2
    assert below(folders) == {"s3-shelf/2025/a.txt": "first", "s3-shelf/2025/b.txt": "second"}


def test_a_connection_that_breaks_is_tried_again(folders: Folders) -> None:
    storage = shelf(a="first")
    storage.breaks = {"2025/a.txt": 2}
    assert Bucket(storage).mirror(folders).copied == 1
    assert below(folders) == {"s3-shelf/2025/a.txt": "first"}


def test_one_that_keeps_breaking_leaves_what_was_there_and_the_others_come(folders: Folders) -> None:
    storage = shelf(a="first", b="second")
    Bucket(storage).mirror(folders)
    storage.put("2025/a.txt", "another first")
    storage.put("2025/c.txt", "third")
    storage.breaks = {"2025/a.txt": 99}
    done = Bucket(storage).mirror(folders)
    assert done.failed == {"2025/a.txt": "the connection was closed"}
    assert below(folders) == {
        f"s3-shelf/2025/{key}.txt": text for key, text in zip("abc", ("first", "second", "third"), strict=True)
    }
    assert hidden(folders) == []
    assert list(Bucket(storage).plan(folders).copied) == ["2025/a.txt"]


def test_bytes_that_are_not_those_listed_are_not_kept(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = shelf(a="first")
    monkeypatch.setattr(storage, "_pieces", lambda _key: iter([b"FIRST"]))
    assert list(Bucket(storage).mirror(folders).failed) == ["2025/a.txt"]
    assert below(folders) == {}
    monkeypatch.setattr(storage, "_pieces", lambda _key: iter([b"firs"]))
    monkeypatch.setattr(storage, "content", lambda key, _etag: (storage._pieces(key), None))
    assert list(Bucket(storage).mirror(folders).failed) == ["2025/a.txt"]
    assert below(folders) == {}


@pytest.mark.parametrize("key", ["2025/a.txt", "2025/b.txt", "2025/c.txt"])
def test_after_a_kill_the_folder_comes_to_what_it_would_have_been(key: str, folders: Folders) -> None:
    storage = shelf(a="first", b="second", c="third")
    storage.killed_at = key
    with pytest.raises(KeyboardInterrupt):
        Bucket(storage).mirror(folders)
    assert set(below(folders).values()) <= {"first", "second", "third"}
    storage.killed_at = None
    del storage.kept["2025/a.txt"]
    Bucket(storage).mirror(folders)
    assert below(folders) == {"s3-shelf/2025/b.txt": "second", "s3-shelf/2025/c.txt": "third"}
    assert hidden(folders) == []


def test_what_a_killed_process_left_half_there_is_cleared(folders: Folders) -> None:
    left = folders.raw / "s3-shelf/2025/.arriving-999999999-0"
    left.parent.mkdir(parents=True)
    left.touch()
    Bucket(shelf(a="first")).mirror(folders)
    assert hidden(folders) == []


@pytest.mark.parametrize(
    "key", ["../out.txt", "2025/../../out.txt", "/out.txt", "a//b.txt", "./a.txt", "2025/.hidden", "x\0y", "长" * 100]
)
def test_a_key_that_is_no_file_name_is_left_out_and_named(key: str, folders: Folders) -> None:
    storage = shelf(a="first")
    storage.put(key, "elsewhere")
    plan = Bucket(storage).plan(folders)
    Bucket(storage).mirror(folders)
    assert plan.impossible == (key,)
    assert below(folders) == {"s3-shelf/2025/a.txt": "first"}
    assert sorted(path.name for path in folders.raw.parent.iterdir()) == ["raw"]


def test_a_key_below_another_object_fails_by_itself(folders: Folders) -> None:
    storage = shelf(a="first")
    storage.put("2025/a.txt/b.txt", "below a file")
    done = Bucket(storage).mirror(folders)
    assert list(done.failed) == ["2025/a.txt/b.txt"]
    assert below(folders) == {"s3-shelf/2025/a.txt": "first"}


def test_a_bucket_that_is_empty_at_once_removes_nothing(folders: Folders) -> None:
    storage = shelf(a="first")
    Bucket(storage).mirror(folders)
    storage.kept.clear()
    with pytest.raises(BucketUnusable, match="nothing was removed"):
        Bucket(storage).mirror(folders)
    assert below(folders) == {"s3-shelf/2025/a.txt": "first"}


def test_a_damaged_state_is_said_and_nothing_removed(folders: Folders) -> None:
    storage = shelf(a="first")
    Bucket(storage).mirror(folders)
    (folders.raw / "s3-shelf" / MIRROR_STATE).write_text("{", encoding="utf-8")
    with pytest.raises(BucketUnusable, match="damaged"):
        Bucket(storage).mirror(folders)


@pytest.mark.parametrize("address", ["bucket/prefix", "s3://", "http://bucket", ""])
def test_an_address_that_is_none_is_said(address: str) -> None:
    with pytest.raises(BucketUnusable, match="s3://bucket/prefix"):
        S3(address)
