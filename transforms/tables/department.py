"""department, staged: which units a document's tables were headed by. Publishing joins them over the years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from transforms.divisions import division


def department_rows(projects: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a unit of the document, from its project rows, with the names of its division."""
    rows: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    for project in projects:
        unit = (project["unit_code"], project["unit_name"])
        if unit in rows:
            continue
        place = division(project["district_code"])
        rows[unit] = {
            "document_key": project["document_key"],
            "fiscal_year": project["fiscal_year"],
            "district_code": project["district_code"],
            "district_name": place.name if place else None,
            "city_name": place.city if place else None,
            "province_name": place.province if place else None,
            "department_code": project["department_code"],
            "unit_code": unit[0],
            "unit_name": unit[1],
        }
    return list(rows.values())
