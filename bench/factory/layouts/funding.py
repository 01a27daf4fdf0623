"""The upper table of a project: code and name, money and what it is for, the spending plan, the goal."""

from __future__ import annotations

from decimal import Decimal

from bench.factory.layouts.blocks import C
from bench.factory.layouts.front import said
from bench.factory.layouts.options import County
from warehouse.schema.records import PlanStageRecord, ProjectRecord, Text

WAN = 10_000
"""The yuan of 1 万元, in which records of the factory state money."""


def yuan(amount: str) -> Decimal | None:
    """Money of a record in yuan; None where the form leaves it blank."""
    return Decimal(amount) * WAN if amount else None


def funding(options: County, project: ProjectRecord) -> list[list[C]]:
    """The rows below the one that names the unit."""
    grid = options.columns
    beside = grid.width - grid.label
    name_label = grid.width - grid.label - grid.code - grid.name

    def label(text: str, columns: int, rows: int = 1) -> C:
        return C(options.label(text), columns, rows, is_label=True)

    return [
        [label("项目编码", grid.label), C(said(project.code), grid.code),
         label("项目名称", name_label), C(said(project.name), grid.name)],
        [label("预算规模及资金用途", grid.label, 2), *_amounts(options, project)],
        [C(said(project.usage), beside)],
        *([[label("资金支出计划（%）", grid.label, 2), *_months(options, project.plan)], _shares(options, project.plan)]
          if project.plan else []),
        [label("绩效目标", grid.label), C(said(project.goal), beside)],
    ]  # fmt: skip


def _amounts(options: County, project: ProjectRecord) -> list[C]:
    amounts = [
        (name, _money(options, amount), *columns)
        for (name, amount), columns in zip(
            (
                ("预算数", project.budget),
                ("其中：财政    资金", project.fiscal_funds),
                ("其他资金", project.other_funds),
            ),
            options.columns.amounts,
            strict=True,
        )
    ]
    return [
        cell
        for name, amount, first, second in (amounts[place] for place in options.money_order)
        for cell in (C(options.label(name), first, is_label=True), C(amount, second))
    ]


def _money(options: County, amount: Text | None) -> str:
    text = said(amount)
    if options.money_unit == "元":
        return f"{yuan(text):,.2f}" if text else options.blank
    return text or options.blank


def _months(options: County, plan: tuple[PlanStageRecord, ...]) -> list[C]:
    return [
        C(options.label(f"{stage.month}月底"), width, is_label=True)
        for stage, width in zip(plan, options.columns.stages, strict=True)
    ]


def _shares(options: County, plan: tuple[PlanStageRecord, ...]) -> list[C]:
    return [
        C(_share(options, said(stage.percent)), width)
        for stage, width in zip(plan, options.columns.stages, strict=True)
    ]


def _share(options: County, text: str) -> str:
    if not text:
        return options.blank
    return text if options.percent is None else text.rstrip("%％") + options.percent
