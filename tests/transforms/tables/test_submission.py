"""Who a document is from, and what its projects and units are called, from the ways forms print it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from transforms.tables.submission import Submission, department_of, identify, project_code, project_name, unit_of
from warehouse.schema.records import CoverRecord, DocumentRecord, ProjectRecord, Text

CODE = "51010022T000000012345"
VALID = "13020225P000039100011"


def text(written: str) -> Text:
    return Text(written, "page 1")


@pytest.mark.parametrize(
    ("written", "code", "name"),
    [
        ("会议费", None, "会议费"),
        (f"{CODE}-会议费", CODE, "会议费"),
        (f"{CODE}—信息化\n建设（二期）", CODE, "信息化建设（二期）"),
        (f"{CODE} 会议费", CODE, "会议费"),
        ("12345热线", None, "12345热线"),
        ("对接12345热线（P2P）", None, "对接12345热线（P2P）"),
        (f"{CODE}\n会议费", CODE, "会议费"),
        (f"{CODE} 2025年会议费", None, f"{CODE} 2025年会议费"),
        (f"会议费（二期）（{VALID}）", VALID, "会议费（二期）"),
        (f"会议费-{VALID}", VALID, "会议费"),
        (f"会议费\n{VALID}", VALID, "会议费"),
        (f"会议费（{CODE[:-1]}X）", None, f"会议费（{CODE[:-1]}X）"),
    ],
)
def test_a_code_in_the_cell_of_the_name_is_the_projects_code(written: str, code: str | None, name: str) -> None:
    project = ProjectRecord("page 1", name=text(written))
    assert (project_code(project), project_name(project)) == (code, name)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("13020225P0000391000\n11", "13020225P000039100011"),
        ("13020225-P0000391-00011", "13020225P000039100011"),
        ("13〇20225P000039100011", "13020225P000039100011"),
        ("13020225-P0000391-00012", "13020225-P0000391-00012"),
        ("１３０２０２２５ｐ000039100011", "13020225P000039100011"),
    ],
    ids=["two lines", "in parts", "Chinese zero", "in parts and not valid", "wide and small"],
)
def test_a_code_is_the_same_however_it_is_typed(written: str, code: str) -> None:
    assert project_code(ProjectRecord("page 1", code=text(written))) == code


@pytest.mark.parametrize(
    ("fields", "unit"),
    [
        ({"unit": "504001中共某区委组织部本级"}, ("504001", "中共某区委组织部本级")),
        ({"unit": "５０４００１某市某局（本级）"}, ("504001", "某市某局（本级）")),
        ({"unit": "某市某局"}, (None, "某市某局")),
        ({"implementing_unit": "119301-某市档案中心"}, ("119301", "某市档案中心")),
        ({"implementing_unit": "[119301]某市档案中心"}, ("119301", "某市档案中心")),
        ({"unit": "", "implementing_unit": "某中心"}, (None, "某中心")),
        ({}, (None, None)),
    ],
)
def test_the_unit_is_its_header_or_who_implements_the_project(
    fields: dict[str, str], unit: tuple[str | None, str | None]
) -> None:
    assert unit_of(ProjectRecord("page 1", **{name: text(written) for name, written in fields.items()})) == unit


@pytest.mark.parametrize(
    ("written", "department"),
    [
        ("某市某局", (None, "某市某局")),
        ("[119]某市某局", ("119", "某市某局")),
        ("119-某市某局", ("119", "某市某局")),
        ("119001 某市某局", ("119", "某市某局")),
        ("某市某局 306", ("306", "某市某局")),
    ],
)
def test_the_department_is_read_with_its_code_where_one_is_printed(
    written: str, department: tuple[str | None, str]
) -> None:
    assert department_of(ProjectRecord("page 1", supervising_department=text(written))) == department


def submitted(record: DocumentRecord, path: str = "x.pdf") -> Submission:
    return Submission(record, path, datetime(2025, 1, 1, tzinfo=UTC))


def test_a_national_form_is_placed_by_its_heading_its_department_and_the_division_it_names() -> None:
    project = ProjectRecord(
        "page 1",
        supervising_department=text("沈阳市民政局"),
        implementing_unit=text("某中心"),
        year=text("（2024年度）"),
    )
    identity = identify(submitted(DocumentRecord("0" * 64, "pdf", "pdf-2", projects=(project,))))
    assert (identity.fiscal_year, identity.district_code, identity.department_name) == (2024, "210100", "沈阳市民政局")
    assert identity.department_code is None


def test_the_cover_of_a_budget_book_tells_before_its_forms_do() -> None:
    cover = CoverRecord(text("沈阳市民政局"), text("2025年部门预算"))
    project = ProjectRecord("page 9", name=text("甲"), year=text("（2024年度）"))
    identity = identify(submitted(DocumentRecord("0" * 64, "pdf", "pdf-2", cover=cover, projects=(project,))))
    assert identity.fiscal_year == 2025
    assert [finding.rule for finding in identity.findings] == ["fiscal_year_disagrees"]


def test_a_span_of_years_is_the_last_resort_and_says_so() -> None:
    project = ProjectRecord("page 1", name=text("甲"), year=text("2025-2027年项目支出绩效目标表"))
    record = DocumentRecord("0" * 64, "pdf", "pdf-2", projects=(project,))
    identity = identify(submitted(record))
    assert identity.fiscal_year == 2025
    assert [finding.rule for finding in identity.findings][:1] == ["fiscal_year_of_span"]
    elsewhere = identify(submitted(record, "2026/x.pdf"))
    assert elsewhere.fiscal_year == 2026
    assert "fiscal_year_of_span" not in [finding.rule for finding in elsewhere.findings]


def test_a_line_of_the_cover_that_is_no_title_tells_the_year_after_the_forms() -> None:
    cover = CoverRecord(fiscal_year=text("2024年部门预算公开说明"))
    project = ProjectRecord("page 9", name=text("甲"), year=text("（2025年度）"))
    identity = identify(submitted(DocumentRecord("0" * 64, "pdf", "pdf-2", cover=cover, projects=(project,))))
    assert identity.fiscal_year == 2025
    assert "fiscal_year_disagrees" in [finding.rule for finding in identity.findings]
    alone = identify(submitted(DocumentRecord("0" * 64, "pdf", "pdf-2", cover=cover)))
    assert alone.fiscal_year == 2024
