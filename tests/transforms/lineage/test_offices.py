"""Which budget units are the same under another name or code, on cases made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest

from transforms.lineage.offices import office_lineage
from transforms.lineage.rows import Office, OfficeLink, Undertaking, share

OWN = ("农机补贴", "土地确权", "病虫害防治", "种子储备")
OTHERS = ("法律援助", "人民调解", "社区矫正", "普法宣传")
COMMON = ("公用经费", "取暖费", "培训费", "差旅费")


class U(NamedTuple):
    """A unit as a case writes it: code, name, first and last year with projects, names of its projects."""

    code: str | None
    name: str | None
    first: int
    last: int
    projects: tuple[str, ...] = OWN


def _offices(units: list[U], district: str | None = "130202") -> tuple[list[Office], list[Undertaking]]:
    """Rows as the warehouse has them: a name that another one of its code follows is valid until then."""
    offices, projects = [], []
    for number, unit in enumerate(units):
        later = [other.first for other in units if other.code and other.code == unit.code and other.first > unit.first]
        until = min(later) - 1 if later else None
        key = f"u{number}"
        offices.append(Office(key, district, unit.code, unit.name, ("路南区",), unit.first, until, until is None))
        projects += [
            Undertaking(f"{key}-{year}-{name}", key, district, year, f"{year}年{name}")
            for year in range(unit.first, unit.last + 1)
            for name in unit.projects
        ]
    return offices, projects


def _links(units: list[U]) -> list[OfficeLink]:
    return office_lineage(*_offices(units))


CASES = [
    pytest.param(
        [U("202001", "农业局", 2023, 2023), U("202001", "农业农村局", 2024, 2025)],
        {1: (0, "same_code")},
        id="renamed",
    ),
    pytest.param(
        [U("202001", "农业局", 2023, 2023), U("202001", "司法局", 2024, 2025, OTHERS)],
        {1: (0, "same_code")},
        id="renamed beyond recognition",
    ),
    pytest.param(
        [U("202001", "农业局", 2023, 2023), U("305001", "农业局", 2024, 2025, OTHERS)],
        {1: (0, "same_name")},
        id="re-coded",
    ),
    pytest.param(
        [U("202001", "路南区农业局本级", 2023, 2023), U("305001", "农业局", 2024, 2025)],
        {1: (0, "same_name")},
        id="re-coded, with its place no longer named",
    ),
    pytest.param(
        [U("202001", "农业局", 2023, 2023), U("305001", "农业农村局", 2024, 2025)],
        {1: (0, "similar_name")},
        id="renamed and re-coded, with its projects",
    ),
    pytest.param(
        [U("202001", "农业局", 2023, 2023), U("305001", "农业农村局", 2024, 2025, OTHERS)],
        {},
        id="renamed and re-coded, with other projects",
    ),
    pytest.param(
        [U("202001", "农业局", 2023, 2023), U("305001", "乡村振兴中心", 2024, 2025)],
        {1: (0, "projects")},
        id="another name and code, the same projects",
    ),
    pytest.param(
        [
            U("202001", "光明小学", 2023, 2023, COMMON),
            U("305001", "希望小学", 2024, 2025, COMMON),
            U("202009", "育才小学", 2023, 2025, COMMON),
        ],
        {},
        id="projects that every school has are no link",
    ),
    pytest.param(
        [
            U("202001", "光明小学", 2023, 2023, COMMON),
            U("305001", "希望小学", 2024, 2025, COMMON),
            U("202009", "育才中学", 2023, 2023, COMMON),
        ],
        {},
        id="nor projects that another had before",
    ),
    pytest.param(
        [
            U("202001", "光明小学", 2023, 2023, COMMON),
            U("305001", "希望小学", 2024, 2025, COMMON),
            U("202009", "育才中学", 2024, 2024, COMMON),
        ],
        {},
        id="nor projects that another has now",
    ),
    pytest.param(
        [
            U("202001", "农业局", 2023, 2023, COMMON),
            U("305001", "农业农村局", 2024, 2025, COMMON),
            U("202009", "育才小学", 2023, 2025, COMMON),
        ],
        {},
        id="names alike beside projects that others have",
    ),
    pytest.param(
        [U("202001", "农业局", 2023, 2023, OWN + OTHERS), U("305001", "农业农村局", 2024, 2025, OWN[:3] + COMMON)],
        {},
        id="fewer than half the projects",
    ),
    pytest.param(
        [
            U("202001", "农业局", 2023, 2024),
            U("305001", "农业局", 2024, 2025),
            U("401001", "供销社", 2022, 2022, OTHERS),
            U("402001", "气象局", 2025, 2025, COMMON),
        ],
        {},
        id="of one name in one year they are two",
    ),
    pytest.param(
        [U("202001", "第一小学", 2023, 2023), U("305001", "第二小学", 2024, 2025)],
        {},
        id="schools told apart by number, whatever their projects",
    ),
    pytest.param(
        [U(None, "农业局", 2023, 2023), U("202001", "农业局", 2024, 2025)], {1: (0, "same_name")}, id="a code now"
    ),
    pytest.param(
        [U("202001", "农业局", 2023, 2023), U(None, "农业局", 2024, 2025)], {1: (0, "same_name")}, id="no code now"
    ),
    pytest.param(
        [U(None, "农业农村事业服务中心", 2023, 2023, OTHERS), U(None, "农业农村事业发展中心", 2024, 2025)],
        {},
        id="without codes: names alike, nothing else",
    ),
    pytest.param(
        [U(None, "农业农村事业综合服务中心", 2023, 2023, OTHERS), U(None, "农业农村事业服务中心", 2024, 2025)],
        {1: (0, "similar_name")},
        id="without codes: names all but the same",
    ),
    pytest.param(
        [U("202001", "农业局", 2023, 2025), U("305001", "农业农村局", 2024, 2025)], {}, id="side by side they are two"
    ),
    pytest.param(
        [U("202001", "农业局", 2023, 2023), U("305001", "农业局", 2024, 2025), U("306001", "农业局", 2024, 2025)],
        {},
        id="split into two of its name: neither",
    ),
    pytest.param(
        [
            U("202001", "农业局", 2023, 2023),
            U("305001", "农业局", 2024, 2025),
            U("306001", "种业局", 2024, 2025, OTHERS),
        ],
        {1: (0, "same_name")},
        id="split: the one that keeps the name",
    ),
    pytest.param(
        [
            U("202001", "农业局", 2023, 2023),
            U("203001", "畜牧局", 2023, 2023, OTHERS),
            U("202001", "农牧局", 2024, 2025),
        ],
        {2: (0, "same_code")},
        id="merged: the one whose code goes on",
    ),
    pytest.param(
        [
            U("202001", "农业局", 2023, 2023),
            U("202001", "司法局", 2024, 2025, OTHERS),
            U("305001", "农业局", 2024, 2025),
        ],
        {2: (0, "same_name")},
        id="a code handed on: name and projects say where the unit went",
    ),
    pytest.param(
        [U("202001", "甲局", 2022, 2022), U("202001", "乙局", 2023, 2023, OTHERS), U("202001", "甲局", 2024, 2025)],
        {1: (0, "same_code"), 2: (1, "same_code")},
        id="an old name taken up again follows the one between",
    ),
    pytest.param(
        [U("202001", "农业局", 2021, 2021), U("305001", "农业局", 2025, 2025)], {1: (0, "same_name")}, id="after years"
    ),
    pytest.param(
        [U("202001", "本级", 2023, 2023), U("305001", "本级", 2024, 2025, OTHERS)], {}, id="a name that says nothing"
    ),
    pytest.param([U(None, None, 2023, 2023), U("305001", None, 2024, 2025, OTHERS)], {}, id="no names"),
]


@pytest.mark.parametrize(("units", "expected"), CASES)
def test_what_is_linked(units: list[U], expected: dict[int, tuple[int, str]]) -> None:
    found = {
        number: (int(link.previous_department_key.removeprefix("u")), link.method)
        for number, link in enumerate(_links(units))
        if link.previous_department_key
    }
    assert found == expected


@pytest.mark.parametrize(("units", "expected"), CASES)
def test_linked_units_share_a_key_and_others_do_not(units: list[U], expected: dict[int, tuple[int, str]]) -> None:
    keys = [link.office_key for link in _links(units)]
    assert len(set(keys)) == len(units) - len(expected)
    assert all(keys[later] == keys[earlier] for later, (earlier, _) in expected.items())


def test_a_link_says_how_alike_and_how_sure() -> None:
    link = _links([U("202001", "农业局", 2023, 2023), U("202001", "农业农村局", 2024, 2025, (*OWN[:2], *OTHERS))])[1]
    # 0.60 for the code, 0.20 × 0.75 for the name, 0.19 × 2/4 for the projects
    assert (link.name_similarity, link.shared_projects, link.confidence) == (Decimal("0.750"), 2, Decimal("0.845"))


def test_years_without_a_text_make_a_link_less_sure() -> None:
    near, far = (
        _links([U("202001", "农业局", 2021, 2021), U("305001", "农业局", first, 2025)])[1].confidence
        for first in (2022, 2024)
    )
    assert near is not None
    assert far == near - Decimal("0.1")


def test_a_second_spelling_of_a_year_shares_the_key_and_has_no_one_before_it() -> None:
    name = Office("a", "130202", "202001", "农业局", (), 2023, None)
    spelling = Office("b", "130202", "202001", "农业局机关", (), 2024, 2024, is_current=False)
    links = office_lineage([name, spelling], [])
    assert [(link.method, link.office_key) for link in links] == [("none", "a"), ("none", "a")]


@pytest.mark.parametrize(
    ("coded", "bare", "shared"),
    [
        pytest.param([(2024, "202001", "农业局")], (2023, 2025), True, id="printed in the year between alone"),
        pytest.param([(2024, "202001", "路南区农业局本级")], (2023, 2025), True, id="and with its place"),
        pytest.param([(2025, "202001", "农业局")], (2023, 2025), False, id="both in one year"),
        pytest.param([(2024, "202001", "司法局")], (2023, 2025), False, id="another name"),
        pytest.param(
            [(2024, "202001", "农业局"), (2024, "202002", "农业局")], (2023, 2025), False, id="two of the name"
        ),
    ],
)
def test_a_unit_whose_code_is_not_always_printed_shares_a_key(
    coded: list[tuple[int, str, str]], bare: tuple[int, ...], *, shared: bool
) -> None:
    offices = [Office("bare", "130202", None, "农业局", ("路南区",), bare[0], None)]
    offices += [Office(code, "130202", code, name, ("路南区",), year, None) for year, code, name in coded]
    projects = [Undertaking(f"p{year}", "bare", "130202", year, "农机补贴") for year in bare]
    projects += [Undertaking(code, code, "130202", year, "农机补贴") for year, code, _ in coded]
    first, second, *_ = office_lineage(offices, projects)
    assert (first.office_key == second.office_key) == shared
    assert (first.method, second.method) == ("none", "none")


def test_two_spellings_of_the_only_year_share_one_key() -> None:
    offices = [Office(key, "130202", "202001", key, (), 2024, 2024, is_current=False) for key in ("a", "b")]
    assert [link.office_key for link in office_lineage(offices, [])] == ["a", "a"]


def test_shares_are_kept_to_three_places() -> None:
    assert [str(share(value)) for value in (0, 2 / 3, 1)] == ["0.000", "0.667", "1.000"]


def test_units_of_no_known_district_stay_alone() -> None:
    offices, projects = _offices([U("202001", "农业局", 2023, 2023), U("202001", "农业农村局", 2024, 2025)], None)
    assert [link.method for link in office_lineage(offices, projects)] == ["none", "none"]


def test_units_of_two_districts_are_two() -> None:
    here, there = (
        Office(key, district, "202001", "农业局", (), year, year)
        for key, district, year in (("a", "130202", 2023), ("b", "130203", 2024))
    )
    assert [link.method for link in office_lineage([here, there], [])] == ["none", "none"]
