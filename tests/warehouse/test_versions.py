"""Which version of a text is current, and what follows it into `main`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from side_by_side import SideBySide
from small_warehouse import Rows, joined, publish_rows, quarantined, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - kept in UTC without a zone
LATER = DAY + dt.timedelta(days=30)
SECONDS_LATER = DAY + dt.timedelta(seconds=20)


def _ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "out" / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _statuses(folder: Path) -> dict[str, str]:
    return dict(_ask(folder, "SELECT document_key, status FROM document"))


WINS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "approved wins over a later draft": ({"stage": "approved"}, {"stage": "draft", "received": LATER}),
    "approved wins over unknown": ({"stage": "approved"}, {"stage": "unknown", "received": LATER}),
    "draft and unknown rank equal": ({"stage": "unknown", "received": LATER}, {"stage": "draft"}),
    "the later submission wins": ({"received": LATER}, {}),
    "the later wins in whatever format": ({"received": LATER, "file_format": "pdf_scan"}, {}),
    "docx before doc": ({"file_format": "docx"}, {"file_format": "doc"}),
    "doc before pdf": ({"file_format": "doc"}, {"file_format": "pdf"}),
    "pdf before text": ({"file_format": "pdf"}, {"file_format": "text"}),
    "text before markdown": ({"file_format": "text"}, {"file_format": "markdown"}),
    "markdown before scan": ({"file_format": "markdown"}, {"file_format": "pdf_scan"}),
    "files copied together are one delivery, where the better format wins": (
        {"file_format": "doc"},
        {"file_format": "pdf_scan", "received": SECONDS_LATER},
    ),
    "within a delivery and a format the later wins": ({"received": SECONDS_LATER}, {}),
    "else the last path": ({"path": "b.docx"}, {"path": "a.docx"}),
    "a version without codes belongs to the department of that name": ({"code": None, "received": LATER}, {}),
    "names are compared without white space": (
        {"code": None, "department": "审计 局", "received": LATER},
        {"code": None, "department": "审计局"},
    ),
}
"""What the version that wins says, and what the one that loses."""
OTHERS: dict[str, dict[str, Any]] = {
    "year": {"year": 2024},
    "district": {"district": "130203"},
    "department": {"code": "203", "units": (("203001", "统计局"),)},
    "name": {"code": None, "department": "统计局", "units": ((None, "统计局"),)},
    "unknown year": {"year": None, "budget": "1.00"},
}
UNKNOWN: dict[str, dict[str, Any]] = {
    "year": {"year": None},
    "department": {"code": None, "department": None, "units": ((None, None),)},
}


def _cases() -> dict[str, list[Rows]]:
    """What the tables above and the tests say of documents of a known district, by the name of the case."""
    cases = {
        "parts": [
            *(_renamed(text(key, received=LATER), name) for key, name in (("a", "甲"), ("b", "乙"), ("c", "丙"))),
            _renamed(text("d", received=LATER + dt.timedelta(days=1)), "乙"),
        ],
        "through a third": [*(_renamed(text(key), name) for key, name in (("a", "甲"), ("b", "乙"))), _both()],
        "several departments": [_of_two_departments(), text("newer", received=LATER)],
        "superseded": [text("draft"), text("approved", stage="approved"), quarantined("empty")],
        "nameless": [_nameless()],
    }
    for name, (winner, loser) in WINS.items():
        documents = [text("w", budget="100.00", **winner), text("l", budget="999.00", **loser)]
        cases |= {f"{name}, False": documents, f"{name}, True": documents[::-1]}
    for name, difference in OTHERS.items():
        cases[f"other {name}"] = [text("a"), text("b", **difference)]
    for name, unknown in UNKNOWN.items():
        cases[f"unknown {name}"] = _three_of_unknown_place(**unknown)
    return cases


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SideBySide]:
    with SideBySide(tmp_path_factory.mktemp("versions"), _cases()) as cases:
        yield cases


def _renamed(rows: Rows, name: str) -> Rows:
    return {**rows, "project": [{**project, "project_name": name} for project in rows["project"]]}


def _both() -> Rows:
    """An approved text of the two projects 甲 and 乙."""
    rows = text("both", stage="approved", units=(("202001", "审计局本级"), ("202001", "审计局本级")))
    rows["project"][0]["project_name"], rows["project"][1]["project_name"] = "甲", "乙"
    return {**rows, "department": rows["department"][:1]}


def _of_two_departments() -> Rows:
    both = joined([text("both-a"), text("both-s", code="203", units=(("203001", "统计局"),))])
    both["document"] = [{**both["document"][0], "document_key": "both", "department_code": None, "project_count": 2}]
    for table in ("project", "department", "department_goal", "quality_issue"):
        both[table] = [{**row, "document_key": "both"} for row in both[table]]
    return both


def _nameless() -> Rows:
    rows = text("n")
    rows["document"][0] |= {"department_code": None, "department_name": None}
    return rows


def _three_of_unknown_place(**unknown: Any) -> list[Rows]:
    return [text("a", **unknown), text("b", received=LATER, **unknown), text("c", budget="1.00", **unknown)]


@pytest.mark.parametrize("name", WINS)
@pytest.mark.parametrize("swapped", [False, True])
def test_one_version_of_a_text_is_current(published: SideBySide, name: str, *, swapped: bool) -> None:
    case = f"{name}, {swapped}"
    assert published.statuses(case) == {"w": "loaded", "l": "superseded"}
    assert published.ask(case, "SELECT split_part(document_key, '|', 2), budget_cny::INTEGER FROM main_project") == [
        ("w", 100)
    ]
    assert published.ask(case, "SELECT count(*) FROM history_project") == [(2,)]


@pytest.mark.parametrize("name", OTHERS)
def test_other_years_districts_and_departments_are_other_texts(published: SideBySide, name: str) -> None:
    assert published.statuses(f"other {name}") == {"a": "loaded", "b": "loaded"}


def test_another_text_is_also_one_of_no_known_district(tmp_path: Path) -> None:
    publish_rows(tmp_path, text("a"), text("b", district=None, budget="1.00"))
    assert _statuses(tmp_path) == {"a": "loaded", "b": "loaded"}


def test_documents_of_one_department_that_share_no_project_are_parts_of_its_text(published: SideBySide) -> None:
    assert published.statuses("parts") == {"a": "loaded", "b": "superseded", "c": "loaded", "d": "loaded"}


def test_documents_are_versions_of_each_other_also_through_a_third(published: SideBySide) -> None:
    assert published.statuses("through a third") == {"a": "superseded", "b": "superseded", "both": "loaded"}


@pytest.mark.parametrize("name", UNKNOWN)
def test_texts_of_unknown_place_are_one_only_where_their_projects_are_the_same(
    published: SideBySide, name: str
) -> None:
    assert published.statuses(f"unknown {name}") == {"a": "superseded", "b": "loaded", "c": "loaded"}


def test_texts_of_no_known_district_are_one_only_where_their_projects_are_the_same(tmp_path: Path) -> None:
    publish_rows(tmp_path, *_three_of_unknown_place(district=None))
    assert _statuses(tmp_path) == {"a": "superseded", "b": "loaded", "c": "loaded"}


def test_a_document_of_several_departments_loses_one_and_keeps_the_other(published: SideBySide) -> None:
    case = "several departments"
    assert published.statuses(case) == {"both": "loaded", "newer": "loaded"}
    key = "SELECT split_part({0}, '|', 2) FROM main_{1} ORDER BY ALL"
    assert published.ask(case, key.format("project_key", "project")) == [("both-s-1",), ("newer-1",)]
    assert published.ask(case, key.format("issue_key", "quality_issue")) == [("both-s-issue",), ("newer-issue",)]
    units = published.ask(case, "SELECT unit_name FROM main_department ORDER BY ALL")
    assert units == [("审计局本级",), ("统计局",)]


def test_what_hangs_on_a_superseded_document_stays_in_history_alone(published: SideBySide) -> None:
    case = "superseded"
    tables = (
        "project",
        "indicator",
        "indicator_bound",
        "disbursement_plan",
        "department_goal",
        "department_indicator",
        "quality_issue",
    )
    both = "SELECT (SELECT count(*) FROM main_{0}), (SELECT count(*) FROM history_{0})"
    counts = {table: published.ask(case, both.format(table))[0] for table in tables}
    assert counts == {
        "project": (1, 2),
        "indicator": (1, 2),
        "indicator_bound": (1, 2),
        "disbursement_plan": (4, 8),
        "department_goal": (1, 2),
        "department_indicator": (1, 2),
        "quality_issue": (2, 3),
    }
    assert published.statuses(case) == {"draft": "superseded", "approved": "loaded", "empty": "quarantined"}
    documents = published.ask(case, "FROM history_document ORDER BY ALL")
    assert documents == published.ask(case, "FROM main_document ORDER BY ALL")


def test_goals_of_a_document_that_names_no_department_go_with_the_document(published: SideBySide) -> None:
    goals = "SELECT split_part(document_key, '|', 2) FROM main_department_goal"
    assert published.ask("nameless", goals) == [("n",)]


def test_units_of_one_name_without_codes_in_two_departments_stopped_the_publication(tmp_path: Path) -> None:
    """They are one row of department, which has the code of another one of them in main than in history."""
    school: tuple[tuple[str | None, str | None], ...] = ((None, "第一小学"),)
    publish_rows(
        tmp_path,
        text("c", stage="approved", units=(("202001", "审计局本级"), *school)),
        text("a", stage="draft", code="203", department="教育局", units=school, received=LATER),
        text("b", stage="approved", code="203", department="教育局", units=school),
    )
    assert sorted(_ask(tmp_path, "SELECT document_key FROM project")) == [("b",), ("c",), ("c",)]
