"""Cases published in one go, each in districts of its own: what is a version of what is decided within a district."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
from small_warehouse import Rows, joined, publish_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

ASKED = ("document", "project", "department")


class SideBySide:
    """Published cases by name. A case may name districts by their last two digits; no two cases share one."""

    def __init__(self, folder: Path, cases: Mapping[str, Sequence[Rows]]) -> None:
        self._places = {name: f"{1001 + number}" for number, name in enumerate(cases)}
        apart = [self._apart(name, joined(documents)) for name, documents in cases.items()]
        self._database = publish_rows(folder, *apart).database

    def ask(self, case: str, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query in which `{main}` and `{history}` stand before a table of `ASKED`: those of the case alone."""
        with duckdb.connect(str(self._database), read_only=True) as connection:
            for schema in ("main", "history"):
                for table in ASKED:
                    connection.execute(self._own_rows(case, schema, table))
            return connection.execute(sql.format(main="main_", history="history_")).fetchall()

    def statuses(self, case: str) -> dict[str, str]:
        return dict(self.ask(case, "SELECT document_key, status FROM {main}document"))

    def _own_rows(self, case: str, schema: str, table: str) -> str:
        replaced = "" if table == "department" else f"REPLACE (split_part(document_key, '|', 2) AS document_key)"
        return (
            f"CREATE TEMP VIEW {schema}_{table} AS SELECT * {replaced} FROM {schema}.{table} "  # noqa: S608
            f"WHERE starts_with(district_code, '{self._places[case]}')"
        )

    def _apart(self, case: str, rows: Rows) -> Rows:
        """The rows with keys and districts that no other case has."""
        return {table: [self._moved(row, self._places[case]) for row in some] for table, some in rows.items()}

    @staticmethod
    def _moved(row: dict[str, Any], place: str) -> dict[str, Any]:
        keys = {name: f"{place}|{key}" for name, key in row.items() if name.endswith("_key") and key is not None}
        district = row.get("district_code")
        if "district_code" in row:
            # Where the district is unknown, nothing keeps the case from the others.
            assert district is not None
            return {**row, **keys, "district_code": place + district[-2:]}
        return {**row, **keys}
