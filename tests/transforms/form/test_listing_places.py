"""Where a listing says that its projects stand: each in its own row, also where the unit is said once for several."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import document
from transforms.form.projects import read_projects

HEADER = ["单位名称", "项目名称", "资金总额", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
ROWS = [
    ["某市民政局", "城乡低保", "100.00", "保障低保对象", "产出指标", "数量指标", "低保人数", "≥900人"],
    ["", "", "", "", "", "质量指标", "合格率", "≥95%"],
    ["", "孤儿救助", "50.00", "保障孤儿", "产出指标", "数量指标", "孤儿人数", "≥30人"],
    ["某市救助站", "救助", "10.00", "及时救助", "产出指标", "数量指标", "人次", "≥50人次"],
]
ALONE = [["某市民政局", "", "150.00", "", "", "", "", ""], ["", *ROWS[0][1:]], *ROWS[1:]]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ROWS, ["row 2, column 1", "row 4, column 2", "row 5, column 1"]),
        ([[ROWS[0][0], *row[1:]] for row in ROWS], ["row 2, column 1", "row 4, column 1", "row 5, column 1"]),
        (ALONE, ["row 3, column 2", "row 5, column 2", "row 6, column 1"]),
    ],
    ids=["the unit once", "in each row", "on a row of its own"],
)
def test_each_project_of_a_unit_stands_in_its_own_row(rows: list[list[str]], expected: list[str]) -> None:
    projects = read_projects(document([HEADER, *rows])).projects
    assert [project.name.text for project in projects if project.name] == ["城乡低保", "孤儿救助", "救助"]
    assert [project.source_ref for project in projects] == [f"table 1, {place}" for place in expected]
    assert len({project.unit.text for project in projects[:2] if project.unit}) == 1
