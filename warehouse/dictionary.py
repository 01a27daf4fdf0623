"""Writes docs/data_dictionary.md from tables, views and checks: `python -m warehouse.dictionary`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from warehouse import ddl
from warehouse.checks import check_files
from warehouse.schema.derived import CURRENT, DERIVED
from warehouse.schema.joins import joins, key_owners, parent_of
from warehouse.schema.origin import Origin, origin_of
from warehouse.schema.star import PUBLISHED, allowed_values, bilingual, table_comment
from warehouse.sql_files import views

if TYPE_CHECKING:
    from collections.abc import Iterable

    import dataframely as dy
    import duckdb

    from warehouse.sql_files import SqlFile

TARGET = Path(__file__).resolve().parent.parent / "docs" / "data_dictionary.md"

_INTRODUCTION = """\
# 数据字典 | Data dictionary

由表结构和 `sql/` 生成，请勿手工修改；`make docs` 重新生成。
Generated from the declared tables and from `sql/`, not to be edited; `make docs` writes it anew.

- `main` 为现行版本；`history` 为全部版本，含从文件读出的各表，结构相同。
  `main` holds what is current, `history` every version of the tables that are read from documents, with the same columns.
  不再现行的行存于 `superseded`，`history` 中多数表是它与 `main` 合起来的视图。
  Rows that are no longer current stand in `superseded`; most of `history` are views of these and `main` together.
- 从原始数据目录撤下的文件不在 `main` 中，也不影响其中任何内容；其各行仍在 `history` 中，状态为 `superseded`。
  A document that was taken out of the raw folder is not in `main` and changes nothing there; its rows stay in `history`,
  where its status is `superseded`.
- 金额单位均为元，NULL 表示原文空白或未知，不等于 0。
  Money is in yuan; NULL means that the document leaves it blank or that it is not known, never 0.
- “来源”一栏：「」内为表中栏目，全国表指财政部统一表式，与县级表不同时另列；其他写法（如「预算金额」）见
  `transforms/rules/labels.toml`。“由”后为据以得出的列。
  The column *From* gives the label in the form in 「」, with that of the national form where it differs; other wordings of
  a label are in `transforms/rules/labels.toml`. After 由 stand the columns that a column is worked out from.
"""
_JOINING = """\
两表以所注的列连接；鸦爪一端可有多行，带圈者可无。
Tables join on the column that is named; a crow's foot means many rows, a circle that there may be none.
"""
_COLUMNS = "| 列 Column | 类型、取值 Type, values | 空 NULL | 来源 From | 含义 | Meaning |\n|---|---|---|---|---|---|"


class ViewColumn(NamedTuple):
    """A column of a view as the database has it."""

    name: str
    type: str
    comment: str


def dictionary() -> str:
    """The whole document as Markdown."""
    columns = view_columns()
    parts = [
        _INTRODUCTION,
        _contents(),
        _joins(),
        "## 表 | Tables\n",
        *(_table(name, declared) for name, declared in CURRENT.items()),
        "## 视图 | Views\n",
        *(_view(view, columns[view.name]) for view in _views_by_name()),
        _checks(),
    ]
    return "\n".join(parts)


def write() -> None:
    """Writes the document where the repository keeps it."""
    TARGET.write_text(dictionary(), encoding="utf-8")


def view_columns() -> dict[str, list[ViewColumn]]:
    """The columns of every view, with type and comment, from an empty database made as a published one is.

    Raises KeyError for a column that nothing explains, duckdb.Error for a view that does not hold together.
    """
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(ddl.create_tables())
        return {view.name: _columns(connection, view) for view in views()}


def _columns(connection: duckdb.DuckDBPyConnection, view: SqlFile) -> list[ViewColumn]:
    connection.execute(ddl.create_view(view))
    described = connection.execute(f"DESCRIBE main.{view.name}").fetchall()
    try:
        comments = ddl.comment_view_columns(view, [row[0] for row in described])
    except KeyError as error:
        raise KeyError(f"{view.name} does not say what its column {error} is") from error
    connection.execute(comments)
    rows = connection.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [view.name],
    ).fetchall()
    return [ViewColumn(*row) for row in rows]


def _contents() -> str:
    tables = [(name, table_comment(declared)) for name, declared in CURRENT.items()]
    listed = [*tables, *((view.name, view.comment) for view in _views_by_name())]
    rows = [_row(f"[{name}](#{name})", *bilingual(comment)) for name, comment in listed]
    return "\n".join(["| 表、视图 Table, view | 含义 | Meaning |", "|---|---|---|", *rows, ""])


def _views_by_name() -> list[SqlFile]:
    return sorted(views(), key=lambda view: view.name)


def _joins() -> str:
    derived = {schema.__module__: [name for name in DERIVED if DERIVED[name].__module__ == schema.__module__]
               for schema in DERIVED.values()}  # fmt: skip
    rows = [
        _row(
            _qualified(join.table, join.column), _qualified(join.parent, join.parent_column), "NULL" * join.is_optional
        )
        for join in joins()
    ]
    return "\n".join(
        [
            "## 表的连接 | How tables join\n",
            _JOINING,
            "读自文件的表 | Tables read from documents:\n",
            _diagram(list(PUBLISHED)),
            "由上述各表得出的表 | Tables worked out from them:\n",
            *(_diagram(tables) for tables in derived.values()),
            "| 列 Column | 指向 Names a row of | 空 NULL |\n|---|---|---|",
            *rows,
            "",
        ]
    )


def _qualified(table: str, columns: str) -> str:
    return ", ".join(f"`{table}.{column}`" for column in columns.split(", "))


def _diagram(tables: list[str]) -> str:
    """A mermaid diagram of tables, of those that they name rows of, and of the columns that do."""
    shown = [join for join in joins() if join.table in tables]
    joined = {name for join in shown for name in (join.table, join.parent)}
    lines = [f"    {name}" for name in tables if name not in joined]
    for join in shown:
        one, many = "|o" if join.is_optional else "||", "o|" if join.is_single else "o{"
        lines.append(f'    {join.parent} {one}--{many} {join.table} : "{join.column}"')
    return "\n".join(["```mermaid", "erDiagram", *lines, "```", ""])


def _table(name: str, declared: type[dy.Schema]) -> str:
    rows = [
        _row(
            f"`{column}`",
            ddl.sql_type(spec.dtype) + _values(spec),
            "key" if spec.primary_key else "NULL" if spec.nullable else "",
            _from(name, column),
            *bilingual(spec.description or ""),
        )
        for column, spec in declared.columns().items()
    ]
    return "\n".join([_heading(name, table_comment(declared)), _COLUMNS, *rows, ""])


def _view(view: SqlFile, columns: Iterable[ViewColumn]) -> str:
    rows = [_view_row(column, is_explained_here=column.name in view.columns) for column in columns]
    return "\n".join([_heading(view.name, view.comment), _COLUMNS, *rows, ""])


def _view_row(column: ViewColumn, *, is_explained_here: bool) -> str:
    """A column that its view leaves to a table to explain comes from where it does there."""
    tables = (name for name in CURRENT if column.name in CURRENT[name].columns())
    table = None if is_explained_here else next(tables, None)
    spec = CURRENT[table].columns()[column.name] if table else None
    return _row(
        f"`{column.name}`",
        column.type + (_values(spec) if spec else ""),
        "",
        _from_view(table, column.name) if table else "",
        *bilingual(column.comment),
    )


def _values(spec: dy.Column) -> str:
    """The values that may stand in a column, or the bounds of a number."""
    listed = " ".join(f"`{value}`" for value in allowed_values(spec))
    lowest, highest = getattr(spec, "min", None), getattr(spec, "max", None)
    if not listed and (lowest is not None or highest is not None):
        listed = f"{'' if lowest is None else lowest} … {'' if highest is None else highest}".strip()
    return f"<br>{listed}" if listed else ""


def _from(table: str, column: str) -> str:
    join = parent_of(table, column)
    if join:
        return _link(join.parent)
    origin = origin_of(table, column, frozenset(CURRENT[table].columns()))
    return _told(origin) if origin else ""


def _from_view(table: str, column: str) -> str:
    owner = key_owners().get(column)
    return _link(owner) if owner and column in CURRENT[owner].primary_key() else _from(table, column)


def _link(table: str) -> str:
    return f"→ [{table}](#{table})"


def _told(origin: Origin) -> str:
    parts = [origin.where.replace(" | ", " "), _labels(origin.form)]
    if origin.national:
        parts.append(f"全国表 national form: {_labels(origin.national)}")
    if origin.columns:
        parts.append("由 from " + ", ".join(f"`{name}`" for name in origin.columns))
    return "<br>".join(filter(None, parts))


def _labels(labels: Iterable[str]) -> str:
    return " ".join(f"「{label}」" for label in labels)


def _checks() -> str:
    claim = (
        "发布前逐条核对；任何一条不成立即不发布，原有数据保持不变。  \n"
        "Proved before every publication; where one does not hold, what was published stays.\n"
    )
    rows = [_row(f"`{file.name}`", *bilingual(file.comment)) for file in check_files()]
    return "\n".join(["## 核对 | Checks\n", claim, "| 核对 Check | 内容 | Claim |", "|---|---|---|", *rows, ""])


def _heading(name: str, comment: str) -> str:
    return f"### {name}\n\n" + "  \n".join(bilingual(comment)) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    write()
