"""department_goal and department_indicator: the numbered sub-goals of part one and the bounds they state."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from transforms import keys
from transforms.quantity.clauses import read_bounds
from transforms.quantity.direction import more_is_better
from transforms.quantity.meaning import value_columns
from transforms.tables.submission import Identity, Submission

_REMEMBERED = 4096


def goal_rows(submission: Submission, identity: Identity) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of department_goal, and of department_indicator: one a bound stated in a sub-goal's measures."""
    goals, indicators = [], []
    for seq_no, goal in enumerate(submission.record.goals, start=1):
        key = keys.goal_key(submission.key, seq_no)
        goals.append({
            "department_goal_key": key,
            "document_key": submission.key,
            "district_code": identity.district_code,
            "fiscal_year": identity.fiscal_year,
            "department_code": identity.department_code,
            "seq_no": seq_no,
            "title": goal.title.text,
            "goal_text": goal.goal.text if goal.goal else None,
            "measure_text": goal.measures.text if goal.measures else None,
        })  # fmt: skip
        stated = _stated(goal.measures.text, identity.fiscal_year) if goal.measures else ()
        indicators += [row | {"department_goal_key": key} for row in stated]
    return goals, indicators


@lru_cache(maxsize=_REMEMBERED)
def _stated(measures: str, year: int | None) -> tuple[dict[str, Any], ...]:
    """Rows of department_indicator without the key of their goal. Offices promise the same again and again."""
    return tuple(
        {
            "department_goal_key": None,
            "seq_no": number,
            "name": bound.name,
            "value_text": bound.value_text,
            **value_columns(bound.value),
            "more_is_better": more_is_better(bound.value, name=bound.name),
        }
        for number, bound in enumerate(read_bounds(measures, year=year), start=1)
    )
