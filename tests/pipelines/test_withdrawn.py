"""Documents that go from the raw folder: gone from what is current as if they had never been there, kept in `history`."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pytest

from pipelines import digests, normalising, reading, stages
from pipelines.executors.inline import Inline
from pipelines.lineage import lineage_frames
from pipelines.settings import Folders
from pipelines.withdrawal import withdrawn
from tests.faults.scene import sample, unit
from tests.warehouse.same_rows import differing, filled
from tests.warehouse.small_warehouse import Rows, joined, keep, quarantined, save_star
from tests.warehouse.withdrawn_cases import NAMES, documents
from warehouse.filling import NothingToPublish
from warehouse.lake import WITHDRAWN, Lake, Withdrawn
from warehouse.schema.staged import STAGED, frame
from warehouse.segments import Segments


@pytest.fixture(autouse=True, scope="module")
def _in_this_process() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (reading, normalising):
            patch.setattr(module, "open_workers", lambda *_, **__: Inline())
        yield


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "raw").mkdir()
    return Folders(tmp_path / "raw", tmp_path / "out")


def put(raw: Path, path: str, *texts: str) -> None:
    """A document, or, where the path is that of an archive, one of several."""
    target = raw / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".txt":
        target.write_text(*texts, encoding="utf-8")
        return
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in zip("甲乙", texts, strict=False):
            archive.writestr(f"{name}.txt", text)


def rows_made(folders: Folders, years: Sequence[str] = ()) -> Lake:
    """A build up to what it would publish, of some years alone where they are named; the lake."""
    taken_in = stages.take_in(folders)
    partitions = list(years) or stages.affected_partitions(folders, taken_in)
    stages.keep_manifests(folders, partitions, taken_in)
    for step in (stages.read_partition, stages.normalise_partition):
        for partition in partitions:
            step(folders, partition)
    assert stages.rows_missing(folders, partitions) == []
    stages.normalise_withdrawn(folders)
    return folders.lake()


def paths(lake: Lake, partition: str = WITHDRAWN) -> list[str]:
    """The paths of the documents of which a partition has rows."""
    files = lake.star(partition).files("document")
    return sorted(pl.read_parquet(files)["file_path"]) if files else []


# --- what is to be published, of real documents and of made-up ones in districts of their own


class Change(NamedTuple):
    """A raw folder that changed: its lake before, its lake now, a database of that and of one that never was another,
    and what was withdrawn, as it was read and as it was made up."""

    before: dict[str, list[tuple[Any, ...]]]
    lake: Lake
    database: Path
    without: Path
    read: list[Withdrawn]
    made_up: Rows


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory) -> Change:
    folder = tmp_path_factory.mktemp("change")
    folders = Folders(folder / "raw", folder / "out")
    _as_it_was(folders.raw)
    lake = rows_made(folders)
    before = {table: [row for year in lake.partitions() for row in _rows(lake, year, table)] for table in STAGED}
    _as_it_is(folders.raw)
    read = rows_made(folders).withdrawn()
    fresh = rows_made(Folders(folders.raw, folder / "fresh"))
    made_up = joined([*documents(1), quarantined("by today's rules")])
    for each in (lake, fresh):
        keep(each, "2040", *documents(0))
    _keep_too(lake, made_up)
    databases = [
        filled(folder / f"{Path(each.address).parent.name}.duckdb", each, lineage_frames) for each in (lake, fresh)
    ]
    return Change(before, lake, *databases, read, made_up)


def _as_it_was(raw: Path) -> None:
    draft = sample("000")
    put(raw, "2025/draft.txt", draft)
    put(raw, "2025/approved.txt", draft.replace("草案", "批复"))
    put(raw, "2025/130202/kept.txt", unit(1))
    put(raw, "2025/130202/corrected.txt", unit(2))
    put(raw, "2024/130202/gone.txt", unit(3))
    put(raw, "2025/moved.txt", unit(4))
    put(raw, "2025/once.txt", unit(5))
    put(raw, "2025/twice.txt", unit(5))
    put(raw, "2025/letter.txt", "关于召开会议的通知")
    put(raw, "2025/批复.zip", unit(6), unit(7))


def _as_it_is(raw: Path) -> None:
    for path in ("2025/approved.txt", "2025/once.txt", "2025/letter.txt"):
        (raw / path).unlink()
    shutil.rmtree(raw / "2024")
    (raw / "2025/moved.txt").rename(raw / "2025/130202/renamed.txt")
    put(raw, "2025/130202/corrected.txt", unit(2).replace("11.00", "12.00"))
    put(raw, "2025/批复.zip", unit(6))


GONE = {
    "2024/130202/gone.txt": 3, "2025/130202/corrected.txt": 3, "2025/approved.txt": 4, "2025/批复.zip/乙.txt": 3,
}  # fmt: skip
"""The documents that are withdrawn by then, and how many projects they have."""


def _rows(lake: Lake, partition: str, table: str) -> list[tuple[Any, ...]]:
    return pl.read_parquet(lake.star(partition).files(table)).select(STAGED[table].column_names()).rows()


def _keep_too(lake: Lake, made_up: Rows) -> None:
    star = lake.star(WITHDRAWN)
    read = {table: pl.read_parquet(star.files(table)) for table in STAGED}
    both = {table: pl.concat([read[table], frame(STAGED[table], made_up[table])]) for table in STAGED}
    save_star(lake, WITHDRAWN, both)


def test_what_was_removed_or_replaced_is_withdrawn_and_what_was_moved_is_not(change: Change) -> None:
    assert sorted(one.path for one in change.read) == list(GONE)


def test_what_is_current_is_that_of_a_build_that_never_saw_them(change: Change) -> None:
    assert differing(change.database, change.without) == {}
    assert ask(change, "SELECT status FROM document WHERE file_name = 'draft.txt'") == [("loaded",)]
    assert ask(change, "SELECT count(*) FROM v_stage_change WHERE unit_name IS NOT NULL") > [(0,)]


def test_their_rows_are_those_that_were_current(change: Change) -> None:
    keys = tuple(one.sha256[:16] for one in change.read)
    for table in STAGED:
        was, now = ([repr(row) for row in rows if row[0].startswith(keys)]
                    for rows in (change.before[table], _rows(change.lake, WITHDRAWN, table)))  # fmt: skip
        assert was
        assert Counter(was) == Counter(now), table


def test_history_has_all_of_their_rows_and_of_the_others_what_it_had(change: Change) -> None:
    apart = differing(change.database, change.without, "history")
    assert {table: less for table, (_, less) in apart.items() if less} == {}
    # Units are put together from what documents say of them.
    theirs = {table: len(_rows(change.lake, WITHDRAWN, table)) for table in STAGED if table != "department"}
    assert {table: more for table, (more, _) in apart.items() if table != "department"} == theirs


def test_history_says_of_them_that_they_are_not_current(change: Change) -> None:
    statuses = dict(ask(change, "SELECT document_key, status FROM superseded.document"))
    assert statuses == {
        **{one.sha256[:16]: "superseded" for one in change.read},
        **{row["document_key"]: "superseded" for row in change.made_up["document"]},
        "by today's rules": "quarantined",
    }


def test_history_knows_their_units(change: Change) -> None:
    shown = ask(
        change,
        """SELECT o.file_path, count(*), count(d.unit_name)
           FROM superseded.document o JOIN history.project p USING (document_key)
           LEFT JOIN history.department d USING (department_key)
           WHERE length(document_key) = 16 GROUP BY ALL ORDER BY ALL""",
    )
    assert shown == [(path, number, number) for path, number in GONE.items()]


def test_a_name_that_only_they_have_is_one_of_their_year_and_never_current(change: Change) -> None:
    shown = ask(
        change,
        """SELECT DISTINCT split_part(document_key, ' gone ', 1) AS name,
                  unit_name, valid_from_year, valid_to_year, d.is_current
           FROM history.project p JOIN history.department d USING (department_key)
           WHERE contains(document_key, ' gone ') AND department_key NOT IN (SELECT department_key FROM main.department)
           ORDER BY ALL""",
    )
    assert [row for row in shown if row[0] in NAMES] == [(case, *row) for case in sorted(NAMES) for row in NAMES[case]]


def ask(change: Change, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(change.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


# --- what is remembered, and what is not


def test_a_document_that_comes_back_is_no_longer_withdrawn(folders: Folders) -> None:
    for number in (1, 2):
        put(folders.raw, f"2025/{number}.txt", unit(number))
    lake = rows_made(folders)
    never = {table: Counter(map(repr, _rows(lake, "2025", table))) for table in STAGED}
    (folders.raw / "2025/1.txt").rename(folders.out / "aside.txt")
    rows_made(folders)
    assert paths(lake) == ["2025/1.txt"]
    (folders.out / "aside.txt").rename(folders.raw / "2025/1.txt")
    rows_made(folders)
    assert {table: Counter(map(repr, _rows(lake, "2025", table))) for table in STAGED} == never
    assert not (folders.notes / "withdrawn.json").exists()
    assert not (folders.notes / "star" / WITHDRAWN).exists()


def test_a_withdrawal_is_logged_once(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folders.raw, "2025/1.txt", unit(1))
    rows_made(folders)
    (folders.raw / "2025/1.txt").unlink()
    told: list[dict[str, object]] = []
    monkeypatch.setattr(
        "pipelines.withdrawal.logs.info", lambda stage, what, **about: told.append({"is": (stage, what), **about})
    )
    (one,) = rows_made(folders).withdrawn()
    rows_made(folders)
    about = {"document": "2025/1.txt", "sha256": one.sha256, "partition": "2025"}
    assert [one for one in told if one["is"] == ("normalising", "withdrawn")] == [
        {"is": ("normalising", "withdrawn"), **about}
    ]


def test_damaged_rows_of_a_document_that_goes_hold_up_no_build(folders: Folders) -> None:
    for number in (1, 2):
        put(folders.raw, f"2025/{number}.txt", unit(number))
    lake = rows_made(folders)
    (file,) = lake.star("2025").files("document")
    Path(file).write_bytes(b"")
    (folders.raw / "2025/1.txt").unlink()
    assert paths(rows_made(folders), "2025") == ["2025/2.txt"]


def test_what_was_never_loaded_is_not_withdrawn(folders: Folders) -> None:
    put(folders.raw, "2025/kept.txt", unit(1))
    put(folders.raw, "2025/letter.txt", "关于召开会议的通知")
    put(folders.raw, "2025/late.txt", unit(2))
    taken_in = stages.take_in(folders)
    stages.keep_manifests(folders, ["2025"], taken_in)
    (folders.raw / "2025/late.txt").unlink()
    rows_made(folders)
    (folders.raw / "2025/letter.txt").unlink()
    assert rows_made(folders).withdrawn() == []


def test_a_document_that_moves_to_another_year_is_not_withdrawn_meanwhile(folders: Folders) -> None:
    put(folders.raw, "2024/a.txt", unit(1))
    lake = rows_made(folders)
    (folders.raw / "2024").rename(folders.raw / "2025")
    stages.keep_manifests(folders, ["2024", "2025"], stages.take_in(folders))
    stages.normalise_partition(folders, "2024")
    assert (lake.partitions(), lake.withdrawn()) == ([], [])
    stages.normalise_partition(folders, "2025")
    assert paths(lake, "2025") == ["2025/a.txt"]


def test_a_document_on_its_way_to_a_year_that_is_not_built_yet_is_in_history_meanwhile(folders: Folders) -> None:
    put(folders.raw, "2024/a.txt", unit(1))
    put(folders.raw, "2024/b.txt", unit(2))
    rows_made(folders)
    (folders.raw / "2025").mkdir()
    (folders.raw / "2024/a.txt").rename(folders.raw / "2025/a.txt")
    lake = rows_made(folders, ["2024"])
    assert (paths(lake, "2024"), paths(lake)) == (["2024/b.txt"], ["2024/a.txt"])
    rows_made(folders, ["2025"])
    assert (paths(lake, "2025"), paths(lake)) == (["2025/a.txt"], [])
    assert lake.withdrawn() == []


def test_a_build_cut_short_loses_no_document_and_has_none_twice(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        put(folders.raw, f"2025/{number}.txt", unit(number))
    lake = rows_made(folders)
    (folders.raw / "2025/1.txt").unlink()

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Segments, "update", cut)
        with pytest.raises(KeyboardInterrupt):
            rows_made(folders)
    assert [one.path for one in lake.withdrawn()] == ["2025/1.txt"]
    assert withdrawn(folders) == []
    stages.normalise_partition(folders, "2025")
    assert [one.path for one in withdrawn(folders)] == ["2025/1.txt"]
    (folders.raw / "2025/1.txt").write_text(unit(1), encoding="utf-8")
    # Until its rows are back in their year, history goes on having them.
    stages.keep_manifests(folders, ["2025"], stages.take_in(folders))
    assert [one.path for one in withdrawn(folders)] == ["2025/1.txt"]
    assert paths(rows_made(folders)) == []


def test_where_everything_is_gone_there_is_nothing_to_publish(folders: Folders) -> None:
    put(folders.raw, "2025/1.txt", unit(1))
    rows_made(folders)
    (folders.raw / "2025/1.txt").unlink()
    lake = rows_made(folders)
    assert (lake.partitions(), paths(lake)) == ([], ["2025/1.txt"])
    with pytest.raises(NothingToPublish):
        stages.publish_lake(folders)


# --- their rows, without the documents


@pytest.fixture
def gone(folders: Folders) -> Lake:
    """The lake of two documents of which one was taken away."""
    for number in (1, 2):
        put(folders.raw, f"2025/{number}.txt", unit(number))
    rows_made(folders)
    (folders.raw / "2025/1.txt").unlink()
    return rows_made(folders)


def test_new_rules_make_their_rows_again_and_a_new_reader_leaves_their_reading(
    folders: Folders, gone: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = gone.withdrawn()
    before, rows = gone.star(WITHDRAWN).members(), _rows(gone, WITHDRAWN, "project")
    monkeypatch.setattr(digests, "rules_digest", lambda: "other rules")
    monkeypatch.setattr(stages, "is_current", lambda *_: False)
    stages.normalise_withdrawn(folders)
    after = gone.star(WITHDRAWN).members()
    assert after[one.sha256].fingerprint != before[one.sha256].fingerprint
    assert after[one.sha256].reader == before[one.sha256].reader
    assert _rows(gone, WITHDRAWN, "project") == rows


def test_their_rows_stay_where_their_reading_is_lost(
    folders: Folders, gone: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = gone.digest()
    monkeypatch.setattr(digests, "rules_digest", lambda: "other rules")
    (reading_file,) = folders.notes.glob(f"star/{WITHDRAWN}/*/reading.parquet")
    reading_file.write_bytes(b"damaged")
    stages.normalise_withdrawn(folders)
    assert (paths(gone), gone.digest()) == (["2025/1.txt"], before)
    # With the rows gone too, there is nothing to show until the reading is put back.
    for file in gone.star(WITHDRAWN).files("project"):
        Path(file).unlink()
    stages.normalise_withdrawn(folders)
    assert gone.star(WITHDRAWN).files("project") == []
    assert [one.path for one in gone.withdrawn()] == ["2025/1.txt"]


def test_a_damaged_list_is_made_again_from_their_rows(folders: Folders, gone: Lake) -> None:
    before, listed = gone.digest(), gone.withdrawn()
    (folders.notes / "withdrawn.json").write_text("[{", encoding="utf-8")
    stages.normalise_withdrawn(folders)
    assert (gone.withdrawn(), gone.digest()) == (listed, before)


def test_they_are_forgotten_for_good_by_deleting_the_list(folders: Folders, gone: Lake) -> None:
    (folders.notes / "withdrawn.json").unlink()
    stages.normalise_withdrawn(folders)
    assert gone.staged_partitions() == ["2025"]


def test_publishing_brings_their_rows_up_to_date(folders: Folders, gone: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in gone.star(WITHDRAWN).files("project"):
        Path(file).unlink()
    seen: list[list[str]] = []

    def publish(lake: Lake, *_: object, **__: object) -> None:
        seen.append(paths(lake))
        raise NothingToPublish

    monkeypatch.setattr("warehouse.publish.publish", publish)
    with pytest.raises(NothingToPublish):
        stages.publish_lake(folders)
    assert seen == [["2025/1.txt"]]
