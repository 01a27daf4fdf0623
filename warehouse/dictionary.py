"""Writes docs/data_dictionary.md from tables, views and checks: `python -m warehouse.dictionary`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.checks import check_files
from warehouse.ddl import sql_type
from warehouse.schema.derived import CURRENT
from warehouse.schema.star import bilingual, table_comment
from warehouse.sql_files import sql_files

if TYPE_CHECKING:
    import dataframely as dy

TARGET = Path(__file__).resolve().parent.parent / "docs" / "data_dictionary.md"

_INTRODUCTION = """\
# 数据字典 | Data dictionary

由 `warehouse/schema/star.py` 生成，请勿手工修改；`python -m warehouse.dictionary` 重新生成。
Generated from `warehouse/schema/star.py`, not to be edited; `python -m warehouse.dictionary` writes it anew.

`main` 为现行版本，`history` 为全部版本，两者表结构相同。金额单位均为元，NULL 表示原文空白或未知，不等于 0。
`main` holds what is current, `history` every version, in the same tables. Money is in yuan; NULL means that the
document leaves it blank or that it is not known, never 0.
"""


def dictionary() -> str:
    """The whole document as Markdown."""
    parts = [_INTRODUCTION, *(_table(name, declared) for name, declared in CURRENT.items()), _views(), _checks()]
    return "\n".join(parts)


def write() -> None:
    """Writes the document where the repository keeps it."""
    TARGET.write_text(dictionary(), encoding="utf-8")


def _table(name: str, declared: type[dy.Schema]) -> str:
    chinese, english = bilingual(table_comment(declared))
    rows = [_column(column, spec) for column, spec in declared.columns().items()]
    return "\n".join(
        [
            f"## {name}\n",
            f"{chinese}  \n{english}\n",
            "| 列 Column | 类型 Type | 空 NULL | 含义 | Meaning |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _column(name: str, spec: dy.Column) -> str:
    chinese, english = bilingual(spec.description or "")
    nullable = "key" if spec.primary_key else "NULL" if spec.nullable else ""
    return f"| `{name}` | {sql_type(spec.dtype)} | {nullable} | {chinese} | {english} |"


def _views() -> str:
    rows = [f"| `{view.name}` | {' | '.join(bilingual(view.comment))} |" for view in sql_files("views", "v_")]
    return "\n".join(["## 视图 | Views\n", "| 视图 View | 含义 | Meaning |", "|---|---|---|", *rows, ""])


def _checks() -> str:
    claim = (
        "发布前逐条核对；任何一条不成立即不发布，原有数据保持不变。  \n"
        "Proved before every publication; where one does not hold, what was published stays.\n"
    )
    rows = [f"| `{file.name}` | {' | '.join(bilingual(file.comment))} |" for file in check_files()]
    return "\n".join(["## 核对 | Checks\n", claim, "| 核对 Check | 内容 | Claim |", "|---|---|---|", *rows, ""])


if __name__ == "__main__":
    write()
