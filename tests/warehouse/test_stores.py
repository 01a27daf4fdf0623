"""A folder and a bucket keep files alike: whole, listed with what tells one writing from another, and gone once removed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from tests.cluster import services
from tests.cluster.services import needed
from warehouse.stores.folder import FolderStore
from warehouse.stores.opening import open_store
from warehouse.stores.store import Store, StoreUnusable

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with services.bucket() as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return open_store(tmp_path / "lake")
    return open_store(f"{request.getfixturevalue('bucket')}/{tmp_path.name}")


def test_a_file_is_read_as_it_was_written_last(store: Store) -> None:
    store.write("a/b.json", b"one")
    store.write("a/b.json", b"two")
    store.write_lasting({"a/c.json": b"three", "d/e/f.json": b""})
    assert [store.read(name) for name in ("a/b.json", "a/c.json", "d/e/f.json")] == [b"two", b"three", b""]


def test_a_file_that_is_not_there_says_so(store: Store) -> None:
    with pytest.raises(FileNotFoundError):
        store.read("a/b.json")
    assert not store.exists("a/b.json")


def test_a_listing_has_every_file_below_a_folder_and_no_other(store: Store) -> None:
    store.write_lasting({"a/x/1": b"1", "a/2": b"22", "ab/3": b"3"})
    assert {name: entry.size for name, entry in store.listing("a").items()} == {"a/2": 2, "a/x/1": 1}
    assert store.listing("none") == {}
    assert store.folders("a") == ["x"]
    assert store.folders("none") == []


def test_a_file_that_was_written_anew_has_another_stamp(store: Store) -> None:
    store.write("a/1", b"one")
    before = store.listing("a")["a/1"].stamp
    assert store.listing("a")["a/1"].stamp == before
    store.write("a/1", b"two")
    assert store.listing("a")["a/1"].stamp != before


def test_what_is_removed_is_gone_and_nothing_else(store: Store) -> None:
    store.write_lasting({"a/1": b"", "a/2": b"", "b/x/3": b"", "c/4": b""})
    store.remove(["a/1", "a/none"])
    store.remove_folder("b")
    store.remove_folder("none")
    assert [name for folder in "abc" for name in store.listing(folder)] == ["a/2", "c/4"]


def test_polars_and_duckdb_read_its_files_where_they_stand(store: Store, tmp_path: Path) -> None:
    pl.DataFrame({"n": [1, 2, 3]}).write_parquet(tmp_path / "n.parquet")
    store.write("it's/n.parquet", (tmp_path / "n.parquet").read_bytes())
    there = store.location("it's/n.parquet")
    assert pl.scan_parquet([there], storage_options=store.polars_options).collect()["n"].sum() == 6
    with duckdb.connect() as connection:
        store.let_read(connection)
        assert connection.execute("SELECT sum(n) FROM read_parquet(?)", [[there]]).fetchone() == (6,)


def test_its_address_opens_it_again(store: Store) -> None:
    store.write("a/1", b"one")
    assert open_store(store.address).read("a/1") == b"one"


def test_a_folder_is_the_same_one_wherever_a_process_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    FolderStore(Path("lake")).write("a/1", b"one")
    address = FolderStore(Path("lake")).address
    monkeypatch.chdir("/")
    assert open_store(address).read("a/1") == b"one"


def test_what_crashed_processes_left_in_a_folder_is_not_listed_and_goes(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.write("records/ab/1", b"one")
    for name in (f"records/ab/.2.{2**22 + 1}", f"records/ab/.3.{os.getpid()}"):
        (tmp_path / name).touch()
    assert list(store.listing("records")) == ["records/ab/1"]
    store.clear_leftovers()
    assert [path.name for path in (tmp_path / "records/ab").iterdir()] == ["1"]


@pytest.mark.parametrize("address", ["s3://", "s3:///prefix"])
def test_an_address_that_names_no_bucket_is_refused(address: str) -> None:
    needed("obstore")
    with pytest.raises(StoreUnusable, match="s3://bucket/prefix"):
        open_store(address)


@pytest.mark.parametrize(
    ("address", "stands"), [("s3://one", "s3://one"), ("s3://one/", "s3://one"), ("s3://one/a/b//", "s3://one/a/b")]
)
def test_a_bucket_has_one_address(address: str, stands: str) -> None:
    needed("obstore")
    assert open_store(address).address == stands
