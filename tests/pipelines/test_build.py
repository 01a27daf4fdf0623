"""A build from the raw folder to the published warehouse."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.build import BuildFailed, Summary, build
from pipelines.executors.workers import HERE, INLINE, Computing
from pipelines.observation import observe
from pipelines.settings import Folders, Publishing
from tests.pipelines.conftest import SAMPLES
from warehouse.checks import Failure, PublishRefused

HERE_ALONE = Computing(INLINE)


def rows(folders: Folders, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folders.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def sample(name: str) -> Path:
    return next(SAMPLES.rglob(f"{name}_*.txt"))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """What is built here has nothing to do with processes; what has starts them, as the samples do and `mixed`."""
    (tmp_path / "raw").mkdir()
    return Folders(tmp_path / "raw", tmp_path / "out", computing=HERE_ALONE)


def test_the_samples_give_their_totals(built: tuple[Folders, Summary]) -> None:
    _, summary = built
    assert (summary.documents, summary.projects, summary.indicators) == (5, 45, 309)
    assert summary.budget_cny == Decimal(27_753_500)
    assert summary.quarantined == ()


def test_a_second_build_with_nothing_new_reads_no_document(built: tuple[Folders, Summary], tmp_path: Path) -> None:
    first, summary = built
    folders = Folders(first.raw, tmp_path / "out")
    shutil.copytree(first.out, folders.out, symlinks=True)
    reads: list[str] = []
    assert build(folders, lambda stage, _done, _total: reads.append(stage)) == summary
    assert reads == []


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folders, Summary]:
    """A raw folder as people leave it: two forms, one of them twice and one in another year's folder, files that cannot
    be read, and what is no submission."""
    folder = tmp_path_factory.mktemp("mixed")
    folders = Folders(folder / "raw", folder / "out")
    for name in ("more", "2024/130208"):
        (folders.raw / name).mkdir(parents=True)
    shutil.copy(sample("002"), folders.raw / "good.txt")
    shutil.copy(sample("002"), folders.raw / "more/b.txt")
    shutil.copy(sample("004"), folders.raw / "2024/130208/a.txt")
    shutil.copy(sample("001"), folder / "outside.txt")
    (folders.raw / "link.txt").symlink_to(folder / "outside.txt")
    (folders.raw / ".hidden.txt").write_text("x", encoding="utf-8")
    (folders.raw / "~$a.docx").write_text("x", encoding="utf-8")
    (folders.raw / "empty.txt").write_bytes(b"")
    (folders.raw / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (folders.raw / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    (folders.raw / "letter.txt").write_text("关于召开会议的通知", encoding="utf-8")
    (folders.raw / "it's; drop table\nproject.txt").write_text("x", encoding="utf-8")
    return folders, build(folders)


def test_a_bad_file_costs_one_quarantined_row_and_nothing_else(mixed: tuple[Folders, Summary]) -> None:
    folders, summary = mixed
    assert (summary.documents, summary.projects) == (7, 3 + 11)
    assert {item.file_path: bool(item.reason) for item in summary.quarantined} == {
        "broken.docx": True, "broken.pdf": True, "empty.txt": True, "it's; drop table\nproject.txt": True,
        "letter.txt": True,
    }  # fmt: skip
    found = rows(
        folders, "SELECT file_name, rule FROM document JOIN quality_issue USING (document_key) WHERE severity = 'error'"
    )
    assert set(found) == {
        ("empty.txt", "document_empty"), ("broken.pdf", "document_damaged"), ("broken.docx", "document_damaged"),
        ("letter.txt", "not_performance_text"), ("it's; drop table\nproject.txt", "not_performance_text"),
    }  # fmt: skip


def test_the_same_content_twice_is_one_document(mixed: tuple[Folders, Summary]) -> None:
    repeated = "SELECT file_path FROM document JOIN quality_issue USING (document_key) WHERE rule = 'document_repeated'"
    assert rows(mixed[0], repeated) == [("good.txt",)]
    assert rows(mixed[0], "SELECT count(*) FROM document WHERE file_name = 'b.txt'") == [(0,)]


def test_the_folder_says_the_year_only_where_the_document_does_not(mixed: tuple[Folders, Summary]) -> None:
    years = "SELECT DISTINCT p.fiscal_year FROM project p JOIN document USING (document_key) WHERE file_name = 'a.txt'"
    assert rows(mixed[0], years) == [(2023,)]
    disagreeing = "SELECT file_name, severity FROM quality_issue JOIN document USING (document_key) WHERE rule = 'fiscal_year_disagrees'"
    assert rows(mixed[0], disagreeing) == [("a.txt", "warning")]


def test_links_out_of_the_raw_folder_and_hidden_files_are_left_alone(mixed: tuple[Folders, Summary]) -> None:
    loaded = "SELECT file_path FROM document WHERE status = 'loaded' ORDER BY ALL"
    assert rows(mixed[0], loaded) == [("2024/130208/a.txt",), ("good.txt",)]
    assert rows(mixed[0], "SELECT count(*) FROM document") == [(2 + 5,)]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Two forms, built: only to be copied."""
    folder = tmp_path_factory.mktemp("two")
    folders = Folders(folder / "raw", folder / "out", computing=HERE_ALONE)
    folders.raw.mkdir()
    shutil.copy(sample("002"), folders.raw / "a.txt")
    shutil.copy(sample("004"), folders.raw / "b.txt")
    assert build(folders).projects == 14
    return folders


@pytest.fixture
def built_before(two: Folders, folders: Folders) -> Folders:
    """Two forms in the raw folder, of which a build has been made."""
    shutil.copytree(two.raw, folders.raw, dirs_exist_ok=True)
    shutil.copytree(two.out, folders.out, symlinks=True)
    return folders


def test_where_nothing_can_be_loaded_what_was_published_stays(built_before: Folders) -> None:
    before = built_before.database.read_bytes()
    for path in built_before.raw.iterdir():
        path.write_text("no longer a performance text", encoding="utf-8")
    with pytest.raises(BuildFailed, match="quarantined"):
        build(built_before)
    assert built_before.database.read_bytes() == before


def test_an_empty_raw_folder_is_said_so(folders: Folders) -> None:
    with pytest.raises(BuildFailed, match="no document found"):
        build(folders)


def test_a_folder_whose_files_are_all_gone_is_taken_for_a_share_that_is_not_mounted(built_before: Folders) -> None:
    away = built_before.raw.rename(built_before.raw.with_name("away"))
    built_before.raw.mkdir()
    for shrink in (False, True):
        with pytest.raises(BuildFailed, match="is the share mounted"):
            build(built_before, publishing=Publishing(allow_shrink=shrink))
    assert observe(built_before.out).unpublished == 0
    found = observe(built_before.out, built_before.raw).waiting
    assert found
    assert "is gone" in found.trouble
    built_before.raw.rmdir()
    away.rename(built_before.raw)
    assert build(built_before).projects == 14


def test_a_published_database_that_was_damaged_is_made_again(built_before: Folders) -> None:
    built_before.database.resolve().write_bytes(b"no database")
    assert build(built_before).projects == 14


def test_a_document_that_is_taken_away_or_changed_is_so_in_the_next_warehouse(built_before: Folders) -> None:
    (built_before.raw / "b.txt").unlink()
    assert build(built_before).projects == 3
    form = built_before.raw / "a.txt"
    form.write_text(form.read_text(encoding="utf-8").replace("11.00", "12.00"), encoding="utf-8")
    assert build(built_before).budget_cny == 620_000


def test_the_approved_text_wins_over_the_draft_and_both_are_kept(folders: Folders) -> None:
    approved = sample("004").read_text(encoding="utf-8")
    (folders.raw / "draft.txt").write_text(
        approved.replace("（批复）", "（草案）").replace("56.25", "60.00"), encoding="utf-8"
    )
    (folders.raw / "approved.txt").write_text(approved, encoding="utf-8")
    assert build(folders).budget_cny == 4_235_300
    assert rows(folders, "SELECT stage, status FROM document ORDER BY stage") == [
        ("approved", "loaded"), ("draft", "superseded"),
    ]  # fmt: skip
    assert rows(folders, "SELECT count(*), sum(budget_cny) FROM history.project") == [(22, Decimal("8508100.00"))]


def test_many_documents_are_read_in_processes_and_give_the_same(folders: Folders) -> None:
    text = sample("002").read_text(encoding="utf-8")
    for number in range(14):
        (folders.raw / f"{number:02d}.txt").write_text(text.replace("101001", f"1{number:02d}001"), encoding="utf-8")
    summary = build(replace(folders, computing=HERE))
    assert (summary.documents, summary.projects) == (14, 42)


def test_a_refused_publication_names_the_claim_and_the_rows(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PublishRefused([Failure("assert_keys_are_unique", "主键唯一 | Keys are unique", 1, (("project", "p1"),))])

    shutil.copy(sample("002"), folders.raw / "a.txt")
    monkeypatch.setattr("warehouse.publish.publish", refuse)
    with pytest.raises(BuildFailed, match=r"Keys are unique.*p1"):
        build(folders)


def test_what_a_build_writes_below_the_raw_folder_is_no_document(built_before: Folders) -> None:
    inside = replace(built_before, out=built_before.raw / "out")
    built_before.out.rename(inside.out)
    (inside.raw / "a.txt").unlink()
    summary = build(inside)
    assert (summary.documents, summary.quarantined) == (1, ())
