"""The made-up corpus: the same for the same seed, valid by every check, and what the pipeline itself would make of it."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from bench.analysis.queries import queries, summary
from bench.analysis.trial import measure
from bench.factory.corpus import Frames, Year, lineage, make, years
from bench.factory.offices import Size
from bench.factory.records import submissions
from pipelines.lineage import lineage_frames
from pipelines.values import read_values
from transforms.keys import is_valid_code
from transforms.normalise import TABLES, normalise
from warehouse.publish import PublishReport, publish
from warehouse.schema.staged import STAGED, frame
from warehouse.schema.value import NormalisedValue

TINY = Size(documents=20, districts=2, years=3, seed=7)


@pytest.fixture(scope="module")
def corpus() -> list[Year]:
    return list(years(TINY))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> PublishReport:
    """Published as a build publishes; raises PublishRefused where a check of sql/checks does not hold."""
    out = tmp_path_factory.mktemp("factory")
    return publish(make(TINY, out), out, lineage_frames)


def together(corpus: list[Year], table: str) -> pl.DataFrame:
    return pl.concat([year.frames[table] for year in corpus])


def same(one: Frames, other: Frames) -> bool:
    return all(one[table].equals(other[table]) for table in TABLES)


def test_same_seed_gives_same_corpus(corpus: list[Year]) -> None:
    again = list(years(TINY))
    assert all(same(one.frames, other.frames) for one, other in zip(corpus, again, strict=True))
    assert pl.concat([year.truth for year in corpus]).equals(pl.concat([year.truth for year in again]))


def test_another_seed_gives_another_corpus(corpus: list[Year]) -> None:
    other = next(years(Size(documents=20, districts=2, years=3, seed=8)))
    assert not set(corpus[0].frames["document"]["sha256"]) & set(other.frames["document"]["sha256"])
    assert not same(corpus[0].frames, other.frames)


def test_there_are_as_many_documents_as_wanted_in_as_many_districts_and_years(corpus: list[Year]) -> None:
    documents = together(corpus, "document")
    assert len(documents) == TINY.documents
    assert documents["district_code"].n_unique() == TINY.districts
    assert documents["fiscal_year"].unique().sort().to_list() == list(TINY.fiscal_years)


def test_every_claim_of_the_checks_holds_and_versions_differ(published: PublishReport) -> None:
    with duckdb.connect(str(published.database), read_only=True) as connection:
        counted = connection.execute(
            "SELECT (SELECT count(*) FROM history.project), (SELECT count(*) FROM main.project)"
        ).fetchone()
    assert published.checks > 30
    assert counted is not None
    assert counted[0] > counted[1] > 0


def test_codes_are_valid_but_for_those_said_to_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.factory.projects.WRONG_CODE", 0.2)
    projects = next(years(TINY)).frames["project"]
    valid = [is_valid_code(code) for code in projects["project_code"]]
    assert valid == projects["project_code_valid"].to_list()
    assert 0 < valid.count(False) < 0.5 * len(valid)


def test_what_values_mean_is_what_the_reader_says(corpus: list[Year]) -> None:
    rows = together(corpus, "indicator")
    read = read_values(rows.select("value_text", "level2", "fiscal_year"))
    # Which way is better also depends on names that the reader of bare values does not get.
    columns = [name for name in NormalisedValue.column_names() if name != "more_is_better"]
    assert rows.select(columns).equals(read.select(columns))


@pytest.mark.parametrize("table", TABLES)
def test_the_pipeline_makes_the_same_rows_of_the_same_records(corpus: list[Year], table: str) -> None:
    key = {"department": ["document_key", "unit_code"], "quality_issue": ["issue_key"]}.get(table)
    for year in corpus:
        made, rows = year.frames[table], normalise(submissions(year.frames))[table]
        normal = frame(STAGED[table], rows)
        assert len(made) > 0
        assert (normal.sort(key) if key else normal).equals(made.sort(key) if key else made)


def test_truth_links_each_project_to_the_same_undertaking_a_year_before(corpus: list[Year]) -> None:
    project, department = lineage(pl.concat([year.truth for year in corpus]))
    current = pl.concat([year.truth for year in corpus]).filter("is_current")
    assert project["project_key"].to_list() == current["project_key"].to_list()
    known = {row["project_key"]: row for row in project.iter_rows(named=True)}
    linked = [row for row in known.values() if row["previous_project_key"]]
    assert 0.5 * len(known) < len(linked) < len(known)
    for row in linked:
        before = known[row["previous_project_key"]]
        assert (before["undertaking"], before["fiscal_year"]) == (row["undertaking"], row["fiscal_year"] - 1)
    assert len({row["previous_project_key"] for row in linked}) == len(linked)
    assert department.select("district_code", "fiscal_year", "unit_code").is_duplicated().sum() == 0


def test_more_offices_than_a_district_can_have_are_refused() -> None:
    with pytest.raises(ValueError, match="offices"):
        next(years(Size(documents=1000, districts=1, years=2)))


def test_every_view_can_be_measured(published: PublishReport) -> None:
    with duckdb.connect(str(published.database), read_only=True) as connection:
        asked = queries(connection)
        for query in asked:
            connection.execute(query.sql).fetchone()
    assert {query.use for query in asked} >= {"whole", "summary", "district", "question"}


def test_a_measured_query_says_its_rows_and_seconds(published: PublishReport) -> None:
    job = {"database": str(published.database), "rounds": 1, "threads": 1, "memory_limit": "1GiB"}
    told = measure({**job, "sql": "CREATE OR REPLACE TEMP TABLE measured AS FROM project"})
    assert told["rows"] == published.counts["project"]
    assert told["cold"] > 0 < told["warm"]
    assert "error" in measure({**job, "sql": "FROM nothing"})


def test_a_summary_asks_for_every_column() -> None:
    assert summary("v", {"fiscal_year": "SMALLINT", "budget": "DECIMAL(18,2)", "name": "VARCHAR"}) == (
        'SELECT fiscal_year, count(*) AS rows, avg("budget") AS "budget", count("name") AS "name" FROM main.v GROUP BY ALL'
    )
