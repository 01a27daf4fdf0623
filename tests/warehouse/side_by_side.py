"""Cases published in one go, each in districts of its own: which text is current is decided within a district."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import duckdb
from small_warehouse import Rows, joined, publish_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_ASKED = {
    "main.document": "document_key", "main.project": "project_key", "main.project_version": "project_key",
    "main.department": "district_code", "main.v_stage_change": "district_code",
    "main.indicator": "project_key", "main.indicator_bound": "project_key", "main.disbursement_plan": "project_key",
    "main.quality_issue": "document_key", "main.department_goal": "document_key",
    "main.department_indicator": "department_goal_key",
    "history.document": "document_key", "history.project": "project_key", "history.department": "district_code",
    "history.indicator": "project_key", "history.indicator_bound": "project_key", "history.disbursement_plan": "project_key",
    "history.quality_issue": "document_key", "history.department_goal": "document_key",
    "history.department_indicator": "department_goal_key",
}  # fmt: skip
"""What can be asked of a case, and by the beginning of what its rows are known."""


class SideBySide:
    """Published cases by name. Only the last two digits of a case's districts are kept: no two cases share a district."""

    def __init__(self, folder: Path, cases: Mapping[str, Sequence[Rows]]) -> None:
        self._places = {name: f"{number}" for number, name in enumerate(cases, 1001)}
        apart = [_moved(joined(documents), self._places[name]) for name, documents in cases.items()]
        self._connection = duckdb.connect(str(publish_rows(folder, *apart).database), read_only=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def ask(self, case: str, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query over `main_document`, `history_project` and so on, which hold those of the case alone."""
        for table, known_by in _ASKED.items():
            self._connection.execute(
                f"CREATE OR REPLACE TEMP VIEW {table.replace('.', '_')} AS "
                f"FROM {table} WHERE starts_with({known_by}, '{self._places[case]}')"
            )
        return self._connection.execute(sql).fetchall()

    def statuses(self, case: str) -> dict[str, str]:
        """`loaded`, `superseded` or `quarantined` by the key of the document."""
        sql = "SELECT document_key, status FROM main_document"
        return {key.partition("|")[2]: status for key, status in self.ask(case, sql)}


def _moved(rows: Rows, place: str) -> Rows:
    """The rows with keys and districts that no other case has. A row of an unknown district cannot be kept apart."""
    return {
        table: [{name: _moved_value(name, value, place) for name, value in row.items()} for row in some]
        for table, some in rows.items()
    }


def _moved_value(name: str, value: Any, place: str) -> Any:
    if name == "district_code":
        return place + value[-2:]
    return f"{place}|{value}" if name.endswith("_key") and value is not None else value
