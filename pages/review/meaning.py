"""What a value means, in a few items beside its words: `[key, {…}]` for words of the page, or a text of the document."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from transforms import keys
from transforms.divisions import division
from transforms.quantity.meaning import Value
from transforms.stated import Address
from transforms.tables.plan import STAGE_MONTHS
from transforms.tables.submission import Identity
from warehouse.schema.records import DocumentRecord, Text

Item = list[Any] | str
"""A key of the page's words with what is filled in, or a text as it is."""

_MONEY = {
    "project.budget": "budget_cny", "project.fiscal_funds": "fiscal_funds_cny", "project.other_funds": "other_funds_cny",
    "project.period_budget": "period_budget_cny",
}  # fmt: skip
_LINES = {
    "project.name": ("project_name",), "project.unit": ("unit_code", "unit_name"),
    "project.implementing_unit": ("implementing_unit",), "project.supervising_department": ("department_name",),
}  # fmt: skip


class Meanings:
    """The meaning of every value of a document, from its star rows."""

    def __init__(self, record: DocumentRecord, rows: dict[str, list[dict[str, Any]]], identity: Identity) -> None:
        self._document = keys.document_key(record.sha256)
        self._identity = identity
        self._projects = {row["project_key"]: row for row in rows["project"]}
        self._indicators = {row["indicator_key"]: row for row in rows["indicator"]}
        self._plan = {(row["project_key"], row["stage_month"]): row for row in rows["disbursement_plan"]}
        self._bounds: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in rows["indicator_bound"]:
            self._bounds[row["indicator_key"]].append(row)
        self._measures: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in rows["department_indicator"]:
            self._measures[row["department_goal_key"]].append(row)

    def of(self, address: Address, text: Text | None) -> list[Item]:
        """The meaning of one value as it is by now; empty where it has none but its words."""
        if text is None:
            return []
        kind = address.field.partition(".")[0]
        if kind == "cover":
            return self._cover(address.field, text)
        if address.field == "goal.measures":
            return [
                _named(row, row["name"]) for row in self._measures[keys.goal_key(self._document, address.goal or 0)]
            ]
        if address.project is None:
            return []
        project = keys.project_key(self._document, address.project)
        if kind == "plan":
            return self._stage(self._plan.get((project, address.month or 0)))
        if address.field == "indicator.value":
            return self._indicator(keys.indicator_key(project, address.indicator or 0))
        return self._project(address.field, text, self._projects.get(project))

    def _cover(self, field: str, text: Text) -> list[Item]:
        if field == "cover.fiscal_year" and self._identity.fiscal_year:
            return [["m_year", {"year": self._identity.fiscal_year}]]
        if field == "cover.stage":
            return [[f"stage_{self._identity.stage}", {}]]
        place = division(self._identity.district_code)
        name = self._identity.department_name
        named: list[Item] = [name] if name and name != text.text else []
        return [*named, *([f"{place.name} {self._identity.district_code}"] if place else [])]

    def _project(self, field: str, text: Text, row: dict[str, Any] | None) -> list[Item]:
        if row is None:
            return []
        if field in _MONEY:
            return [_money(row[_MONEY[field]])] if text.text else []
        if field == "project.code":
            code: list[Item] = [] if row["project_code"] in (text.text, None) else [row["project_code"]]
            return [*code, ["code_valid" if row["project_code_valid"] else "code_invalid", {}]]
        said = " ".join(row[name] for name in _LINES.get(field, ()) if row[name])
        return [said] if said and said != text.text else []

    def _stage(self, row: dict[str, Any] | None) -> list[Item]:
        if row is None or row["cumulative_percent"] is None:
            return []
        share = f"{row['cumulative_percent'].normalize():f}"
        items: list[Item] = [["m_cumulative", {"percent": share}]]
        if row["cumulative_cny"] is not None:
            items.append(_money(row["cumulative_cny"]))
        return [*items, [f"basis_{row['plan_basis']}", {}]] if row["stage_month"] == STAGE_MONTHS[0] else items

    def _indicator(self, key: str) -> list[Item]:
        row = self._indicators.get(key)
        if row is None:
            return []
        bounds = self._bounds[key]
        spoken: list[Item] = [_named(bound, bound["bound_name"]) for bound in bounds] if len(bounds) > 1 else []
        rule: list[Item] = [["m_rule", {"rule": row["value_rule"]}]] if row["value_rule"] else []
        return [*(spoken or [_named(row, "")]), *_flags(row), *rule]


def _named(row: dict[str, Any], name: str | None) -> Item:
    """A bound, a deadline or words in one spelling, with what it is a bound of."""
    spoken = str(Value(**{field: row[field] for field in Value._fields if field in row}))
    kind = row["direction"] or row["value_kind"]
    return ["m_value", {"kind": f"kind_{kind}", "spoken": f"{name or ''} {spoken}".strip()}]


def _flags(row: dict[str, Any]) -> list[Item]:
    """What qualifies a value: unit, due date, class of wording, and what was inferred."""
    items: list[Item] = []
    if row["unit"]:
        items.append(["m_unit", {"unit": row["counter"] or f"unit_{row['unit']}"}])
    if row["due_date"]:
        items.append(["m_due", {"date": row["due_date"].isoformat()}])
    if row["qualitative_class"]:
        items.append([f"class_{row['qualitative_class']}", {}])
    if row["qualitative_grade"]:
        items.append(["m_grade", {"grade": row["qualitative_grade"]}])
    if row["recurrence"]:
        items.append([f"every_{row['recurrence']}", {}])
    flags = {"is_approximate": "m_approximate", "unit_inferred": "m_inferred"}
    return [*items, *([word, {}] for name, word in flags.items() if row[name])]


def _money(amount: Decimal | None) -> Item:
    return ["m_no_amount", {}] if amount is None else ["m_yuan", {"amount": f"{amount:,.2f}"}]
