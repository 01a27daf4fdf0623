"""Dumps that write the text of a merged cell into each column and row that it covers read as the table itself does."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.transforms.form.drawings import drawn, said
from transforms.document import Cell, Document, Grid
from transforms.form.projects import Projects, read_projects
from warehouse.schema.records import IndicatorRecord, ProjectRecord

SPECS = Path(__file__).parents[2] / "specs" / "forms.toml"
FORMS = {form["id"]: form["layout"] for form in tomllib.loads(SPECS.read_text(encoding="utf-8"))["form"]}
COUNTY = """
# 1.道路保洁绩效目标表
438001某市某局本级 | < | < | < | < | 单位：万元 | <
项目编码 | 13020225P000039100011 | < | 项目名称 | 道路保洁 | < | <
预算规模及资金用途 | 预算数 | 1.80 | 其中：财政资金 | 1.80 | 其他资金 |
^ | 用于保洁 | < | < | < | < | <
资金支出计划（%） | 3月底 | < | 6月底 | 10月底 | 12月底 | <
^ | {shares}
绩效目标 | 1.保证道路整洁\\n2.群众满意 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据 |
产出指标 | 数量指标 | 道路保洁 | 道路保洁 | 3条 | 工作计划 |
^ | 质量指标 | 持续整洁 | 持续整洁 | 持续整洁 | 工作计划 |
"""


def _repeated(document: Document) -> Document:
    blocks = tuple(_written_out(block) if isinstance(block, Grid) else block for block in document.blocks)
    return replace(document, blocks=blocks, format="text")


def _written_out(grid: Grid) -> Grid:
    texts = {
        (row, column): cell.text
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    return Grid(grid.number, tuple(Cell(texts[place], *place) for place in sorted(texts)))


def _said(made: Projects) -> tuple[list[Any], list[str]]:
    return [_of_project(project) for project in made.projects], [finding.rule for finding in made.findings]


def _of_project(project: ProjectRecord) -> Any:
    own = ("code", "name", "unit", "budget", "fiscal_funds", "other_funds", "usage", "goal", "period_goal")
    fields = [getattr(project, name) for name in own]
    plan = [(stage.month, stage.percent and stage.percent.text) for stage in project.plan]
    return [text and text.text for text in fields], plan, [_of_indicator(one) for one in project.indicators]


def _of_indicator(one: IndicatorRecord) -> Any:
    own = ("level1", "level2", "level3", "description", "operator", "value", "measure_unit", "weight", "basis")
    return [text and text.text for text in (getattr(one, name) for name in own)]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_reads_the_same_where_its_merged_cells_are_repeated(form: str) -> None:
    document = drawn(FORMS[form])
    assert _said(read_projects(_repeated(document))) == _said(read_projects(document))


@pytest.mark.parametrize(
    "shares",
    ["25% | < | 50% | 75% | 100% | <", "25% | < | 25% | 25% | 25% | <", " | < | 50% | 50% | 100% | <"],
    ids=["rising", "equal", "blank"],
)
def test_equal_stages_and_equal_columns_of_indicators_stay_apart(shares: str) -> None:
    document = drawn(COUNTY.format(shares=shares))
    said = _said(read_projects(_repeated(document)))
    assert said == _said(read_projects(document))
    ((_, plan, indicators),) = said[0]
    assert [share for _, share in plan] == [text.strip() for text in shares.split("|") if text.strip() != "<"]
    assert indicators[1][2:6] == ["持续整洁", "持续整洁", None, "持续整洁"]


def test_equal_amounts_beneath_different_headings_stay_apart() -> None:
    document = drawn("""
# 项目支出绩效目标表
项目名称 | 道路保洁 | < | <
项目资金（万元） | 资金总额 | 财政拨款 | 其他资金
^ | 12.00 | 12.00 | 0.00
绩效目标 | 保证道路整洁 | < | <
""")
    ((fields, *_),), _ = _said(read_projects(_repeated(document)))
    assert fields[3:6] == ["12.00", "12.00", "0.00"]


def test_equal_offices_in_the_rows_of_a_listing_stay_apart() -> None:
    document = drawn("""
# 项目支出绩效目标表
# 单位：万元
主管部门 | 实施单位 | 项目名称 | 预算资金 | < | 三级指标 | 指标值 | 备注
^ | ^ | ^ | 资金总额 | 财政拨款 | ^ | ^ | ^
某市某局 | 某市某局 | 道路保洁 | 12.00 | 12.00 | 保洁条数 | 3条 | 无
某市某局 | 某市某局 | 河道保洁 | 5.00 | 5.00 | 保洁条数 | 2条 | 无
某市某局 | 某市某局 | 公园保洁 | 6.00 | 5.00 | 整洁 | 整洁 | 无
""")
    made = read_projects(_repeated(document))
    assert [_of_project(one)[0] for one in made.projects] == [
        _of_project(one)[0] for one in read_projects(document).projects
    ]
    assert [one.implementing_unit and one.implementing_unit.text for one in made.projects] == ["某市某局"] * 3


def test_labels_beneath_each_other_with_a_value_each_are_none_merged() -> None:
    document = drawn("""
2025年项目支出绩效目标表 | < | < | <
项目名称 | 道路保洁 | 预算数（万元） | 5.00
绩效目标 | 保证道路整洁 | < | <
项目名称 | 河道保洁 | 预算数（万元） | 6.00
项目名称 | 公园保洁 | 预算数（万元） | 7.00
""")
    made = read_projects(_repeated(document))
    assert [one.name and one.name.text for one in made.projects] == [
        one.name and one.name.text for one in read_projects(document).projects
    ]


def test_a_row_in_which_nothing_is_said_shows_no_repeats() -> None:
    rows = "产出指标 | 数量指标 | 道路保洁 | 道路保洁 | 3条 | 工作计划\n无 | 无 | 无 | 无 | 无 | 无"
    document = drawn(
        f"# 1.道路保洁绩效目标表\n一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据\n{rows}"
    )
    assert _said(read_projects(_repeated(document))) == _said(read_projects(document))


@pytest.mark.parametrize("level1", ["产出指标", ""], ids=["its level", "a blank level"])
def test_a_name_that_is_a_label_and_its_description_show_no_repeated_cells(level1: str) -> None:
    """A page break parts a table from its heads; 项目实施期限 asks for the project's period elsewhere."""
    heads = "# 1.道路保洁绩效目标表\n项目名称 | 道路保洁\n一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据\n产出指标 | 数量指标 | 道路 | 道路 | 3条 | 计划"
    rest = f"{level1} | 时效指标 | 项目实施期限 | 项目实施期限 | 12月底前 | 计划\n效益指标 | 社会效益指标 | 满意 | 满意 | 明显 | 计划"
    made = read_projects(replace(drawn(f"{heads}\n#\n{rest}"), format="text"))
    (project,) = made.projects
    assert [said(row.level3) for row in project.indicators] == ["道路", "项目实施期限", "满意"]
    assert not made.findings
