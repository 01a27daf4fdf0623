"""The one invented document that every county layout arranges, and what must be read of it whatever the layout."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from bench.factory.layouts.blocks import Block
from bench.factory.layouts.county import county
from bench.factory.layouts.funding import yuan
from bench.factory.layouts.options import County
from transforms.keys import check_character
from transforms.normalise import Rows
from warehouse.schema.records import (
    CoverRecord,
    DocumentRecord,
    GoalRecord,
    IndicatorRecord,
    PlanStageRecord,
    ProjectRecord,
    Text,
)


@dataclass(frozen=True)
class Indicator:
    """One row of the indicator table."""

    level1: str
    level2: str
    level3: str
    description: str
    value: str
    basis: str


@dataclass(frozen=True)
class Project:
    """One project; money in 万元 as printed, the plan as shares in percent, blank where the form is."""

    code: str
    name: str
    budget: str
    fiscal_funds: str
    other_funds: str
    usage: str
    plan: tuple[str, str, str, str]
    goal: str
    indicators: tuple[Indicator, ...]


def _code(first: str) -> str:
    return f"{first}{check_character(first)}"


DEPARTMENT = "柳河市临湖区水务局"
UNIT_CODE, UNIT = "407001", "柳河市临湖区水务局本级"
YEAR = 2025
DISTRICT = "130207"
REVIEWER = "柳河市临湖区财政局"
SAFEGUARDS = ("1.完善制度，加强监督。",)
GOALS = (
    ("河湖管护", "保持河道畅通、水面洁净，群众亲水安全。", "巡查次数不少于12次/月；河道问题整改率大于95%"),
    ("供水保障", "保障城乡供水稳定。", "供水保证率大于98%"),
)
OVERALL = (
    (
        "落实河湖长制，保障供水、防洪和水生态安全，推进节约用水，统筹城乡供水一体化，完善防汛抗旱指挥体系，加强水利工程建设和运行管护，"
        "提高水资源集约节约利用水平，强化河湖水域岸线空间管控，持续改善水生态环境，为全区经济社会高质量发展提供水安全保障。"
    ),
    "坚持预算绩效管理与业务工作同部署、同落实、同考核，优化支出结构，加快资金拨付和项目实施进度，主动接受人大、审计和社会监督，切实提高财政资金使用效益。",
    "推进智慧水利建设，健全供水管网监测预警机制，落实安全生产责任制，及时消除隐患，确保人民群众饮水安全和汛期安全度汛。",
)
PROJECTS = (
    Project(
        code=_code(f"{DISTRICT}25P00512310012"),
        name="河道巡查管护经费",
        budget="36.50",
        fiscal_funds="36.50",
        other_funds="",
        usage="用于辖区十二条河道的日常巡查、保洁打捞、护栏修补和警示标志更新，保障汛期加密巡查所需车辆和人工。",
        plan=("25", "50", "75", "100"),
        goal="1.全年河道畅通，水面无大面积漂浮物。\n2.及时消除堤岸隐患，群众亲水安全得到保障。",
        indicators=(
            Indicator("产出指标", "数量指标", "巡查次数", "每月对辖区主要河道和支流开展巡查的次数", "≥12次/月", "河湖长制工作方案"),
            Indicator("产出指标", "数量指标", "打捞漂浮物", "全年打捞水面漂浮物的重量", "≥60吨", "历史数据"),
            Indicator("产出指标", "质量指标", "问题整改率", "巡查发现问题按期整改的比例", "≥95%", "部门职责"),
            Indicator("产出指标", "时效指标", "汛前检修完成时间", "汛期前完成堤岸护栏检修的时间", "2025年5月底前", "防汛工作安排"),
            Indicator("产出指标", "成本指标", "管护总成本", "河道巡查管护的全部支出", "≤36.5万元", "年度预算"),
            Indicator("效益指标", "社会效益指标", "亲水安全事故", "因管护不到位引发的安全事故起数", "0起", "部门职责"),
            Indicator("效益指标", "生态效益指标", "水质达标率", "监测断面水质达到三类及以上的比例", "≥90%", "水污染防治计划"),
            Indicator("满意度指标", "服务对象满意度指标", "群众满意度", "沿河居民对河道环境的满意程度", "≥92%", "问卷调查"),
        ),
    ),
    Project(
        code=_code(f"{DISTRICT}25P00587710035"),
        name="智慧供水监测平台建设",
        budget="1280.00",
        fiscal_funds="1000.00",
        other_funds="280.00",
        usage="用于建设供水管网监测平台，安装压力、流量和水质监测设备并接入区级数据中心。",
        plan=("", "50", "80", "100"),
        goal="1.建成供水管网监测平台一套，实现漏损预警。",
        indicators=(
            Indicator("产出指标", "数量指标", "安装监测设备", "在供水管网关键节点安装监测设备的数量", "320台", "实施方案"),
            Indicator("产出指标", "质量指标", "验收合格率", "监测设备一次验收合格的比例", "100%", "行业标准"),
            Indicator("产出指标", "时效指标", "平台上线时间", "监测平台投入使用的时间", "2025年10月底前", "实施方案"),
            Indicator("产出指标", "成本指标", "建设总成本", "平台建设和设备购置的全部支出", "≤1280万元", "可行性研究报告"),
            Indicator("效益指标", "社会效益指标", "供水保障能力", "城乡居民用水的保障程度", "有效保障", "部门职责"),
            Indicator("满意度指标", "服务对象满意度指标", "用水户满意度", "用水户对供水服务的满意程度", "≥95%", "问卷调查"),
        ),
    ),
)  # fmt: skip

SOURCES = ("budget", "fiscal_funds", "other_funds")
MONTHS = (3, 6, 10, 12)
INDICATOR_COLUMNS = {
    "level1": "level1", "level2": "level2", "level3": "level3", "description": "description", "value_text": "value",
    "basis": "basis",
}  # fmt: skip


def squeezed(text: str | None) -> str:
    """Text without white space and differences of width: where a page wraps a line says nothing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def is_alike(wanted: Any, found: Any) -> bool:
    """Whether a scan was read as well as a page says: the same figures and the same digits in all texts, and of all
    characters no more than one in a hundred another."""
    pairs = list(zip(_leaves(wanted), _leaves(found), strict=False))
    if len(pairs) != len(_leaves(wanted)) or len(pairs) != len(_leaves(found)):
        return False
    texts = [(one, other) for one, other in pairs if isinstance(one, str) and isinstance(other, str)]
    same = all(one == other for one, other in pairs if (one, other) not in texts)
    digits = all(re.findall(r"[\dA-Z.]", one) == re.findall(r"[\dA-Z.]", other) for one, other in texts)
    wrong = sum(max(len(one), len(other)) - _shared(one, other) for one, other in texts)
    return same and digits and 100 * wrong <= sum(len(one) for one, _ in texts)


def _shared(one: str, other: str) -> int:
    return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]


def record(projects: tuple[Project, ...] = PROJECTS) -> DocumentRecord:
    """The document as form records, which layouts arrange."""
    return DocumentRecord(
        "", None, "",
        cover=CoverRecord(_said(DEPARTMENT), _said(f"{YEAR}年"), _said("（批复）")),
        overall_goal=_said("\n".join(OVERALL)),
        goals=tuple(GoalRecord(*map(_said, goal)) for goal in GOALS),
        projects=tuple(map(_project_record, projects)),
    )  # fmt: skip


def arranged(options: County, projects: tuple[Project, ...] = PROJECTS) -> list[Block]:
    """The document under a layout's options."""
    return county(replace(options, reviewer=REVIEWER, safeguards=SAFEGUARDS), record(projects))


def _said(text: str) -> Text:
    return Text(text, "")


def _project_record(project: Project) -> ProjectRecord:
    names = ("code", "name", *SOURCES, "usage", "goal")
    texts: dict[str, Any] = {name: _said(getattr(project, name)) for name in names}
    return ProjectRecord(
        "",
        unit=_said(f"{UNIT_CODE}{UNIT}"),
        **texts,
        plan=tuple(
            PlanStageRecord(month, _said(f"{share}%" if share else ""))
            for month, share in zip(MONTHS, project.plan, strict=True)
        ),
        indicators=tuple(_indicator_record(place, one) for place, one in enumerate(project.indicators)),
    )


def _indicator_record(place: int, indicator: Indicator) -> IndicatorRecord:
    fields: dict[str, Any] = {name: _said(getattr(indicator, name)) for name in INDICATOR_COLUMNS.values()}
    return IndicatorRecord("", **fields, remark=_said("" if place % 2 else "按季统计"))


def expected(projects: tuple[Project, ...] = PROJECTS, *, has_front: bool = True) -> dict[str, Any]:
    """What the warehouse must say of the document. `has_front` says whether cover and part one stand in front."""
    answer: dict[str, Any] = {"projects": [_project(project) for project in projects]}
    if has_front:
        answer["document"] = {"fiscal_year": YEAR, "department": DEPARTMENT, "stage": "approved"}
        answer["goals"] = [(title, squeezed(goal)) for title, goal, _ in GOALS]
    return answer


def _project(project: Project) -> dict[str, Any]:
    return {
        "code": project.code,
        "name": project.name,
        "unit": UNIT_CODE,
        **{name: yuan(getattr(project, name)) for name in SOURCES},
        "usage": squeezed(project.usage),
        "goal": squeezed(project.goal),
        "plan": [Decimal(share or 0) for share in project.plan],
        "indicators": [
            [squeezed(getattr(indicator, field)) for field in INDICATOR_COLUMNS.values()]
            for indicator in project.indicators
        ],
    }


def found(rows: Rows, *, has_front: bool = True) -> dict[str, Any]:
    """The same, as it was read: star rows of one document."""
    answer: dict[str, Any] = {"projects": [_found_project(rows, row) for row in rows["project"]]}
    if has_front:
        (row,) = rows["document"]
        answer["document"] = {
            "fiscal_year": row["fiscal_year"],
            "department": row["department_name"],
            "stage": row["stage"],
        }
        answer["goals"] = [(row["title"], squeezed(row["goal_text"])) for row in rows["department_goal"]]
    return answer


def _found_project(rows: Rows, row: dict[str, Any]) -> dict[str, Any]:
    own = {
        table: [line for line in rows[table] if line["project_key"] == row["project_key"]]
        for table in ("indicator", "disbursement_plan")
    }
    return {
        "code": row["project_code"],
        "name": squeezed(row["project_name"]),
        "unit": row["unit_code"],
        **{name: row[f"{name}_cny"] for name in SOURCES},
        "usage": squeezed(row["usage_text"]),
        "goal": squeezed(row["goal_text"]),
        "plan": [line["cumulative_percent"] for line in own["disbursement_plan"]],
        "indicators": [[squeezed(line[column]) for column in INDICATOR_COLUMNS] for line in own["indicator"]],
    }
