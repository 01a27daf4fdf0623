"""Which share is which stage's, where a table's cells do not tell by their number."""

from __future__ import annotations

import pytest

from transforms.document import Cell
from transforms.form.plan_rows import PlanRows
from warehouse.schema.records import Text

STAGES = ["", "3月底", "6月底", "10月底", "12月底"]


def row(texts: list[str], number: int) -> list[Cell]:
    return [Cell(text, number, column) for column, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("beneath", "shares", "left_over"),
    [
        (["", "20%", "50%", "80%", "100%"], ["20%", "50%", "80%", "100%"], []),
        (["", "20%", "50%", "80%", ""], ["20%", "50%", "80%", ""], []),
        # the end of a label that a page break cut: 资金支出计划（% and ）
        (["）", "20%", "50%", "80%", ""], ["20%", "50%", "80%", ""], ["）"]),
        (["）", "20%", "50%", "80%", "100%"], ["20%", "50%", "80%", "100%"], ["）"]),
    ],
)
def test_each_stage_has_the_share_beneath_it(beneath: list[str], shares: list[str], left_over: list[str]) -> None:
    plan = PlanRows()
    plan.name_stages(row(STAGES, 0)[1:])
    plan.take_shares(row(beneath, 1))
    found, others = plan.close(lambda cell: Text(cell.text, f"column {cell.column}"))
    assert [stage.percent.text if stage.percent else None for stage in found] == shares
    assert [cell.text for cell in others] == left_over
