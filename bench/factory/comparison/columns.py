"""Which columns of each table are compared, and what makes a row of it the same row: where it stands in its document."""

from __future__ import annotations

from typing import NamedTuple


class Compared(NamedTuple):
    """A table: the columns that say where a row stands below its document, and those that must be the same."""

    position: tuple[str, ...]
    columns: tuple[str, ...]


MEANT = (
    "value_kind", "lower_bound", "lower_inclusive", "upper_bound", "upper_inclusive", "unit", "counter", "per",
    "due_date", "start_date", "is_qualitative", "qualitative_class", "qualitative_grade",
)  # fmt: skip
"""What the generator says of a value (section 3 of the contract)."""
TABLES = {
    "document": Compared((), (
        "file_path", "format", "district_code", "fiscal_year", "department_code", "department_name", "stage",
        "is_quarantined", "page_count", "project_count",
    )),
    "project": Compared(("project",), (
        "district_code", "fiscal_year", "project_code", "project_code_valid", "project_name", "unit_code", "unit_name",
        "budget_cny", "fiscal_funds_cny", "other_funds_cny", "further_funds_cny", "period_budget_cny", "usage_text",
        "goal_text", "period_goal_text", "supervising_department", "implementing_unit", "category", "attribute",
        "period_text",
    )),
    "indicator": Compared(("project", "indicator"), (
        "fiscal_year", "level1", "level2", "level3", "description", "value_text", "basis", "operator_text",
        "measure_unit_text", "weight", "remark", "horizon", *MEANT, "unit_inferred",
    )),
    "disbursement_plan": Compared(("project", "stage_month"), (
        "due_date", "percent_text", "stated_percent", "plan_basis", "cumulative_percent", "increment_percent",
        "cumulative_cny", "increment_cny",
    )),
    "department_goal": Compared(("goal",), ("department_code", "title", "goal_text", "measure_text")),
    "department_indicator": Compared(("goal", "seq_no"), ("name", "value_text", *MEANT)),
}  # fmt: skip
READING = (
    "ocr_low_confidence", "row_not_understood", "cell_not_understood", "table_not_understood", "reader_note",
    "project_code_repaired", "missing_project", "project_not_in_contents", "plan_unreadable", "money_unreadable",
)  # fmt: skip
"""Findings that say a document was perhaps not read right. Of a picture's text a difference that they name is no failure;
of every other format it is."""
PICTURES = ("pdf_scan", "image")
