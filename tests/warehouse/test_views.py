"""Every view on rows written by hand, against answers worked out on paper."""

# ruff: noqa: S608 - names of views and columns stand in these tests

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hand_made import Row, Tables, asked, figure, filled, lineage, office, project, satisfaction, words
from side_by_side import SideBySide
from small_warehouse import text

from warehouse.ddl import comment_view_columns
from warehouse.schema.derived import CURRENT
from warehouse.sql_files import SqlFile, sql_files, views

if TYPE_CHECKING:
    from collections.abc import Iterator


RULES = Path(__file__).parents[2] / "transforms/rules/obligations.toml"


def plan(key: str, year: int, *cumulative: int | None, budget: int) -> Tables:
    """Four stages of a plan, from cumulative percentages; None where unknown."""
    rows = []
    for month, day, percent in zip((3, 6, 10, 12), (31, 30, 31, 31), cumulative, strict=True):
        rows.append(
            {
                "project_key": key,
                "district_code": "130202",
                "fiscal_year": year,
                "stage_month": month,
                "due_date": dt.date(year, month, day),
                "plan_basis": "cumulative",
                "cumulative_percent": None if percent is None else Decimal(percent),
                "cumulative_cny": None if percent is None else Decimal(budget) * percent / 100,
            }
        )
    return {"disbursement_plan": rows}


def test_wide_views_lose_and_repeat_no_row() -> None:
    audit = office("202", "审计局")
    made = project(audit, "a", satisfaction(95), words("质量指标", "质量", "优"), budget=100)
    connection = filled(
        audit, made, project(audit, "b", satisfaction(90)), plan("a", 2025, 25, 50, 75, 100, budget=100)
    )
    for view, table in (
        ("v_project", "project"), ("v_indicator", "indicator"), ("v_bound", "indicator_bound"),
        ("v_disbursement", "disbursement_plan"), ("v_peer", "bound_peer"), ("v_project_targets", "project"),
        ("v_completeness", "project"),
    ):  # fmt: skip
        counts = asked(connection, f"SELECT (SELECT count(*) FROM {view}), (SELECT count(*) FROM {table})")
        assert counts[0][0] == counts[0][1] > 0, view


def test_a_project_without_department_name_is_labelled_by_its_unit() -> None:
    audit = office("202", "审计局")
    audit["document"][0]["department_code"] = None
    connection = filled(audit, project(audit, "a"))
    assert asked(connection, "SELECT department_name, department_label FROM v_project") == [(None, "审计局本级")]


def test_targets_are_counted_by_how_they_are_stated() -> None:
    audit = office("202", "审计局")
    both = figure("产出", "数量", at_least=2, due_date=dt.date(2025, 6, 30))
    monthly = {
        **words("时效指标", "发放", "每月15日前"),
        "value_kind": "date",
        "is_qualitative": False,
        "recurrence": "month",
    }
    rows = [both, satisfaction(95), monthly, words("质量指标", "质量", "优"), words("质量指标", "空", None)]
    connection = filled(audit, project(audit, "a", *rows), project(audit, "none"))
    columns = "indicators, numeric_indicators, dated_indicators, qualitative_indicators, empty_indicators"
    shares = "numeric_percent, dated_percent, qualitative_percent"
    found = asked(connection, f"SELECT {columns}, {shares} FROM v_project_targets ORDER BY project_key")
    assert found == [(5, 2, 2, 1, 1, Decimal(40), Decimal(40), Decimal(20)), (0, 0, 0, 0, 0, None, None, None)]


def test_a_year_is_summed_by_department_and_district() -> None:
    audit, works = office("202", "审计局"), office("301", "建设局")
    other = office("202", "审计局", district="130208")
    connection = filled(
        audit, works, other,
        project(audit, "a", satisfaction(95), words("质量指标", "质量", "优"), budget=100),
        project(audit, "b", satisfaction(90)),
        project(works, "c", budget=300, other_funds_cny=50),
        project(other, "d", words("质量指标", "质量", "优"), budget=7),
    )  # fmt: skip
    columns = "projects, projects_with_budget, budget_cny, other_funds_cny, indicators, numeric_percent"
    departments = asked(
        connection,
        f"SELECT district_code, department_label, {columns} FROM v_department_year ORDER BY district_code, department_code",
    )
    assert departments == [
        ("130202", "审计局", 2, 1, Decimal(100), None, 3, Decimal("66.67")),
        ("130202", "建设局", 1, 1, Decimal(300), Decimal(50), 0, None),
        ("130208", "审计局", 1, 1, Decimal(7), None, 1, Decimal(0)),
    ]
    districts = asked(connection, f"SELECT departments, {columns} FROM v_district_year ORDER BY district_code")
    assert districts == [
        (2, 3, 2, Decimal(400), Decimal(50), 3, Decimal("66.67")),
        (1, 1, 1, Decimal(7), None, 1, Decimal(0)),
    ]


def test_a_department_is_called_as_the_text_of_its_first_unit_calls_it() -> None:
    """A hospital that publishes a text of its own does not give the health bureau its name."""
    bureau, hospital = office("361", "卫生健康局", key="a"), office("361", "人民医院", key="b")
    hospital["department"][0]["unit_code"] = "361002"
    copied = words("时效指标", "完成时限", "年底前")
    connection = filled(
        bureau, hospital, project(bureau, "p", copied, budget=1), project(hospital, "q", copied, budget=2),
        plan("p", 2025, 25, 50, 75, 100, budget=1), plan("q", 2025, 25, 50, 75, 100, budget=2),
    )  # fmt: skip
    for view in ("v_department_year", "v_department_disbursement", "v_repeated_target"):
        assert asked(connection, f"SELECT DISTINCT department_label FROM {view}") == [("卫生健康局",)], view


def test_offices_without_codes_are_departments_by_name() -> None:
    one, two = office(None, "审计局", key="one"), office(None, "建设局", key="two")
    connection = filled(one, two, project(one, "a", budget=1), project(two, "b", budget=2))
    found = asked(connection, "SELECT department_label, budget_cny FROM v_department_year ORDER BY budget_cny")
    assert found == [("审计局", Decimal(1)), ("建设局", Decimal(2))]


def test_a_curve_leaves_out_money_that_is_not_known() -> None:
    audit = office("202", "审计局")
    connection = filled(
        audit, project(audit, "a", budget=100), project(audit, "b", budget=300),
        plan("a", 2025, 10, 20, 30, 100, budget=100), plan("b", 2025, 50, 100, 100, None, budget=300),
    )  # fmt: skip
    columns = (
        "stage_month, plan_projects, known_projects, plan_budget_cny, plan_cumulative_cny, plan_cumulative_percent"
    )
    expected = [
        (3, 2, 2, Decimal(400), Decimal(160), Decimal(40)),
        (6, 2, 2, Decimal(400), Decimal(320), Decimal(80)),
        (10, 2, 2, Decimal(400), Decimal(330), Decimal("82.5")),
        (12, 2, 1, Decimal(100), Decimal(100), Decimal(100)),
    ]
    for view in ("v_department_disbursement", "v_district_disbursement"):
        assert asked(connection, f"SELECT {columns} FROM {view} ORDER BY stage_month") == expected


@pytest.mark.parametrize(
    ("targets", "asked_for", "percentile", "median"),
    [
        pytest.param([90, 90, 95, 100], 100, "87.50", 92.5, id="three of four ask less, and half of itself"),
        pytest.param([90, 90, 95, 100], 90, "25.00", 92.5, id="half of the two equals"),
        pytest.param([90, 95, 98], 95, "50.00", 95, id="the middle of three"),
        pytest.param([90], 90, None, 90, id="alone there is no standing"),
    ],
)
def test_a_bound_stands_among_its_kind(
    targets: list[int], asked_for: int, percentile: str | None, median: float
) -> None:
    audit = office("202", "审计局")
    rows = [project(audit, f"p{n}", figure("数量指标", "场次", at_least=at, unit="count", counter="次"))
            for n, at in enumerate(targets)]  # fmt: skip
    found = asked(
        filled(audit, *rows),
        f"SELECT DISTINCT all_percentile, district_percentile, all_median, all_peers, basis FROM v_peer "
        f"WHERE target = {asked_for}",
    )
    wanted = percentile and Decimal(percentile)
    assert found == [(wanted, wanted, Decimal(str(median)), len(targets), "name")]


def test_less_is_stricter_where_less_is_better_and_nothing_where_nobody_knows() -> None:
    audit = office("202", "审计局")
    costs = [figure("成本指标", "补助标准", at_most=at, unit="CNY", per=["人"]) for at in (100, 200, 300, 400)]
    unknown = [{**figure("数量指标", "用时", at_most=at, unit="day"), "more_is_better": None} for at in (1, 2)]
    connection = filled(audit, project(audit, "a", *costs, *unknown))
    found = asked(connection, "SELECT target, all_percentile FROM v_peer ORDER BY unit, target")
    assert found == [
        (Decimal(100), Decimal("87.50")), (Decimal(200), Decimal("62.50")), (Decimal(300), Decimal("37.50")),
        (Decimal(400), Decimal("12.50")), (Decimal(1), None), (Decimal(2), None),
    ]  # fmt: skip


def test_peers_are_counted_in_district_and_year_in_the_year_and_everywhere() -> None:
    here, there = office("202", "审计局"), office("202", "审计局", district="130208")
    before = office("202", "审计局", year=2024)
    visits = [figure("数量指标", "场次", at_least=at, unit="count", counter="次") for at in (1, 2, 3)]
    connection = filled(
        here, there, before,
        project(here, "a", visits[1]), project(there, "b", visits[0]), project(before, "c", visits[2]),
    )  # fmt: skip
    columns = "district_peers, district_percentile, year_peers, year_percentile, all_peers, all_percentile"
    found = asked(connection, f"SELECT {columns} FROM v_peer WHERE project_key = 'a'")
    assert found == [(1, None, 2, Decimal("75.00"), 3, Decimal("50.00"))]


@pytest.mark.parametrize(
    ("one", "other", "is_one_kind"),
    [
        (satisfaction(90), figure("满意度指标", "满意度", at_least=95), True),
        (satisfaction(90), satisfaction(95, " 满意度（%）"), True),
        (satisfaction(90), satisfaction(95, "2025年满意度指标"), True),
        (satisfaction(90), satisfaction(95, "群众满意度"), False),
        (satisfaction(90), figure("质量指标", "满意度", at_least=95), False),
        (
            figure("成本指标", "标准", at_most=5, unit="CNY", per=["人"]),
            figure("成本指标", "标准", at_most=5, unit="CNY", per=["month"]),
            False,
        ),
        (
            figure("经济成本指标", "标准", at_most=5, unit="CNY", per=["人"]),
            figure("成本指标", "标准", at_most=6, unit="CNY", per=["人"]),
            True,
        ),
        (
            figure("数量指标", "数量", at_least=5, unit="count", counter="台"),
            figure("数量指标", "数量", at_least=5, unit="count", counter="人"),
            False,
        ),
    ],
)
def test_a_kind_is_level_2_name_unit_counter_and_per(one: Row, other: Row, is_one_kind: bool) -> None:  # noqa: FBT001
    audit = office("202", "审计局")
    connection = filled(audit, project(audit, "a", one, other))
    counted = asked(
        connection, "SELECT count(*), count(DISTINCT kind_key) FROM indicator_kind WHERE kind_name IS NOT NULL"
    )
    assert counted == [(1, 1) if is_one_kind else (2, 2)]


def test_shares_of_rare_names_stand_among_all_shares_of_their_level_2() -> None:
    audit = office("202", "审计局")
    common, rare = [satisfaction(95, "群众满意度")] * 5, [satisfaction(90, "学员满意度")] * 4
    connection = filled(audit, project(audit, "a", *common, *rare))
    found = asked(connection, "SELECT DISTINCT level3, basis, all_peers, all_percentile FROM v_peer ORDER BY level3")
    # Five of one name are peers of each other; four stand below all nine: half of themselves, 2 / 9.
    assert found == [
        ("学员满意度", "level2", 9, Decimal("22.22")),
        ("群众满意度", "name", 5, Decimal("50.00")),
    ]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            figure("数量指标", "数量", at_least=1, at_most=9, unit="count", counter="个"), id="a range has two ends"
        ),
        pytest.param(figure("满意度指标", "满意度", at_least=95, unit=None), id="a figure without a unit"),
        pytest.param(
            figure("成本指标", "项目总成本", at_most=50000, unit="CNY"), id="a project's whole cost is its size"
        ),
    ],
)
def test_what_cannot_be_compared_has_no_peers(row: Row) -> None:
    audit = office("202", "审计局")
    assert asked(filled(audit, project(audit, "a", row)), "FROM bound_peer") == []


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (satisfaction(90), satisfaction(95), "stricter"),
        (satisfaction(95), satisfaction(90), "looser"),
        (satisfaction(95), satisfaction(95), "same"),
        (
            figure("成本指标", "标准", at_most=100, unit="CNY", per=["人"]),
            figure("成本指标", "标准", at_most=90, unit="CNY", per=["人"]),
            "stricter",
        ),
        (satisfaction(90), {**satisfaction(95), "more_is_better": None}, "undetermined"),
        (satisfaction(90), {**satisfaction(95), "more_is_better": False}, "undetermined"),
        (satisfaction(90), satisfaction(95, "群众满意度"), None),
    ],
)
def test_a_bound_is_stricter_or_looser_than_the_year_before(before: Row, now: Row, change: str | None) -> None:
    last, this = office("202", "审计局", year=2024), office("202", "审计局")
    connection = filled(
        last, this, project(last, "old", before), project(this, "new", now),
        lineage(("old", None, 2024), ("new", "old", 2025)),
    )  # fmt: skip
    found = asked(connection, "SELECT change_kind, previous_value_text FROM v_bound_change")
    assert found == ([] if change is None else [(change, before["value_text"])])


def test_targets_of_the_year_are_compared_and_not_those_of_the_whole_period_beside_them() -> None:
    last, this = office("202", "审计局", year=2024, key="d"), office("202", "审计局", key="d")
    this["document"][0]["document_key"] = "now"

    def rows(year: int, period: int) -> list[Row]:
        kind = {"unit": "count", "counter": "人次"}
        return [
            figure("数量指标", "培训人次", at_least=period, horizon="period", **kind),
            figure("数量指标", "培训人次", at_least=year, horizon="year", **kind),
        ]

    connection = filled(
        {"document": last["document"] + this["document"], "department": last["department"]},
        project(last, "old", *rows(1000, 3000)), project(this, "new", *rows(900, 3600)),
        project(this, "alone", figure("数量指标", "培训人次", at_least=50, unit="count", counter="人次", horizon="period")),
        lineage(("old", None, 2024), ("new", "old", 2025), ("alone", None, 2025)),
    )  # fmt: skip
    assert asked(connection, "SELECT previous_target, target, change_kind FROM v_bound_change") == [
        (Decimal(1000), Decimal(900), "looser")
    ]
    assert asked(connection, "SELECT target, all_peers FROM v_peer ORDER BY target") == [
        (Decimal(50), 3), (Decimal(900), 3), (Decimal(1000), 3),
    ]  # fmt: skip


def test_two_bounds_of_a_kind_in_one_year_are_not_matched() -> None:
    last, this = office("202", "审计局", year=2024), office("202", "审计局")
    connection = filled(
        last, this, project(last, "old", satisfaction(90)), project(this, "new", satisfaction(95), satisfaction(98)),
        lineage(("old", None, 2024), ("new", "old", 2025)),
    )  # fmt: skip
    assert asked(connection, "FROM v_bound_change") == []


def test_projects_continue_begin_and_end() -> None:
    last, this = office("202", "审计局", year=2024, key="d"), office("202", "审计局", key="d")
    this["document"][0]["document_key"] = "now"
    late = office("301", "建设局")
    connection = filled(
        {"document": last["document"] + this["document"], "department": last["department"]}, late,
        project(last, "old", satisfaction(90), budget=100), project(last, "gone", budget=30),
        project(this, "new", satisfaction(95), words("质量指标", "质", "优"), budget=150), project(this, "more", budget=5),
        project(late, "late"),
        lineage(("old", None, 2024), ("gone", None, 2024), ("new", "old", 2025), ("more", None, 2025), ("late", None, 2025)),
    )  # fmt: skip
    columns = "fiscal_year, change_kind, project_key, previous_project_key, budget_change_cny, budget_change_percent"
    found = asked(
        connection, f"SELECT {columns}, previous_numeric_percent, numeric_percent FROM v_project_change ORDER BY ALL"
    )
    hundred, fifty = Decimal(100), Decimal(50)
    assert found == [
        (2024, "first_seen", "gone", None, None, None, None, None),
        (2024, "first_seen", "old", None, None, None, None, hundred),
        (2025, "continued", "new", "old", fifty, fifty, hundred, fifty),
        (2025, "ended", None, "gone", None, None, None, None),
        (2025, "first_seen", "late", None, None, None, None, None),
        (2025, "new", "more", None, None, None, None, None),
    ]
    units = asked(
        connection, "SELECT previous_projects, projects, previous_budget_cny, budget_cny FROM v_department_change"
    )
    assert units == [(2, 2, Decimal(130), Decimal(155))]


def test_money_that_is_not_stated_is_no_cut() -> None:
    last, this = office("202", "审计局", year=2024, key="d"), office("202", "审计局", key="d")
    this["document"][0]["document_key"] = "now"
    connection = filled(
        {"document": last["document"] + this["document"], "department": last["department"]},
        project(last, "a", budget=100), project(last, "b", budget=50), project(this, "c", budget=100), project(this, "e"),
    )  # fmt: skip
    columns = (
        "previous_projects_with_budget, projects_with_budget, budget_cny, budget_change_cny, budget_change_percent"
    )
    assert asked(connection, f"SELECT {columns} FROM v_department_change") == [(2, 1, Decimal(100), None, None)]


def test_a_renamed_unit_is_compared_with_what_it_was() -> None:
    last, this = office("202", "审计局", year=2024), office("205", "审计中心")
    links = [
        {"department_key": "130202-202-2024", "office_key": "o", "district_code": "130202", "method": "none"},
        {
            "department_key": "130202-205-2025",
            "previous_department_key": "130202-202-2024",
            "office_key": "o",
            "district_code": "130202",
            "method": "projects",
        },
    ]
    connection = filled(
        last, this, project(last, "old", budget=100), project(this, "new", budget=80), {"department_lineage": links}
    )
    found = asked(connection, "SELECT previous_unit_name, unit_name, budget_change_percent FROM v_department_change")
    assert found == [("审计局本级", "审计中心本级", Decimal(-20))]


def test_targets_that_projects_share_word_for_word_are_counted() -> None:
    audit, works = office("202", "审计局"), office("301", "建设局")
    before, elsewhere = office("202", "审计局", year=2024), office("202", "审计局", district="130203")
    copied, own = words("时效指标", "完成时限", "年底前"), words("时效指标", "完成时限", "6月底前")
    connection = filled(
        audit, works, before, elsewhere,
        project(audit, "a", copied, copied), project(audit, "b", copied), project(audit, "c", own),
        project(works, "d", copied), project(before, "e", copied), project(elsewhere, "f", copied),
    )  # fmt: skip
    columns = "department_label, level3, value_text, projects, department_projects, repeated_percent"
    found = asked(connection, f"SELECT {columns}, district_projects, all_projects FROM v_repeated_target")
    assert found == [("审计局", "完成时限", "年底前", 2, 3, Decimal("66.67"), 3, 5)]


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        (["数量指标", "质量", "时效指标", "经济成本指标", "可持续影响指标", "满意度指标"], []),
        (["数量指标", "时效指标", "成本指标", "社会效益指标"], ["质量指标", "满意度指标"]),
        (
            [
                "（1）产出数量指标",
                "产出 质量",
                "产出时效",
                "产出成本指标",
                "环境效益指标",
                "社会公众或服务对象满意度指标",
            ],
            [],
        ),
        ([None], None),
        ([], None),
    ],
)
def test_missing_obligatory_indicators_are_named(rows: list[str | None], missing: list[str] | None) -> None:
    audit = office("202", "审计局")
    connection = filled(audit, project(audit, "a", *(words(level2, "名称", "优") for level2 in rows)))
    count = None if missing is None else len(missing)
    assert asked(connection, "SELECT missing_level2, missing_count FROM v_completeness") == [(missing, count)]


def test_a_level_1_stands_for_a_level_2_that_is_left_blank() -> None:
    audit = office("202", "审计局")
    rows = [words("数量指标", "名称", "优"), words(None, "名称", "优", level1="满意度指标")]
    connection = filled(audit, project(audit, "a", *rows), project(audit, "b", rows[1]))
    missing = "SELECT missing_level2 FROM v_completeness ORDER BY project_key"
    assert asked(connection, missing) == [(["质量指标", "时效指标", "成本指标", "效益指标"],), (None,)]


def test_the_obligations_of_the_view_are_those_of_the_findings() -> None:
    audit = office("202", "审计局")
    rules = tomllib.loads(RULES.read_text(encoding="utf-8"))["obligatory"]
    groups = {name: rule["group"] for rule in rules for name in rule["any"]}
    connection = filled(audit, *(project(audit, name, words(name, "名称", "优")) for name in groups))
    for name, missing in asked(connection, "SELECT project_name, missing_level2 FROM v_completeness"):
        assert set(missing) == set(groups.values()) - {groups[name]}, name


def _versions() -> dict[str, list[Tables]]:
    draft = text("a", units=(("202001", "审计局本级"), ("202002", "审计中心")), budget="360000.00")
    approved = text("b", units=(("202001", "审计局本级"),), stage="approved", budget="300000.00")
    approved["project"][0]["goal_text"] = "加强监督"
    added = {**approved["project"][0], "project_key": "b-new", "seq_no": 2, "project_name": "新项目"}
    approved["project"].append(added)
    approved["document"][0]["project_count"] = 2
    later = dt.datetime(2025, 3, 1)  # noqa: DTZ001 - kept in UTC without a zone
    first, second = text("a", budget="1.00"), text("b", budget="2.00", received=later)
    return {
        "both": [draft, approved],
        "one": [text("a")],
        "two drafts": [first, second, text("c", budget="3.00", stage="approved")],
    }


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SideBySide]:
    with SideBySide(tmp_path_factory.mktemp("versions"), _versions()) as cases:
        yield cases


def test_draft_and_approved_are_set_side_by_side(versions: SideBySide) -> None:
    columns = (
        "change_kind, matched_by, split_part(draft_project_key, '|', 2), split_part(approved_project_key, '|', 2), "
        "stage_change_cny, goal_changed, indicators_changed"
    )
    assert versions.ask("both", f"SELECT {columns} FROM main_v_stage_change ORDER BY change_kind") == [
        ("added", None, None, "b-new", None, None, None),
        ("changed", "project_name", "a-1", "b-1", Decimal(-60000), True, 0),
        ("dropped", None, "a-2", None, None, None, None),
    ]


def test_a_text_in_one_stage_only_is_not_compared(versions: SideBySide) -> None:
    assert versions.ask("one", "FROM main_v_stage_change") == []
    assert versions.ask("one", "SELECT stage, is_stage_latest, is_current FROM main_project_version") == [
        ("draft", True, True)
    ]


def test_of_two_drafts_the_later_is_compared(versions: SideBySide) -> None:
    money = "SELECT draft_budget_cny, approved_budget_cny FROM main_v_stage_change"
    assert versions.ask("two drafts", money) == [(Decimal(2), Decimal(3))]


def test_every_view_is_one_that_somebody_explained_the_same_way_everywhere() -> None:
    """A column that one view explains for another must not be explained in two ways."""
    published = {column for schema in CURRENT.values() for column in schema.columns()}
    with filled() as connection:
        for view in views():
            columns = {row[0] for row in asked(connection, f"DESCRIBE {view.name}")}
            for column in columns - view.columns.keys() - published:
                said = {other.columns[column] for other in sql_files("views", "v_") if column in other.columns}
                assert len(said) <= 1, (view.name, column)
            assert view.columns.keys() <= columns, view.name


def test_a_column_that_nothing_explains_is_refused() -> None:
    with pytest.raises(KeyError, match="mystery"):
        comment_view_columns(SqlFile("v_x", "题 | subject", {}, "SELECT 1 AS mystery"), ["mystery"])
