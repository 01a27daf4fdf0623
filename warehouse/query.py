"""Read-only questions to the published warehouse, and their answers as text: table, CSV, JSON or Markdown."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.formulas import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FORMATS = ("table", "csv", "json", "markdown")
_MAX_WIDTH = 60
_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


class QueryError(Exception):
    """A question that cannot be answered; the message is for people."""


@dataclass(frozen=True, slots=True)
class Result:
    """The answer: column names, and rows of Python values (Decimal, date, list, None ...)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def run(database: Path, sql: str) -> Result:
    """Runs one SELECT, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN on a published warehouse.

    The connection can neither write nor reach files, the network or extensions. Raises QueryError for anything else,
    for SQL that DuckDB does not accept, and where there is no warehouse.
    """
    if not database.is_file():
        raise QueryError(f"there is no warehouse at {database} 尚无数据库; build one first (jixiao build) 请先构建")
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "lock_configuration": "true",
    }
    try:
        with duckdb.connect(str(database), read_only=True, config=config) as connection:
            answer = connection.execute(_only_reading(connection, sql))
            columns = tuple(column[0] for column in answer.description or ())
            return Result(columns, tuple(answer.fetchall()))
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def render(result: Result, output_format: str) -> str:
    """The answer as text that ends with a line break. Raises ValueError for a format that is not one of FORMATS."""
    renderers: dict[str, Callable[[Result], str]] = {
        "table": _table,
        "csv": _csv,
        "json": _json,
        "markdown": _markdown,
    }
    if output_format not in renderers:
        raise ValueError(f"unknown format {output_format!r}; one of {', '.join(FORMATS)}")
    return renderers[output_format](result)


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal: a Chinese character takes two, a combining mark none."""
    return sum(_character_width(character) for character in text)


def _only_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(f"一次一条语句 one statement at a time, not {len(statements)}")
    if statements[0].type not in _READING:
        name = statements[0].type.name
        raise QueryError(
            f"the published warehouse is read-only: {name} is not allowed, only SELECT and the like "
            "已发布的数据库只读，只能用 SELECT 等查询"
        )
    return statements[0]


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _plain(value: Any) -> str:
    """A value as people write it; numbers without exponents, lists in brackets."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_plain(item) for item in value) + "]"
    return str(value)


def _table(result: Result) -> str:
    header = [[_clipped(name)] for name in result.columns]
    body = [[_lines(value) for value in row] for row in result.rows]
    widths = [max(display_width(line) for row in [header, *body] for line in row[n]) for n in range(len(header))]
    numeric = [_is_numeric(result, n) for n in range(len(header))]
    rule = ["─" * (width + 2) for width in widths]
    text = [f"┌{'┬'.join(rule)}┐", *_box(header, widths, numeric), f"├{'┼'.join(rule)}┤"]
    for row in body:
        text += _box(row, widths, numeric)
    text += [f"└{'┴'.join(rule)}┘", f"{len(body)} row{'' if len(body) == 1 else 's'}"]
    return "\n".join(text) + "\n"


def _box(row: Sequence[Sequence[str]], widths: Sequence[int], numeric: Sequence[bool]) -> list[str]:
    lines = zip_longest(*row, fillvalue="")
    return ["│" + "│".join(map(_padded, line, widths, numeric)) + "│" for line in lines]


def _padded(text: str, width: int, numeric: bool) -> str:  # noqa: FBT001 - mapped over columns
    space = " " * (width - display_width(text))
    return f" {space}{text} " if numeric else f" {text}{space} "


def _lines(value: Any) -> list[str]:
    return [_clipped(line) for line in _plain(value).split("\n")]


def _clipped(text: str) -> str:
    """A line that fits its column, with control characters made visible so that no text can steer the terminal."""
    shown = "".join(c if unicodedata.category(c) not in ("Cc", "Cf") else f"\\x{ord(c):02x}" for c in text)
    if display_width(shown) <= _MAX_WIDTH:
        return shown
    kept, width = [], 1
    for character in shown:
        width += _character_width(character)
        if width > _MAX_WIDTH:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _is_numeric(result: Result, column: int) -> bool:
    values = [row[column] for row in result.rows if row[column] is not None]
    return bool(values) and all(type(value) in (int, float, Decimal) for value in values)


def _csv(result: Result) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in result.columns])
    writer.writerows([["" if value is None else _harmless(value) for value in row] for row in result.rows])
    return text.getvalue()


def _harmless(value: Any) -> str:
    """A value as people write it; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return harmless(value) if isinstance(value, str) else _plain(value)


def _json(result: Result) -> str:
    rows = (_json_value(dict(zip(result.columns, row, strict=True))) for row in result.rows)
    return "[" + ",\n ".join(rows) + "]\n"


def _json_value(value: Any) -> str:
    """JSON with decimals as numbers, digit for digit, which `json` alone would turn into floats."""
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else "null"
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(str(k), ensure_ascii=False)}: {_json_value(v)}" for k, v in value.items())
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_json_value, value)) + "]"
    if isinstance(value, dt.date | dt.time):
        return json.dumps(value.isoformat())
    return json.dumps(value, ensure_ascii=False, default=str)


def _markdown(result: Result) -> str:
    lines = [
        _pipes(result.columns),
        _pipes(["---:" if _is_numeric(result, n) else "---" for n in range(len(result.columns))]),
    ]
    lines += [_pipes([_markdown_cell(value) for value in row]) for row in result.rows]
    return "\n".join(lines) + "\n"


def _markdown_cell(value: Any) -> str:
    return _plain(value).replace("\\", "\\\\").replace("|", "\\|").replace("\r", "").replace("\n", "<br>")


def _pipes(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
