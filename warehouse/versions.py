"""Which version of a department's text is current, and which row of `department` each project belongs to.

A text is one department's part of one district and fiscal year, as found on the projects of a document; what replaces one
another are the projects of one unit. The rules stand in `sql/build/`: `texts.sql` (which parts are versions of each other),
`versions.sql` (which of them is current), `departments.sql`. This module gives them names compared as people read them.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from warehouse.making import hand_in
from warehouse.sql_files import sql_text

if TYPE_CHECKING:
    import duckdb

_PRINTED = """
    SELECT unit_name FROM staged_department WHERE unit_name IS NOT NULL
    UNION SELECT unit_name FROM staged_project WHERE unit_name IS NOT NULL
    UNION SELECT department_name FROM staged_project WHERE department_name IS NOT NULL
    UNION SELECT department_name FROM staged_document WHERE department_name IS NOT NULL
"""


def decide(connection: duckdb.DuckDBPyConnection) -> None:
    """Leaves the temporary tables project_text, document_text, superseded_document, current_project, current_goal_document,
    unit_name_run and department_of, from staged_document, staged_department and staged_project."""
    printed = [row[0] for row in connection.execute(_PRINTED).fetchall()]
    names = {"printed": printed, "name": list(map(comparable, printed))}
    hand_in(connection, "spelling", pl.DataFrame(names, dict.fromkeys(names, pl.String)))
    connection.execute(sql_text("build", "texts"))
    connection.execute(sql_text("build", "versions"))
    connection.execute(sql_text("build", "departments"))


def comparable(name: str) -> str:
    """A name without white space and differences of width, so that two printings of it are equal."""
    return "".join(unicodedata.normalize("NFKC", name).split())
