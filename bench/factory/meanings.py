"""What the written values mean: each distinct one is read once, by the reader that reads documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from transforms.quality.findings import message
from transforms.quality.indicator import indicator_findings
from transforms.rules import load
from transforms.tables.indicator import bound_rows, indicator_row
from transforms.tables.submission import Identity
from warehouse.schema.records import Finding, IndicatorRecord, Text
from warehouse.schema.staged import frame
from warehouse.schema.star import IndicatorBound
from warehouse.schema.value import NormalisedValue

SAID = ["level1", "level2", "level3", "value_text", "said_year"]
"""What the meaning of a value depends on; the year only where the text can name a date."""

_DATED = "[年月日旬季末底前初]"


@dataclass(frozen=True, slots=True)
class Meanings:
    """What distinct values mean, each by its `meaning` (a number): the normalised columns, bounds, and findings."""

    values: pl.DataFrame
    bounds: pl.DataFrame
    findings: pl.DataFrame


def with_said_year(rows: pl.DataFrame) -> pl.DataFrame:
    """With `said_year`: the year where the text could name a date in it, else NULL, so that fewer are distinct."""
    dated = pl.col("value_text").str.contains(_DATED)
    return rows.with_columns(said_year=pl.when(dated).then(pl.col("year")))


def read_all(said: pl.DataFrame) -> Meanings:
    """Reads each of the distinct combinations of `SAID`."""
    values: list[dict[str, Any]] = []
    bounds: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    names = NormalisedValue.column_names()
    for meaning, row in enumerate(said.select(SAID).iter_rows(named=True)):
        read, read_bounds, found = _read(row)
        values.append({name: read[name] for name in names})
        bounds += [{"meaning": meaning, **bound} for bound in read_bounds]
        findings += [_finding(meaning, place, one) for place, one in enumerate(found)]
    meanings = pl.DataFrame({"meaning": pl.Series(range(len(values)), dtype=pl.UInt32)})
    keyed = [bound.pop("meaning") for bound in bounds]
    typed = frame(IndicatorBound, bounds).drop("indicator_key", "project_key", "district_code", "fiscal_year")
    schema = {
        "meaning": pl.UInt32, "place": pl.Int32, "rule": pl.String, "severity": pl.String, "message": pl.String,
        "value_text": pl.String,
    }  # fmt: skip
    return Meanings(
        values=pl.concat([said.select(SAID), meanings, frame(NormalisedValue, values)], how="horizontal"),
        bounds=typed.with_columns(pl.Series("meaning", keyed, dtype=pl.UInt32)),
        findings=pl.DataFrame(findings, schema=schema),
    )


def _read(row: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]], list[Finding]]:
    names: dict[str, Any] = {name: _text(row[name]) for name in ("level1", "level2", "level3")}
    record = IndicatorRecord("", value=_text(row["value_text"]), **names)
    identity = Identity(None, row["said_year"], None, None, "unknown")
    read, meant = indicator_row(identity, "", record, 1)
    return read, bound_rows(read, meant), indicator_findings(read, meant.value, project=1, seq_no=1)


def _text(text: str | None) -> Text | None:
    return None if text is None else Text(text, "")


def _finding(meaning: int, place: int, found: Finding) -> dict[str, Any]:
    return {
        "meaning": meaning,
        "place": place,
        "rule": found.rule,
        "severity": load("findings")[found.rule]["severity"],
        "message": message(found),
        "value_text": found.value_text,
    }
