"""Finds the SQL files of `sql/` and reads what their first comment lines say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent / "sql"
_COLUMN = re.compile(r"(\w+): (.+ \| .+)")


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One file: its name without ending, its claim or subject ("中文 | English"), and the SQL."""

    name: str
    comment: str
    columns: dict[str, str]
    """What further header lines `-- column: 中文 | English` say of the columns of a view."""
    text: str


@cache
def sql_files(folder: str, prefix: str = "") -> tuple[SqlFile, ...]:
    """The files of a folder of `sql/` whose names begin so, by name. Raises ValueError for one without its comment."""
    return tuple(_read(path) for path in sorted((_ROOT / folder).glob(f"{prefix}*.sql")))


def views() -> list[SqlFile]:
    """Every view, each after those that it selects from."""
    files = {file.name: file for file in sql_files("views", "v_")}
    named = {name: files.keys() & set(re.findall(r"\w+", file.text)) - {name} for name, file in files.items()}
    return [files[name] for name in TopologicalSorter(named).static_order()]


def sql_text(folder: str, name: str) -> str:
    """The text of one file. Raises KeyError where there is none."""
    return {file.name: file.text for file in sql_files(folder)}[name]


def _read(path: Path) -> SqlFile:
    text = path.read_text(encoding="utf-8")
    header = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        header.append(line.removeprefix("--").strip())
    matches = {line: _COLUMN.fullmatch(line) for line in header}
    columns = {match[1]: match[2] for match in matches.values() if match}
    comment = " ".join(line for line, match in matches.items() if not match)
    if " | " not in comment:
        raise ValueError(f"{path.name} does not begin with a comment '-- 中文 | English'")
    return SqlFile(path.stem, comment, columns, text.strip().removesuffix(";"))
