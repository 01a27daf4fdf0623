"""A line above a table that says several things, parted by wide spaces: 项目名称：某项目　　项目金额：30.00万元."""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.form.labels import LONGEST_MATCH
from transforms.form.wording import wording
from transforms.text import tidy

_WIDE_SPACE = re.compile(r"(\s+(?:(?<=[\t\u3000])|(?<=\s\s)))")
"""A tab, a space as wide as a character, or several spaces. It begins with what is rare, so that a search is fast."""
_SEVERAL = 2


@lru_cache(maxsize=4096)
def statements(line: str) -> tuple[str, ...]:
    """The parts of a line, if two or more of them are a label with its value, or a year beside something else; else the
    line alone. What stands behind a value and is no statement of its own stays with it."""
    parts = _WIDE_SPACE.split(line.strip()) if len(line) <= LONGEST_MATCH else []
    if len(parts) < _SEVERAL:
        return (line,)
    kinds = [_kind(part) for part in parts[::2]]
    if sum(kind is not None for kind in kinds) < _SEVERAL or sorted(filter(None, kinds)) == ["label", "money"]:
        return (line,)
    found = parts[:1]
    for number, kind in enumerate(kinds[1:], start=1):
        if kind is None:
            found[-1] += parts[2 * number - 1] + parts[2 * number]
        else:
            found.append(parts[2 * number])
    return tuple(found)


def _kind(part: str) -> str | None:
    says = wording(tidy(part))
    if says.is_money_header:
        return "money"
    return "year" if says.is_year else "label" if says.labelled else None
