"""What the notebook asks the published warehouse: each question opens it read-only, answers, and closes it again.

A build may so publish at any time; the next question is answered from what is new. Frames are small: sums and counts, or
the first rows of a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from warehouse.ddl import literal
from warehouse.query import QueryError, run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DATABASE = "warehouse.duckdb"
SHOWN = 2000
"""Rows of a table that are shown at most."""
NOT_STATED = "（未注明 not stated）"
GROUPS = {"年度 Year": "p.fiscal_year::VARCHAR", "区县 District": "p.district", "部门 Department": "p.department"}
"""What curves and sums can be told apart by."""
_MOST_GROUPS = 12
_NEEDED = ("v_project", "v_indicator", "v_disbursement", "v_quality_issue")
_ASIDE = re.compile(r"^其中：|(?<!其中)[；：，].*|（[^）]*）(?=$|[；：，])")
"""What a comment says beside a column's name."""


_SELECTS = re.compile(r"(?:SELECT|FROM|WITH)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Selection:
    """What to look at; an empty part of it restricts nothing. `""` stands for what a document does not state."""

    years: tuple[int, ...] = ()
    """Fiscal years; 0 where none is known."""
    districts: tuple[str, ...] = ()
    """Division codes."""
    departments: tuple[str, ...] = ()
    """Names of departments, or of units where the document has several departments."""
    kinds: tuple[str, ...] = ()
    """二级指标, as printed."""
    words: str = ""
    """What name, usage, goals or target must contain."""


def ask(database: Path, sql: str) -> pl.DataFrame:
    """The answer as a frame. Raises QueryError with a message for people."""
    answer = run(database, sql)
    return pl.DataFrame(answer.rows, schema=list(answer.columns), orient="row", infer_schema_length=None)


def answer(database: Path, sql: str) -> pl.DataFrame:
    """The first rows of a question of one's own. Raises QueryError as `ask` does."""
    plain = sql.strip().removesuffix(";")
    return ask(database, f"FROM ({plain}\n) LIMIT {SHOWN}" if _SELECTS.match(plain) else sql)


def trouble(database: Path) -> str | None:
    """Why nothing can be shown, in Chinese and English; None where all is there."""
    if not database.is_file():
        return f"还没有发布的数据（{database}）。请先运行 `make run`。\n\nNothing is published there yet: run `make run` first."
    try:
        there = ask(database, "SELECT view_name FROM duckdb_views() WHERE NOT internal")
    except QueryError as error:
        return f"数据文件无法打开。 The file cannot be opened: {error}"
    if not set(_NEEDED) <= set(there["view_name"]):
        return (
            f"{database} 由较早的版本发布，请重新运行 `make run`。\n\n"
            "It was published by an earlier version: run `make run` again."
        )
    return None


def labels(database: Path) -> dict[str, tuple[str, str]]:
    """A short Chinese label and the whole comment of every column, by its name."""
    told = ask(
        database,
        "SELECT column_name, arg_max(comment, table_name) FROM duckdb_columns() "
        "WHERE comment IS NOT NULL AND schema_name = 'main' GROUP BY ALL",
    )
    return {name: (_ASIDE.sub("", comment.partition(" | ")[0]).strip(), comment) for name, comment in told.rows()}


def named(frame: pl.DataFrame, known: dict[str, tuple[str, str]]) -> pl.DataFrame:
    """A frame whose columns say in Chinese what they are, with their name in the warehouse behind it."""
    return frame.rename({name: f"{known[name][0]} {name}" for name in frame.columns if name in known})


def written(column: str) -> str | None:
    """How the figures of a column are written, as a format; None where as they are: years without a comma, money with."""
    if column.endswith("year"):
        return "{}"
    return "{:,.2f}" if column.endswith("_cny") else None


def years(database: Path) -> dict[str, int]:
    """The fiscal years there are, the latest first."""
    rows = ask(database, "SELECT DISTINCT coalesce(fiscal_year, 0) AS year FROM project ORDER BY year DESC").rows()
    return {str(year) if year else NOT_STATED: year for (year,) in rows}


def districts(database: Path, chosen: Selection) -> dict[str, str]:
    """Division codes of the districts that have projects, by name."""
    rows = ask(database, f"{_projects(chosen)} SELECT DISTINCT district_code, district FROM p ORDER BY ALL").rows()
    return {f"{name} {code}".strip() or NOT_STATED: code for code, name in rows}


def departments(database: Path, chosen: Selection) -> dict[str, str]:
    """The departments that have projects, those with most money first."""
    sql = f"{_projects(chosen)} SELECT department FROM p GROUP BY ALL ORDER BY sum(budget_cny) DESC NULLS LAST, department"
    return {name or NOT_STATED: name for (name,) in ask(database, sql).rows()}


def kinds(database: Path, chosen: Selection) -> dict[str, str]:
    """The kinds of indicators (二级指标), the most frequent first, with how many there are."""
    sql = f"{_indicators(chosen)} SELECT kind, count(*) FROM i GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 100"
    return {f"{kind or NOT_STATED} ({count:,})": kind for kind, count in ask(database, sql).rows()}


def totals(database: Path, chosen: Selection) -> dict[str, int | float | None]:
    """Documents, projects, yuan, indicators, and the shares of them with a figure and with a deadline; None of nothing."""
    money = ask(
        database,
        f"{_projects(chosen)} SELECT count(DISTINCT document_key) AS documents, count(*) AS projects, "
        "sum(budget_cny) AS budget_cny, count(*) - count(budget_cny) AS without_budget FROM p",
    )
    counted = ask(
        database,
        f"{_indicators(chosen)} SELECT count(*) AS indicators, "
        "avg((value_kind = 'numeric')::INT) AS numeric, avg((value_kind = 'date')::INT) AS dated, "
        "avg((value_kind = 'qualitative')::INT) AS qualitative FROM i",
    )
    return money.row(0, named=True) | counted.row(0, named=True)


def money_by_department(database: Path, chosen: Selection) -> pl.DataFrame:
    """department, fiscal_year, projects, budget_wan_cny of the departments with most money."""
    return ask(
        database,
        f"{_projects(chosen)}, most AS (SELECT department FROM p GROUP BY ALL "
        f"ORDER BY sum(budget_cny) DESC NULLS LAST LIMIT {_MOST_GROUPS}) "
        f"SELECT {_told('department')} AS department, coalesce(fiscal_year::VARCHAR, '{NOT_STATED}') AS fiscal_year, "
        "count(*) AS projects, (sum(budget_cny) / 10000)::DOUBLE AS budget_wan_cny "
        "FROM p SEMI JOIN most USING (department) GROUP BY ALL ORDER BY ALL",
    )


def projects(database: Path, chosen: Selection) -> pl.DataFrame:
    """The projects, those with most money first."""
    return ask(
        database,
        f"{_projects(chosen)} SELECT fiscal_year, district_name, coalesce(department_name, unit_name) AS unit_name, "
        "project_code, project_name, budget_cny, fiscal_funds_cny, other_funds_cny, usage_text, goal_text, file_name, "
        f"source_ref, project_key FROM p ORDER BY budget_cny DESC NULLS LAST, project_key LIMIT {SHOWN}",
    )


def curves(database: Path, chosen: Selection, group: str) -> pl.DataFrame:
    """team, stage_month, projects, percent, spent_wan_cny: what is to be spent by each stage, cumulative.

    Of projects whose plan and budget are known at all four stages, so that every stage is about the same money; percent
    is of their budgets together. `group` is one of GROUPS.
    """
    team = GROUPS[group]
    return ask(
        database,
        f"{_projects(chosen)}, known AS (SELECT project_key FROM disbursement_plan GROUP BY ALL "
        "HAVING count(cumulative_cny) = 4), "
        f"s AS (SELECT {_told(team)} AS team, d.stage_month, d.cumulative_cny, p.budget_cny "
        "FROM p JOIN disbursement_plan d USING (project_key) SEMI JOIN known USING (project_key)), "
        f"most AS (SELECT team FROM s GROUP BY ALL ORDER BY sum(budget_cny) DESC, team LIMIT {_MOST_GROUPS}) "
        "SELECT team, stage_month, count(*) AS projects, "
        "(100 * sum(cumulative_cny) / nullif(sum(budget_cny), 0))::DOUBLE AS percent, "
        "(sum(cumulative_cny) / 10000)::DOUBLE AS spent_wan_cny "
        "FROM s SEMI JOIN most USING (team) GROUP BY ALL ORDER BY ALL",
    )


def indicator_kinds(database: Path, chosen: Selection) -> pl.DataFrame:
    """kind, value_kind, indicators: how the targets of the most frequent kinds of indicators are stated."""
    return ask(
        database,
        f"{_indicators(chosen)}, most AS (SELECT kind FROM i GROUP BY ALL ORDER BY count(*) DESC, kind LIMIT {_MOST_GROUPS}) "
        f"SELECT {_told('kind')} AS kind, value_kind, count(*) AS indicators "
        "FROM i SEMI JOIN most USING (kind) GROUP BY ALL ORDER BY ALL",
    )


def units(database: Path, chosen: Selection) -> dict[str, str]:
    """The units that bounds are in, the most frequent first, with how many there are."""
    sql = f"{_indicators(chosen)} SELECT {_UNIT} AS unit, count(*) FROM i WHERE {_BOUND} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    return {f"{unit} ({count:,})": unit for unit, count in ask(database, f"{sql} LIMIT 60").rows()}


def bounds(database: Path, chosen: Selection, unit: str) -> pl.DataFrame:
    """bound, direction, indicators: the bounds stated most often in a unit, in ascending order."""
    return ask(
        database,
        f"{_indicators(chosen)}, b AS (SELECT {_BOUND} AS bound, direction FROM i "
        f"WHERE {_BOUND} IS NOT NULL AND {_UNIT} = {literal(unit)}), "
        "most AS (SELECT bound FROM b GROUP BY ALL ORDER BY count(*) DESC, bound LIMIT 25) "
        "SELECT bound::DOUBLE AS bound, direction, count(*) AS indicators FROM b SEMI JOIN most USING (bound) "
        "GROUP BY ALL ORDER BY ALL",
    )


def indicators(database: Path, chosen: Selection) -> pl.DataFrame:
    """The indicators, in the order of the documents."""
    return ask(
        database,
        f"{_indicators(chosen)} SELECT fiscal_year, district_name, coalesce(department_name, unit_name) AS unit_name, "
        "project_name, level1, level2, level3, description, value_text, value_kind, direction, lower_bound, upper_bound, "
        "unit, counter, due_date, qualitative_class, basis, file_name, source_ref "
        f"FROM i ORDER BY fiscal_year, district_code, project_key, seq_no LIMIT {SHOWN}",
    )


def form(database: Path, project_key: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The plan and the indicators of one project, as its form has them."""
    key = literal(project_key)
    plan = "stage_month, percent_text, cumulative_percent, cumulative_cny"
    terms = (
        "level1, level2, level3, description, value_text, basis, value_kind, lower_bound, upper_bound, unit, due_date"
    )
    return (
        ask(database, f"SELECT {plan} FROM disbursement_plan WHERE project_key = {key} ORDER BY stage_month"),
        ask(database, f"SELECT {terms} FROM indicator WHERE project_key = {key} ORDER BY seq_no"),
    )


def findings_by_rule(database: Path, chosen: Selection) -> pl.DataFrame:
    """rule, severity, findings."""
    return ask(
        database,
        f"{_findings(chosen)} SELECT rule, severity, count(*) AS findings FROM q GROUP BY ALL ORDER BY 3 DESC, 1",
    )


def findings(database: Path, chosen: Selection) -> pl.DataFrame:
    """The findings, the gravest first."""
    return ask(
        database,
        f"{_findings(chosen)} SELECT severity, rule, message, value_text, fiscal_year, project_name, level3, file_name, "
        "source_ref FROM q ORDER BY list_position(['error', 'warning', 'info'], severity), file_name, rule, issue_key "
        f"LIMIT {SHOWN}",
    )


def scores(database: Path, chosen: Selection) -> pl.DataFrame:
    """Points of the projects, the lowest first; empty where none were given."""
    return ask(
        database,
        f"{_projects(chosen)} SELECT p.fiscal_year, p.district_name, coalesce(p.department_name, p.unit_name) AS unit_name, "
        "p.project_name, s.score, s.grade, s.completeness, s.relevance, s.fitness, s.feasibility "
        f"FROM p JOIN project_score s USING (project_key) ORDER BY s.score NULLS LAST, project_key LIMIT {SHOWN}",
    )


def score_counts(database: Path, chosen: Selection) -> pl.DataFrame:
    """points (the lower end of five), projects."""
    return ask(
        database,
        f"{_projects(chosen)} SELECT (least(s.score, 99) // 5 * 5)::INT AS points, count(*) AS projects "
        "FROM p JOIN project_score s USING (project_key) WHERE s.score IS NOT NULL GROUP BY ALL ORDER BY ALL",
    )


_DEPARTMENT = "coalesce(department_name, unit_name, '')"
_BOUND = "coalesce(lower_bound, upper_bound)"
_UNIT = "coalesce(CASE unit WHEN 'count' THEN counter ELSE unit END, '—')"


def _projects(chosen: Selection) -> str:
    """A WITH clause whose `p` holds the chosen projects."""
    return (
        f"WITH p AS (SELECT *, {_DEPARTMENT} AS department, coalesce(district_name, '') AS district "
        f"FROM (SELECT * REPLACE (coalesce(district_code, '') AS district_code) FROM v_project) "
        f"WHERE {_chosen(chosen, ('project_name', 'usage_text', 'goal_text'))})"
    )


def _indicators(chosen: Selection) -> str:
    """A WITH clause whose `i` holds the chosen indicators."""
    kind = _among("coalesce(level2, '')", chosen.kinds)
    return (
        "WITH i AS (SELECT *, coalesce(level2, '') AS kind FROM v_indicator "
        f"WHERE {_chosen(chosen, ('project_name', 'level3', 'description', 'value_text'))}{kind})"
    )


def _findings(chosen: Selection) -> str:
    """A WITH clause whose `q` holds the findings of the chosen documents and projects."""
    return f"WITH q AS (FROM v_quality_issue WHERE {_chosen(chosen, ('project_name', 'message', 'value_text'))})"


def _chosen(chosen: Selection, texts: Iterable[str]) -> str:
    words = " OR ".join(f"contains({text}, {literal(chosen.words.strip())})" for text in texts)
    return (
        "true"
        + _among("coalesce(fiscal_year, 0)", chosen.years)
        + _among("coalesce(district_code, '')", chosen.districts)
        + _among(_DEPARTMENT, chosen.departments)
        + (f" AND ({words})" if chosen.words.strip() else "")
    )


def _among(column: str, values: Iterable[int | str]) -> str:
    listed = ", ".join(literal(value) if isinstance(value, str) else str(int(value)) for value in values)
    return f" AND {column} IN ({listed})" if listed else ""


def _told(column: str) -> str:
    return f"coalesce(nullif({column}, ''), {literal(NOT_STATED)})"
