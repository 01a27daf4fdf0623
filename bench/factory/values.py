"""How an indicator's value is written: figure, unit and sign in the words of its office, or plain words."""

from __future__ import annotations

import numpy as np
import polars as pl

from bench.factory.projects import gathered
from bench.factory.randomness import Chance, Floats, Ints
from bench.factory.vocabulary import vocabulary

RISING, LOWER_IN_DRAFT, EMPTY, MUDDLED = 0.14, 0.05, 0.003, 0.002
"""Shares: targets that move a step in a year, that were a step lower in the draft; cells left empty, or with figure and
words in one."""

_SIDES = ("at_least", "at_most", "exactly")
_MUDDLED = "≥95全部满意"


def figures(value: Ints, copied: Ints, slot: Ints, steps: Ints, chance: Chance) -> Floats:
    """The number of each value (see `[value]` in indicators.toml); `steps` is how often its target has moved.

    Values that are words have no number: NaN.
    """
    kinds = list(vocabulary().values.values())
    start = chance.uniform("step", copied, slot)
    found = np.full(len(value), np.nan)
    scatter = chance.normal("figure", copied, slot)
    for number, kind in enumerate(kinds):
        at = value == number
        if "steps" in kind:
            ladder = np.array(kind["steps"], dtype=np.float64)
            found[at] = ladder[np.minimum((start[at] * len(ladder)).astype(np.int64) + steps[at], len(ladder) - 1)]
        elif "median" in kind:
            found[at] = _round(kind["median"] * np.exp(kind["spread"] * scatter[at] + 0.06 * steps[at]))
    return found


def _round(numbers: Floats) -> Floats:
    """To two digits, and at least 1: targets are round."""
    size = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(numbers, 1.0))) - 1, 0)
    return np.asarray(np.maximum(np.rint(numbers / size) * size, 1.0))


def plain(numbers: Floats) -> pl.Series:
    """Figures as people write them: no decimals that say nothing."""
    return pl.Series(numbers).round(2).cast(pl.String).str.strip_suffix(".0")


def written(figure: pl.Series, unit: pl.Series, side: Ints, office: Ints, chance: Chance) -> pl.Series:
    """Figure and unit with the sign of the side (0 at least, 1 at most, 2 exactly) as the office writes it."""
    style = vocabulary().forms["style"]
    ways = [form for name in _SIDES for form in style[name]]
    way = side * len(style["shares"]) + chance.weighted(style["shares"], "style", office)
    percents = gathered(style["percent"], chance.weighted(style["percent_shares"], "percent", office))
    before = gathered([form.split("{}")[0] for form in ways], way)
    after = gathered([form.split("{}")[1] for form in ways], way)
    told = pl.DataFrame({"figure": figure, "unit": unit, "percent": percents, "before": before, "after": after})
    shown = pl.when(pl.col("unit") == "%").then("percent").otherwise("unit")
    return told.select(pl.concat_str("before", "figure", shown, "after")).to_series()


def value_texts(rows: pl.DataFrame, chance: Chance) -> pl.Series:
    """The value of each row (columns value, copied, slot, figure, office, year, undertaking), NULL where left empty."""
    kinds = list(vocabulary().values.values())
    value, copied, slot = (rows[name].to_numpy() for name in ("value", "copied", "slot"))
    sides = np.array([_SIDES.index(kind.get("bound", "exactly")) for kind in kinds], dtype=np.int64)
    units = gathered([kind.get("unit", "") for kind in kinds], value)
    office = rows["office"].to_numpy()
    bounds = written(plain(rows["figure"].to_numpy()), units, sides[value], office, chance)
    made = pl.DataFrame({
        "bound": bounds, "words": _words(rows, chance), "is_words": np.isnan(rows["figure"].to_numpy()),
        "year": rows["year"], "empty": chance.happens(EMPTY, "empty", rows["undertaking"].to_numpy(), slot),
        "muddled": (value == list(vocabulary().values).index("satisfaction"))
        & chance.happens(MUDDLED, "muddled", copied, slot),
    })  # fmt: skip
    years = [str(year) for year in sorted(set(rows["year"].to_list()))]
    words = pl.col("words")
    for year in years:
        words = (
            pl.when(pl.col("year") == int(year)).then(words.str.replace("{year}", year, literal=True)).otherwise(words)
        )
    return made.select(
        pl.when("empty").then(pl.lit(None, dtype=pl.String))
        .when("muddled").then(pl.lit(_MUDDLED))
        .when("is_words").then(words)
        .otherwise("bound").alias("value_text")
    ).to_series()  # fmt: skip


def _words(rows: pl.DataFrame, chance: Chance) -> pl.Series:
    pools = [kind.get("words", [""]) for kind in vocabulary().values.values()]
    counts = np.array([len(pool) for pool in pools], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    value = rows["value"].to_numpy()
    place = chance.below(counts[value], "words", rows["copied"].to_numpy(), rows["slot"].to_numpy())
    return gathered([word for pool in pools for word in pool], starts[value] + place)
