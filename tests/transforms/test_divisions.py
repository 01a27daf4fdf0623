"""Which division a text names."""

from __future__ import annotations

import pytest

from transforms.divisions import division, divisions, find


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("唐山市路南区便民服务中心", "130202"),
        ("丰润区燕山路办事处", "130208"),
        ("中国共产党唐山市路南区委员会组织部", "130202"),
        ("唐山市财政局", "130200"),
        ("河北省教育厅", "130000"),
        ("石家庄市新华区民政局", "130105"),
        ("唐 山 市 路南区", "130202"),
    ],
)
def test_the_smallest_division_named_is_found(text: str, code: str) -> None:
    found = find(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "新华区民政局", "某局"])
def test_a_name_that_several_bear_or_nobody_stays_open(text: str) -> None:
    assert find(text) is None


def test_a_code_that_is_not_listed_falls_back_to_what_it_lies_in() -> None:
    found = division("130299")
    assert found is not None
    assert (found.code, found.name) == ("130200", "唐山市")
    assert division(None) is None


def test_every_division_is_found_in_a_text_of_its_whole_name() -> None:
    whole = {
        item.code: "".join(filter(None, dict.fromkeys([item.province, item.city, item.county])))
        for item in divisions().values()
    }
    alike = {name for name in whole.values() if list(whole.values()).count(name) > 1}
    missed = {code: name for code, name in whole.items() if name not in alike and find(f"中共{name}委") is None}

    assert missed == {}
