"""What is merged over several rows of indicators is said of each of them, where the row's own cells leave no doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.transforms.form.drawings import drawn
from transforms.document import Document, Grid
from transforms.form.projects import read_projects
from warehouse.schema.records import Text

HEADER = """
# 河道保洁绩效目标表
项目编码 | 13020225P000039100011 | < | 项目名称 | 河道保洁 | <
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位
"""


def _text(text: Text | None) -> str:
    return text.text if text else ""


def _read(rows: str, box: tuple[float, float, float, float] | None = None) -> tuple[list[tuple[str, ...]], list[str]]:
    document = drawn(f"{HEADER.strip()}\n{rows.strip()}")
    if box is not None:
        document = _with_boxes(document, box)
    made = read_projects(document)
    (project,) = made.projects
    indicators = [
        (_text(one.level3), _text(one.operator), _text(one.value), _text(one.measure_unit))
        for one in project.indicators
    ]
    return indicators, [finding.rule for finding in made.findings]


def _with_boxes(document: Document, box: tuple[float, float, float, float]) -> Document:
    blocks = tuple(
        Grid(block.number, tuple(replace(cell, box=box) for cell in block.cells)) if isinstance(block, Grid) else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "产出指标 | 数量指标 | 巡查 | ≥ | 4 | 次\n^ | ^ | ^ | ≤ | 12 | 次",
            [("巡查", "≥", "4", "次"), ("巡查", "≤", "12", "次")],
        ),
        (
            "产出指标 | 质量指标 | 合格率 | ≥ | 95 | %\n^ | ^ | 及时率 | ^ | ^ | ^",
            [("合格率", "≥", "95", "%"), ("及时率", "≥", "95", "%")],
        ),
        (
            "产出指标 | 质量指标 | 合格率 | ≥ | 95 | %\n^ | ^ | 及时率 | ^ | 90 | ^\n^ | ^ | 差错 | ≤ | 3 | 次",
            [("合格率", "≥", "95", "%"), ("及时率", "≥", "90", "%"), ("差错", "≤", "3", "次")],
        ),
    ],
    ids=["a name with two values", "two names with a value", "signs and units"],
)
def test_a_name_a_value_a_sign_or_a_unit_merged_over_rows_was_the_first_ones_alone(
    rows: str, expected: list[tuple[str, ...]]
) -> None:
    assert _read(rows) == (expected, [])


@pytest.mark.parametrize(
    ("rows", "box"),
    [
        ("产出指标 | 质量指标 | 合格率 | ≥ | 95\\n90 | %\n^ | ^ | 及时率 | ≥ | ^ | %", None),
        ("产出指标 | 质量指标 | 合格率 | ≥ | 95 | %\n^ | ^ | 及时率 | ≥ | ^ | %", (0.0, 0.0, 9.0, 9.0)),
    ],
    ids=["a line for each", "known by lines on a page alone"],
)
def test_a_value_that_may_be_two_is_no_others(rows: str, box: tuple[float, float, float, float] | None) -> None:
    indicators, findings = _read(rows, box)
    assert indicators[1] == ("及时率", "≥", "", "%")
    assert findings == ["row_too_short"]


def test_a_row_without_a_name_or_value_of_its_own_is_no_indicator() -> None:
    rows = "产出指标 | 质量指标 | 合格率 | ≥ | 95 | %\n^ | ^ | ^ | ^ | ^ | 分"
    indicators, findings = _read(rows)
    assert indicators == [("合格率", "≥", "95", "%")]
    assert findings == ["row_not_understood"]
