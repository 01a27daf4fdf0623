"""Several indicators in one row, numbered within its cells."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn, said
from transforms.form.projects import Projects, read_projects


def read(row: str) -> Projects:
    return read_projects(
        drawn(
            "# 项目支出绩效目标表\n# （2025年度）\n项目名称 | 甲 | < | < | <\n年度目标 | 做好甲 | < | < | <\n"
            f"一级指标 | 二级指标 | 三级指标 | 指标值 | 分值\n{row}"
        )
    )


def indicators(made: Projects) -> list[tuple[str | None, ...]]:
    (project,) = made.projects
    return [tuple(map(said, (one.level2, one.level3, one.value, one.weight))) for one in project.indicators]


@pytest.mark.parametrize(
    ("names", "values", "wanted"),
    [
        ("指标1：选派人数\\n指标2：培训期数", "≥120人\\n6期", ["≥120人", "6期"]),
        ("1.选派人数\\n2.培训期数", "1.≥120人\\n2.6期", ["1.≥120人", "2.6期"]),
        ("（1）选派科技\\n人员数\\n（2）培训期数", "≥120人\\n\\n6期", ["≥120人", "6期"]),
    ],
    ids=["lines", "numbered lines", "a name of two lines"],
)
def test_indicators_numbered_within_a_row_were_glued_together(names: str, values: str, wanted: list[str]) -> None:
    made = read(f"产出指标 | 数量指标 | {names} | {values} | 20\n^ | 质量指标 | 合格率 | ≥95% | 10")
    first, second, last = indicators(made)
    assert [first[2], second[2]] == wanted
    assert [first[0], second[0]] == ["数量指标", "数量指标"]
    assert (first[1] or "").replace("\n", "").endswith(("选派人数", "选派科技人员数"))
    assert (second[1] or "").endswith("培训期数")
    assert [first[3], second[3]] == ["20", ""]
    assert last == ("质量指标", "合格率", "≥95%", "10")
    assert made.findings == []


def test_a_value_that_is_of_one_of_several_names_is_reported() -> None:
    made = read("产出指标 | 质量指标 | 指标1：发放率\\n指标2：合格率 | 100% | 20")
    assert [one[2] for one in indicators(made)] == ["100%"]
    assert [(finding.rule, finding.value_text) for finding in made.findings] == [("cell_not_understood", "100%")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("系统\\n可用率", "≥99.9\\n%"),
        ("2025年\\n培训人数", "120\\n人"),
        ("1.5米绿化带\\n2.5米步道", "3公里\\n4公里"),
        ("指标2：培训期数\\n指标3：人数", "6期\\n120人"),
    ],
)
def test_lines_of_one_name_stay_together(name: str, value: str) -> None:
    assert len(indicators(read(f"产出指标 | 数量指标 | {name} | {value} | 20"))) == 1
