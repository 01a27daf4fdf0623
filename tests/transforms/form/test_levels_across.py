"""Listings with the levels side by side (河南): columns grouped under 成本指标, 产出指标, 效益指标, 满意度指标."""

from __future__ import annotations

import pytest

from tests.transforms.form.drawings import drawn
from transforms.form.projects import Projects, read_projects
from warehouse.schema.records import Text

HEADER = """
# 2024年度项目支出绩效目标汇总表
# 单位：万元
单位编码（项目编码） | 项目单位（项目名称） | 项目金额（万元） | < | < | 绩效目标 | 成本指标 | < | 产出指标 | < | 满意度指标 | <
^ | ^ | 资金总额 | 财政性资金 | 其他资金 | ^ | 三级指标 | 指标值 | 三级指标 | 指标值 | 三级指标 | 指标值
"""
OFFICES = """
301 | 某县水利局 | 180.00 | 180.00 |  |  |  |  |  |  |  |
301001 | 某县水利局本级 | 180.00 | 180.00 |  |  |  |  |  |  |  |
"""
FIRST = "41012224T000000112233 | 河道清淤经费 | 120.00 | 120.00 |  | 保障行洪 | 清淤单价 | ≤20元/立方米 | 清淤长度 | ≥12公里 | 群众满意度 | ≥95%"
MORE = "^ | ^ | ^ | ^ | ^ | ^ |  |  | 验收合格率 | =100% |  | "
SECOND = "41012224T000000112244 | 防汛物资储备 | 60.00 | 60.00 |  | 储备物资 | 总成本 | ≤60万元 | 编织袋 | ≥5万条 |  | "
OF_FIRST = [
    ("成本指标", "", "清淤单价", "≤20元/立方米"),
    ("产出指标", "", "清淤长度", "≥12公里"),
    ("满意度指标", "", "群众满意度", "≥95%"),
    ("产出指标", "", "验收合格率", "=100%"),
]
OF_SECOND = [("成本指标", "", "总成本", "≤60万元"), ("产出指标", "", "编织袋", "≥5万条")]


def said(text: Text | None) -> str:
    return text.text if text else ""


def read(*parts: str) -> Projects:
    return read_projects(drawn("\n".join(part.strip("\n") for part in parts)))


def indicators(made: Projects) -> list[list[tuple[str, str, str, str]]]:
    return [
        [(said(one.level1), said(one.level2), said(one.level3), said(one.value)) for one in project.indicators]
        for project in made.projects
    ]


def test_a_listing_with_the_levels_across_was_taken_for_no_form() -> None:
    made = read(HEADER, FIRST, MORE, SECOND)
    assert [(said(one.name), said(one.budget), said(one.goal)) for one in made.projects] == [
        ("河道清淤经费", "120.00", "保障行洪"),
        ("防汛物资储备", "60.00", "储备物资"),
    ]
    assert indicators(made) == [OF_FIRST, OF_SECOND]
    assert {one.horizon for project in made.projects for one in project.indicators} == {None}
    assert made.findings == []


def test_rows_with_the_code_of_an_office_name_whose_projects_follow() -> None:
    made = read(HEADER, OFFICES, FIRST, MORE, SECOND, "302 | 某县农业局 | 9.00 | 9.00" + " | " * 8, SECOND)
    found = [(said(one.supervising_department), said(one.unit), said(one.name)) for one in made.projects]
    assert found == [
        ("301某县水利局", "301001某县水利局本级", "河道清淤经费"),
        ("301某县水利局", "301001某县水利局本级", "防汛物资储备"),
        ("302某县农业局", "某县农业局", "防汛物资储备"),
    ]
    assert [finding.rule for finding in made.findings] == ["subtotal_row"] * 3


def test_a_project_with_the_code_of_an_office_that_states_anything_stays_one() -> None:
    made = read(HEADER, "301001 | 档案中心 | 9.00 | 9.00 |  | 保管档案" + " | " * 6, SECOND)
    assert [said(one.name) for one in made.projects] == ["档案中心", "防汛物资储备"]


def test_a_listing_that_goes_on_without_its_header_keeps_the_levels() -> None:
    made = read(HEADER, FIRST, "#", MORE.replace("^", ""), SECOND)
    assert indicators(made) == [OF_FIRST, OF_SECOND]


def test_each_level_carries_on_its_own_second_level() -> None:
    made = read("""
# 2024年度项目支出绩效目标表
项目名称 | 资金总额 | 绩效指标 | < | < | < | < | <
^ | ^ | 产出指标 | < | < | 效益指标 | < | <
^ | ^ | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
河道清淤 | 120.00 | 数量指标 | 清淤长度 | ≥12公里 | 社会效益指标 | 行洪能力 | 提升
^ | ^ | ^ | 清淤次数 | 2次 | ^ | 受益人口 | ≥3万人
""")
    assert indicators(made) == [
        [
            ("产出指标", "数量指标", "清淤长度", "≥12公里"),
            ("效益指标", "社会效益指标", "行洪能力", "提升"),
            ("产出指标", "数量指标", "清淤次数", "2次"),
            ("效益指标", "社会效益指标", "受益人口", "≥3万人"),
        ]
    ]


def test_what_stands_beneath_a_level_without_an_indicator_is_told() -> None:
    made = read("""
# 2024年度项目支出绩效目标表
项目名称 | 资金总额 | 产出指标（50分） | < | < | 效益指标（30分） | < | < | 备注
^ | ^ | 三级指标 | 指标值 | 分值 | 三级指标 | 指标值 | 分值 | ^
河道清淤 | 120.00 | 清淤长度 | ≥12公里 | 10 |  |  | 20 | 见方案
^ | ^ |  |  |  |  |  |  | 另见
""")
    (one,) = made.projects[0].indicators
    assert (said(one.level1), said(one.weight), said(one.remark)) == ("产出指标", "10", "见方案")
    told = [(finding.rule, finding.value_text) for finding in made.findings]
    assert told == [("row_not_understood", "20"), ("row_not_understood", "另见")]


def test_what_has_no_column_stays_with_the_indicators_of_its_own_level() -> None:
    made = read("""
# 2024年度项目支出绩效目标表
项目名称 | 资金总额 | 产出指标 | < | < | 效益指标 | < | <
^ | ^ | 三级指标 | 指标值 | 评分标准 | 三级指标 | 指标值 | 评分标准
河道清淤 | 120.00 | 清淤长度 | ≥12公里 | 按比例 | 行洪能力 | 提升 | 酌情
""")
    found = [[text.text for text in one.asides] for one in made.projects[0].indicators]
    assert found == [["按比例"], ["酌情"]]


@pytest.mark.parametrize(
    "header",
    [
        "项目名称 | 资金总额 | 数量指标 | < | 质量指标 | <\n^ | ^ | 三级指标 | 指标值 | 三级指标 | 指标值",
        "项目名称 | 资金总额 | 产出指标 | < | 其他 | <\n^ | ^ | 三级指标 | 指标值 | 三级指标 | 指标值",
    ],
    ids=["of level 2", "not all of them"],
)
def test_other_groups_are_no_levels_and_the_table_says_so(header: str) -> None:
    made = read("# 2024年度项目支出绩效目标表", header, "河道清淤 | 120.00 | 清淤长度 | ≥12公里 | 合格率 | 100%")
    assert made.projects == []
    assert [finding.rule for finding in made.findings] == ["table_not_understood"]
