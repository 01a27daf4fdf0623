"""A version that renews what changed is, row for row, the one that all documents give; where it cannot be, all is made."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from bench.factory.corpus import years
from bench.factory.offices import Size
from pipelines.lineage import lineage_frames
from tests.warehouse.same_rows import differing, filled
from tests.warehouse.small_warehouse import Rows, joined, keep, text
from warehouse import provenance, renewal
from warehouse.checks import PublishRefused
from warehouse.ddl import SCHEMAS
from warehouse.lake import Lake
from warehouse.provenance import NOWHERE
from warehouse.publish import publish
from warehouse.published import DATABASE, PARQUET, Published, Version
from warehouse.schema.staged import STAGED, frame
from warehouse.segments import Member, Members

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Frames = dict[str, pl.DataFrame]
CODE = "code"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """As few documents as these tests have are enough."""
    monkeypatch.setattr(renewal, "LEAST", 0)
    monkeypatch.setattr(renewal, "SHARE", 1.0)


def hold(lake: Lake, wanted: Mapping[str, Frames]) -> None:
    """Makes the lake hold these documents, by key, each in its year's partition."""
    by_year: dict[str, dict[str, Frames]] = {}
    for frames in wanted.values():
        (row,) = frames["document"].rows(named=True)
        by_year.setdefault(str(row["fiscal_year"]), {})[row["sha256"]] = frames
    for year in {*by_year, *lake.partitions()}:
        held = by_year.get(year, {})
        if not held:
            lake.drop_star(year)
            continue

        def make(chosen: Sequence[str], held: dict[str, Frames] = held) -> tuple[Members, Frames]:
            members = {sha256: Member(_fingerprint(held[sha256]), "reader", 1) for sha256 in chosen}
            return members, {table: pl.concat([held[sha256][table] for sha256 in chosen]) for table in STAGED}

        star = lake.star(year)
        star.update({sha256: _fingerprint(frames) for sha256, frames in held.items()}, star.by(make))


def _fingerprint(frames: Frames) -> str:
    return str(sum(int(frame.hash_rows().sum() or 0) for frame in frames.values()))


def made_up() -> dict[str, Frames]:
    """Documents of three districts and three years, by key: drafts and approved ones, renamed units, linked projects."""
    documents: dict[str, Frames] = {}
    for year in years(Size(documents=18, districts=3, years=3, seed=11)):
        for key in year.frames["document"]["document_key"]:
            own = {"document_key": [key]}
            for name, table in (("project_key", "project"), ("department_goal_key", "department_goal")):
                own[name] = year.frames[table].filter(document_key=key)[name].to_list()
            documents[key] = {
                table: rows.filter(pl.col(by := next(by for by in own if by in rows.columns)).is_in(own[by]))
                for table, rows in year.frames.items()
            }
    return documents


def district(frames: Frames) -> str:
    return str(frames["document"]["district_code"][0])


def later(frames: Frames) -> Frames:
    """The same document, approved and submitted after all others: its text becomes the current one."""
    told = pl.lit("approved").alias("stage"), pl.lit(dt.datetime(2030, 1, 1)).alias("received_at")  # noqa: DTZ001
    return {**frames, "document": frames["document"].with_columns(told).cast(dict(frames["document"].schema))}


def differences(tmp_path: Path, renewed: Path, wanted: Mapping[str, Frames]) -> dict[str, dict[str, tuple[int, int]]]:
    """Where a renewed database differs from one filled from all of these documents; schemas without a difference too."""
    lake = Lake(tmp_path / f"lake of {renewed.parent.name}")
    hold(lake, wanted)
    whole = filled(tmp_path / f"{renewed.parent.name}.duckdb", lake, lineage_frames)
    return {schema: differing(renewed, whole, schema) for schema in SCHEMAS}


SAME: dict[str, dict[str, tuple[int, int]]] = {schema: {} for schema in SCHEMAS}


def test_a_renewed_version_equals_one_of_all_documents_whatever_changed(tmp_path: Path) -> None:
    documents = made_up()
    first, second, third = sorted({district(frames) for frames in documents.values()})
    own = {
        place: [key for key in sorted(documents) if district(documents[key]) == place]
        for place in (first, second, third)
    }
    lake, out = Lake(tmp_path / "lake"), tmp_path / "out"
    steps = [
        {key: documents[key] for key in documents if key not in own[third]},
        {key: documents[key] for key in documents if key not in own[first][:2]},
        {
            key: later(documents[key]) if key in own[first][:3] else documents[key]
            for key in documents
            if key not in own[second]
        },
    ]
    for step, wanted in enumerate(steps):
        hold(lake, wanted)
        renewed = publish(lake, out, lineage_frames, code=CODE, allow_shrink=True)
        current = Published(out).current()
        assert current is not None
        assert current.renewed == step
    assert differences(tmp_path, renewed.database, steps[-1]) == SAME


def two_places(key: str, received: int) -> Rows:
    """A document with projects of the same department code in two districts."""
    parts = [text(key, district=place, received=dt.datetime(2025, 1, received)) for place in ("130202", "130203")]  # noqa: DTZ001
    rows = joined(parts)
    for table in ("project", "indicator", "indicator_bound", "disbursement_plan"):
        for row in rows[table][len(parts[0][table]) :]:
            row |= {name: f"{row[name]}-b" for name in ("project_key", "indicator_key") if row.get(name)}
    rows["document"][0]["project_count"] = 2
    for table in ("document", "department_goal", "department_indicator", "quality_issue"):
        rows[table] = rows[table][:1]
    return rows


def framed(*parts: Rows) -> dict[str, Frames]:
    documents = {}
    for number, rows in enumerate(parts):
        rows["document"][0]["sha256"] = f"{number:064x}"
        documents[rows["document"][0]["document_key"]] = {
            table: frame(schema, rows[table]) for table, schema in STAGED.items()
        }
    return documents


def test_what_a_document_of_two_districts_leads_to_is_renewed_as_well_as_what_names_no_district(tmp_path: Path) -> None:
    early = text("early", district="130203", received=dt.datetime(2025, 1, 1))  # noqa: DTZ001
    late = text("late", district="130202", received=dt.datetime(2025, 1, 9))  # noqa: DTZ001
    nowhere = [text(key, district=None, received=dt.datetime(2025, 1, day)) for day, key in enumerate("xy", 1)]  # noqa: DTZ001
    documents = framed(early, two_places("both", 5), late, *nowhere)
    lake, out = Lake(tmp_path / "lake"), tmp_path / "out"
    hold(lake, {key: documents[key] for key in ("early", "both", "x")})
    publish(lake, out, lineage_frames, code=CODE)
    hold(lake, documents)
    renewed = publish(lake, out, lineage_frames, code=CODE)
    assert renewed.is_renewed
    assert differences(tmp_path, renewed.database, documents) == SAME


def test_what_names_no_district_stays_where_nothing_touches_it(tmp_path: Path) -> None:
    documents = framed(text("a", district="130202"), text("b", district="130203"), text("x", district=None))
    lake, out = Lake(tmp_path / "lake"), tmp_path / "out"
    hold(lake, {key: documents[key] for key in "ax"})
    publish(lake, out, lineage_frames, code=CODE)
    hold(lake, documents)
    renewed = publish(lake, out, lineage_frames, code=CODE)
    assert renewed.is_renewed
    assert differences(tmp_path, renewed.database, documents) == SAME


PLACES = {"a": ["1"], "b": ["1", "2"], "c": ["2"], "d": ["3"], "e": [NOWHERE]}


def lake_of(**prints: str) -> pl.DataFrame:
    rows = [(key, prints[key], place) for key, places in PLACES.items() if key in prints for place in places]
    return pl.DataFrame(rows, schema=["document_key", "fingerprint", "district_code"], orient="row")


ALL = dict.fromkeys(PLACES, "1")


@pytest.mark.parametrize(
    ("now", "districts", "documents"),
    [
        (ALL, [], ""),
        ({**ALL, "d": "2"}, ["3"], "d"),
        ({**ALL, "e": "2"}, [NOWHERE], "e"),
        ({**ALL, "a": "2"}, ["1", "2"], "abc"),
        (dict.fromkeys("abce", "1"), ["3"], ""),
        (dict.fromkeys("acde", "1"), ["1", "2"], "ac"),
    ],
    ids=["nothing", "changed", "of no district", "through another", "gone", "the one between gone"],
)
def test_changed_documents_touch_their_districts_and_those_of_documents_there(
    now: dict[str, str], districts: list[str], documents: str
) -> None:
    assert provenance.touched(lake_of(**ALL), lake_of(**now)) == (districts, sorted(documents))


def version(**more: object) -> Version:
    return Version("1", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), {}, {}, 0, "lake", CODE, **more)  # type: ignore[arg-type]


def test_everything_is_made_anew_where_a_renewal_would_not_be_the_same_or_not_be_quicker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake_of(**ALL).write_parquet(tmp_path / provenance.PROVENANCE)
    is_here = version(database="sha256:1")
    now = lake_of(**{**ALL, "d": "2"})
    assert renewal.planned(is_here, tmp_path, CODE, now) is not None
    assert renewal.planned(None, tmp_path, CODE, now) is None
    assert renewal.planned(is_here, tmp_path, None, now) is None
    assert renewal.planned(is_here, tmp_path, "other code", now) is None
    assert renewal.planned(is_here, tmp_path, CODE, None) is None
    assert renewal.planned(version(database=is_here.database, renewed=renewal.IN_A_ROW), tmp_path, CODE, now) is None
    assert renewal.planned(is_here, tmp_path / "elsewhere", CODE, now) is None
    assert renewal.planned(version(), tmp_path, CODE, now) is None
    monkeypatch.setattr(renewal, "SHARE", 0.1)
    assert renewal.planned(is_here, tmp_path, CODE, now) is None
    monkeypatch.setattr(renewal, "SHARE", 1.0)
    monkeypatch.setattr(renewal, "LEAST", 6)
    assert renewal.planned(is_here, tmp_path, CODE, now) is None


def test_rows_of_unknown_making_are_never_taken_for_unchanged(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    keep(lake, "2025", text("a"))
    assert provenance.provenance(lake) is None


@pytest.fixture(scope="module")
def of_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of document a and what is published of it: only to be copied."""
    folder = tmp_path_factory.mktemp("of_one")
    lake = Lake(folder / "lake")
    hold(lake, framed(text("a", district="130202")))
    publish(lake, folder / "out", code=CODE)
    return folder


@pytest.fixture
def one_before(of_one: Path, tmp_path: Path) -> Path:
    """A folder where document a has been published."""
    return Path(shutil.copytree(of_one, tmp_path, symlinks=True, dirs_exist_ok=True))


def test_a_damaged_version_is_not_built_upon(one_before: Path) -> None:
    documents = framed(text("a", district="130202"), text("b", district="130203"))
    lake, out = Lake(one_before / "lake"), one_before / "out"
    database = Published(out).database
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2])
    hold(lake, documents)
    second = publish(lake, out, code=CODE)
    current = Published(out).current()
    assert current is not None
    assert (current.renewed, second.counts["document"]) == (0, 2)
    assert {path.name for path in second.database.parent.iterdir()} == {
        DATABASE, PARQUET, "datapackage.json", "version.json", provenance.PROVENANCE,
    }  # fmt: skip


def planned_from_one(one_before: Path, second: Rows) -> tuple[renewal.Plan, Lake]:
    """How to renew the version of document a with a second one, of another district."""
    lake, out = Lake(one_before / "lake"), one_before / "out"
    hold(lake, framed(text("a", district="130202"), second))
    base = Published(out).database.parent
    plan = renewal.planned(Published(out).current(), base, CODE, provenance.provenance(lake))
    assert plan is not None
    return plan, lake


def test_every_claim_is_proved_of_what_is_renewed(one_before: Path) -> None:
    rows = text("b", district="130203")
    rows["project"][0]["budget_cny"] = Decimal(-1)
    plan, lake = planned_from_one(one_before, rows)
    with pytest.raises(PublishRefused, match="assert_money_not_negative"):
        renewal.renew(plan, lake, None, one_before / "renewed.duckdb")


@pytest.mark.parametrize("wrong", ["missing", "left out"])
def test_a_renewed_version_has_the_documents_of_the_lake_and_no_others(one_before: Path, wrong: str) -> None:
    plan, lake = planned_from_one(one_before, text("b", district="130203"))
    if wrong == "missing":
        plan = plan._replace(now=pl.concat([plan.now, lake_of(d="1")]))
    else:
        plan = plan._replace(touched=plan.touched._replace(documents=[]))
    with pytest.raises(PublishRefused, match="renewed_is_lake"):
        renewal.renew(plan, lake, None, one_before / "renewed.duckdb")


@pytest.mark.parametrize("table", ["project", "indicator"])
def test_no_renewed_row_has_the_key_of_another_district(one_before: Path, table: str) -> None:
    rows, key = text("b", district="130203"), f"{table}_key"
    was, becomes = rows[table][0][key], text("a")[table][0][key]
    for row in (row for name in rows for row in rows[name] if row.get(key) == was):
        row[key] = becomes
    plan, lake = planned_from_one(one_before, rows)
    with pytest.raises(PublishRefused, match=f"renewed_rows.*main.{table}"):
        renewal.renew(plan, lake, None, one_before / "renewed.duckdb")


def test_a_refusal_of_a_renewed_version_rests_on_all_documents(one_before: Path) -> None:
    documents = framed(text("a", district="130202"), text("b", district="130203"))
    lake, out = Lake(one_before / "lake"), one_before / "out"
    with duckdb.connect(str(Published(out).database)) as connection:
        connection.execute("UPDATE main.project SET budget_cny = -1")
    hold(lake, documents)
    report = publish(lake, out, code=CODE)
    with duckdb.connect(str(report.database), read_only=True) as connection:
        assert connection.execute("SELECT min(budget_cny) > 0 FROM main.project").fetchall() == [(True,)]


def of_three() -> dict[str, Frames]:
    """Documents a and b of two years, and c of another district."""
    own = text("a", district="130202"), text("b", district="130202", year=2024)
    return framed(*own, text("c", district="130203"))


@pytest.fixture(scope="module")
def of_two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of documents a and b and what is published of them; c is not yet in the lake: only to be copied."""
    folder, documents = tmp_path_factory.mktemp("of_two_years"), of_three()
    lake = Lake(folder / "lake")
    hold(lake, {key: documents[key] for key in "ab"})
    publish(lake, folder / "out", code=CODE)
    return folder


@pytest.fixture
def two_years_before(of_two_years: Path, tmp_path: Path) -> Path:
    """A folder where documents a and b have been published."""
    return Path(shutil.copytree(of_two_years, tmp_path, symlinks=True, dirs_exist_ok=True))


def test_parquet_files_of_years_that_stayed_the_same_are_shared_with_the_version_before(two_years_before: Path) -> None:
    lake, out = Lake(two_years_before / "lake"), two_years_before / "out"
    first = Published(out).database.parent / PARQUET
    hold(lake, of_three())
    second = publish(lake, out, code=CODE)
    shared = {
        file.name
        for file in second.parquet.rglob("*.parquet")
        if (earlier := first / file.relative_to(second.parquet)).is_file() and earlier.samefile(file)
    }
    assert {"score_rule.parquet", "project-2024.parquet", "indicator-2024.parquet"} <= shared
    assert {"project-2025.parquet", "quality_issue.parquet", "bound_peer-2024.parquet"}.isdisjoint(shared)


def test_nothing_of_a_version_that_was_written_into_gets_into_the_next_one(two_years_before: Path) -> None:
    documents, lake, out = of_three(), Lake(two_years_before / "lake"), two_years_before / "out"
    first = Published(out).database.parent / PARQUET
    spoilt = first / "project" / "project-2024.parquet"
    spoilt.write_bytes((first / "project" / "project-2025.parquet").read_bytes())
    hold(lake, documents)
    second = publish(lake, out, code=CODE)
    assert second.is_renewed
    assert pl.read_parquet(second.parquet / "project" / spoilt.name)["fiscal_year"].to_list() == [2024]
    with duckdb.connect(str(second.database)) as connection:
        connection.execute("UPDATE history.project SET goal_text = 'edited'")
    hold(lake, {key: documents[key] for key in "ac"})
    third = publish(lake, out, code=CODE)
    assert not third.is_renewed
    assert "written into or damaged" in str(third.renewal_failure)
    with duckdb.connect(str(third.database), read_only=True) as connection:
        assert connection.execute("FROM history.project WHERE goal_text = 'edited'").fetchall() == []
