"""project: one row a 绩效目标表, with its money in yuan and what is doubtful about it."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from transforms import keys
from transforms.rules import load
from transforms.tables.money import money_factor, read_money, states_own_unit
from transforms.tables.submission import (
    Identity,
    Submission,
    Unit,
    department_of,
    project_code,
    project_name,
    unit_of,
)
from transforms.tables.texts import on_one_line, tidied
from warehouse.schema.records import Finding, ProjectRecord, Text

_MONEY_FIELDS = ("budget", "fiscal_funds", "other_funds", "period_budget")
_MONEY_LABELS = {
    "budget": "预算数", "fiscal_funds": "财政资金", "other_funds": "其他资金", "period_budget": "中期资金总额",
    "further_funds": "其他来源",
}  # fmt: skip
_OUT_OF_RANGE = "money_out_of_range"


def project_row(
    submission: Submission, identity: Identity, project: ProjectRecord, seq_no: int
) -> tuple[dict[str, Any], list[Finding]]:
    """The row of one project, staged: with its unit's code and name, which publishing turns into a department_key,
    and without how sure its reading was."""
    unit_code, unit_name = _unit(project, identity)
    owner_code, owner = department_of(project)
    code = project_code(project)
    money, findings = _money(project, identity)
    row = {
        "project_key": keys.project_key(submission.key, seq_no),
        "document_key": submission.key,
        "department_code": unit_code[:3] if unit_code else owner_code or identity.department_code,
        "department_name": owner or identity.department_name,
        "unit_code": unit_code,
        "unit_name": unit_name,
        "district_code": identity.district_code,
        "fiscal_year": identity.fiscal_year,
        "seq_no": seq_no,
        "project_code": code if code and len(code) == keys.CODE_LENGTH else None,
        "project_code_valid": keys.is_valid_code(code) if code else None,
        "project_name": project_name(project),
        "usage_text": tidied(project.usage),
        "goal_text": tidied(project.goal),
        "period_goal_text": tidied(project.period_goal),
        "supervising_department": on_one_line(project.supervising_department),
        "implementing_unit": on_one_line(project.implementing_unit),
        "category": on_one_line(project.category),
        "attribute": on_one_line(project.attribute),
        "period_text": on_one_line(project.period),
        "read_confidence": None,
        "source_ref": project.source_ref,
        "budget_cny": money["budget_cny"],
        "fiscal_funds_cny": money["fiscal_funds_cny"],
        "other_funds_cny": money["other_funds_cny"],
        "period_budget_cny": money["period_budget_cny"],
        "further_funds_cny": money["further_funds_cny"],
    }
    return row, findings


def _unit(project: ProjectRecord, identity: Identity) -> Unit:
    """The project's own unit header; without one, the unit of the document where all its tables name the same."""
    code, name = unit_of(project)
    if code or name:
        return code, name
    return identity.unit or (None, identity.department_name)


def _money(project: ProjectRecord, identity: Identity) -> tuple[dict[str, Decimal | None], list[Finding]]:
    stated = money_factor(project.money_unit)
    factor = stated or identity.money_factor
    amounts: dict[str, Decimal | None] = {}
    findings: list[Finding] = []
    for name in _MONEY_FIELDS:
        amounts[f"{name}_cny"] = _amount(name, getattr(project, name), factor, findings)
    further = [_amount("further_funds", text, factor, findings) for text in project.further_funds]
    known = [amount for amount in further if amount is not None]
    if stated is None and factor is not None:
        written = [getattr(project, name) for name in _MONEY_FIELDS] + list(project.further_funds)
        if not all(states_own_unit(text) for text in written):
            findings.append(Finding("money_unit_from_others"))
    amounts["further_funds_cny"] = sum(known, Decimal()) if known and len(known) == len(further) else None
    return amounts, findings


def _amount(name: str, text: Text | None, factor: Decimal | None, findings: list[Finding]) -> Decimal | None:
    """The amount in yuan; None where the cell is blank, or says what cannot be kept, which is then among the findings."""
    if text is None:
        return None
    details = {"field": _MONEY_LABELS[name]}
    try:
        amount = read_money(text, factor)
    except ValueError:
        rule = "money_unit_missing" if factor is None else "money_unreadable"
        findings.append(Finding(rule, text.source_ref, text.text, details=details))
        return None
    if amount is None:
        return None
    doubts = _doubts(amount)
    details["amount"] = f"{amount:,.2f}"
    findings += [Finding(rule, text.source_ref, text.text, details=details) for rule in doubts]
    return None if _OUT_OF_RANGE in doubts else amount


@lru_cache(maxsize=512)
def _doubts(amount: Decimal) -> tuple[str, ...]:
    """Rules that an amount in yuan breaks; `rules/obligations.toml` has the limits, publication has the same."""
    limits = load("obligations")["money"]
    if abs(amount) >= Decimal(limits["kept_below"]):
        return (_OUT_OF_RANGE,)
    doubted = ["money_implausible"] if abs(amount) > Decimal(limits["doubted_above"]) else []
    return (*doubted, "money_negative") if amount < 0 else tuple(doubted)
