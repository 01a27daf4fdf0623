"""One document as submitted, and who it is from: district, year, department and stage, from cover, codes and folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeVar

from transforms.divisions import division, find
from transforms.form.department import stage_of, year_of
from transforms.form.labels import match, says_nothing
from transforms.form.years import span_in, year_in
from transforms.keys import CODE_LENGTH, document_key, is_valid_code
from transforms.tables.money import money_factor
from transforms.tables.texts import on_one_line
from transforms.text import fold, one_line
from warehouse.schema.records import DocumentRecord, Finding, ProjectRecord, Text

FIRST_YEAR, LAST_YEAR = 2012, 2040
"""Fiscal years that a text may plausibly be for: the county form is younger than the first of them."""

_YEAR_FOLDER = re.compile(r"20\d\d")
_DISTRICT_FOLDER = re.compile(r"\d{6}")
_OWN_OFFICE = "本级"
_SEPARATORS = "-—－–_:：、.．])】） "
"""What stands between a unit's code and its name."""

_CODE_END = 4
"""So much of a name shows whether it ends with a code: brackets and blanks stand behind one at most."""
_CODES, _HEADERS = 512, 4096
"""How many codes and headers are remembered: a code is asked for within its document, a header in its office's others."""

T = TypeVar("T")
Unit = tuple[str | None, str | None]
"""Code and name of a unit."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A document's records with the file they came from.

    `file_path` is relative to the raw folder, with slashes; `also_at` names further files with the same content.
    """

    record: DocumentRecord
    file_path: str
    received_at: datetime
    also_at: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return document_key(self.record.sha256)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose text a document is; None where neither the document nor its folder says."""

    district_code: str | None
    fiscal_year: int | None
    department_code: str | None
    department_name: str | None
    stage: str
    findings: tuple[Finding, ...] = ()
    unit: Unit | None = None
    """Code and name of the unit that all its tables name which name one; None where they differ or none does."""
    money_factor: Decimal | None = None
    """Yuan in one of the unit of money that all its tables print which print one; None where they differ or none does."""


def folder_year(file_path: str) -> int | None:
    """The fiscal year that a folder of the path names (`2025/130202/…`)."""
    return next((int(part) for part in PurePosixPath(file_path).parts[:-1] if _YEAR_FOLDER.fullmatch(part)), None)


def _folder_district(file_path: str) -> str | None:
    return next((part for part in PurePosixPath(file_path).parts[:-1] if _DISTRICT_FOLDER.fullmatch(part)), None)


def project_code(project: ProjectRecord) -> str | None:
    """The 项目编码 without white space and with full-width forms folded, without what parts it where it is valid so, or
    None where the form has none, or a sign that says nothing.

    Some provinces print it in the cell of the name, in front or behind: `51010022T000000012345-会议费`.
    """
    if project.code:
        return _folded_code(project.code.text)
    found = _coded(project.name.text) if project.name else None
    return found["code"] if found else None


_ZEROS = str.maketrans("〇○", "00")
_BETWEEN = re.compile(r"[-—–_·.]+")
"""What some put between the parts of a code: 13020225-P0000391-00011."""


@lru_cache(maxsize=_CODES)
def _folded_code(text: str) -> str | None:
    if says_nothing(text):
        return None
    code = fold(text).upper().translate(_ZEROS)
    if len(code) == CODE_LENGTH:
        return code
    joined = _BETWEEN.sub("", code)
    return joined if is_valid_code(joined) else code


def _coded(name: str) -> re.Match[str] | None:
    """A name with its code in front, or with a valid one behind. Most begin and end with no figure, and are known by that
    to have none."""
    if name.lstrip()[:1].isnumeric() and (found := match("coded_name", name)):
        return found
    end = fold(name[-_CODE_END:]).rstrip(")]】")[-1:] if len(name) > CODE_LENGTH else ""
    found = match("name_with_code", name) if end.isascii() and end.isalnum() else None
    return found if found and is_valid_code(found["code"]) else None


def project_name(project: ProjectRecord) -> str | None:
    """The project's name as printed, on one line and without a code in front of it or behind."""
    name = on_one_line(project.name)
    found = _coded(name) if name else None
    if not name or not found:
        return name
    length = len(found["name"])
    return _last_letters(name, length) if found.start("name") else _first_letters(name, length)


def _last_letters(text: str, wanted: int) -> str:
    """The shortest end of a text that folds to so many characters."""
    starts = (start for start in range(len(text) - 1, -1, -1) if len(fold(text[start:])) >= wanted)
    return text[next(starts, 0) :].strip()


def unit_of(project: ProjectRecord) -> Unit:
    """Code (6 digits) and name of the unit that holds a project: its unit header, else the 实施单位 of national forms."""
    written = unit_header(project)
    return _unit_in(written.text) if written else (None, None)


def unit_header(project: ProjectRecord) -> Text | None:
    """What names the unit that holds a project; None where the form has nothing of the kind, or it is blank."""
    if project.unit and project.unit.text:
        return project.unit
    return project.implementing_unit if project.implementing_unit and project.implementing_unit.text else None


@lru_cache(maxsize=_HEADERS)
def _unit_in(header: str) -> tuple[str | None, str]:
    """Code and name that a unit header states; the projects of a document share theirs."""
    text = one_line(header)
    found = match("unit_header", text)
    if not found:
        return None, text
    behind = text[_letters(text, found.end("code")) :]
    return found["code"], _first_letters(behind.lstrip(_SEPARATORS), len(found["name"]))


def _first_letters(text: str, wanted: int) -> str:
    """The shortest beginning of a text that folds to so many characters: as printed, but without what follows it."""
    return text[: _letters(text, wanted)].strip()


def _letters(text: str, wanted: int) -> int:
    """How many letters of a text, from its beginning, fold to so many characters."""
    ends = (end for end in range(1, len(text) + 1) if len(fold(text[:end])) >= wanted)
    return next(ends, len(text))


def department_of(project: ProjectRecord) -> tuple[str | None, str | None]:
    """Code (3 digits) and name of the 主管部门 that a national form names: `[119]某市某局`, `119-某市某局`, `某市某局`."""
    if project.supervising_department is None or not project.supervising_department.text:
        return None, None
    found = match("owner", one_line(project.supervising_department.text))
    if not found:
        return None, None
    return (found["code"] or found["late"] or "")[:3] or None, found["name"]


def identify(submission: Submission) -> Identity:
    """District, fiscal year, department and stage of a document.

    The first source that says one counts, and another that disagrees is a finding. For the year: the cover's title, most
    project codes, the forms, another line of the cover, the folder, and, with a finding, the first year of most forms' span.
    For the district: most project codes, the division that cover and unit headers name, the folder.
    """
    record = submission.record
    codes = [code for project in record.projects if (code := project_code(project)) and is_valid_code(code)]
    units = [unit_of(project) for project in record.projects]
    name = one_line(record.cover.department_name.text) if record.cover.department_name else None
    findings: list[Finding] = []
    year = _fiscal_year(submission, codes, findings)
    owners = [department_of(project) for project in record.projects]
    named = find(" ".join(filter(None, [name, *(unit for _, unit in [*owners, *units])])))
    district = _agreed(
        "district",
        [("codes", _most(code[:6] for code in codes)), ("names", named.code if named else None),
         ("folder", _folder_district(submission.file_path))],
        findings,
    )  # fmt: skip
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        findings.append(Finding("fiscal_year_out_of_range", value_text=str(year), details={"year": str(year)}))
    if district is not None and (found := division(str(district))) and found.code != district:
        findings.append(Finding("district_not_listed", value_text=str(district), details={"nearest": found.name}))
    return Identity(
        district_code=None if district is None else str(district),
        fiscal_year=year,
        department_code=_most([code[:3] for code, _ in units if code] or [code for code, _ in owners if code]),
        department_name=name or _most(owner for _, owner in owners if owner) or _department_of(units),
        stage=stage_of(record.cover.stage.text) if record.cover.stage else "unknown",
        findings=tuple(findings),
        unit=_only(unit for unit in units if unit != (None, None)),
        money_factor=_only(factor for project in record.projects if (factor := money_factor(project.money_unit))),
    )


def _fiscal_year(submission: Submission, codes: list[str], findings: list[Finding]) -> int | None:
    record = submission.record
    cover = record.cover.fiscal_year.text if record.cover.fiscal_year else ""
    known = [
        ("cover", year_of(cover, by_title=True)),
        ("codes", _most(2000 + int(code[6:8]) for code in codes if code[6:8].isdigit())),
        ("forms", _most(year for project in record.projects if (year := form_year(project)))),
        ("cover", year_of(cover)),
        ("folder", folder_year(submission.file_path)),
    ]
    span = _most(span for project in record.projects if (span := _form_span(project)))
    if span is None or any(year is not None for _, year in known):
        agreed = _agreed("fiscal_year", [*known], findings)
        return None if agreed is None else int(agreed)
    first, last = span
    findings.append(Finding("fiscal_year_of_span", value_text=f"{first}-{last}", details={"year": str(first)}))
    return first


def form_year(project: ProjectRecord) -> int | None:
    """The year that a project's form states."""
    return year_in(project.year.text) if project.year else None


def _form_span(project: ProjectRecord) -> tuple[int, int] | None:
    return span_in(project.year.text) if project.year else None


def _only(values: Iterable[T]) -> T | None:
    """The one value that all are; None where they differ or there is none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _most(values: Iterable[T]) -> T | None:
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _agreed(what: str, sources: list[tuple[str, str | int | None]], findings: list[Finding]) -> str | int | None:
    known = [(source, value) for source, value in sources if value is not None]
    if not known:
        findings.append(Finding(f"{what}_unknown"))
        return None
    first, value = known[0]
    for source, other in known[1:]:
        if not _agree(value, other):
            details = {"used": f"{value} ({first})", "other": f"{other} ({source})"}
            findings.append(Finding(f"{what}_disagrees", value_text=str(other), details=details))
    return value


def _agree(value: str | int, other: str | int) -> bool:
    """Equal, or one division lies in the other: a county's text also names its prefecture."""
    if isinstance(value, int) or isinstance(other, int):
        return value == other
    short, long = sorted((_significant(value), _significant(other)), key=len)
    return long.startswith(short)


def _significant(code: str) -> str:
    return code.removesuffix("00").removesuffix("00")


def _department_of(units: list[Unit]) -> str | None:
    name = _most(name for _, name in units if name)
    return name.removesuffix(_OWN_OFFICE) if name else None
