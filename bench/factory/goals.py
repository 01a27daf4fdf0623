"""Rows of department_goal and department_indicator: the numbered sub-goals of each text, read as documents' are."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from bench.factory import meant
from bench.factory.randomness import Chance, Ints
from bench.factory.values import SIDES
from bench.factory.vocabulary import vocabulary
from transforms.quantity.clauses import read_bounds
from transforms.quantity.direction import more_is_better
from transforms.quantity.meaning import value_columns
from warehouse.schema.staged import STAGED, frame

_SHARES = (80, 85, 90, 90, 95, 95, 98)
_HIGH = (95, 98, 99, 100)
_NUMBERS = (2, 4, 6, 10, 12, 20)


def goals(files: pl.DataFrame, chance: Chance) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Rows of both tables, as staged, for the files of one year that hold a text; and what the bounds mean as their
    generator says (department_goal_key, seq_no, name, value_text, `meant.SCHEMA`)."""
    words = vocabulary()
    texts = words.forms["goals"]
    own = [one["subjects"][0][0] for one in [*words.offices, words.town]]
    rows: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    held = files.filter(status="loaded")
    drawn = _draws(held, chance)
    for place, file in enumerate(held.iter_rows(named=True)):
        for seq_no, topic in enumerate(drawn["topics"][place], start=1):
            figures = {name: int(drawn[name][place][seq_no - 1]) for name in ("share", "high", "number")}
            subject = own[file["kind"]]
            rows.append({
                "department_goal_key": f"{file['document_key']}-g{seq_no:03d}",
                "document_key": file["document_key"],
                "district_code": file["district_code"],
                "fiscal_year": file["year"],
                "department_code": file["department_code"],
                "seq_no": seq_no,
                "title": texts["titles"][topic],
                "goal_text": texts["goals"][topic].format(subject=subject),
                "measure_text": texts["measures"][topic].format(subject=subject, **figures),
            })  # fmt: skip
            said += _said(rows[-1]["department_goal_key"], texts["bounds"][topic], {"subject": subject, **figures})
    made = frame(STAGED["department_goal"], rows)
    told = pl.DataFrame(said, schema=_SAID)
    meanings = pl.concat([told.drop("figure", "unit", "side", "excludes"), meant.figures(told)], how="horizontal")
    return made, _bounds(made), meanings


_SAID = {
    "department_goal_key": pl.String, "seq_no": pl.Int32, "name": pl.String, "value_text": pl.String,
    "figure": pl.String, "unit": pl.String, "side": pl.Int64, "excludes": pl.Boolean,
}  # fmt: skip


def _said(key: str, bounds: list[dict[str, str]], figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The bounds that a measure states, as `meant.figures` takes them."""
    return [
        {
            "department_goal_key": key,
            "seq_no": seq_no,
            "name": bound["name"].format(**figures),
            "value_text": bound["text"].format(**figures),
            "figure": str(figures[bound["figure"]]),
            "unit": bound["unit"],
            "side": SIDES.index(bound["side"]),
            "excludes": False,
        }
        for seq_no, bound in enumerate(bounds, start=1)
    ]


def _draws(files: pl.DataFrame, chance: Chance) -> dict[str, Any]:
    office, year = files["office"].to_numpy(), files["year"].to_numpy()
    topics = len(vocabulary().forms["goals"]["titles"])
    most = 5
    ids = np.repeat(office, most), np.tile(np.arange(most), len(office))
    years = np.repeat(year, most)
    order = chance.uniform("topics", np.repeat(office, topics), np.tile(np.arange(topics), len(office)))
    count = 2 + chance.below(4, "goals", office)
    ranked = order.reshape(-1, topics).argsort(axis=1)

    def figure(options: tuple[int, ...], purpose: str) -> Ints:
        drawn = chance.below(len(options), purpose, *ids, years // 2)
        return np.array(options, dtype=np.int64)[drawn].reshape(-1, most)

    return {
        "topics": [row[:number].tolist() for row, number in zip(ranked, count, strict=True)],
        "share": figure(_SHARES, "goal share"),
        "high": figure(_HIGH, "goal high"),
        "number": figure(_NUMBERS, "goal number"),
    }


def _bounds(rows: pl.DataFrame) -> pl.DataFrame:
    """The bounds that the measures state, each distinct text of a year read once."""
    distinct = rows.select("measure_text", "fiscal_year").unique(maintain_order=True)
    read: list[dict[str, Any]] = []
    keys = []
    for number, (text, year) in enumerate(distinct.iter_rows()):
        for seq_no, bound in enumerate(read_bounds(text, year=year), start=1):
            value = bound.value._replace(more_is_better=more_is_better(bound.value, name=bound.name))
            read.append({"seq_no": seq_no, "name": bound.name, "value_text": bound.value_text, **value_columns(value)})
            keys.append(number)
    schema = STAGED["department_indicator"]
    typed = frame(schema, read).drop("department_goal_key").with_columns(pl.Series("number", keys, dtype=pl.UInt32))
    numbered = rows.join(distinct.with_row_index("number"), on=["measure_text", "fiscal_year"], maintain_order="left")
    joined = numbered.select("department_goal_key", "number").join(typed, on="number", maintain_order="left_right")
    return joined.select(schema.column_names())
