"""A database that is being made: whole in its file once it is, and a full disk is called one."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import duckdb
import pytest

from warehouse.files import share
from warehouse.making import made


def test_what_was_made_is_in_the_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "new.duckdb"
    for number in range(2):
        with made(file) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS main.kept (number INTEGER)")
            connection.execute("INSERT INTO kept VALUES (?)", [number])
            # DuckDB draws its progress into pipes as well.
            assert connection.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)
    assert [path.name for path in tmp_path.iterdir()] == ["new.duckdb"]
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.execute("FROM kept ORDER BY ALL").fetchall() == [(0,), (1,)]
        ((tags,),) = connection.execute("SELECT tags FROM duckdb_databases() WHERE path IS NOT NULL").fetchall()
    assert tags["storage_version"].startswith("v1.3.0")


def test_a_full_disk_is_said_so_by_the_name_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "new.duckdb"
    with pytest.raises(OSError, match="No space left on device") as raised, made(file):
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")
    assert (raised.value.errno, raised.value.filename) == (errno.ENOSPC, str(file))


def test_other_errors_stay_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(duckdb.CatalogException), made(tmp_path / "new.duckdb") as connection:
        connection.execute("FROM nowhere")


def test_a_file_is_copied_where_it_cannot_have_a_second_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, second, copy = (tmp_path / name for name in ("file", "second", "copy"))
    file.write_bytes(b"kept")
    share(file, second)

    def refused(*_names: Path) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(os, "link", refused)
    share(file, copy)
    assert second.samefile(file)
    assert not copy.samefile(file)
    assert copy.read_bytes() == b"kept"
