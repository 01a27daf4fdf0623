"""Forms of other offices, as tables/specs say they look and must be read: labels are data, no form has code of its own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.transforms.form.drawings import drawn
from transforms.form.projects import read_projects
from warehouse.schema.records import IndicatorRecord, ProjectRecord, Text

SPECS = tomllib.loads((Path(__file__).parents[2] / "specs" / "forms.toml").read_text(encoding="utf-8"))["form"]
PLAIN = (
    "unit", "implementing_unit", "supervising_department", "code", "name", "category", "attribute", "period", "budget",
    "fiscal_funds", "other_funds", "period_budget", "goal", "period_goal", "money_unit",
)  # fmt: skip


def said(text: Text | None) -> str:
    return text.text if text else ""


def row_of(indicator: IndicatorRecord, width: int) -> list[str]:
    columns = ("level1", "level2", "level3", "value", "weight", "operator", "measure_unit")
    return [said(getattr(indicator, name)) for name in columns[:width]]


def summary(project: ProjectRecord, wanted: dict[str, Any]) -> dict[str, Any]:
    width = len(wanted["indicators"][0]) if wanted["indicators"] else 0
    found: dict[str, Any] = {name: said(getattr(project, name)) for name in PLAIN if name in wanted}
    found["indicators"] = [row_of(indicator, width) for indicator in project.indicators]
    if "horizons" in wanted:
        found["horizons"] = [indicator.horizon for indicator in project.indicators]
    if "further_funds" in wanted:
        found["further_funds"] = [text.text for text in project.further_funds]
    return found


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec["name"])
def test_a_form_is_read_by_its_labels(spec: dict[str, Any]) -> None:
    read = read_projects(drawn(spec["layout"]))
    wanted = spec["project"]
    assert [summary(project, one) for project, one in zip(read.projects, wanted, strict=False)] == wanted
    assert len(read.projects) == len(wanted)
    assert [finding for finding in read.findings if finding.rule != "other_tables"] == []
