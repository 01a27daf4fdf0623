"""Names as lineage compares them."""

from __future__ import annotations

import pytest
from rapidfuzz.fuzz import ratio

from transforms.lineage.names import contrasted, office_name, project_name, similarity


def _likeness(before: str, after: str) -> float:
    one, other = project_name(before, 2024), project_name(after, 2025)
    return similarity(one, other, ratio(one.core, other.core) / 100)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2024年社区工作经费", "社区工作经费"),
        ("2024年度社区工作经费", "社区工作经费"),
        ("社区工作经费（2024）", "社区工作经费"),
        ("24年社区工作经费", "社区工作经费"),
        ("二〇二四年社区工作经费", "社区工作经费"),
        ("2023—2024年度供暖", "供暖"),
        ("2023至2025年三支一扶", "三支一扶"),
        ("（2）专项奖励资金", "专项奖励资金"),
        ("1.2024年专项奖励资金", "专项奖励资金"),
        ("村级支出（村级组织运转经费）", "村级支出村级组织运转经费"),
        ("信息化运维（续）", "信息化运维"),
        ("第十五届文化节", "文化节"),
        ("54个村办公经费", "个村办公经费"),
        ("建设2000户厕所", "建设户厕所"),
        ("12345热线", "12345热线"),
        ("2035远景规划编制", "2035远景规划编制"),
        ("10年以上党龄慰问", "10年以上党龄慰问"),
        ("LED 屏维护", "led屏维护"),
        (None, ""),
        ("  ", ""),
    ],
)
def test_what_changes_from_year_to_year_is_taken_off(name: str | None, text: str) -> None:
    assert project_name(name, 2024).text == text


@pytest.mark.parametrize(
    ("name", "text", "notes"),
    [
        ("城乡低保补助（提前下达）", "城乡低保补助", {"提前下达"}),
        ("提前下达2024年城乡低保补助", "城乡低保补助", {"提前下达"}),
        ("公路养护（上年结转）（调整）", "公路养护", {"上年结转", "调整"}),
        ("产业结构调整", "产业结构调整", set()),
    ],
)
def test_when_money_was_granted_is_kept_beside_the_name(name: str, text: str, notes: set[str]) -> None:
    found = project_name(name, 2024)
    assert (found.text, found.grant_notes) == (text, notes)


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("2024年街道体制经费", 0),
        ("2023年街道体制经费", -1),
        ("二〇二三年街道体制经费", -1),
        ("街道体制经费", None),
        ("2023-2025年街道体制经费", None),
        ("1998年竣工小区改造", -26),
    ],
)
def test_a_year_in_a_name_is_kept_as_its_distance_from_the_fiscal_year(name: str, offset: int | None) -> None:
    assert project_name(name, 2024).year_offset == offset


@pytest.mark.parametrize(
    ("before", "after", "least", "most"),
    [
        pytest.param("2024年春节慰问", "2025年春节慰问", 1.0, 1.0, id="years"),
        pytest.param("招商引资经费", "招商引资专项业务费", 0.97, 0.97, id="general endings"),
        pytest.param("招商引资项目经费（经常性）", "招商引资", 0.97, 0.97, id="endings and notes"),
        pytest.param("公共服务平台运行维护费", "公共服务平台运维费", 0.8, 0.95, id="shortened"),
        pytest.param("宣传工作专项经费", "信访工作专项经费", 0.0, 0.1, id="nothing but the ending in common"),
        pytest.param("专项经费", "工作经费", 0.0, 0.0, id="general words alone"),
        pytest.param("专项经费", "专项经费", 1.0, 1.0, id="general words, the same"),
        pytest.param("", "", 0.0, 0.0, id="no names are not alike"),
    ],
)
def test_likeness_of_names(before: str, after: str, least: float, most: float) -> None:
    assert least <= _likeness(before, after) <= most


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("老干部春节慰问", "老干部重阳慰问"),
        ("老旧小区改造工程一期", "老旧小区改造工程二期"),
        ("老旧小区改造工程", "老旧小区改造工程二期"),
        ("城乡低保中央补助资金", "城乡低保省级补助资金"),
        ("城市低保金", "农村低保金"),
        ("新华东道改造", "新华西道改造"),
        ("第一小学校舍维修", "第二小学校舍维修"),
        ("公务用车购置", "公务用车租赁"),
        ("3号楼改造", "5号楼改造"),
        ("12345热线运行", "12320热线运行"),
        ("小学公用经费", "初中公用经费"),
    ],
)
def test_siblings_are_told_apart_however_alike_their_names(before: str, after: str) -> None:
    assert _likeness(before, after) == 0.0
    assert contrasted(project_name(before, 2024), project_name(after, 2025))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("春节慰问", "春节、重阳慰问"),
        ("54个村办公经费", "53个村办公经费"),
        ("慰问经费", "春节慰问经费"),
        ("第十四届文化节", "第十五届文化节"),
    ],
)
def test_what_may_be_the_same_is_not_set_apart(before: str, after: str) -> None:
    assert not contrasted(project_name(before, 2024), project_name(after, 2025))


PLACES = ("路南区", "唐山市", "河北省")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("唐山市路南区审计局本级", "审计局"),
        ("路南区审计局", "唐山市路南区审计局机关"),
        ("中国共产党唐山市路南区委员会组织部", "中共路南区委组织部"),
        ("唐山市路南区人民代表大会常务委员会", "路南区人大常委会"),
        ("路南区人民政府办公室", "路南区政府办"),
    ],
)
def test_a_unit_is_the_same_with_or_without_its_place_at_length_or_in_short(one: str, other: str) -> None:
    assert office_name(one, PLACES).core == office_name(other, PLACES).core != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("第一小学", "第二小学"), ("实验小学", "实验中学"), ("友谊东路小学", "友谊西路小学"), ("一中", "二中")],
)
def test_schools_of_a_kind_are_told_apart(one: str, other: str) -> None:
    assert contrasted(office_name(one, ()), office_name(other, ()))
