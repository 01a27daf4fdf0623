"""The data dictionary: it says what the schema says, and where it says that a column is read from, there it is read."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from small_warehouse import publish_rows, quarantined, text

from tests.transforms.form.forms import INDICATORS, document
from transforms.form.department import read_cover
from transforms.form.department_goals import read_goals
from transforms.form.labels import field_of, governs, is_kept
from transforms.form.projects import read_projects
from transforms.normalise import normalise_one
from transforms.rules import load
from transforms.tables.submission import Submission
from warehouse import dictionary
from warehouse.checks import check_files
from warehouse.schema.derived import CURRENT
from warehouse.schema.joins import joins, key_owners, parent_of
from warehouse.schema.origin import declared_origins, origin_of
from warehouse.schema.records import DocumentRecord
from warehouse.schema.star import allowed_values, table_comment

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = [(table, column) for table, schema in CURRENT.items() for column in schema.columns()]
LABELS = [
    (table, column, form, label)
    for table, columns in declared_origins().items()
    for column, origin in columns.items()
    for form, labels in (("county", origin.form), ("national", origin.national or origin.form))
    for label in labels
]
WRITTEN = {
    "project_code": ("13020225P000039100011", "13020225P000039100011"),
    "unit_code": ("438001某市某局本级", "438001"),
    "unit_name": ("438001某市某局本级", "某市某局本级"),
    "department_name": ("某市某局", "某市某局"),
    "operator_text": ("≥", "≥"),
    "value_text": ("≥73%", "≥73%"),
    "weight": ("17", Decimal(17)),
    "fiscal_year": ("2027", 2027),
}
"""What to put beside a label and what its column then holds, where that is no mere text or amount."""


@pytest.fixture(scope="module")
def written() -> str:
    return dictionary.dictionary()


def test_the_data_dictionary_is_what_the_schemas_say(written: str) -> None:
    assert dictionary.TARGET.read_text(encoding="utf-8") == written, (
        "docs/data_dictionary.md has drifted; run `python -m warehouse.dictionary`"
    )


def test_the_data_dictionary_names_every_table_view_column_and_check(written: str) -> None:
    sections = {part.partition("\n")[0]: part for part in written.split("\n### ")}
    named = {table: list(schema.columns()) for table, schema in CURRENT.items()}
    named |= {view: [column.name for column in columns] for view, columns in dictionary.view_columns().items()}
    missing = [
        f"{name}.{column}" for name in named for column in named[name] if f"\n| `{column}` | " not in sections[name]
    ]
    assert missing == []
    assert all(f"`{file.name}`" in written for file in check_files())


@pytest.mark.parametrize("table", CURRENT)
def test_a_comment_has_one_half_in_each_language(table: str) -> None:
    comments = [table_comment(CURRENT[table]), *(spec.description or "" for spec in CURRENT[table].columns().values())]
    assert [comment for comment in comments if comment.count(" | ") != 1] == []


def test_every_row_of_a_table_has_as_many_cells_as_its_heading(written: str) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", written, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block[:200]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_that_is_no_key_says_where_it_comes_from(table: str, column: str) -> None:
    schema = CURRENT[table].columns()
    origin = origin_of(table, column, frozenset(schema))
    is_key = parent_of(table, column) or column.endswith("_key")
    assert is_key or (origin and (origin.form or origin.national or origin.columns or origin.where))


def test_what_is_said_of_columns_is_said_of_columns_that_exist() -> None:
    any_table = {column for _, column in COLUMNS}
    declared = [(table, column) for table, columns in declared_origins().items() for column in columns]
    unknown = [f"{table}.{column}" for table, column in declared
               if not (column in any_table if table == "*" else (table, column) in COLUMNS)]  # fmt: skip
    sources = {
        name for columns in declared_origins().values() for origin in columns.values() for name in origin.columns
    }
    unknown += [name for name in sources if name not in any_table and tuple(name.split(".")) not in COLUMNS]
    assert unknown == []


@pytest.mark.parametrize(("table", "column", "form", "label"), LABELS)
def test_a_column_is_read_from_the_label_that_the_dictionary_gives(
    table: str, column: str, form: str, label: str
) -> None:
    beside, expected = _example(column, label)
    rows = _read(*_document(table, label, beside, form))
    tables = [table] if table != "*" else [name for name, schema in CURRENT.items() if column in schema.columns()]
    assert expected in [row.get(column) for name in tables for row in rows.get(name, [])]


def test_the_dictionary_gives_a_label_for_every_field_that_forms_are_read_for() -> None:
    named = {field_of(label) for *_, label in LABELS}
    fields = {name for name in load("labels")["fields"] if is_kept(name) and governs(name) != "rows"}
    assert fields - named == set()


def _example(column: str, label: str) -> tuple[str, Any]:
    """What to write beside a label, and what its column must hold then."""
    if column.endswith("_cny"):
        return "73.21", Decimal("732100.00")
    if column == "horizon":
        return "", "year" if "年" in label else "period"
    if column == "stage_month":
        return "73", 3
    return WRITTEN.get(column, ("七十三号文字", "七十三号文字"))


def _document(table: str, label: str, written: str, form: str) -> list[Any]:
    """The least of a form in which a label has something written beside it."""
    name = [] if label == "项目名称" else [["项目名称", "电梯维保费"]]
    unit = [["438001某市某局本级", "单位：万元"]] if form == "county" else [["单位：万元"]]
    rows = [[label, written]]
    indicators = INDICATORS
    if table == "disbursement_plan":
        rows = [[label, "3月底", "6月底", "10月底", "12月底"], ["", written, "", "", "100"]]
    elif governs(field_of(label) or "") == "columns":
        rows, indicators = [], _with_column(label, written)
    elif table == "indicator":
        rows, indicators = [], [[label if number == 0 else "", *row] for number, row in enumerate(INDICATORS)]
    part_one = _part_one(label, written) if table == "department_goal" else []
    year = "" if field_of(label) == "year" else "2025年"
    return [f"某市某局{year}部门预算绩效文本", *part_one, "电梯维保费绩效目标表", [*unit, *name, *rows, *indicators]]


def _part_one(label: str, written: str) -> list[str]:
    if label == "分项绩效目标":
        return [f"二、{label}", f"1.{written}", "绩效目标：应审尽审"]
    return ["二、分项绩效目标", "1.监督", f"{label}：{written}"]


def _with_column(label: str, written: str) -> list[list[str]]:
    """The indicator table with something written in the column of a label, which is added where it has none."""
    header, *rows = INDICATORS
    place = header.index(label) if label in header else len(header)
    return [
        [*header[:place], label, *header[place + 1 :]],
        *([*row[:place], written, *row[place + 1 :]] for row in rows),
    ]


def _read(*blocks: Any) -> dict[str, list[dict[str, Any]]]:
    made = document(*blocks)
    part_one = read_goals(made)
    record = DocumentRecord(
        sha256="0" * 64,
        format="text",
        reader="text-1",
        cover=read_cover(made),
        overall_goal=part_one.overall,
        goals=part_one.goals,
        projects=tuple(read_projects(made).projects),
    )
    return normalise_one(Submission(record, "2025/a.txt", dt.datetime(2025, 1, 1, tzinfo=dt.UTC)))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A draft of two units, a text in two versions and one that could not be read."""
    rows = [
        text("a", units=(("202001", "审计局本级"), ("202002", "审计中心"))),
        text("b", year=2024),
        text("c", year=2024, stage="approved"),
        quarantined("q"),
    ]
    database = publish_rows(tmp_path_factory.mktemp("published"), *rows).database
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection


def test_the_columns_of_views_are_those_of_a_published_warehouse(published: duckdb.DuckDBPyConnection) -> None:
    columns_there = published.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND table_name LIKE 'v\\_%' ESCAPE '\\' ORDER BY table_name, column_index"
    ).fetchall()
    told = [(view, *column) for view, columns in sorted(dictionary.view_columns().items()) for column in columns]
    assert told == columns_there


def test_tables_join_as_the_dictionary_says(published: duckdb.DuckDBPyConnection) -> None:
    for join in joins():
        child, parent = f"main.{join.table}", f"main.{join.parent}"
        pairs = zip(join.column.split(", "), join.parent_column.split(", "), strict=True)
        same = " AND ".join(f"p.{theirs} = c.{ours}" for ours, theirs in pairs)
        lost = f"FROM {child} c ANTI JOIN {parent} p ON {same} WHERE (c.{join.column.replace(', ', ', c.')})"
        assert published.execute(f"{lost} IS NOT NULL").fetchall() == [], join
        if join.is_single:
            twice = f"SELECT {join.column} FROM {child} GROUP BY ALL HAVING count(*) > 1"  # noqa: S608
            assert published.execute(twice).fetchall() == [], join


@pytest.mark.parametrize(
    ("table", "column", "parent"),
    [
        ("project", "project_key", None),
        ("project", "document_key", "document"),
        ("department_indicator", "department_goal_key", "department_goal"),
        ("disbursement_plan", "stage_month", None),
        ("department_lineage", "previous_department_key", "department"),
        ("project_lineage", "project_key", "project"),
        ("project_lineage", "previous_project_key", "project"),
        ("project_lineage", "undertaking_key", None),
        ("score_deduction", "rule", "score_rule"),
        ("bound_peer", "kind_key", "indicator_kind"),
        ("bound_peer", "seq_no", None),
        ("project_version", "project_key", None),
        ("quality_issue", "rule", None),
        ("department_score", "fiscal_year", None),
    ],
)
def test_a_column_names_a_row_of_another_table(table: str, column: str, parent: str | None) -> None:
    join = parent_of(table, column)
    assert (join.parent if join else None) == parent
    assert join is None or join.parent_column in CURRENT[join.parent].primary_key()


def test_every_table_stands_in_the_picture_of_how_they_join(written: str) -> None:
    pictures = "".join(re.findall(r"```mermaid\nerDiagram\n(.*?)```", written, re.DOTALL))
    assert set(CURRENT) - set(re.findall(r"\w+", pictures)) == set()
    assert '    indicator |o--o{ quality_issue : "indicator_key"\n' in pictures
    assert '    project ||--o| project_score : "project_key"\n' in pictures
    assert '    indicator_bound ||--o| bound_peer : "indicator_key, seq_no"\n' in pictures


def test_the_values_a_column_may_have_are_listed(written: str) -> None:
    assert "| `plan_basis` | VARCHAR<br>`cumulative` `incremental` `unknown` |" in written
    assert "| `completeness` | DECIMAL(6,2)<br>0 … 100 |" in written
    listed = [
        value for schema in CURRENT.values() for spec in schema.columns().values() for value in allowed_values(spec)
    ]
    assert [value for value in listed if f"`{value}`" not in written] == []


def test_a_column_of_a_view_comes_from_where_its_table_has_it(written: str) -> None:
    view = written.partition("\n### v_project\n")[2].partition("\n### ")[0]
    assert re.search(r"\| `project_code` \| VARCHAR \|  \| 「项目编码」 \|", view)
    assert re.search(r"\| `document_key` \| VARCHAR \|  \| → \[document\]\(#document\) \|", view)
    assert key_owners()["document_key"] == "document"
