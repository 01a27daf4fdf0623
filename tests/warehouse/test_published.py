"""Versions side by side: everything switches at once, ids move forward, and a crash at any moment leaves one version."""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.deaths import BEFORE, TORN, Change, die_at, watch
from warehouse import published as module
from warehouse.published import NoSuchVersion, Published, Version, Year

if TYPE_CHECKING:
    from collections.abc import Callable

LINKS = ("warehouse.duckdb", "parquet", "datapackage.json")
LATER = datetime(2999, 1, 1, tzinfo=UTC)


def publish(out: Path, said: str, kept: int = 3) -> Version:
    """A version whose database, Parquet and data package all say the same word."""
    published = Published(out)
    published.clear_leftovers()
    name, folder = published.begin()
    (folder / "warehouse.duckdb").write_text(said)
    (folder / "parquet").mkdir()
    (folder / "parquet" / "project.parquet").write_text(said)
    (folder / "datapackage.json").write_text(said)
    version = Version(name, datetime.now(UTC), {"project": 1}, {"2025": Year(1, 1, 1, "1.00")}, 0, said)
    published.finish(version, kept)
    return version


def said(out: Path) -> list[str]:
    """What readers find by the paths that always stay the same."""
    return [path.read_text() for path in (out / LINKS[0], out / LINKS[1] / "project.parquet", out / LINKS[2])]


def words(out: Path) -> list[str]:
    """What the versions that are kept say, the newest first."""
    return [version.made_from or "" for version in Published(out).versions()]


class StoppedClock(datetime):
    """A clock that stands still."""

    at: datetime

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # noqa: ARG003 - as datetime has it
        return cls.at


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(StoppedClock, "at", at, raising=False)
    monkeypatch.setattr(module, "datetime", StoppedClock)


def test_one_pointer_switches_database_parquet_and_metadata(tmp_path: Path) -> None:
    first = publish(tmp_path, "one")
    assert said(tmp_path) == ["one"] * 3
    links = {name: (tmp_path / name).lstat().st_ino for name in LINKS}
    second = publish(tmp_path, "two")
    assert said(tmp_path) == ["two"] * 3
    # Nothing but the pointer was replaced.
    assert {name: (tmp_path / name).lstat().st_ino for name in LINKS} == links
    assert all((tmp_path / name).readlink() == Path("current", name) for name in LINKS)
    Published(tmp_path).switch_to(first.id)
    assert said(tmp_path) == ["one"] * 3
    Published(tmp_path).switch_to(second.id)
    assert said(tmp_path) == ["two"] * 3


def test_a_version_comes_back_as_it_was_told(tmp_path: Path) -> None:
    version = publish(tmp_path, "one")
    assert Published(tmp_path).current() == version
    assert Published(tmp_path).versions() == [version]
    assert version.documents == 1
    assert Published(tmp_path).database == tmp_path.resolve() / "versions" / version.id / "warehouse.duckdb"


def test_the_folder_may_be_moved(tmp_path: Path) -> None:
    publish(tmp_path / "a", "one")
    (tmp_path / "a").rename(tmp_path / "b")
    assert said(tmp_path / "b") == ["one"] * 3


def test_ids_move_forward_also_where_the_clock_stands_still_or_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = []
    for at in (
        LATER,
        LATER,
        LATER - timedelta(days=400),
        LATER + timedelta(seconds=1),
        datetime(1970, 1, 1, tzinfo=UTC),
    ):
        set_clock(monkeypatch, at)
        ids.append(publish(tmp_path, str(at), kept=2).id)
        assert said(tmp_path) == [str(at)] * 3
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"\d{8}T\d{6}\.\d{6}Z", name) for name in ids)
    assert [version.id for version in Published(tmp_path).versions()] == ids[:-3:-1]


def test_only_the_newest_versions_are_kept_and_always_the_current_one(tmp_path: Path) -> None:
    for number in range(4):
        publish(tmp_path, str(number), kept=3)
    assert words(tmp_path) == ["3", "2", "1"]
    published = Published(tmp_path)
    published.switch_to(published.versions()[-1].id)
    published.prune(2)
    assert words(tmp_path) == ["3", "1"]
    assert said(tmp_path) == ["1"] * 3
    publish(tmp_path, "4", kept=1)
    assert words(tmp_path) == ["4"]
    publish(tmp_path, "5", kept=0)
    assert words(tmp_path) == ["5"]


def test_withdrawn_versions_go_before_what_somebody_went_back_to(tmp_path: Path) -> None:
    one = publish(tmp_path, "one")
    publish(tmp_path, "two")
    publish(tmp_path, "three")
    Published(tmp_path).switch_to(one.id)
    publish(tmp_path, "four")
    assert words(tmp_path) == ["four", "three", "one"]
    publish(tmp_path, "five")
    assert words(tmp_path) == ["five", "four", "one"]


def test_going_back_skips_what_was_withdrawn(tmp_path: Path) -> None:
    published = Published(tmp_path)
    one, two, three = (publish(tmp_path, word, kept=9).id for word in ("one", "two", "three"))
    published.switch_to(published.previous())
    assert [(version.id, version.withdrawn) for version in published.versions()] == [
        (three, True), (two, False), (one, False),
    ]  # fmt: skip
    assert published.previous() == one
    publish(tmp_path, "four", kept=9)
    # The next build comes after all of them; going back from it does not lead to what somebody went back behind.
    assert words(tmp_path) == ["four", "three", "two", "one"]
    assert published.previous() == two
    published.switch_to(three)
    assert [version.withdrawn for version in published.versions()] == [True, False, False, False]
    assert said(tmp_path) == ["three"] * 3


def test_a_version_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoSuchVersion, match="jixiao versions"):
        Published(tmp_path).previous()
    version = publish(tmp_path, "one")
    with pytest.raises(NoSuchVersion):
        Published(tmp_path).previous()
    for name in ("x", "..", "", ".new-1", f"../{tmp_path.name}"):
        with pytest.raises(NoSuchVersion, match=f"kept: {version.id}"):
            Published(tmp_path).switch_to(name)
    assert said(tmp_path) == ["one"] * 3


def test_leftovers_go_and_what_is_published_or_withdrawn_stays(tmp_path: Path) -> None:
    published = Published(tmp_path)
    publish(tmp_path, "one")
    publish(tmp_path, "two")
    published.switch_to(published.previous())
    published.begin()
    versions = tmp_path / "versions"
    never = versions / "29990101T000000.000000Z"
    for folder in (versions / ".old-20200101T000000.000000Z", never):
        (folder / "parquet").mkdir(parents=True)
        (folder / "parquet" / "half").touch()
    (tmp_path / ".current-parquet-123").symlink_to("nowhere")
    (tmp_path / "warehouse.duckdb").unlink()
    published.clear_leftovers()
    assert len(list(versions.iterdir())) == 2
    assert words(tmp_path) == ["two", "one"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["current", "versions", *LINKS])
    assert said(tmp_path) == ["one"] * 3


def cut_short(out: Path, said: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A publication that ends before the switch; the version that is there and never was current."""
    before = {path.name for path in (out / "versions").iterdir()}
    with monkeypatch.context() as patched:
        patched.setattr(module, "_link", broken("power cut"))
        with pytest.raises(OSError, match="power cut"):
            publish(out, said)
    (left,) = {path.name for path in (out / "versions").iterdir()} - before
    return left


def broken(why: str) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(why)

    return fail


def test_nothing_is_thrown_away_before_the_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for word in ("one", "two", "three"):
        publish(tmp_path, word)
    cut_short(tmp_path, "four", monkeypatch)
    assert words(tmp_path) == ["four", "three", "two", "one"]
    Published(tmp_path).clear_leftovers()
    assert words(tmp_path) == ["three", "two", "one"]


@pytest.mark.parametrize(
    ("to", "left"),
    [("one", [("two", True), ("one", False)]), ("three", [("three", False), ("two", False), ("one", False)])],
)
def test_going_back_makes_no_version_of_what_a_killed_publication_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, left: list[tuple[str, bool]]
) -> None:
    ids = {word: publish(tmp_path, word, kept=9).id for word in ("one", "two")}
    ids["three"] = cut_short(tmp_path, "three", monkeypatch)
    Published(tmp_path).switch_to(ids[to])
    assert [(version.made_from, version.withdrawn) for version in Published(tmp_path).versions()] == left
    assert said(tmp_path) == [to] * 3


def test_a_rollback_that_was_killed_leaves_no_mark_on_the_current_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = publish(tmp_path, "one")
    publish(tmp_path, "two")
    published = Published(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(module, "_link", broken("killed"))
        with pytest.raises(OSError, match="killed"):
            published.switch_to(one.id)
    assert [version.withdrawn for version in published.versions()] == [True, False]
    published.clear_leftovers()
    assert [version.withdrawn for version in published.versions()] == [False, False]
    assert said(tmp_path) == ["two"] * 3


@pytest.mark.parametrize("refused", ["remove", "rename"])
def test_what_a_share_does_not_let_go_holds_up_no_publication_and_goes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    published = Published(tmp_path)
    first = publish(tmp_path, "one").id
    remove, rename = module.remove, Path.rename

    def unless_read(does: Callable[..., Any]) -> Callable[..., Any]:
        def tried(path: Path, *rest: object) -> object:
            return broken("still read")() if path.name.endswith(first) else does(path, *rest)

        return tried

    with monkeypatch.context() as patched:
        patched.setattr(module, "remove", unless_read(remove))
        if refused == "rename":
            patched.setattr(Path, "rename", unless_read(rename))
        for word in ("two", "three"):
            publish(tmp_path, word, kept=1)
            assert said(tmp_path) == [word] * 3
        assert published.leftovers() == ([f".old-{first}"] if refused == "remove" else [])
        assert words(tmp_path) == (["three"] if refused == "remove" else ["three", "one"])
    publish(tmp_path, "four", kept=1)
    assert published.leftovers() == []
    assert words(tmp_path) == ["four"]


@pytest.mark.parametrize("name", ["backup", "20250101", "29990101T000000.000000Z.bak", "zz", ".snapshot", ".zfs"])
def test_folders_that_others_made_are_no_versions_and_stay(tmp_path: Path, name: str) -> None:
    publish(tmp_path, "one")
    foreign = tmp_path / "versions" / name
    shutil.copytree(Published(tmp_path).database.parent, foreign)
    for word in ("two", "three"):
        publish(tmp_path, word, kept=1)
    assert words(tmp_path) == ["three"]
    assert Published(tmp_path).leftovers() == []
    assert (foreign / "parquet" / "project.parquet").read_text() == "one"
    with pytest.raises(NoSuchVersion):
        Published(tmp_path).switch_to(name)


def test_a_current_version_whose_record_is_damaged_stays_published(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    version = publish(tmp_path, "two")
    (Published(tmp_path).folder(version.id) / "version.json").write_text("{")
    Published(tmp_path).clear_leftovers()
    Published(tmp_path).prune(1)
    assert Published(tmp_path).current() is None
    assert said(tmp_path) == ["two"] * 3
    publish(tmp_path, "three")
    assert said(tmp_path) == ["three"] * 3


def test_versions_whose_pointer_was_lost_are_not_thrown_away(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    publish(tmp_path, "two")
    (tmp_path / "current").unlink()
    publish(tmp_path, "three")
    assert words(tmp_path) == ["three", "two", "one"]


def test_files_and_folders_of_the_older_layout_give_way_to_links(tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_text("old")
    (tmp_path / "warehouse.duckdb.wal").write_text("old")
    (tmp_path / "datapackage.json").write_text("old")
    (tmp_path / "parquet" / "project").mkdir(parents=True)
    (tmp_path / "parquet" / "project" / "project.parquet").write_text("old")
    Published(tmp_path).clear_leftovers()
    assert (tmp_path / "warehouse.duckdb").read_text() == "old"
    publish(tmp_path, "new")
    assert said(tmp_path) == ["new"] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["current", "versions", *LINKS])


def apart(function: Callable[..., object], *arguments: object) -> tuple[bool, str]:
    """What a function gives in a process of its own, as text, or that it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(function(*arguments)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        result = told.read().decode()
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), result


def counted(out: Path, word: str) -> str:
    """Publishes; what it changed, a letter each, "o" where it opened a file."""
    seen: list[Change] = []
    watch(out, lambda change, _path: seen.append(change))
    publish(out, word, kept=2)
    return "".join("o" if change.opens else "x" for change in seen)


def dying(out: Path, word: str, at: int, how: str) -> None:
    die_at(out, at, how)
    publish(out, word, kept=2)


@pytest.mark.parametrize("earlier", [(), ("a",), ("a", "b")], ids=["the first", "the second", "one too many"])
def test_a_crash_at_every_change_leaves_the_old_version_or_the_new_one(
    tmp_path: Path, earlier: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
    start, undisturbed, out = (tmp_path / name for name in ("start", "undisturbed", "out"))
    start.mkdir()
    for word in earlier:
        publish(start, word, kept=2)
    shutil.copytree(start, undisturbed, symlinks=True)
    _, changes = apart(counted, undisturbed, "new")
    assert len(changes) > 15
    names = sorted(path.name for path in undisturbed.iterdir())
    before = [(at, BEFORE) for at in range(1, len(changes) + 2)]
    torn = [(at, TORN) for at, letter in enumerate(changes, 1) if letter == "o"]
    for at, how in before + torn:
        shutil.copytree(start, out, symlinks=True)
        assert apart(dying, out, "new", at, how)[0] is (at <= len(changes))
        assert (said(out) if (out / "warehouse.duckdb").exists() else []) in (list(earlier[-1:]) * 3, ["new"] * 3)
        # What comes next finds all well, or publishes.
        Published(out).clear_leftovers()
        if words(out)[:1] != ["new"]:
            publish(out, "new", kept=2)
        Published(out).prune(2)
        assert said(out) == ["new"] * 3
        assert words(out) == ["new", *earlier[-1:]]
        assert sorted(path.name for path in out.iterdir()) == names
        assert len(list((out / "versions").iterdir())) == min(2, len(earlier) + 1)
        shutil.rmtree(out)
