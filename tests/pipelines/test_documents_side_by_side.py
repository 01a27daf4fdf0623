"""Documents that stand beside others: none stops the publication of all, none replaces what it does not have."""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import pytest

from pipelines.build import build
from pipelines.executors.workers import INLINE, Computing
from pipelines.settings import Folders
from transforms.keys import check_character

if TYPE_CHECKING:
    from pathlib import Path

A_DAY = 86_400
WHEN = 1_736_000_000
HEADINGS = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]


class Project(NamedTuple):
    unit: str
    name: str
    number: int
    budget: str = "10.00"


def _table(rows: list[list[str]]) -> str:
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _form(one: Project) -> str:
    first = f"13028125P00361{one.number:06d}"
    funding = [
        [one.unit, "单位：万元"],
        ["项目编码", f"{first}{check_character(first)}", "项目名称", one.name],
        ["预算规模及资金用途", "预算数", one.budget, "其中：财政资金", one.budget, "其他资金", ""],
        ["", f"用于{one.name}"],
        ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
        ["", "25%", "50%", "75%", "100%"],
        ["绩效目标", f"做好{one.name}"],
    ]
    indicators = [HEADINGS, ["产出指标", "数量指标", "次数", "全年次数", "≥12次", "计划"]]
    return f"<p>{one.name}绩效目标表</p>{_table(funding)}{_table(indicators)}"


def _write(folders: Folders, name: str, *projects: Project, day: int = 0) -> None:
    folders.raw.mkdir(exist_ok=True)
    file = folders.raw / f"{name}.html"
    cover = f"<p>2025年部门预算绩效文本</p><p>遵化市{name}编制</p>"
    file.write_text(f"<html><meta charset='utf-8'><body>{cover}{''.join(map(_form, projects))}</body></html>", "utf-8")
    os.utime(file, (WHEN + day * A_DAY,) * 2)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "raw", tmp_path / "out", computing=Computing(INLINE))


def _ask(folders: Folders, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folders.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_money_that_cannot_be_is_a_finding_and_the_rest_is_published(folders: Folders) -> None:
    unit = "361001遵化市卫生健康局本级"
    _write(
        folders,
        "卫生健康局",
        Project(unit, "体检", 1),
        Project(unit, "调减", 2, "-3.50"),
        Project(unit, "错位", 3, "12,500,000.00"),
        Project(unit, "溢出", 4, "99999999999999"),
    )
    build(folders)
    assert _ask(folders, "SELECT project_name, budget_cny::BIGINT FROM project ORDER BY seq_no") == [
        ("体检", 100_000), ("调减", -35_000), ("错位", 125_000_000_000), ("溢出", None),
    ]  # fmt: skip
    found = """SELECT DISTINCT project_name, rule, value_text FROM quality_issue JOIN project USING (project_key)
               WHERE severity = 'error' AND starts_with(rule, 'money') ORDER BY ALL"""
    assert _ask(folders, found) == [
        ("溢出", "money_out_of_range", "99999999999999"),
        ("调减", "money_negative", "-3.50"),
        ("错位", "money_implausible", "12,500,000.00"),
    ]


def test_a_departments_book_and_its_units_own_are_counted_once_and_whole(folders: Folders) -> None:
    bureau, hospital = "361001遵化市卫生健康局本级", "361002遵化市人民医院"
    of_hospital = Project(hospital, "设备", 3, "12.00")
    _write(folders, "卫生健康局", Project(bureau, "公用经费", 1), Project(bureau, "疫苗", 2), of_hospital)
    _write(folders, "人民医院", of_hospital, Project(hospital, "公用经费", 4), day=5)
    build(folders)
    current = "SELECT file_name, project_name FROM project JOIN document USING (document_key) ORDER BY ALL"
    assert _ask(folders, current) == [
        ("人民医院.html", "公用经费"), ("人民医院.html", "设备"),
        ("卫生健康局.html", "公用经费"), ("卫生健康局.html", "疫苗"),
    ]  # fmt: skip
    assert _ask(folders, "SELECT sum(budget_cny)::INTEGER FROM project") == [(420_000,)]
