"""How an indicator's value is written: figure, unit and sign in the words of its office, or plain words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.factory import meant
from bench.factory.projects import gathered
from bench.factory.randomness import Chance, Floats, Ints
from bench.factory.vocabulary import vocabulary

RISING, LOWER_IN_DRAFT, EMPTY, MUDDLED = 0.14, 0.05, 0.003, 0.002
"""Shares: targets that move a step in a year, that were a step lower in the draft; cells left empty, or with figure and
words in one."""

Flags = npt.NDArray[np.bool_]
SIDES = ("at_least", "at_most", "exactly")
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
        if "words_share" in kind:
            found[at & chance.happens(kind["words_share"], "in words", copied, slot)] = np.nan
    return found


def _round(numbers: Floats) -> Floats:
    """To two digits, and at least 1: targets are round."""
    size = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(numbers, 1.0))) - 1, 0)
    return np.asarray(np.maximum(np.rint(numbers / size) * size, 1.0))


def plain(numbers: Floats) -> pl.Series:
    """Figures as people write them: no decimals that say nothing."""
    return pl.Series(numbers).round(2).cast(pl.String).str.strip_suffix(".0")


def written(figure: pl.Series, unit: pl.Series, side: Ints, office: Ints, chance: Chance) -> pl.DataFrame:
    """Figure and unit with the sign of the side (0 at least, 1 at most, 2 exactly) as the office writes it: value_text, and
    what it means (`meant.SCHEMA`)."""
    style = vocabulary().forms["style"]
    ways = [form for name in SIDES for form in style[name]]
    way = side * len(style["shares"]) + chance.weighted(style["shares"], "style", office)
    percents = gathered(style["percent"], chance.weighted(style["percent_shares"], "percent", office))
    before = gathered([form.split("{}")[0] for form in ways], way)
    after = gathered([form.split("{}")[1] for form in ways], way)
    excludes = np.array([form in style["exclusive"] for form in ways])[way]
    told = pl.DataFrame({
        "figure": figure, "unit": unit, "percent": percents, "before": before, "after": after, "side": side,
        "excludes": excludes,
    })  # fmt: skip
    shown = pl.when(pl.col("unit") == "%").then("percent").otherwise("unit")
    texts = told.select(value_text=pl.concat_str("before", "figure", shown, "after"))
    return pl.concat([texts, meant.figures(told)], how="horizontal")


def value_texts(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """The value of each row (columns value, copied, slot, figure, office, year, undertaking): value_text, NULL where left
    empty, and what it means (`meant.SCHEMA`)."""
    kinds = list(vocabulary().values.values())
    value, copied, slot = (rows[name].to_numpy() for name in ("value", "copied", "slot"))
    sides = np.array([SIDES.index(kind.get("bound", "exactly")) for kind in kinds], dtype=np.int64)
    units = gathered([kind.get("unit", "%") for kind in kinds], value)
    figure = rows["figure"].to_numpy()
    in_words = np.isnan(figure)
    bounds = written(plain(np.nan_to_num(figure)), units, sides[value], rows["office"].to_numpy(), chance)
    empty = chance.happens(EMPTY, "empty", rows["undertaking"].to_numpy(), slot)
    is_muddled = (value == list(vocabulary().values).index("satisfaction")) & chance.happens(
        MUDDLED, "muddled", copied, slot
    )
    words = pl.select(pl.when(pl.Series(is_muddled)).then(pl.lit(_MUDDLED)).otherwise(_words(rows, chance))).to_series()
    return chosen(bounds, words, rows["year"], in_words | is_muddled, empty)


def chosen(
    bounds: pl.DataFrame, words: pl.Series, years: pl.Series, in_words: Flags, empty: Flags | None = None
) -> pl.DataFrame:
    """Written figures, or phrases in their place (`{year}` is the fiscal year), or nothing: value_text and meaning."""
    told = pl.DataFrame({"words": words, "year": years, "in_words": in_words}).with_row_index("row")
    distinct = told.filter("in_words").select("words", "year").unique(maintain_order=True)
    said = told.filter("in_words").join(
        meant.phrases(distinct), on=["words", "year"], how="left", maintain_order="left"
    )
    texts = said.with_columns(
        value_text=pl.col("words").str.replace("{year}", pl.col("year").cast(pl.String), literal=True)
    )
    figured = bounds.with_row_index("row").filter(pl.Series(~in_words))
    whole = pl.concat([figured, texts.select(figured.columns)]).sort("row")
    if empty is None:
        return whole.drop("row")
    nothing = pl.Series(empty)
    return whole.select(
        pl.when(nothing).then(pl.lit(meant.EMPTY.get(name), dtype=kind)).otherwise(pl.col(name)).alias(name)
        for name, kind in figured.drop("row").schema.items()
    )


def _words(rows: pl.DataFrame, chance: Chance) -> pl.Series:
    pools = [kind.get("words", [""]) for kind in vocabulary().values.values()]
    counts = np.array([len(pool) for pool in pools], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    value = rows["value"].to_numpy()
    place = chance.below(counts[value], "words", rows["copied"].to_numpy(), rows["slot"].to_numpy())
    return gathered([word for pool in pools for word in pool], starts[value] + place)
