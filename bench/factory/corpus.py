"""The whole of it: star rows of every year into a lake, the truth about what became of what, and the publication."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bench.factory import (
    documents,
    findings,
    goals,
    indicators,
    meanings,
    offices,
    plans,
    projects,
    texts,
    undertakings,
)
from bench.factory.offices import Size
from bench.factory.randomness import Chance
from warehouse.lake import Lake
from warehouse.schema.staged import STAGED
from warehouse.segments import Member, Members, of_documents

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Year:
    """The star rows of a fiscal year, which undertaking each of its projects is, and what texts say besides (`texts.py`)."""

    year: int
    frames: Frames
    truth: pl.DataFrame
    texts: pl.DataFrame
    meant: pl.DataFrame
    """What the value of each indicator means as its generator says (indicator_key, `meant.SCHEMA`)."""
    goals_meant: pl.DataFrame
    """The same for the bounds of sub-goals: department_goal_key, seq_no, name, value_text, `meant.SCHEMA`."""


def years(size: Size) -> Iterator[Year]:
    """The corpus year by year, so that only one is held at a time."""
    chance = Chance(size.seed)
    made = offices.make_offices(size, chance)
    work = undertakings.undertakings(made, size, chance)
    tenures = offices.tenures(made, size).join(
        work.select("year", office="kept_by").unique(), on=["office", "year"], how="semi"
    )
    units = offices.units(made, size)
    files = documents.documents(tenures, size, chance)
    for year in size.fiscal_years:
        yield _year(year, work.filter(year=year), files.filter(year=year), units.filter(year=year), size, chance)


def _year(year: int, work: pl.DataFrame, files: pl.DataFrame, units: pl.DataFrame, size: Size, chance: Chance) -> Year:
    held = projects.projects(work, files, units, chance)
    verbatim = meanings.with_said_year(indicators.indicators(held, size.fiscal_years[0], chance))
    read = meanings.read_all(verbatim.select(meanings.SAID).unique(maintain_order=True))
    rows = verbatim.join(read.values, on=meanings.SAID, how="left", nulls_equal=True, maintain_order="left")
    rows = rows.join(held.select("project_key", "document_key"), on="project_key", how="left", maintain_order="left")
    planned = plans.plans(held, chance)
    goal_rows, goal_bounds, goals_meant = goals.goals(files, chance)
    frames = {
        "document": _documents(files, held),
        "department": _departments(held, files),
        "project": held,
        "indicator": rows,
        "indicator_bound": rows.select(
            "indicator_key", "project_key", "district_code", "fiscal_year", "meaning"
        ).join(read.bounds, on="meaning", how="inner", maintain_order="left_right"),
        "disbursement_plan": planned.rows,
        "department_goal": goal_rows,
        "department_indicator": goal_bounds,
        "quality_issue": _issues(files, held, rows, planned, read),
    }  # fmt: skip
    truth = held.select(
        "project_key", "document_key", "district_code", "fiscal_year", "undertaking", "office", "unit", "unit_code",
        "unit_name", is_current=pl.col("version") == 0,
    )  # fmt: skip
    stars = {table: staged(table, frame) for table, frame in frames.items()}
    return Year(year, stars, truth, texts.texts(files, chance), indicators.meanings(rows), goals_meant)


def staged(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly the columns and types of the staged table; what it does not have is NULL."""
    columns = STAGED[table].columns()
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(column.dtype).alias(name)
        for name, column in columns.items()
    )


def _documents(files: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    counts = held.group_by("document_key").agg(project_count=pl.len())
    pages = pl.when(pl.col("format") == "pdf").then(4 + pl.col("project_count"))
    lost = pl.col("status") == "quarantined"
    hidden = pl.lit(None, dtype=pl.String)
    rows = files.join(counts, on="document_key", how="left", maintain_order="left").with_columns(
        pl.col("project_count").fill_null(0), fiscal_year=pl.col("year")
    )
    return rows.with_columns(
        page_count=pages,
        department_code=pl.when(lost).then(hidden).otherwise("department_code"),
        department_name=pl.when(lost).then(hidden).otherwise("department_name"),
    )


def _departments(held: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    places = files.select("document_key", "district_name", "city_name", "province_name")
    names = ["document_key", "fiscal_year", "district_code", "department_code", "unit_code", "unit_name"]
    return held.select(names).unique(maintain_order=True).join(places, on="document_key", maintain_order="left")


def _issues(
    files: pl.DataFrame, held: pl.DataFrame, rows: pl.DataFrame, planned: plans.Plans, read: meanings.Meanings
) -> pl.DataFrame:
    told = rows.select(
        "document_key", "project_key", "indicator_key", "source_ref", "project_seq", "meaning",
        pl.col("seq_no").alias("indicator_seq"),
    )  # fmt: skip
    values = told.join(read.findings, on="meaning", how="inner", maintain_order="left_right")
    return findings.numbered(
        [
            documents.lost_findings(files),
            findings.project_findings(held, rows),
            planned.findings.with_columns(phase=pl.lit(findings.PLAN)),
            findings.cost_rows(held, rows),
            values.with_columns(phase=pl.lit(findings.VALUE)),
        ]
    )


def lineage(truth: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What really became of what, for the current projects.

    project: project_key, fiscal_year, district_code, undertaking, previous_project_key (that of the year before; NULL
    where it did not run then). department: district_code, fiscal_year, unit_code, unit_name, office, unit,
    previous_unit_code, previous_unit_name (those of the year before).
    """
    current = truth.filter("is_current")
    before = current.select(
        pl.col("fiscal_year") + 1, "undertaking", pl.col("project_key").alias("previous_project_key")
    )
    project = current.join(before, on=["undertaking", "fiscal_year"], how="left", maintain_order="left").select(
        "project_key", "fiscal_year", "district_code", "undertaking", "previous_project_key"
    )
    unit = current.select("district_code", "fiscal_year", "office", "unit", "unit_code", "unit_name").unique(
        maintain_order=True
    )
    earlier = unit.select(
        "district_code", pl.col("fiscal_year") + 1, "office", "unit",
        pl.col("unit_code").alias("previous_unit_code"), pl.col("unit_name").alias("previous_unit_name"),
    )  # fmt: skip
    department = unit.join(
        earlier, on=["district_code", "fiscal_year", "office", "unit"], how="left", maintain_order="left"
    )
    return project, department


def _keep(lake: Lake, year: Year) -> None:
    """Puts a year into the lake as a build does, in segments whose documents are known."""
    projects = year.frames["project"].group_by("document_key").len()
    counts = dict(year.frames["document"].join(projects, on="document_key").select("sha256", "len").rows())

    def rows(chosen: Sequence[str]) -> tuple[Members, Frames]:
        members = {sha256: Member(sha256[:32], "bench", counts.get(sha256, 0)) for sha256 in chosen}
        return members, of_documents(year.frames, chosen)

    wanted = {sha256: sha256[:32] for sha256 in year.frames["document"]["sha256"]}
    star = lake.star(str(year.year))
    star.update(wanted, star.by(rows))


def make(size: Size, out: Path) -> Lake:
    """Writes the lake's star partitions and `truth/project.parquet`, `truth/department.parquet` below `out`."""
    lake = Lake(out / "lake")
    truth = []
    for year in years(size):
        _keep(lake, year)
        truth.append(year.truth)
    folder = out / "truth"
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in zip(("project", "department"), lineage(pl.concat(truth)), strict=True):
        rows.write_parquet(folder / f"{name}.parquet")
    return lake
