"""Which project of a year is which of the year before, on cases made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest

from transforms.lineage.projects import project_lineage
from transforms.lineage.rows import Undertaking, UndertakingLink

A_REPORT = frozenset({"报告篇数", "培训场次", "参训人数"})
A_SQUARE = frozenset({"绿化面积", "成活率", "养护次数", "养护成本"})
BOILERPLATE = frozenset({"工作完成时限", "群众满意度", "经费控制数", "工作完成率"})


class P(NamedTuple):
    """A project as a case writes it: name, money in 10,000 yuan, indicators, what of its code lasts."""

    name: str | None
    wan: str | None = "10"
    indicators: frozenset[str] = A_REPORT
    code: str | None = None


def _rows(projects: list[P], year: int, *, department: str = "d", district: str | None = "130202") -> list[Undertaking]:
    return [
        Undertaking(
            f"{department}{year}-{number}",
            department,
            district,
            year,
            project.name,
            project.code and f"130202{year % 100}{project.code}{year % 10}",
            None if project.wan is None else Decimal(project.wan) * 10000,
            project.indicators,
        )
        for number, project in enumerate(projects)
    ]


def _linked(before: list[P], after: list[P]) -> dict[int, tuple[int, str]]:
    """By place in the later year, the place in the earlier one and the method."""
    rows = _rows(before, 2024) + _rows(after, 2025)
    links = project_lineage(rows, {"d": "d"})
    assert [link.project_key for link in links] == [row.project_key for row in rows]
    return {
        int(link.project_key.rpartition("-")[2]): (int(link.previous_project_key.rpartition("-")[2]), link.method)
        for link in links
        if link.previous_project_key
    }


def _only(before: P, after: P) -> UndertakingLink:
    return project_lineage(_rows([before], 2024) + _rows([after], 2025), {"d": "d"})[1]


@pytest.mark.parametrize(("before", "after"), [("-5", "0"), ("0", "-5"), ("-5", "10"), ("10", "-5"), ("-8", "-5")])
def test_a_negative_budget_stopped_the_build(before: str, after: str) -> None:
    link = _only(P("社区经费", before), P("社区经费", after))
    assert (link.method, link.budget_ratio) == ("same_name", None)


CASES = [
    pytest.param([P("2024年社区经费")], [P("2025年社区经费")], {0: (0, "same_name")}, id="a year in the name"),
    pytest.param([P("招商引资经费")], [P("招商引资专项业务费")], {0: (0, "same_name")}, id="general endings"),
    pytest.param([P("公共服务平台运行维护费")], [P("公共服务平台运维费")], {0: (0, "similar_name")}, id="shortened"),
    pytest.param([P("信息系统运维")], [P("医保信息系统运维", indicators=A_SQUARE)], {}, id="names alike, nothing else"),
    pytest.param([P("低保补助")], [P("低保补助（县级配套）")], {}, id="matching funds are a stream of their own"),
    pytest.param(
        [P("春节慰问"), P("重阳慰问")],
        [P("重阳慰问"), P("春节慰问")],
        {0: (1, "same_name"), 1: (0, "same_name")},
        id="siblings in another order",
    ),
    pytest.param([P("老干部春节慰问")], [P("老干部重阳慰问")], {}, id="one sibling ends, another begins"),
    pytest.param([P("小区改造一期")], [P("小区改造二期")], {}, id="the next phase is another undertaking"),
    pytest.param(
        [P("公用经费", "10"), P("公用经费", "50")],
        [P("公用经费", "52"), P("公用经费", "11")],
        {0: (1, "same_name"), 1: (0, "same_name")},
        id="one name twice: by money",
    ),
    pytest.param(
        [P("公用经费", "10", A_REPORT), P("公用经费", "10", A_SQUARE)],
        [P("公用经费", "10", A_SQUARE), P("公用经费", "10", A_REPORT)],
        {0: (1, "same_name"), 1: (0, "same_name")},
        id="one name twice: by indicators",
    ),
    pytest.param(
        [P("公用经费", code="P00001100010"), P("公用经费", code="P00002100010")],
        [P("公用经费", code="P00002100010"), P("公用经费", code="P00001100010")],
        {0: (1, "same_code"), 1: (0, "same_code")},
        id="one name twice: by code",
    ),
    pytest.param(
        [P("公用经费")] * 2, [P("公用经费")] * 2, {}, id="one name twice and nothing to tell them apart: neither"
    ),
    pytest.param([P("公用经费")] * 2, [P("公用经费")], {}, id="two become one, equally near: neither"),
    pytest.param(
        [P("公用经费", "10"), P("公用经费", "40")],
        [P("公用经费", "40")],
        {0: (1, "same_name")},
        id="two become one: the nearer alone",
    ),
    pytest.param([P("公用经费")], [P("公用经费")] * 2, {}, id="one becomes two, equally near: neither"),
    pytest.param([P("环卫车辆购置", "3")], [P("环卫车辆购置", "300")], {0: (0, "same_name")}, id="the budget jumps"),
    pytest.param(
        [P("环卫车辆购置", None, frozenset())],
        [P("环卫车辆购置", None, frozenset())],
        {0: (0, "same_name")},
        id="neither money nor indicators",
    ),
    pytest.param(
        [P("档案管理"), P("消防演练", indicators=A_SQUARE)],
        [P("消防演练", indicators=A_SQUARE), P("档案管理")],
        {0: (1, "same_name"), 1: (0, "same_name")},
        id="order does not matter",
    ),
    pytest.param(
        [P("档案管理", code="P00001100010")],
        [P("消防演练", "90", A_SQUARE, code="P00001100010")],
        {},
        id="an equal code alone is no link",
    ),
    pytest.param(
        [P("档案管理", code="P00001100010"), P("消防演练", code="P00002100010")],
        [P("档案管理", code="P00002100010"), P("消防演练", code="P00001100010")],
        {0: (0, "same_name"), 1: (1, "same_name")},
        id="codes handed on to others do not outweigh names",
    ),
    pytest.param(
        [P("基层党组织活动", code="P00001100010")],
        [P("基层组织建设活动", code="P00001100010")],
        {0: (0, "same_code")},
        id="an equal code beside names and indicators that agree",
    ),
    pytest.param(
        [P("老干部春节慰问", code="P00001100010")],
        [P("老干部重阳慰问", code="P00001100010")],
        {},
        id="an equal code does not make siblings one",
    ),
    pytest.param(
        [P("园林", indicators=A_SQUARE | {"群众满意度"})],
        [P("城区公共空间养护", "12", A_SQUARE | {"群众满意度"})],
        {0: (0, "indicators")},
        id="another name, the same indicators",
    ),
    pytest.param(
        [P("园林", indicators=BOILERPLATE), P("党建", indicators=BOILERPLATE)],
        [P("公共空间", indicators=BOILERPLATE), P("党建", indicators=BOILERPLATE)],
        {1: (1, "same_name")},
        id="boilerplate that a sibling has as well is no link",
    ),
    pytest.param(
        [P("党建", indicators=A_SQUARE)],
        [P("党建"), P("公共空间养护", indicators=A_SQUARE)],
        {0: (0, "same_name")},
        id="what a name has linked is not linked again by indicators",
    ),
    pytest.param(
        [P("党建"), P("园林", indicators=A_SQUARE)],
        [P("党建", indicators=A_SQUARE)],
        {0: (0, "same_name")},
        id="nor does it give way to indicators",
    ),
    pytest.param(
        [P("党建", indicators=A_SQUARE), P("园林", indicators=A_SQUARE)],
        [P("党建"), P("公共空间养护", indicators=A_SQUARE)],
        {0: (0, "same_name")},
        id="indicators that two had say nothing",
    ),
    pytest.param(
        [P("党建"), P("园林", indicators=A_SQUARE)],
        [P("党建", indicators=A_SQUARE), P("公共空间养护", indicators=A_SQUARE)],
        {0: (0, "same_name")},
        id="nor do indicators that two have now",
    ),
    pytest.param(
        [P("园林", indicators=A_SQUARE | {"补植数量", "浇水次数"})],
        [P("公共空间养护", indicators=A_SQUARE | {"路灯盏数", "座椅数量"})],
        {},
        id="half the indicators are others",
    ),
    pytest.param(
        [P("老干部春节慰问", indicators=A_SQUARE)],
        [P("老干部重阳慰问", indicators=A_SQUARE)],
        {},
        id="indicators do not make siblings one",
    ),
    pytest.param(
        [P("园林", indicators=A_SQUARE)], [P("公共空间养护", "90", A_SQUARE)], {}, id="the same indicators, other money"
    ),
    pytest.param(
        [P("园林")],
        [P("公共空间养护")],
        {},
        id="too few indicators to say",
    ),
    pytest.param(
        [P("2023年体制经费"), P("2024年体制经费")],
        [P("2025年体制经费"), P("2024年体制经费")],
        {0: (1, "same_name"), 1: (0, "same_name")},
        id="this year's and last year's of one name",
    ),
    pytest.param([P("2024年体制经费")], [P("2024年体制经费")], {0: (0, "same_name")}, id="arrears of the year before"),
    pytest.param(
        [P("城乡低保补助"), P("城乡低保补助（提前下达）")],
        [P("城乡低保补助（提前下达）"), P("城乡低保补助")],
        {0: (1, "same_name"), 1: (0, "same_name")},
        id="granted in advance and not",
    ),
    pytest.param(
        [P("城乡低保补助"), P("城乡低保补助（提前下达）")],
        [P("提前下达2025年城乡低保补助")],
        {0: (1, "same_name")},
        id="the one granted in advance alone goes on",
    ),
    pytest.param(
        [P("城乡低保补助（提前下达）")], [P("城乡低保补助")], {0: (0, "same_name")}, id="no longer granted in advance"
    ),
    pytest.param([P(None)], [P(None)], {}, id="no names and few indicators"),
    pytest.param([P("党建", "0")], [P("党建", "0")], {0: (0, "same_name")}, id="no money in either year"),
    pytest.param([], [P("党建")], {}, id="nothing before"),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_what_is_linked(before: list[P], after: list[P], expected: dict[int, tuple[int, str]]) -> None:
    assert _linked(before, after) == expected


@pytest.mark.parametrize(("others", "linked"), [(2, True), (3, False)])
def test_indicators_that_many_projects_of_the_district_have_are_no_link(others: int, *, linked: bool) -> None:
    rows = _rows([P("园林", indicators=A_SQUARE)], 2024) + _rows([P("公共空间养护", indicators=A_SQUARE)], 2025)
    for number in range(others):
        rows += _rows([P(f"养护{number}", indicators=A_SQUARE)], 2024, department=f"other{number}")
    keys = {row.department_key: row.department_key for row in rows}
    assert (project_lineage(rows, keys)[1].method == "indicators") == linked


def test_a_link_says_how_alike_and_how_sure() -> None:
    link = _only(P("党建", "10"), P("党建", "25", A_REPORT | {"办结率"}))
    assert (link.name_similarity, link.indicator_similarity, link.budget_ratio) == (
        Decimal("1.000"),
        Decimal("0.750"),
        Decimal("2.5000"),
    )
    # 0.80 for the name, 0.12 × 0.75 for indicators, 0.05 × 0.4 for money
    assert link.confidence == Decimal("0.910")


@pytest.mark.parametrize(
    ("before", "after", "ratio"),
    [("10", None, None), (None, "10", None), ("0", "10", None), ("10", "0", "0.0000"), ("3", "1", "0.3333")],
)
def test_the_ratio_of_budgets_is_null_where_either_is_unknown_or_the_first_is_nothing(
    before: str | None, after: str | None, ratio: str | None
) -> None:
    found = _only(P("党建", before), P("党建", after)).budget_ratio
    assert found == (None if ratio is None else Decimal(ratio))


def test_without_indicators_their_share_is_null() -> None:
    assert _only(P("党建", indicators=frozenset()), P("党建")).indicator_similarity is None


@pytest.mark.parametrize(
    ("before", "after", "confidence"),
    [
        pytest.param(
            P("党建", None, frozenset()), P("党建", "10", A_REPORT), "0.885", id="what is unknown counts half"
        ),
        pytest.param(P("2024年党建"), P("党建"), "0.970", id="a year named once is no doubt"),
        pytest.param(P("2024年党建"), P("2024年党建"), "0.890", id="a year of another distance is"),
        pytest.param(P("党建"), P("党建（追加）"), "0.890", id="so is a grant of another kind"),
        pytest.param(P("专项经费"), P("专项经费"), "0.870", id="so is a name of general words"),
        pytest.param(P("党建", code="P00001100010"), P("党建", code="P00001100010"), "0.990", id="nothing is certain"),
    ],
)
def test_what_confidence_adds_up_to(before: P, after: P, confidence: str) -> None:
    assert _only(before, after).confidence == Decimal(confidence)


def test_a_link_is_less_sure_the_less_speaks_for_it() -> None:
    sure = [
        _only(P("党建", code="P00001100010"), P("党建", code="P00001100010")),
        _only(P("党建"), P("党建经费", "9")),
        _only(P("党建"), P("党建", "90", A_SQUARE)),
        _only(P("公共服务平台运行维护费"), P("公共服务平台运维", "30", A_REPORT | A_SQUARE)),
        _only(P("园林", indicators=A_SQUARE), P("公共空间养护", "12", A_SQUARE)),
        _only(P("专项经费"), P("专项经费", "90", A_SQUARE)),
    ]
    confidences = [link.confidence for link in sure]
    assert None not in confidences
    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) == len(confidences)


def test_a_link_is_less_sure_the_nearer_another_way_to_link_is() -> None:
    def confidence(wan: str) -> Decimal | None:
        rows = _rows([P("公用经费", "10"), P("公用经费", wan)], 2024) + _rows([P("公用经费", "10")], 2025)
        return project_lineage(rows, {"d": "d"})[2].confidence

    far, near = confidence("100"), confidence("15")
    assert far is not None
    assert near is not None
    assert Decimal("0.5") < near < far < Decimal("0.9")


def test_a_chain_keeps_the_key_of_its_first_project() -> None:
    rows = [row for year in (2025, 2023, 2024) for row in _rows([P(f"{year}年党建")], year)]
    links = {link.project_key: link for link in project_lineage(rows, {"d": "d"})}
    assert {link.undertaking_key for link in links.values()} == {"d2023-0"}
    assert links["d2025-0"].previous_project_key == "d2024-0"
    assert links["d2023-0"].previous_project_key is None


def test_a_year_without_the_project_ends_the_chain() -> None:
    rows = _rows([P("党建")], 2023) + _rows([P("消防演练")], 2024) + _rows([P("党建")], 2025)
    links = project_lineage(rows, {"d": "d"})
    assert {link.method for link in links} == {"none"}
    assert len({link.undertaking_key for link in links}) == 3


@pytest.mark.parametrize(
    ("earlier", "later", "keys", "linked"),
    [
        pytest.param("d", "d", {"d": "d"}, True, id="one unit"),
        pytest.param("d", "e", {"d": "d", "e": "d"}, True, id="a unit renamed or re-coded"),
        pytest.param("d", "e", {"d": "d", "e": "e"}, False, id="two units"),
    ],
)
def test_projects_are_linked_within_a_unit(earlier: str, later: str, keys: dict[str, str], *, linked: bool) -> None:
    rows = _rows([P("党建")], 2024, department=earlier) + _rows([P("党建")], 2025, department=later)
    assert (project_lineage(rows, keys)[1].previous_project_key is not None) == linked


def test_projects_of_no_known_district_or_year_stay_alone() -> None:
    nowhere = _rows([P("党建")], 2024, district=None) + _rows([P("党建")], 2025, district=None)
    never = [row._replace(fiscal_year=None) for row in _rows([P("党建")], 2024, department="e")]
    links = project_lineage(nowhere + never, {"d": "d", "e": "e"})
    assert [(link.method, link.undertaking_key) for link in links] == [("none", link.project_key) for link in links]


def test_units_that_nothing_names_are_linked_with_reserve() -> None:
    rows = _rows([P("党建")], 2024) + _rows([P("党建")], 2025)
    assert project_lineage(rows, {"d": "d"}, frozenset({"d"}))[1].confidence == Decimal("0.600")
