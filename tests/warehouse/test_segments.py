"""A partition in segments: only what changed is made again, and rows of what is gone or damaged are never published."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from small_warehouse import joined, text

from warehouse import segments
from warehouse.schema.staged import STAGED, frame
from warehouse.segments import Member, Members, Segments
from warehouse.stores.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence


def sha(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def wanted(*keys: str, changed: str = "") -> dict[str, str]:
    """Documents by the hash of their key, with what they were made from."""
    return {sha(key): f"{key}-2" if key == changed else f"{key}-1" for key in keys}


class Maker:
    """Makes rows of documents as a build does, and remembers which it was asked for."""

    def __init__(self, **budgets: str) -> None:
        self.asked: list[list[str]] = []
        self.budgets = budgets

    def make(self, hashes: Sequence[str]) -> tuple[Members, dict[str, pl.DataFrame]]:
        keys = [next(key for key in "abcdefghijklmnopqrstuvwxyz" if sha(key) == found) for found in hashes]
        self.asked.append(keys)
        parts = []
        for key in keys:
            part = text(key, budget=self.budgets.get(key, "360000.00"))
            part["document"][0]["sha256"] = sha(key)
            parts.append(part)
        rows = joined(parts)
        frames = {table: frame(schema, rows[table]) for table, schema in STAGED.items()}
        again = {sha(key): Member(f"{key}-{2 if key in self.budgets else 1}", "docx-1", 1) for key in keys}
        return again, frames


def opened(folder: Path) -> Segments:
    return Segments(open_store(folder.parent), folder.name)


def held(folder: Path, table: str = "project") -> list[tuple[str, str]]:
    """Document and money of every row that counts."""
    files = opened(folder).files(table)
    if not files:
        return []
    rows = pl.read_parquet(files)
    return sorted(rows.select("document_key", pl.col("budget_cny").cast(pl.String)).rows())


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every Parquet file with its inode and content: what was written anew has another."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.read_bytes())
        for path in folder.rglob("*.parquet")
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "2025").mkdir()
    return tmp_path / "2025"


def made(folder: Path, *keys: str, changed: str = "", **budgets: str) -> list[list[str]]:
    """Updates the partition; the documents whose rows were made for it."""
    maker = Maker(**budgets)
    star = opened(folder)
    star.update(wanted(*keys, changed=changed), star.by(maker.make))
    return maker.asked


def keys(folder: Path) -> list[str]:
    return [key for key, _ in held(folder)]


def test_one_more_document_is_one_more_segment_and_rewrites_none(folder: Path) -> None:
    made(folder, "a", "b")
    before = files(folder)
    assert made(folder, "a", "b", "c") == [["c"]]
    after = files(folder)
    assert before.items() <= after.items()
    assert len({path.split("/")[0] for path in after.keys() - before.keys()}) == 1
    assert keys(folder) == ["a", "b", "c"]


def test_nothing_new_makes_and_writes_nothing(folder: Path) -> None:
    made(folder, "a", "b")
    before, index = files(folder), (folder / "index.json").stat()
    assert made(folder, "a", "b") == []
    assert files(folder) == before
    assert (folder / "index.json").stat() == index


def test_rows_of_a_document_that_is_gone_go_and_no_other_segment_changes(folder: Path) -> None:
    made(folder, "a", "b")
    made(folder, "a", "b", "c", "d")
    before = files(folder)
    assert made(folder, "a", "b", "d") == []
    after = files(folder)
    assert keys(folder) == ["a", "b", "d"]
    assert len(before.keys() & after.keys()) == len(STAGED) + len([segments.READING])
    assert all(after[path] == before[path] for path in before.keys() & after.keys())
    for table in STAGED:
        assert len(pl.read_parquet(opened(folder).files(table))) == 3 * len(Maker().make([sha("a")])[1][table])


def test_a_changed_document_is_made_again_and_its_old_rows_go(folder: Path) -> None:
    made(folder, "a", "b")
    assert made(folder, "a", "b", changed="b", b="1.00") == [["b"]]
    assert held(folder) == [("a", "360000.00"), ("b", "1.00")]
    assert opened(folder).members()[sha("b")].fingerprint == "b-2"


@pytest.mark.parametrize(
    ("documents", "batches"),
    [
        ("abc", ["abc"]),
        ("abcd", ["ab", "cd"]),
        ("abcdefg", ["a", "bc", "de", "fg"]),
        ("abcdefgh", ["ab", "cd", "ef", "gh"]),
    ],
)
def test_documents_are_made_in_like_batches_of_an_even_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch, documents: str, batches: list[str]
) -> None:
    monkeypatch.setattr(segments, "BATCH", 3)
    assert made(folder, *documents) == [list(batch) for batch in batches]
    assert keys(folder) == list(documents)


def test_small_segments_are_put_together_and_none_grows_beyond_the_size(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "LARGE", 6)
    monkeypatch.setattr(segments, "_MANY", 4)
    names = "abcdefghijkl"
    for number in range(1, len(names) + 1):
        assert made(folder, *names[:number]) == [[names[number - 1]]]
        assert keys(folder) == list(names[:number])
        sizes = [len(pl.read_parquet(file)) for file in opened(folder).files("document")]
        assert max(sizes) <= 6
        assert len(sizes) <= 4 + number // 4
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", "3", '{"a": 1}', '{"a": {"b": 1}}', '{"a": {"b": [1]}}'])
def test_a_damaged_index_makes_all_rows_again(folder: Path, damage: str) -> None:
    made(folder, "a", "b")
    (folder / "index.json").write_text(damage, encoding="utf-8")
    assert opened(folder).files("project") == []
    assert made(folder, "a", "b") == [["a", "b"]]
    assert keys(folder) == ["a", "b"]


@pytest.mark.parametrize("content", [None, b"", b"PAR1", b"PAR1 cut off"], ids=["gone", "empty", "short", "cut off"])
def test_a_damaged_segment_is_made_again(folder: Path, content: bytes | None) -> None:
    made(folder, "a", "b")
    made(folder, "a", "b", "c")
    victim = next(Path(file) for file in opened(folder).files("project") if len(pl.read_parquet(file)) == 2)
    if content is None:
        victim.unlink()
    else:
        victim.write_bytes(content)
    assert made(folder, "a", "b", "c") == [["a", "b"]]
    assert keys(folder) == ["a", "b", "c"]


def spoil(file: str) -> None:
    """Changes what is between the beginning and the end by which a whole file is known."""
    content = bytearray(Path(file).read_bytes())
    content[4:-12] = bytes(255 - byte for byte in content[4:-12])
    Path(file).write_bytes(content)


def test_a_segment_that_was_damaged_in_its_middle_is_made_again_where_it_is_met(folder: Path) -> None:
    made(folder, "a", "b", "c")
    spoil(opened(folder).files("indicator")[0])
    assert made(folder, "a", "b") == [["a", "b"]]
    assert keys(folder) == ["a", "b"]


def test_segments_that_were_damaged_are_found_and_the_others_kept(folder: Path) -> None:
    made(folder, "a", "b")
    made(folder, "a", "b", "c")
    assert opened(folder).drop_unreadable() == 0
    spoil(next(file for file in opened(folder).files("project") if len(pl.read_parquet(file)) == 2))
    assert opened(folder).drop_unreadable() == 1
    assert keys(folder) == ["c"]
    assert made(folder, "a", "b", "c") == [["a", "b"]]


def test_what_a_crash_left_goes_with_the_next_update(folder: Path) -> None:
    made(folder, "a")
    (folder / "0123456789abcdef").mkdir()
    (folder / "0123456789abcdef" / "project.parquet").write_bytes(b"half")
    assert made(folder, "a") == []
    assert sorted(path.name for path in folder.iterdir()) == [
        Path(opened(folder).files("project")[0]).parent.name,
        "index.json",
    ]


def test_a_failure_while_rows_are_made_leaves_those_of_before(folder: Path) -> None:
    made(folder, "a", "b")

    def fail(_hashes: Sequence[str]) -> tuple[Members, dict[str, pl.DataFrame]]:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        opened(folder).update(wanted("b", "c"), opened(folder).by(fail))
    assert keys(folder) == ["a", "b"]
    made(folder, "b", "c")
    assert keys(folder) == ["b", "c"]


def test_the_digest_follows_the_documents_and_not_their_segments(folder: Path, tmp_path: Path) -> None:
    made(folder, "a")
    one = opened(folder).digest()
    made(folder, "a", "b")
    two = opened(folder).digest()
    (tmp_path / "at once").mkdir()
    made(tmp_path / "at once", "b", "a")
    assert one != two == opened(tmp_path / "at once").digest()
    made(folder, "a", "b", changed="a", a="1.00")
    assert opened(folder).digest() not in (one, two)


def test_rows_of_unknown_making_are_replaced_whole_and_made_again_by_an_update(folder: Path) -> None:
    digests = set()
    for key in ("a", "b"):
        opened(folder).replace(Maker().make([sha(key)])[1], {})
        assert keys(folder) == [key]
        digests.add(opened(folder).digest())
    assert len(digests) == 2
    assert made(folder, "b", "c") == [["b", "c"]]
    assert keys(folder) == ["b", "c"]


def test_segments_that_are_put_together_are_no_larger_than_one_may_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"LARGE": 6, "_MANY": 3}.items():
        monkeypatch.setattr(segments, name, value)
    for number in (3, 6, 9, 10):
        made(folder, *"abcdefghij"[:number])
    sizes = [len(pl.read_parquet(file)) for file in opened(folder).files("document")]
    assert sorted(sizes) == [1, 3, 6]


def test_segments_are_put_together_while_others_are_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"BATCH": 1, "LARGE": 4, "_MANY": 3}.items():
        monkeypatch.setattr(segments, name, value)
    star, maker, largest = opened(folder), Maker(), []

    def watched(hashes: Sequence[str]) -> tuple[Members, dict[str, pl.DataFrame]]:
        sizes = [len(pl.read_parquet(file)) for file in folder.glob("*/document.parquet")]
        largest.append(max(sizes, default=0))
        return maker.make(hashes)

    star.update(wanted(*"abcdefghij"), star.by(watched))
    assert largest == [0, 1, 1, 1, 1, 4, 4, 4, 4, 4]
    assert keys(folder) == list("abcdefghij")
    assert sorted(len(pl.read_parquet(file)) for file in star.files("document")) == [1, 1, 4, 4]
