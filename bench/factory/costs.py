"""How a project's cost indicator is written: its budget as a limit, the same by month or by head, or something else."""

from __future__ import annotations

import numpy as np
import polars as pl

from bench.factory.projects import gathered
from bench.factory.randomness import Chance
from bench.factory.values import chosen, plain, written
from bench.factory.vocabulary import vocabulary

_AT_MOST, _AT_LEAST = 1, 0


def cost_texts(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """The value of each cost indicator (columns template, nature, cents, undertaking, office, year, and of the project's
    first quantity its figure `things` and its value `thing_value`): value_text and what it means (`meant.SCHEMA`)."""
    forms = vocabulary().forms["cost"]
    undertaking = rows["undertaking"].to_numpy()
    kind = rows["template"].to_numpy() - vocabulary().pools[rows["nature"].to_numpy(), 4, 0]
    yuan = rows["cents"].to_numpy() / 100
    things = np.nan_to_num(rows["things"].fill_null(float("nan")).to_numpy(), nan=0.0)
    counters = _counters(rows)
    by_head = (things > 0) & (counters != "").to_numpy()
    place = {name: kind == number for number, name in enumerate(forms["kinds"])}
    place["thing"] &= by_head
    factor = np.select(
        [place["above"], place["below"]],
        [1.2 + 6 * chance.uniform("above", undertaking) ** 3, 0.4 + 0.5 * chance.uniform("below", undertaking)], 1.0,
    )  # fmt: skip
    figure = np.select(
        [place["month"], place["quarter"], place["thing"], place["saved"]],
        [yuan / 12, yuan / 40_000, np.maximum(np.rint(yuan / np.maximum(things, 1)), 1), np.full(len(yuan), 5.0)],
        yuan * factor / 10_000,
    )
    figure = np.where(factor != 1.0, np.maximum(np.round(figure, 1), 0.1), figure)
    figure = np.where(figure >= 0.01, figure, 0.01)
    units = np.select([place["month"], place["quarter"], place["saved"]], ["元/月", "万/季度", "%"], "万元")
    unit = pl.select(
        pl.when(pl.Series(place["thing"]))
        .then(pl.format("元/{}", counters))
        .otherwise(pl.Series(units, dtype=pl.String))
    ).to_series()
    side = np.where(place["saved"], _AT_LEAST, _AT_MOST)
    texts = written(_plain(figure), unit, side, rows["office"].to_numpy(), chance)
    words = gathered(forms["words"], chance.below(len(forms["words"]), "cost words", rows["copied"].to_numpy()))
    return chosen(texts, words, rows["year"], place["words"])


def _counters(rows: pl.DataFrame) -> pl.Series:
    """The measure word of what the project's first quantity counts; empty where it counts nothing."""
    kinds = list(vocabulary().values.values())
    words = [kind["unit"] if "median" in kind and kind["unit"] in _THINGS else "" for kind in kinds]
    value = rows["thing_value"].fill_null(-1).to_numpy()
    return gathered([*words, ""], np.where(value < 0, len(words), value))


_THINGS = ("人", "户", "次", "台", "辆", "场次", "个", "批次", "人次", "期")


def _plain(figure: np.ndarray) -> pl.Series:
    """With as many digits as the amount has: 46.875 万元 stays so."""
    fine = pl.Series(figure).round(6).cast(pl.String).str.strip_suffix(".0")
    rounded = plain(figure)
    exact = np.abs(figure * 10_000 - np.rint(figure * 10_000)) < 1e-6
    return pl.select(pl.when(pl.Series(exact)).then(fine).otherwise(rounded)).to_series()
