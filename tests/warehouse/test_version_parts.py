"""A version replaces the projects of one unit: a department's book and its units' own, and what goes with a part."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import pytest
from side_by_side import SideBySide
from small_warehouse import Rows, text

from transforms.quality.findings import message
from warehouse.schema.records import Finding
from warehouse.sql_files import sql_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - kept in UTC without a zone
LATER = DAY + dt.timedelta(days=5)
BUREAU = ("361001", "卫生健康局本级")
HOSPITAL = ("361002", "人民医院")
CLINIC = ("361003", "中医院")


class P(NamedTuple):
    """A project of a unit; its code is made of a short one."""

    unit: tuple[str | None, str | None]
    name: str
    code: str | None = None
    budget: str = "10.00"


def book(key: str, *projects: P, office: str = "卫生健康局", code: str | None = "361", **said: Any) -> Rows:
    """A document with these projects. Where its unit is the office, without a code, the form named none."""
    rows = text(key, code=code, department=office, units=tuple(one.unit for one in projects), **said)
    for row, one in zip(rows["project"], projects, strict=True):
        money = {"budget_cny": Decimal(one.budget), "fiscal_funds_cny": Decimal(one.budget)}
        row |= {"project_name": one.name, "project_code": one.code and f"{one.code:0>21}", **money}
        row["project_code_valid"] = True if one.code else None
        for plan in rows["disbursement_plan"]:
            if plan["project_key"] == row["project_key"]:
                share = Decimal(one.budget) / 100
                plan |= {
                    name: plan[name.replace("cny", "percent")] * share for name in ("cumulative_cny", "increment_cny")
                }
    seen = {}
    for row in rows["department"]:
        seen[row["unit_code"], row["unit_name"]] = row
    return {**rows, "department": list(seen.values())}


WHOLE = (P(BUREAU, "体检", "1"), P(BUREAU, "疫苗", "2"), P(HOSPITAL, "设备", "3"), P(CLINIC, "人才", "4"))
OFFICE = (None, "卫生健康局")
"""The unit of a form that names none."""

CASES: dict[str, tuple[list[Rows], set[str] | list[str], set[str] | list[str]]] = {
    "a unit's own book replaces what the department's says of it": (
        [book("a", *WHOLE), book("b", WHOLE[2], office="人民医院", received=LATER)],
        {"a 体检", "a 疫苗", "a 人才", "b 设备"},
        set(),
    ),
    "a department's book replaces the unit's own": (
        [book("a", *WHOLE, received=LATER), book("b", WHOLE[2], P(HOSPITAL, "旧项", "9"), office="人民医院")],
        {"a 体检", "a 疫苗", "a 设备", "a 人才"},
        {"a 旧项"},
    ),
    "every unit has its 公用经费": (
        [book(key, P(unit, "公用经费", key), office=unit[1]) for key, unit in zip("bac", (BUREAU, HOSPITAL, CLINIC), strict=True)],
        {"a 公用经费", "b 公用经费", "c 公用经费"},
        set(),
    ),
    "every unit has its 公用经费, without any codes": (
        [book(key, P((None, name), "公用经费"), office=name, code=None) for key, name in (("a", "甲校"), ("b", "乙校"))],
        {"a 公用经费", "b 公用经费"},
        set(),
    ),
    "a unit is known by its name where one version has no code": (
        [book("a", P(HOSPITAL, "设备")), book("b", P((None, "人民 医院"), "设备"), received=LATER)],
        {"b 设备"},
        set(),
    ),
    "本级 is the office itself": (
        [book("a", P(BUREAU, "设备")), book("b", P((None, "卫生健康局"), "设备"), received=LATER)],
        {"b 设备"},
        set(),
    ),
    "a unit all of whose projects changed": (
        [book("a", P(BUREAU, "体检", "1"), P(HOSPITAL, "旧项", "2")),
         book("b", P(BUREAU, "体检", "1"), P(HOSPITAL, "新项", "3"), received=LATER)],
        {"b 体检", "b 新项"},
        {"b 旧项"},
    ),
    "a project goes to another unit with its code": (
        [book("a", P(BUREAU, "体检", "1"), P(HOSPITAL, "设备", "2")),
         book("b", P(BUREAU, "体检", "1"), P(CLINIC, "设备", "2"), received=LATER)],
        {"b 体检", "b 设备"},
        set(),
    ),
    "a version whose forms name no unit": (
        [book("a", P(BUREAU, "体检", budget="7.00"), P(HOSPITAL, "设备"), P(CLINIC, "人才", budget="8.00")),
         book("b", *(P(OFFICE, name) for name in ("体检", "设备", "人才", "新项")), received=LATER)],
        {"b 体检", "b 设备", "b 人才", "b 新项"},
        set(),
    ),
    "a department's book whose forms name no unit keeps what is not the unit's": (
        [book("a", *(one._replace(unit=OFFICE) for one in WHOLE)), book("b", WHOLE[2], office="人民医院", received=LATER)],
        {"a 体检", "a 疫苗", "a 人才", "b 设备"},
        set(),
    ),
    "a book whose forms name no unit has a 公用经费 of its own": (
        [book("a", P(OFFICE, "公用经费", budget="5.00")), book("b", P(HOSPITAL, "公用经费"), office="人民医院")],
        {"a 公用经费", "b 公用经费"},
        set(),
    ),
    "parts that overlap": (
        [book("a", *WHOLE[:2], office="x"), book("b", WHOLE[1], WHOLE[2], office="y", received=LATER)],
        {"b 疫苗", "b 设备"},
        {"b 体检"},
    ),
    "an approved text drops a unit of its office's draft": (
        [book("a", *WHOLE, stage="draft"), book("b", *WHOLE[:2], stage="approved")],
        {"b 体检", "b 疫苗"},
        {"b 设备", "b 人才"},
    ),
    "an approved text in two files": (
        [book("a", *WHOLE[:3], stage="draft"), book("b", *WHOLE[:2], stage="approved"),
         book("c", WHOLE[2], stage="approved")],
        {"b 体检", "b 疫苗", "c 设备"},
        set(),
    ),
    "a unit that stands in the earlier of two files of one stage alone is kept": (
        [book("a", *WHOLE), book("b", *WHOLE[:3], received=LATER)],
        {"b 体检", "b 疫苗", "b 设备", "a 人才"},
        set(),
    ),
    "versions through others, however many": (
        [book(f"{n}", P(BUREAU, f"第{n}项"), P(BUREAU, f"第{n + 1}项"), received=DAY + dt.timedelta(days=n)) for n in (3, 1, 4, 2, 5)],
        {"5 第5项", "5 第6项"},
        {f"5 第{n}项" for n in (1, 2, 3, 4)},
    ),
    "one of two projects of a name": (
        [book("a", P(BUREAU, "维修", "1"), P(BUREAU, "维修", "2")), book("b", P(BUREAU, "维修", "1"), received=LATER)],
        {"b 维修"},
        {"b 维修"},
    ),
    "one of two projects of a name, without codes": (
        [book("a", P(BUREAU, "维修"), P(BUREAU, "维修", budget="9.00")), book("b", P(BUREAU, "维修"), received=LATER)],
        {"b 维修"},
        {"b 维修"},
    ),
    "all projects of a name, without codes": (
        [book("a", P(BUREAU, "维修"), P(BUREAU, "维修", budget="9.00"), P(BUREAU, "体检")), book("b", P(BUREAU, "体检"), received=LATER)],
        {"b 体检"},
        ["b 维修", "b 维修"],
    ),
    "a name under another code, with other money": (
        [book("a", P(BUREAU, "维修", "1"), P(BUREAU, "体检", "2")),
         book("b", P(BUREAU, "维修", "3", "9.00"), P(BUREAU, "体检", "2"), received=LATER)],
        {"b 维修", "b 体检"},
        {"b 维修"},
    ),
    "a name under another code, with the same money": (
        [book("a", P(BUREAU, "维修", "1"), P(BUREAU, "体检", "2")),
         book("b", P(BUREAU, "维修", "3"), P(BUREAU, "体检", "2"), received=LATER)],
        {"b 维修", "b 体检"},
        set(),
    ),
    "projects of a name under other codes, in another order": (
        [book("a", P(BUREAU, "维修", "1"), P(BUREAU, "维修", "2", "9.00"), P(BUREAU, "体检", "5")),
         book("b", P(BUREAU, "维修", "3", "9.00"), P(BUREAU, "维修", "4"), P(BUREAU, "体检", "5"), received=LATER)],
        ["b 维修", "b 维修", "b 体检"],
        set(),
    ),
    "a code that came in later, beside another project of the name": (
        [book("a", P(BUREAU, "维修", "1"), P(BUREAU, "维修", budget="9.00"), P(BUREAU, "体检", "5")),
         book("b", P(BUREAU, "维修", "3", "8.00"), P(BUREAU, "维修", budget="7.00"), P(BUREAU, "体检", "5"), received=LATER)],
        ["b 维修", "b 维修", "b 体检"],
        set(),
    ),
    "a code that came in later": (
        [book("a", P(BUREAU, "维修")), book("b", P(BUREAU, "维修", "3", "9.00"), received=LATER)],
        {"b 维修"},
        set(),
    ),
    "of several earlier versions the last says what is gone": (
        [book("a", P(BUREAU, "体检", "1"), P(BUREAU, "旧项", "2")),
         book("b", P(BUREAU, "体检", "1"), P(BUREAU, "旧项", "2"), received=DAY + dt.timedelta(days=1)),
         book("c", P(BUREAU, "体检", "1"), received=LATER)],
        {"c 体检"},
        {"c 旧项"},
    ),
}  # fmt: skip
"""Documents; which of them has each current project; on which of them a project is said to be gone."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SideBySide]:
    cases = {name: documents for name, (documents, _, _) in CASES.items()}
    with SideBySide(tmp_path_factory.mktemp("parts"), cases) as made:
        yield made


@pytest.mark.parametrize("name", CASES)
def test_every_project_is_current_once(published: SideBySide, name: str) -> None:
    current = published.ask(name, "SELECT split_part(document_key, '|', 2) || ' ' || project_name FROM main_project")
    assert sorted(row[0] for row in current) == sorted(CASES[name][1])


@pytest.mark.parametrize("name", CASES)
def test_what_no_later_version_has_is_said(published: SideBySide, name: str) -> None:
    asked = """SELECT split_part(document_key, '|', 2) || ' ' || split_part(value_text, ' ', -1) FROM main_quality_issue
               WHERE rule = 'project_not_in_later_version'"""
    assert sorted(row[0] for row in published.ask(name, asked)) == sorted(CASES[name][2])


def test_a_document_is_superseded_once_all_its_parts_are(published: SideBySide) -> None:
    assert published.statuses("a unit's own book replaces what the department's says of it") == dict.fromkeys(
        "ab", "loaded"
    )
    assert published.statuses("a department's book replaces the unit's own") == {"a": "loaded", "b": "superseded"}


def test_what_hangs_on_a_part_that_was_replaced_stays_in_history_alone(published: SideBySide) -> None:
    case = "a unit's own book replaces what the department's says of it"
    asked = "SELECT count(*) FROM {}_indicator WHERE ends_with(project_key, '|a-3')"
    assert published.ask(case, asked.format("main")) == [(0,)]
    assert published.ask(case, asked.format("history")) == [(1,)]


@pytest.mark.parametrize(
    ("name", "goals"),
    [
        ("a unit's own book replaces what the department's says of it", ["a", "b"]),
        ("a unit that stands in the earlier of two files of one stage alone is kept", ["b"]),
        ("an approved text in two files", ["b", "c"]),
    ],
)
def test_goals_go_with_their_office(published: SideBySide, name: str, goals: list[str]) -> None:
    asked = "SELECT split_part(document_key, '|', 2) FROM main_department_goal ORDER BY ALL"
    assert [row[0] for row in published.ask(name, asked)] == goals


TWICE: dict[str, tuple[list[Rows], list[str]]] = {
    "a unit written in two ways, without codes": (
        [book("a", P((None, "京山市教育局"), "校舍维修"), office="京山市教育局", code=None),
         book("b", P((None, "教育局"), "校舍维修"), office="教育局", code=None, received=LATER)],
        ["b-1 a.docx"],
    ),
    "an office of two characters": (
        [book("a", P((None, "残联"), "康复"), office="残联", code=None),
         book("b", P((None, "京山市残联"), "康复"), office="京山市残联", code=None, received=LATER)],
        ["b-1 a.docx"],
    ),
    "offices of two places, either of them longer than a third one's name": (
        [book("a", P((None, "京山市教育局"), "校舍维修"), office="京山市教育局", code=None),
         book("b", P((None, "钟祥市教育局"), "校舍维修"), office="钟祥市教育局", code=None, received=LATER)],
        [],
    ),
    "a unit whose code changed with those of all its projects": (
        [book("a", P(("361002", "人民医院"), "设备", "3"), office="人民医院"),
         book("b", P(("362002", "人民医院"), "设备", "4"), office="人民医院", code="362", received=LATER)],
        ["b-1 a.docx"],
    ),
    "a project's code in the texts of two departments": (
        [book("a", P(HOSPITAL, "设备", "3")), book("b", P(("362001", "医保局"), "设备购置", "3", "9.00"), code="362")],
        ["b-1 a.docx"],
    ),
    "units of other names have their 公用经费": (
        [book(key, P((None, name), "公用经费"), office=name, code=None) for key, name in (("a", "第一小学"), ("b", "第二小学"))],
        [],
    ),
    "another amount, or another year": (
        [book("a", P((None, "京山市教育局"), "校舍维修"), office="京山市教育局", code=None),
         book("b", P((None, "教育局"), "校舍维修", budget="9.00"), office="教育局", code=None),
         book("c", P((None, "教育局"), "校舍维修"), office="教育局", code=None, year=2024)],
        [],
    ),
    "an earlier version": (
        [book("a", *WHOLE), book("b", *WHOLE, received=LATER)],
        [],
    ),
}  # fmt: skip
"""Documents; which projects are said to stand in which other one."""


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SideBySide]:
    cases = {name: documents for name, (documents, _) in TWICE.items()}
    with SideBySide(tmp_path_factory.mktemp("twice"), cases) as made:
        yield made


@pytest.mark.parametrize("name", TWICE)
def test_a_project_that_two_current_documents_have_is_said_once(counted: SideBySide, name: str) -> None:
    asked = """SELECT split_part(project_key, '|', 2) || ' ' || regexp_extract(message, '“(.*?)”', 1) FROM main_quality_issue
               WHERE rule = 'project_in_two_documents'"""
    assert [row[0] for row in counted.ask(name, asked)] == TWICE[name][1]


def test_thousands_of_projects_alike_are_not_compared_with_each_other() -> None:
    with duckdb.connect() as connection:
        connection.execute("""
            CREATE TABLE staged_document AS
            SELECT 'd' || i AS document_key, 'a.docx' AS file_name, TIMESTAMP '2025-01-01' AS received_at FROM range(20000) t (i);
            CREATE TABLE staged_project AS
            SELECT document_key || '-1' AS project_key, document_key, '420882' AS district_code, 2025 AS fiscal_year,
                   '1' AS project_code, '公用经费' AS project_name, 10.00 AS budget_cny, '小学' AS unit_name
            FROM staged_document;
            CREATE TABLE current_project AS SELECT project_key FROM staged_project;
            CREATE TABLE spelling AS SELECT '小学' AS printed, '小学' AS name;
            CREATE TABLE quality_issue (issue_key VARCHAR, document_key VARCHAR, project_key VARCHAR, severity VARCHAR,
                                        rule VARCHAR, message VARCHAR, value_text VARCHAR);
            SET memory_limit = '512MB'; SET temp_directory = '';
        """)
        connection.execute(sql_text("build", "stated_twice"))
        assert connection.execute("SELECT count(*) FROM quality_issue").fetchone() == (19_999,)


def test_the_finding_of_a_project_counted_twice_says_what_the_catalogue_says(counted: SideBySide) -> None:
    asked = "SELECT severity, message FROM main_quality_issue WHERE rule = 'project_in_two_documents'"
    words = message(Finding("project_in_two_documents", details={"file": "a.docx"}))
    assert counted.ask("a unit written in two ways, without codes", asked) == [("warning", words)]


GONE_OF_TWO = {
    "the first": [
        book("a", P(BUREAU, "维修"), P(BUREAU, "维修", budget="9.00")),
        book("b", P(BUREAU, "维修", budget="9.00"), received=LATER),
    ],
    "the second": [
        book("a", P(BUREAU, "维修"), P(BUREAU, "维修", budget="9.00")),
        book("b", P(BUREAU, "维修"), received=LATER),
    ],
}


def test_of_two_projects_of_a_name_the_one_that_is_still_there_was_said_to_be_gone(tmp_path: Path) -> None:
    asked = "SELECT regexp_extract(message, '（(.*?) 元）', 1) FROM main_quality_issue WHERE rule = 'project_not_in_later_version'"
    with SideBySide(tmp_path, GONE_OF_TWO) as made:
        assert {name: made.ask(name, asked) for name in GONE_OF_TWO} == {
            "the first": [("10.00",)],
            "the second": [("9.00",)],
        }


SECONDS_LATER = DAY + dt.timedelta(seconds=20)
UNDATED: dict[str, tuple[list[Rows], list[str]]] = {
    "two amounts in one delivery": (
        [book("a", *WHOLE), book("b", WHOLE[0]._replace(budget="9.00"), *WHOLE[1:], received=SECONDS_LATER)],
        ["b-1 a.docx 10.00 9.00"],
    ),
    "without codes": (
        [book(key, P((None, "残联"), "康复", budget=budget), office="残联", code=None) for key, budget in (("a", "9.00"), ("b", "8.00"))],
        ["b-1 a.docx 9.00 8.00"],
    ),
    "the same amounts in two formats": (
        [book("a", *WHOLE), book("b", *WHOLE, file_format="pdf")],
        [],
    ),
    "a later delivery": (
        [book("a", *WHOLE), book("b", WHOLE[0]._replace(budget="9.00"), received=LATER)],
        [],
    ),
    "draft and approved": (
        [book("a", *WHOLE, stage="draft"), book("b", WHOLE[0]._replace(budget="9.00"), *WHOLE[1:], stage="approved")],
        [],
    ),
    "names that were exchanged under their codes": (
        [book("a", P(BUREAU, "体检", "1"), P(BUREAU, "疫苗", "2", "9.00")), book("b", P(BUREAU, "疫苗", "1"), P(BUREAU, "体检", "2", "9.00"))],
        [],
    ),
    "a name under another code": (
        [book("a", P(BUREAU, "体检", "1"), P(BUREAU, "疫苗", "2", "9.00")), book("b", P(BUREAU, "体检", "1"), P(BUREAU, "疫苗", "3", "8.00"))],
        [],
    ),
    "a code that one of them lacks": (
        [book("a", P(BUREAU, "体检", "1"), P(BUREAU, "疫苗", None, "9.00")), book("b", P(BUREAU, "体检", "1"), P(BUREAU, "疫苗", "3", "8.00"))],
        ["b-2 a.docx 9.00 8.00"],
    ),
    "a name that stands twice in a version": (
        [book(key, *(P(OFFICE, "补助", budget=budget) for budget in budgets))
         for key, budgets in (("a", ("1.00", "2.00")), ("b", ("2.00", "1.00")))],
        [],
    ),
}  # fmt: skip
"""Documents; which projects state another amount in a version of which nobody knows whether it is the later."""


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SideBySide]:
    cases = {name: documents for name, (documents, _) in UNDATED.items()}
    with SideBySide(tmp_path_factory.mktemp("undated"), cases) as made:
        yield made


@pytest.mark.parametrize("name", UNDATED)
def test_two_amounts_in_one_delivery_are_said(undated: SideBySide, name: str) -> None:
    asked = r"""SELECT split_part(project_key, '|', 2) || ' ' || regexp_extract(message, '“(.*?)”', 1) || ' '
                       || array_to_string(regexp_extract_all(message, '为 ([\d.]+) 元', 1), ' ')
                FROM main_quality_issue WHERE rule = 'version_order_unknown'"""
    assert [row[0] for row in undated.ask(name, asked)] == UNDATED[name][1]


def test_the_finding_of_two_amounts_says_what_the_catalogue_says(undated: SideBySide) -> None:
    asked = "SELECT severity, message FROM main_quality_issue WHERE rule = 'version_order_unknown'"
    words = message(Finding("version_order_unknown", details={"file": "a.docx", "other": "10.00", "budget": "9.00"}))
    assert undated.ask("two amounts in one delivery", asked) == [("warning", words)]


def test_the_finding_says_what_the_catalogue_says(published: SideBySide) -> None:
    case = "an approved text drops a unit of its office's draft"
    asked = """SELECT severity, message FROM main_quality_issue
               WHERE rule = 'project_not_in_later_version' AND contains(value_text, '设备')"""
    details = {"file": "a.docx", "name": "设备", "budget": "10.00"}
    words = message(Finding("project_not_in_later_version", details=details))
    assert published.ask(case, asked) == [("warning", words)]
