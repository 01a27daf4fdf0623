"""`jixiao value`: what it says of one value, as JSON and for people."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipelines.cli import main


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        main(["value", *arguments])
    assert stopped.value.code == 0
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(capsys, *arguments))
    return found


def test_the_new_columns_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    value = told(capsys, "约50人")

    assert (value["is_approximate"], value["direction"], value["phrase"]) == (True, "exactly", "约50人")
    assert (value["issues"], value["span"], value["recurrence"]) == (["value_approximate"], [0, 4], None)
    assert "bounds" not in value


def test_every_bound_is_printed_where_there_are_several(capsys: pytest.CaptureFixture[str]) -> None:
    bounds = told(capsys, "5月底前完成80%，年底前完成100%", "--year", "2025")["bounds"]

    assert [(bound["lower_bound"], bound["due_date"]) for bound in bounds] == [(80, "2025-05-31"), (100, "2025-12-31")]


def test_unit_and_names_beside_the_value_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "5", "--unit", "万元")["lower_bound"] == 50000
    assert told(capsys, "5%", "--name", "事故率")["more_is_better"] is False
    assert told(capsys, "95%", "--level1", "满意度指标")["more_is_better"] is True


def test_people_are_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "≥95%", "--explain")

    assert out.splitlines()[:2] == ["≥95%", "^^^^"]
    assert "comparison_before" in out
