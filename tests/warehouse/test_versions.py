"""Which version of a text is current, and what follows it into `main`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from small_warehouse import joined, publish_rows, quarantined, text

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - kept in UTC without a zone
LATER = DAY + dt.timedelta(days=30)
SECONDS_LATER = DAY + dt.timedelta(seconds=20)


def _ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "out" / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _statuses(folder: Path) -> dict[str, str]:
    return dict(_ask(folder, "SELECT document_key, status FROM document"))


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        pytest.param(
            {"stage": "approved"}, {"stage": "draft", "received": LATER}, id="approved wins over a later draft"
        ),
        pytest.param({"stage": "approved"}, {"stage": "unknown", "received": LATER}, id="approved wins over unknown"),
        pytest.param({"stage": "unknown", "received": LATER}, {"stage": "draft"}, id="draft and unknown rank equal"),
        pytest.param({"received": LATER}, {}, id="the later submission wins"),
        pytest.param({"received": LATER, "file_format": "pdf_scan"}, {}, id="the later wins in whatever format"),
        pytest.param({"file_format": "docx"}, {"file_format": "doc"}, id="docx before doc"),
        pytest.param({"file_format": "doc"}, {"file_format": "pdf"}, id="doc before pdf"),
        pytest.param({"file_format": "pdf"}, {"file_format": "text"}, id="pdf before text"),
        pytest.param({"file_format": "text"}, {"file_format": "markdown"}, id="text before markdown"),
        pytest.param({"file_format": "markdown"}, {"file_format": "pdf_scan"}, id="markdown before scan"),
        pytest.param(
            {"file_format": "doc"},
            {"file_format": "pdf_scan", "received": SECONDS_LATER},
            id="files copied together are one delivery, where the better format wins",
        ),
        pytest.param({"received": SECONDS_LATER}, {}, id="within a delivery and a format the later wins"),
        pytest.param({"path": "b.docx"}, {"path": "a.docx"}, id="else the last path"),
        pytest.param(
            {"code": None, "received": LATER},
            {},
            id="a version without codes belongs to the department of that name",
        ),
        pytest.param(
            {"code": None, "department": "审计 局", "received": LATER},
            {"code": None, "department": "审计局"},
            id="names are compared without white space",
        ),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_one_version_of_a_text_is_current(
    tmp_path: Path, winner: dict[str, Any], loser: dict[str, Any], *, swapped: bool
) -> None:
    documents = [text("w", budget="100.00", **winner), text("l", budget="999.00", **loser)]
    publish_rows(tmp_path, *(reversed(documents) if swapped else documents))
    assert _statuses(tmp_path) == {"w": "loaded", "l": "superseded"}
    assert _ask(tmp_path, "SELECT document_key, budget_cny::INTEGER FROM project") == [("w", 100)]
    assert _ask(tmp_path, "SELECT count(*) FROM history.project") == [(2,)]


@pytest.mark.parametrize(
    "difference",
    [
        {"year": 2024},
        {"district": "130203"},
        {"code": "203", "units": (("203001", "统计局"),)},
        {"code": None, "department": "统计局", "units": ((None, "统计局"),)},
        {"district": None, "budget": "1.00"},
        {"year": None, "budget": "1.00"},
    ],
)
def test_other_years_districts_and_departments_are_other_texts(tmp_path: Path, difference: dict[str, Any]) -> None:
    publish_rows(tmp_path, text("a"), text("b", **difference))
    assert _statuses(tmp_path) == {"a": "loaded", "b": "loaded"}


def _renamed(rows: dict[str, list[dict[str, Any]]], name: str) -> dict[str, list[dict[str, Any]]]:
    return {**rows, "project": [{**project, "project_name": name} for project in rows["project"]]}


def test_documents_of_one_department_that_share_no_project_are_parts_of_its_text(tmp_path: Path) -> None:
    parts = [_renamed(text(key, received=LATER), name) for key, name in (("a", "甲"), ("b", "乙"), ("c", "丙"))]
    corrected = _renamed(text("d", received=LATER + dt.timedelta(days=1)), "乙")
    publish_rows(tmp_path, *parts, corrected)
    assert _statuses(tmp_path) == {"a": "loaded", "b": "superseded", "c": "loaded", "d": "loaded"}


def test_documents_are_versions_of_each_other_also_through_a_third(tmp_path: Path) -> None:
    both = text("both", units=(("202001", "审计局本级"), ("202001", "审计局本级")))
    both["project"][0]["project_name"], both["project"][1]["project_name"] = "甲", "乙"
    both["department"] = both["department"][:1]
    parts = [_renamed(text(key), name) for key, name in (("a", "甲"), ("b", "乙"))]
    publish_rows(tmp_path, *parts, {**both, "document": [{**both["document"][0], "stage": "approved"}]})
    assert _statuses(tmp_path) == {"a": "superseded", "b": "superseded", "both": "loaded"}


@pytest.mark.parametrize(
    "unknown", [{"district": None}, {"year": None}, {"code": None, "department": None, "units": ((None, None),)}]
)
def test_texts_of_unknown_place_are_one_only_where_their_projects_are_the_same(
    tmp_path: Path, unknown: dict[str, Any]
) -> None:
    publish_rows(
        tmp_path, text("a", **unknown), text("b", received=LATER, **unknown), text("c", budget="1.00", **unknown)
    )
    assert _statuses(tmp_path) == {"a": "superseded", "b": "loaded", "c": "loaded"}


def test_a_document_of_several_departments_loses_one_and_keeps_the_other(tmp_path: Path) -> None:
    audit, statistics = text("both-a"), text("both-s", code="203", units=(("203001", "统计局"),))
    both = joined([audit, statistics])
    both["document"] = [{**both["document"][0], "document_key": "both", "department_code": None, "project_count": 2}]
    for table in ("project", "department", "department_goal", "quality_issue"):
        both[table] = [{**row, "document_key": "both"} for row in both[table]]
    publish_rows(tmp_path, both, text("newer", received=LATER))
    assert _statuses(tmp_path) == {"both": "loaded", "newer": "loaded"}
    assert _ask(tmp_path, "SELECT project_key FROM project ORDER BY ALL") == [("both-s-1",), ("newer-1",)]
    assert _ask(tmp_path, "SELECT issue_key FROM quality_issue ORDER BY ALL") == [("both-s-issue",), ("newer-issue",)]
    assert _ask(tmp_path, "SELECT unit_name FROM department ORDER BY ALL") == [("审计局本级",), ("统计局",)]


def test_what_hangs_on_a_superseded_document_stays_in_history_alone(tmp_path: Path) -> None:
    publish_rows(tmp_path, text("draft"), text("approved", stage="approved"), quarantined("empty"))
    tables = (
        "project",
        "indicator",
        "indicator_bound",
        "disbursement_plan",
        "department_goal",
        "department_indicator",
        "quality_issue",
    )
    counts = {
        table: _ask(tmp_path, f"SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM history.{table})")[0]  # noqa: S608
        for table in tables
    }
    assert counts == {
        "project": (1, 2),
        "indicator": (1, 2),
        "indicator_bound": (1, 2),
        "disbursement_plan": (4, 8),
        "department_goal": (1, 2),
        "department_indicator": (1, 2),
        "quality_issue": (2, 3),
    }
    assert _statuses(tmp_path) == {"draft": "superseded", "approved": "loaded", "empty": "quarantined"}
    assert _ask(tmp_path, "FROM history.document ORDER BY ALL") == _ask(tmp_path, "FROM document ORDER BY ALL")


def test_goals_of_a_document_that_names_no_department_go_with_the_document(tmp_path: Path) -> None:
    nameless = text("n")
    nameless["document"][0] |= {"department_code": None, "department_name": None}
    publish_rows(tmp_path, nameless)
    assert _ask(tmp_path, "SELECT document_key FROM department_goal") == [("n",)]
