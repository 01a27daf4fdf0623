"""Tables that set the published rows side by side, worked out at every publication: kinds, peers, changes, copies, versions.

They hold what would take a view seconds on a million bounds. How each is worked out stands in `sql/build/`.
"""

from __future__ import annotations

import dataframely as dy

from warehouse.schema import columns
from warehouse.schema.columns import UNITS, bound, choice

_ORDER = "指标值内顺序 | Order of the bound within the indicator's value, from 1"
_KIND = (
    "指标种类，由二级指标、名称、单位、量词、口径算出，各次发布相同 | Key of the kind of indicator; it follows from level 2, name, "
    "unit, counter and `per` alone and is the same in every publication"
)


def _peers(description: str) -> dy.Int32:
    return dy.Int32(nullable=True, min=1, description=description)


def _percentile(where: str, place: str) -> dy.Decimal:
    return dy.Decimal(
        5,
        2,
        nullable=True,
        min=0,
        max=100,
        description=f"{where}同类中的百分位：要求更低者加半数相同者的占比（%），越高越严；方向不明或无同类为 NULL | Percentile among "
        f"its peers {place}: per cent of them that ask less, plus half of those that ask as much; NULL without a known "
        "direction or without peers",
    )


class IndicatorKind(dy.Schema):
    """指标种类：二级指标、归一化名称、单位、量词、口径都相同的指标为一类 | Kinds of indicators: one level 2, name, unit, counter and `per`."""

    kind_key = columns.key(_KIND, primary=True)
    kind_level2 = columns.text("归一化二级指标（不含“指标”二字） | Level 2 as compared, without 指标; NULL where none")
    kind_name = columns.text(
        "归一化名称（去空白、标点、括注、年份）；按二级指标归类时为 NULL | Name as compared, without white space, punctuation, "
        "brackets and years; NULL for the coarse kind of a whole level 2"
    )
    unit = choice("规范单位 | Canonical unit of the bounds", UNITS)
    counter = columns.text("量词；仅用于 count | Measure word of a `count`; else NULL")
    per = dy.List(dy.String(), nullable=True, description="计量口径 | What the figures are per, in reading order")
    level2_kind_key = columns.key(
        "所在二级指标全部百分比指标的种类；非百分比或本身即为该种类时为 NULL | Kind of all shares of its level 2, to which it "
        "belongs; NULL where it is no share or is that kind itself",
        nullable=True,
    )
    bounds = dy.Int32(
        min=1, description="该类界限数（全部区划、年度） | Bounds of the kind, everywhere and in all years"
    )


class BoundPeer(dy.Schema):
    """同类比较：每个数值界限在区划当年、当年、全部同类中的位置 | Where a bound stands among its kind: in its district and year, in its year, everywhere."""

    indicator_key = columns.key("所属指标 | The indicator it belongs to", primary=True)
    seq_no = columns.order(_ORDER, primary=True)
    project_key = columns.key("所属项目 | The project it belongs to")
    district_code = columns.district()
    fiscal_year = columns.year()
    kind_key = columns.key(_KIND)
    basis = choice(
        "归类依据：name 名称相同；level2 同名不足 5 个的百分比指标按二级指标归类 | What makes its peers: name (a kind by name), "
        "level2 (a share whose name has fewer than 5 bounds anywhere: all shares of its level 2, `level2_kind_key`)",
        ("name", "level2"),
    )
    level3 = columns.text("三级指标 | Level-3 indicator, its name")
    value_text = columns.text("指标值（原文） | The target value, verbatim")
    target = bound(
        "界限数值：只有下限取下限，只有上限取上限，等于取该数 | The figure compared: the only bound, or the exact value"
    )
    more_is_better = dy.Bool(
        nullable=True,
        description="是否越高越好；无从判断为 NULL | Whether a higher figure is better; NULL where unknown",
    )
    district_peers = _peers(
        "区划当年同类界限数（含本身） | Bounds of the kind in its district and year, itself included"
    )
    district_median = bound("区划当年同类中位数 | Their median")
    district_percentile = _percentile("区划当年", "in its district and year")
    year_peers = _peers("当年同类界限数（含本身） | Bounds of the kind in its year, itself included")
    year_median = bound("当年同类中位数 | Median of the kind in its year")
    year_percentile = _percentile("当年", "in its year")
    all_peers = _peers("全部同类界限数（含本身） | Bounds of the kind everywhere, itself included")
    all_median = bound("全部同类中位数 | Median of the kind everywhere")
    all_percentile = _percentile("全部", "everywhere and in all years")


class BoundChange(dy.Schema):
    """界限变化：同一事项同类界限今年与上年相比 | A bound and the bound of its kind in the same undertaking a year before."""

    indicator_key = columns.key("所属指标 | The indicator it belongs to", primary=True)
    seq_no = columns.order(_ORDER, primary=True)
    project_key = columns.key("所属项目 | The project it belongs to")
    district_code = columns.district()
    fiscal_year = columns.year()
    previous_indicator_key = columns.key("上年的指标 | The indicator of the year before")
    previous_seq_no = columns.order("上年指标值内顺序 | Order of the bound in the value of the year before")
    level2 = columns.text("二级指标 | Level-2 indicator (数量, 质量, 时效, 成本 …)")
    level3 = columns.text("三级指标 | Level-3 indicator, its name")
    value_text = columns.text("指标值（原文） | The target value, verbatim")
    previous_value_text = columns.text("上年指标值（原文） | The target value of the year before, verbatim")
    kind_key = columns.key(_KIND)
    target = bound("本年界限数值 | The figure of the year")
    previous_target = bound("上年界限数值 | The figure of the year before")
    target_change = bound("本年减上年 | The figure of the year less that of the year before")
    change_kind = choice(
        "变化：stricter 更严、looser 更松、same 不变、undetermined 数值变了但方向不明 | stricter, looser, same, undetermined "
        "(the figure changed, but nothing tells on which side the target lies)",
        ("stricter", "looser", "same", "undetermined"),
    )


class RepeatedTarget(dy.Schema):
    """重复目标：同一部门当年两个以上项目照用的二级、三级指标和指标值 | Targets that two or more projects of a department's year have word for word."""

    fiscal_year = columns.year()
    district_code = columns.district()
    department_code = columns.department_code()
    department_label = columns.text(
        "部门名称；无部门名称时为单位名称 | Department, or the unit where no department is named"
    )
    level2 = columns.text("二级指标 | Level-2 indicator (数量, 质量, 时效, 成本 …)")
    level3 = columns.text("三级指标 | Level-3 indicator, its name")
    value_text = columns.text("指标值（原文） | The target value, verbatim")
    projects = dy.Int32(min=0, description="项目数 | Projects")
    department_projects = dy.Int32(min=2, description="部门当年项目总数 | All projects of the department's year")
    district_projects = dy.Int32(
        min=2, description="区划当年照用的项目数 | Projects of the district's year that have it"
    )
    all_projects = dy.Int32(min=2, description="全部照用的项目数 | Projects anywhere, in any year, that have it")


class ProjectVersion(dy.Schema):
    """项目版本：history 中每个项目属于哪份部门文本、哪个阶段（已撤下的文件除外） | Versions of projects: to which text and stage each row of history.project belongs, except of withdrawn documents."""

    project_key = columns.key("项目（history.project） | The project, in history.project", primary=True)
    text_key = columns.key(
        "部门文本：同一部门同一年度、互为版本的各文件中同一单位的部分共用 | Key shared by the versions of a department's text: the parts of "
        "documents, one unit's projects each, that replace one another"
    )
    stage = choice(
        "预算阶段：draft 草案、approved 批复、unknown 未注明 | Stage of the budget: draft, approved, unknown",
        ("draft", "approved", "unknown"),
    )
    is_stage_latest = dy.Bool(
        description="是否该阶段最后提交的版本 | Whether it is the version of its stage that counts"
    )
    is_current = dy.Bool(description="是否现行版本（在 main 中） | Whether it is the current version, the one in main")


COMPARISONS: dict[str, type[dy.Schema]] = {
    "indicator_kind": IndicatorKind,
    "bound_peer": BoundPeer,
    "bound_change": BoundChange,
    "repeated_target": RepeatedTarget,
    "project_version": ProjectVersion,
}
"""The tables of comparison, in the order in which people read them."""
