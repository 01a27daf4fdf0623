"""The files of corrections, read with the line of everything in them: scalars stay the text that was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import yaml

from transforms.corrections import Correction, correctable_fields

_SUFFIXES = (".yaml", ".yml")
_REQUIRED = ("document", "place", "field", "read", "corrected", "reason", "date")
_OPTIONAL = ("by", "file", "project")
_MAY_BE_BLANK = ("read", "corrected")
_PARSED = ("date", "read", "corrected", "project")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NULL = "tag:yaml.org,2002:null"

_Stated = dict[str, tuple[str | None, int]]
"""What an entry says by name, with its line; None for null."""


class CorrectionsInvalid(ValueError):
    """Files of corrections that cannot be understood. The message names file and line of every problem."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("corrections that cannot be understood 更正文件无法读懂:\n  " + "\n  ".join(self.problems))

    def __reduce__(self) -> tuple[type[CorrectionsInvalid], tuple[tuple[str, ...]]]:
        return type(self), (self.problems,)


def correction_files(folder: Path) -> list[Path]:
    """The files below a folder that hold corrections, in order; none where there is no folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and not path.name.startswith("."))


def load_corrections(folder: Path) -> list[Correction]:
    """Every correction below a folder. Raises CorrectionsInvalid with all that is wrong, OSError for a file that cannot
    be opened."""
    problems: list[str] = []
    found: list[Correction] = []
    for path in correction_files(folder):
        found += _File(path.relative_to(folder).as_posix(), problems).read(path.read_bytes())
    _twice(found, problems)
    if problems:
        raise CorrectionsInvalid(problems)
    return found


def _twice(corrections: list[Correction], problems: list[str]) -> None:
    first: dict[tuple[str, str, str, str | None, int | None], Correction] = {}
    for one in corrections:
        other = first.setdefault(one.key(), one)
        if other is not one:
            problems.append(f"{one.entry}: corrects what {other.entry} corrects already: keep one of them")


class _File:
    """One file being read; what is wrong with it is added to `problems`."""

    def __init__(self, name: str, problems: list[str]) -> None:
        self._name, self._problems = name, problems

    def _problem(self, line: int, what: str) -> None:
        self._problems.append(f"{self._name}:{line}: {what}")

    def read(self, content: bytes) -> list[Correction]:
        try:
            # Composed, not loaded: 11.00, 2025 and 否 stay what somebody wrote, and every node knows its line.
            root = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
        except UnicodeDecodeError as error:
            self._problem(content.count(b"\n", 0, error.start) + 1, "is no UTF-8")
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._problem(mark.line + 1 if mark else 1, f"is no YAML: {error.problem or error.context}")
        except yaml.YAMLError as error:
            self._problem(1, f"is no YAML: {' '.join(str(error).split())}")
        else:
            return self._entries(root)
        return []

    def _entries(self, root: yaml.Node | None) -> list[Correction]:
        if root is None or root.tag == _NULL:
            return []
        if not isinstance(root, yaml.SequenceNode):
            self._problem(_line(root), "is no list: every correction begins with “- ”")
            return []
        return [one for node in root.value if (one := self._entry(node)) is not None]

    def _entry(self, node: yaml.Node) -> Correction | None:
        before = len(self._problems)
        stated = self._stated(node) if isinstance(node, yaml.MappingNode) else None
        if stated is None:
            self._problem(_line(node), f"is no correction: it has {', '.join(_REQUIRED)}")
            return None
        for name in _REQUIRED:
            if name not in stated:
                self._problem(_line(node), f"the correction lacks “{name}”")
        day = self._checked(stated)
        if len(self._problems) > before or day is None:
            return None
        texts = {name: text for name, (text, _) in stated.items() if name not in _PARSED}
        return Correction(
            **{name: text for name, text in texts.items() if text is not None},
            read=stated["read"][0],
            corrected=stated["corrected"][0] or "",
            date=day,
            project=int(stated["project"][0] or 0) if "project" in stated else None,
            entry=f"{self._name}:{_line(node)}",
        )

    def _stated(self, node: yaml.MappingNode) -> _Stated:
        """What an entry says by name, with its line; None for null."""
        stated: _Stated = {}
        for key, value in node.value:
            name, line = str(key.value), _line(key)
            if name not in (*_REQUIRED, *_OPTIONAL):
                self._problem(line, f"a correction has no “{name}”: {', '.join((*_REQUIRED, *_OPTIONAL))}")
            elif name in stated:
                self._problem(line, f"“{name}” stands twice in one correction")
            elif not isinstance(value, yaml.ScalarNode):
                self._problem(line, f"“{name}” is one text")
            else:
                stated[name] = (None if value.tag == _NULL else value.value.strip(), line)
        return stated

    def _checked(self, stated: _Stated) -> date | None:
        """Reports what no correction can say; the day it was made."""
        for name, (text, line) in stated.items():
            if not text and name not in _MAY_BE_BLANK:
                self._problem(line, f"“{name}” is empty")
        self._check(
            stated, "document", lambda text: _SHA256.fullmatch(text) is not None, "is no SHA-256 (64 hex digits)"
        )
        self._check(stated, "project", _is_number, "is no number of a project, counted from 1")
        fields = correctable_fields()
        self._check(stated, "field", lambda text: text in fields, f"is no field: {', '.join(fields)}")
        text, line = stated.get("corrected", ("", 0))
        if text is None:
            self._problem(line, "“corrected” is a text; write '' where the cell is blank")
        if "read" in stated and stated["read"][0] == text:
            self._problem(line, "“corrected” is what was read")
        return self._day(*stated["date"]) if stated.get("date", ("", 0))[0] else None

    def _check(self, stated: _Stated, name: str, holds: Callable[[str], bool], what: str) -> None:
        text, line = stated.get(name, (None, 0))
        if text and not holds(text):
            self._problem(line, f"“{text}” {what}")

    def _day(self, text: str | None, line: int) -> date | None:
        try:
            return date.fromisoformat(text or "")
        except ValueError:
            self._problem(line, f"“{text}” is no date: 2025-06-30")
            return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
