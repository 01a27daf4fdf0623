"""The patterns of the labels, and the words that are looked for before them."""

from __future__ import annotations

import pytest

from transforms.form.patterns import pattern, search, words_of, words_of_all
from transforms.rules import load
from transforms.text import fold

TEXTS = [
    "1.电梯维保费绩效目标表", "电梯维保费绩效目标表……12", "附表9：某市某局2025年部门预算项目支出绩效目标表", "部门整体支出绩效目标表", "2024年项目支出绩效自评表",
    "116001某市某局", "2025年度", "（单位：万元）", "项目资金（万元）", "6月底", "截至12月31日前", "指标1：", "栏次", "-1,200.50元", "某市某局编制",
    "二〇二五年部门预算绩效文本", "2025年部门预算绩效文本", "单位：万元", "32120322Y017734610020",
]  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("^(?P<name>.*?)(?:项目)?绩效(?:目标)?表$", ("绩效", "表")),
        (r"^(?:截至)?\d{1,2}月(?:底|末)?前?$", ("月",)),
        ("年{0,2}度*月+日", ("月", "日")),
        ("编制|审核", ()),
        ("(?:编制|审核)人", ("人",)),
        (r"(?<![督承])办[\])】]的\(的?", ("办", "的")),
        ("(?:甲(?:乙|丙)丁)戊", ("戊",)),
    ],
)
def test_the_words_of_a_pattern_are_those_that_it_cannot_do_without(expression: str, words: tuple[str, ...]) -> None:
    assert words_of(expression) == words


@pytest.mark.parametrize("name", load("labels")["patterns"])
def test_a_text_is_found_whether_or_not_its_words_are_looked_for(name: str) -> None:
    texts = [fold(text) for text in TEXTS]
    assert [bool(search(name, text)) for text in texts] == [
        bool(pattern(name).expression.search(text)) for text in texts
    ]


def test_what_several_patterns_share_is_what_each_of_them_needs() -> None:
    assert words_of_all(("title", "overall_title")) == ("绩效", "表")
    assert words_of_all(("title", "year_line")) == ()
