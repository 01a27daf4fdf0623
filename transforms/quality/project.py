"""Checks on one project: its code, its title, its unit, its money, what it must have."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from transforms import keys
from transforms.divisions import division, find
from transforms.form.labels import match, says_nothing
from transforms.rules import load
from transforms.tables.submission import Identity, project_code, unit_header, unit_of
from transforms.text import fold, fold_unnumbered, strip_numbering
from warehouse.schema.records import Finding, IndicatorRecord, ProjectRecord, Text

_NUMBER = re.compile(r"\d{1,2}(?:[.．]\d{1,2}){0,3}[.．]?")
"""The number of a heading, in front of a title: 2.1 电梯维保费绩效目标表."""
_LAST_WORD = "项目"
"""Read as the form's, 项目绩效目标表, at the end of a title: it may be the name's."""


def project_findings(identity: Identity, project: ProjectRecord, row: dict[str, Any], seq_no: int) -> list[Finding]:
    """Findings about one project, from its record and its row."""
    found = [*_code(identity, project), *_title(project), *_unit(identity, project), *_money(project, row),
             *_obligations(project)]  # fmt: skip
    return [finding.of_project(seq_no, project.source_ref) for finding in found]


def _place(*cells: Text | None) -> str:
    """Where the first of these cells stands that the form has: the blank one that a finding speaks of. Empty without any,
    and the finding is then at the project's own place."""
    return next((cell.source_ref for cell in cells if cell is not None), "")


def _code(identity: Identity, project: ProjectRecord) -> list[Finding]:
    code, where = project_code(project), project.code.source_ref if project.code else ""
    if not code and project.code is None and not (project.plan or project.usage):
        return []  # national forms print none
    if not code:
        return [Finding("project_code_missing", where)]
    if len(code) != keys.CODE_LENGTH:
        return [Finding("project_code_length", where, code, details={"length": str(len(code))})]
    found = []
    if not keys.is_valid_code(code):
        expected = keys.check_character(code) or "?"
        found.append(Finding("project_code_checksum", where, code, details={"expected": expected}))
    if identity.district_code and code[:6] != identity.district_code:
        details = {"coded": code[:6], "document": identity.district_code}
        found.append(Finding("project_code_district", where, code, details=details))
    if identity.fiscal_year and code[6:8] != f"{identity.fiscal_year % 100:02d}":
        details = {"coded": f"20{code[6:8]}", "document": str(identity.fiscal_year)}
        found.append(Finding("project_code_year", where, code, details=details))
    return found


def _title(project: ProjectRecord) -> list[Finding]:
    if project.name is None or not project.name.text:
        return [Finding("project_name_missing", _place(project.name))]
    if project.title is None:
        return []
    title, name = match("title", project.title.text), fold(project.name.text)
    whole = title["name"] if title else fold(project.title.text)
    called = (whole, strip_numbering(whole), _shorter(whole))
    if (
        name in called
        or _NUMBER.fullmatch(whole.removesuffix(name))
        or (name.removesuffix(_LAST_WORD) in called and f"{name}绩效" in fold(project.title.text))
    ):
        return []
    details = {"title": strip_numbering(whole), "name": name}
    return [Finding("title_name_differs", project.title.source_ref, project.title.text, details=details)]


def _shorter(title: str) -> str:
    """A title without the year or the word 项目1: in front of the project's name."""
    found = match("title_prefix", title)
    return strip_numbering(title[found.end() :]) if found else title


def _unit(identity: Identity, project: ProjectRecord) -> list[Finding]:
    written = unit_header(project)
    if written is None:
        blank = _place(project.unit, project.implementing_unit)
        return [] if project.supervising_department else [Finding("unit_missing", blank)]
    code, name = unit_of(project)
    found = []
    if code and identity.department_code and code[:3] != identity.department_code:
        details = {"unit": code, "department": identity.department_code}
        found.append(Finding("unit_department_disagrees", written.source_ref, written.text, details=details))
    named, coded = find(name or ""), division((project_code(project) or "")[:6])
    if named and coded and not _same_place(named.code, coded.code):
        details = {"named": named.name, "coded": coded.name}
        found.append(Finding("unit_district_disagrees", written.source_ref, written.text, details=details))
    return found


def _same_place(named: str, coded: str) -> bool:
    return named == coded or (named.endswith("00") and coded.startswith(named.removesuffix("00").removesuffix("00")))


def _money(project: ProjectRecord, row: dict[str, Any]) -> list[Finding]:
    budget, fiscal, other = row["budget_cny"], row["fiscal_funds_cny"], row["other_funds_cny"]
    if project.budget is None:
        stated = _place(project.fiscal_funds if fiscal else project.other_funds)
        return [Finding("money_missing", stated) if fiscal or other else Finding("money_not_in_form")]
    where = project.budget.source_ref
    if says_nothing(project.budget.text):
        return [Finding("money_missing", where)]
    if budget is None or (fiscal is None and other is None):
        return []
    parts, further = (fiscal or 0) + (other or 0), row["further_funds_cny"] or 0
    if budget in (parts, parts + further):  # what a form lists besides may be part of the fiscal funds
        return []
    details = {"budget": f"{budget:,.2f}", "parts": f"{parts:,.2f}"}
    return [Finding("money_not_sum", where, project.budget.text, details=details)]


def _obligations(project: ProjectRecord) -> list[Finding]:
    found = [] if project.goal and project.goal.text else [Finding("goal_missing", _place(project.goal))]
    if not project.indicators:
        return [*found, Finding("indicator_missing")]
    homeless = [row for row in project.indicators if not (row.level1 and row.level1.text)]
    if homeless and any(row.level2 and row.level2.text for row in project.indicators):
        found.append(Finding("level1_missing", homeless[0].source_ref, details={"count": str(len(homeless))}))
    if not any(row.level2 and row.level2.text for row in project.indicators):
        return found  # a table without any level 2 tells nothing
    have = frozenset(level.text for row in project.indicators if (level := _named_level(row)))
    return found + [Finding("level2_missing", details={"level2": group}) for group in _missing(have)]


def _named_level(row: IndicatorRecord) -> Text | None:
    """The level that says what kind an indicator is of: level 1, as 满意度指标, where level 2 is left blank."""
    return row.level2 if row.level2 and row.level2.text else row.level1


@lru_cache(maxsize=1024)
def _missing(have: frozenset[str]) -> tuple[str, ...]:
    """The groups of level-2 names of which a table with these names has none."""
    kinds = set(map(_kind, have))
    return tuple(group for group, endings in _duties().items() if not any(kind.endswith(endings) for kind in kinds))


@cache
def _duties() -> dict[str, tuple[str, ...]]:
    """Group of level-2 names → how those end of which a table must have one."""
    return {duty["group"]: tuple(map(_kind, duty["any"])) for duty in load("obligations")["obligatory"]}


def _kind(level2: str) -> str:
    """A level-2 name as it is compared: forms write 社会效益 and 社会效益指标."""
    return fold_unnumbered(level2).removesuffix("指标")
