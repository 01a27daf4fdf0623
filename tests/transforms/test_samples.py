"""Each sample document becomes the rows that were worked out by hand (`tests/documents/samples.json`)."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from transforms.extract import read_records
from transforms.normalise import Rows, normalise_one
from transforms.tables.submission import Submission

ROOT = Path(__file__).parents[2]
EXPECTED = json.loads((ROOT / "tests/documents/samples.json").read_text(encoding="utf-8"))
PROJECTS = [(name, number) for name, sample in EXPECTED.items() for number in range(len(sample["projects"]))]
TEXT_COLUMNS = ("level1", "level2", "level3", "description", "value_text", "basis")
MEANING_COLUMNS = (
    "value_kind", "lower_bound", "lower_inclusive", "upper_bound", "upper_inclusive", "unit", "per", "counter",
    "due_date", "qualitative_class",
)  # fmt: skip


@cache
def rows_of(sample: str) -> Rows:
    path = next((ROOT / "data/raw").rglob(f"{sample}_*.txt"))
    record = read_records(path.read_bytes(), path.name)
    return normalise_one(Submission(record, path.name, datetime(2025, 1, 1, tzinfo=UTC)))


def squeezed(text: str | None) -> str:
    """Text without white space and differences of width: the hand-checked answers are written that way."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def indicators_of(sample: str, project: int) -> list[dict[str, Any]]:
    key = rows_of(sample)["project"][project]["project_key"]
    return [row for row in rows_of(sample)["indicator"] if row["project_key"] == key]


@pytest.mark.parametrize("sample", EXPECTED)
def test_a_sample_lands_in_its_district_year_department_and_stage(sample: str) -> None:
    document = rows_of(sample)["document"][0]
    for column in ("district_code", "fiscal_year", "department_code", "stage"):
        assert document[column] == EXPECTED[sample][column], column
    assert document["status"] == "loaded"


def test_the_samples_hold_45_projects_309_indicators_and_27753500_yuan() -> None:
    projects = [row for sample in EXPECTED for row in rows_of(sample)["project"]]
    indicators = [row for sample in EXPECTED for row in rows_of(sample)["indicator"]]
    assert (len(projects), len(indicators)) == (45, 309)
    assert sum(row["budget_cny"] for row in projects) == 27_753_500


@pytest.mark.parametrize(("sample", "number"), PROJECTS)
def test_a_project_has_the_fields_and_money_of_its_form(sample: str, number: int) -> None:
    row, expected = rows_of(sample)["project"][number], EXPECTED[sample]["projects"][number]
    assert row["project_code"] == expected["code"]
    assert row["project_code_valid"] is True
    assert row["unit_code"] == expected["unit_code"]
    for column, name in (
        ("project_name", "name"),
        ("unit_name", "unit_name"),
        ("usage_text", "usage"),
        ("goal_text", "goal"),
    ):
        assert squeezed(row[column]) == squeezed(expected[name]), column
    for column, name in (("budget_cny", "budget"), ("fiscal_funds_cny", "fiscal"), ("other_funds_cny", "other")):
        assert row[column] == (Decimal(expected[name]) * 10_000 if expected[name] else None), column


@pytest.mark.parametrize(("sample", "number"), PROJECTS)
def test_a_plan_means_the_same_whichever_way_it_was_filled_in(sample: str, number: int) -> None:
    key = rows_of(sample)["project"][number]["project_key"]
    plan = [row for row in rows_of(sample)["disbursement_plan"] if row["project_key"] == key]
    expected = EXPECTED[sample]["projects"][number]
    stated = [Decimal(percent) if percent else None for percent in expected["plan"]]
    assert [row["stage_month"] for row in plan] == [3, 6, 10, 12]
    assert [row["stated_percent"] for row in plan] == stated
    assert {row["plan_basis"] for row in plan} == {expected["plan_basis"]}
    if all(row["cumulative_cny"] is not None for row in plan):
        assert plan[-1]["cumulative_cny"] == Decimal(expected["budget"]) * 10_000
        assert sum(row["increment_cny"] for row in plan) == plan[-1]["cumulative_cny"]


@pytest.mark.parametrize(("sample", "number"), PROJECTS)
def test_every_indicator_row_is_read_verbatim(sample: str, number: int) -> None:
    expected = [indicator["text"] for indicator in EXPECTED[sample]["projects"][number]["indicators"]]
    found = [[squeezed(row[column]) for column in TEXT_COLUMNS] for row in indicators_of(sample, number)]
    assert found == [[squeezed(text) for text in row] for row in expected]


@pytest.mark.parametrize(("sample", "number"), PROJECTS)
def test_every_indicator_value_has_its_meaning(sample: str, number: int) -> None:
    expected = [indicator["meaning"] for indicator in EXPECTED[sample]["projects"][number]["indicators"]]
    for row, meaning in zip(indicators_of(sample, number), expected, strict=True):
        if meaning is None:
            continue
        found = [row[column] for column in MEANING_COLUMNS]
        found[6], meaning[6] = sorted(found[6]), sorted(meaning[6])
        found[8] = str(found[8]) if found[8] else None
        wanted = [
            Decimal(str(item)) if isinstance(item, int | float) and not isinstance(item, bool) else item
            for item in meaning
        ]
        if meaning[9] is None:
            found[9] = None
        assert found == wanted, row["value_text"]


@pytest.mark.parametrize("sample", EXPECTED)
def test_part_one_gives_its_numbered_goals_and_the_bounds_they_state(sample: str) -> None:
    goals, bounds = rows_of(sample)["department_goal"], rows_of(sample)["department_indicator"]
    assert [goal["title"] for goal in goals] == [title for title, _ in EXPECTED[sample]["goals"]]
    for goal, (title, measures) in zip(goals, EXPECTED[sample]["goals"], strict=True):
        key = goal["department_goal_key"]
        found = [
            [row["lower_bound"], row["lower_inclusive"], row["unit"]]
            for row in bounds
            if row["department_goal_key"] == key
        ]
        assert found in (measures, measures * 2 if title == "社情民意管理" else measures), title


@pytest.mark.parametrize("sample", EXPECTED)
def test_every_figure_says_where_it_stood(sample: str) -> None:
    rows = rows_of(sample)
    for table in ("project", "indicator"):
        assert all(row["source_ref"] for row in rows[table]), table
