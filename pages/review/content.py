"""What the review page shows, as JSON: values by group, each with its place, meaning and findings; the pages' spots."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pages.review.meaning import Meanings
from pages.shared.page import asset
from transforms.corrections import STALE, Correction, corrected
from transforms.document import Cell, Document
from transforms.form.labels import field_of, is_level_name, labelled, match
from transforms.normalise import normalise_one
from transforms.places import Places, Spot
from transforms.quality.findings import issue_rows
from transforms.rules import load
from transforms.stated import Address, values, without_confidence
from transforms.tables.submission import Submission, identify
from warehouse.schema.records import DocumentRecord, Text

_FORM_WORDS = ("title", "unit_header", "money_header", "money_unit", "plan_stage", "column_number")

_RIM = 3.0
"""Points."""


@dataclass(slots=True)
class _Value:
    """One value of the page. A merged cell that speaks for several rows is one value, told with the first of them."""

    id: int
    address: Address
    text: Text | None
    now: Text | None
    """What it is once corrections are applied."""
    spots: list[Spot]
    meaning: list[Any] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)
    correction: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document to be reviewed: what it is called, what its reader and form reader gave, and what is corrected in it."""

    path: str
    """With slashes; its folders may name the year and the district, as below the raw folder."""
    document: Document
    record: DocumentRecord
    corrections: Sequence[Correction] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def content(reviewed: Reviewed) -> dict[str, Any]:
    """The page's data without its pictures; `pages/review/review.js` says how it is shown."""
    return _Content(reviewed).data()


class _Content:
    def __init__(self, reviewed: Reviewed) -> None:
        self.reviewed = reviewed
        self.record = reviewed.record
        judged = corrected(reviewed.record, reviewed.corrections)
        # Stale corrections are told, and keep nobody from seeing what the values mean without them.
        self.stale = [finding for finding in judged.findings if finding.rule == STALE]
        entries = {finding.details["entry"] for finding in self.stale}
        self.now = corrected(reviewed.record, [one for one in reviewed.corrections if one.entry not in entries])
        self.submission = Submission(self.now, reviewed.path, datetime.now(UTC))
        self.rows = normalise_one(self.submission)
        self.places = Places(reviewed.document)
        self.values: list[_Value] = []
        self.groups = self._groups()

    def data(self) -> dict[str, Any]:
        findings = self._findings()
        (row,) = self.rows["document"]
        identity = identify(self.submission)
        return {
            "document": {
                "name": self.reviewed.name,
                "sha256": self.record.sha256,
                "format": self.record.format,
                "reader": self.record.reader,
                "department": identity.department_name,
                "year": identity.fiscal_year,
                "district": identity.district_code,
                "quarantined": row["status"] == "quarantined",
            },
            "sheets": [[sheet.number, sheet.width, sheet.height] for sheet in self.reviewed.document.sheets],
            "blocks": [] if self.reviewed.document.sheets else list(_blocks(self.places)),
            "boxes": self._boxes(),
            "values": [self._value(value) for value in self.values],
            "groups": self.groups,
            "findings": findings,
            "unread": [spot.number for spot in self._unread()],
            "unreadTexts": {spot.number: spot.block.text for spot in self._unread()},
        }

    # --- values

    def _groups(self) -> list[dict[str, Any]]:
        """Groups in the order of the document: itself, its goals, its projects, each with their values by row."""
        meanings = Meanings(self.now, self.rows, identify(self.submission))
        settings = tomllib.loads(asset("pages.review", "fields.toml"))
        groups: dict[tuple[str, int], dict[str, Any]] = {}
        merged: dict[tuple[str, str, str], int] = {}
        for (address, text), (_, now) in zip(values(self.record), values(self.now), strict=True):
            if address.field in settings["unlisted"] or (text is None and address.field not in settings["expected"]):
                continue
            if text is None and now is None and self._is_left_out(address):
                continue
            rows = groups.setdefault(_group_of(address), self._group(address))["rows"]
            row = rows.setdefault(_row_of(address), [])
            same = (address.field, without_confidence(text.source_ref), text.text) if text else None
            if same and address.indicator and same in merged:
                row.append(merged[same])
                continue
            value = _Value(len(self.values), address, text, now, self._spots(text))
            value.meaning = meanings.of(address, now)
            value.correction = _told(self.reviewed.corrections, value)
            self.values.append(value)
            row.append(value.id)
            if same:
                merged[same] = value.id
        for group in groups.values():
            group["rows"] = [{"row": name, "values": self._in_order(name, ids)} for name, ids in group["rows"].items()]
        return list(groups.values())

    def _in_order(self, row: str, ids: list[int]) -> list[int]:
        """The fields of a project as they stand in the document, those that it does not have last."""
        if row != "fields":
            return ids
        spots = {number: self.values[number].spots for number in ids}
        return sorted(ids, key=lambda number: spots[number][0].number if spots[number] else len(self.places.spots))

    def _is_left_out(self, address: Address) -> bool:
        """Whether a field that was not read is none of this form: none of the document's projects has it."""
        if address.project is None:
            return False
        name = address.field.partition(".")[2]
        if address.indicator:
            return not any(getattr(row, name) for project in self.record.projects for row in project.indicators)
        return not any(getattr(project, name) for project in self.record.projects) and name != "budget"

    def _group(self, address: Address) -> dict[str, Any]:
        if address.project is None:
            return {"kind": "goals" if address.goal else "document", "rows": {}}
        project = self.now.projects[address.project - 1]
        title = project.name or project.title
        return {"kind": "project", "number": address.project, "title": title.text if title else "", "rows": {}}

    def _spots(self, text: Text | None) -> list[Spot]:
        return [] if text is None else self.places.find(text.source_ref, text.text)

    def _value(self, value: _Value) -> dict[str, Any]:
        text, address = value.text, value.address
        told = {
            "id": value.id,
            "field": address.field,
            "text": None if text is None else text.text,
            "place": address.place if text is None else without_confidence(text.source_ref),
            "spots": [spot.number for spot in value.spots],
            "page": next((spot.block.page for spot in value.spots if spot.block.page), None),
            "month": address.month,
            "project": address.project,
            "meaning": value.meaning,
            "findings": value.findings,
            "correction": value.correction,
        }
        if text is not None and text.confidence is not None:
            told["confidence"] = round(text.confidence, 2)
            told["doubtful"] = bool(text.text) and text.confidence < load("ocr")["least_confidence"]
        return {name: item for name, item in told.items() if not _says_nothing(item) or name == "text"}

    # --- findings

    def _findings(self) -> list[dict[str, Any]]:
        """Every finding, with the value it is shown at; the values know theirs by number."""
        issues = [*issue_rows(self.submission.key, self.stale), *self.rows["quality_issue"]]
        by_place: dict[tuple[str, str], list[_Value]] = defaultdict(list)
        by_row: dict[tuple[int, int], _Value] = {}
        for value in self.values:
            if value.text is not None:
                by_place[without_confidence(value.text.source_ref), value.text.text].append(value)
            if value.address.field == "indicator.value" and value.address.project and value.address.indicator:
                by_row[value.address.project, value.address.indicator] = value
        told = []
        for number, issue in enumerate(issues):
            concerned = self._value_of(issue, by_place, by_row)
            if concerned is not None:
                concerned.findings.append(number)
            told.append(self._finding(issue, concerned))
        return told

    def _value_of(
        self,
        issue: dict[str, Any],
        by_place: dict[tuple[str, str], list[_Value]],
        by_row: dict[tuple[int, int], _Value],
    ) -> _Value | None:
        where = without_confidence(issue["source_ref"] or "")
        said = by_place.get((where, issue["value_text"] or ""), []) if where and issue["value_text"] else []
        project = _number(issue["project_key"])
        own = [value for value in said if project is None or value.address.project in (project, None)]
        if own:
            return next((value for value in own if value.now is not value.text), own[0])
        if project is not None and issue["indicator_key"]:
            return by_row.get((project, _number(issue["indicator_key"]) or 0))
        return next((value for value in self.values if value.now is not value.text and _is_at(value, issue)), None)

    def _finding(self, issue: dict[str, Any], value: _Value | None) -> dict[str, Any]:
        chinese, english, *reason = issue["message"].split(" | ", 2)
        spots = (
            [] if value or not issue["source_ref"] else self.places.find(issue["source_ref"], issue["value_text"] or "")
        )
        return {
            "severity": issue["severity"],
            "rule": issue["rule"],
            "zh": "：".join([chinese, *reason]),
            "en": ": ".join([english, *reason]),
            "text": None if value else issue["value_text"],
            "place": issue["source_ref"],
            "project": _number(issue["project_key"]),
            "spots": [spot.number for spot in spots],
            "value": value.id if value else None,
        }

    # --- places

    def _boxes(self) -> list[list[float] | None]:
        """By spot: the index of its sheet, then left, top, width and height as shares of it; None without a box."""
        sheets = {sheet.number: (index, sheet) for index, sheet in enumerate(self.reviewed.document.sheets)}
        boxes: list[list[float] | None] = []
        for spot in self.places.spots:
            box, page = spot.block.box, spot.block.page
            if box is None or page not in sheets:
                boxes.append(None)
                continue
            index, sheet = sheets[page]
            # Lines of writing stand in boxes of their type's height; some signs reach over it.
            rim = 0.0 if isinstance(spot.block, Cell) else _RIM
            left, top, right, bottom = box[0] - rim, box[1] - rim, box[2] + rim, box[3] + rim
            shares = left / sheet.width, top / sheet.height, (right - left) / sheet.width, (bottom - top) / sheet.height
            boxes.append([index, *(round(share, 5) for share in shares)])
        return boxes

    def _unread(self) -> Iterator[Spot]:
        """Written cells of the forms' tables that no value came from and that are no words of the form."""
        used = {spot.number for value in self.values for spot in value.spots}
        forms = {spot.table for value in self.values for spot in value.spots if value.address.project}
        for spot in self.places.spots:
            text = spot.block.text.strip()
            is_written = text and isinstance(spot.block, Cell) and spot.table in forms
            if is_written and spot.number not in used and not _is_of_form(text):
                yield spot


def _is_of_form(text: str) -> bool:
    """Whether a cell is part of the printed form, not of what was filled in."""
    if field_of(text) or labelled(text) or is_level_name(text):
        return True
    return any(match(name, text) for name in _FORM_WORDS)


def _group_of(address: Address) -> tuple[str, int]:
    if address.project is not None:
        return "project", address.project
    return ("goals", 0) if address.goal else ("document", 0)


def _row_of(address: Address) -> str:
    """What stands together: an indicator, the plan, a goal, or the fields of a project."""
    if address.indicator is not None:
        return f"indicator {address.indicator}"
    if address.month is not None:
        return "plan"
    return f"goal {address.goal}" if address.goal else "fields"


def _told(corrections: Sequence[Correction], value: _Value) -> dict[str, Any] | None:
    found = next((one for one in corrections if one.matches(value.address, value.text)), None)
    if found is None:
        return None
    return {"corrected": found.corrected, "reason": found.reason, "entry": found.entry}


def _is_at(value: _Value, issue: dict[str, Any]) -> bool:
    return value.now is not None and (value.now.source_ref, value.now.text) == (
        issue["source_ref"],
        issue["value_text"],
    )


def _says_nothing(item: Any) -> bool:
    return item is None or item is False or item == []


def _number(key: str | None) -> int | None:
    """The number that a key of a project or an indicator ends with."""
    return int(key[-3:]) if key else None


def _blocks(places: Places) -> Iterator[dict[str, Any]]:
    """The document as it was read, for formats without pages: paragraphs, and tables with their cells by row."""
    table: dict[str, Any] | None = None
    for spot in places.spots:
        if not isinstance(spot.block, Cell):
            table = None
            if spot.block.text.strip():
                yield {"spot": spot.number, "text": spot.block.text}
            continue
        if table is None or table["table"] != spot.table:
            table = {"table": spot.table, "cells": []}
            yield table
        cell = spot.block
        table["cells"].append([spot.number, cell.row, cell.column, cell.row_span, cell.column_span, cell.text])
