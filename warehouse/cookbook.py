"""Writes docs/cookbook.md, every worked question with its SQL and its answer: `python -m warehouse.cookbook [DATABASE]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.query import Result, render, run
from warehouse.questions import questions
from warehouse.schema.star import bilingual

if TYPE_CHECKING:
    from warehouse.sql_files import SqlFile

_ROOT = Path(__file__).resolve().parent.parent
TARGET = _ROOT / "docs" / "cookbook.md"
_SHIPPED = _ROOT / "data" / "out" / "warehouse.duckdb"
"""What `make run` builds from the documents that come with the project."""

_MOST_ROWS = 12

_INTRODUCTION = """\
# 常见问题 | Cookbook

由 `sql/analysis/` 和随附文件（`data/raw`）生成，请勿手工修改；`jixiao build` 后用 `python -m warehouse.cookbook` 重新生成。
Generated from `sql/analysis/` and the documents that come with the project (`data/raw`), not to be edited: after
`jixiao build`, `python -m warehouse.cookbook` writes it anew.

`jixiao ask NAME` asks one of them of your own warehouse, `jixiao ask --list` names them all. The SQL runs as it stands in
`jixiao sql`, in DuckDB and in any tool that opens the database; change it to ask your own. Questions about several years,
or about drafts, have no rows here: the documents that come with the project are one text for each department.
"""


def cookbook(database: Path) -> str:
    """The whole page as Markdown, with the answers of a published warehouse. Raises QueryError where one cannot be asked."""
    return "\n".join([_INTRODUCTION, _contents(), *(_recipe(asked, database) for asked in questions())])


def write(database: Path) -> None:
    """Writes the page where the repository keeps it."""
    TARGET.write_text(cookbook(database), encoding="utf-8")


def _contents() -> str:
    rows = [f"| [{asked.name}](#{asked.name}) | {' | '.join(bilingual(asked.comment))} |" for asked in questions()]
    return "\n".join(["| 名称 Name | 问题 | Question |", "|---|---|---|", *rows, ""])


def _recipe(asked: SqlFile, database: Path) -> str:
    chinese, english = bilingual(asked.comment)
    statement = asked.text.split("\n", 1)[1].strip()
    return f"## {asked.name}\n\n{chinese}  \n{english}\n\n```sql\n{statement}\n```\n\n{_answer(asked, database)}"


def _answer(asked: SqlFile, database: Path) -> str:
    result = run(database, asked.text)
    if not result.rows:
        return "没有结果。 No rows.\n"
    rest = len(result.rows) - _MOST_ROWS
    more = f"\n… 另有 {rest} 行。 {rest} more rows.\n" if rest > 0 else ""
    return render(Result(result.columns, result.rows[:_MOST_ROWS]), "markdown") + more


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else _SHIPPED)
