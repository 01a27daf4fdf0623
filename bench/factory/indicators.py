"""Rows of the table indicator, verbatim: which indicators each project of a year has, and what their values say."""

from __future__ import annotations

import numpy as np
import polars as pl

from bench.factory.costs import cost_texts
from bench.factory.projects import gathered, places
from bench.factory.randomness import Chance, Floats, Ints
from bench.factory.values import LOWER_IN_DRAFT, RISING, figures, value_texts
from bench.factory.vocabulary import SLOTS, vocabulary

SECOND = {1: 0.3, 6: 0.25}
"""How many projects have the second indicator of a slot."""
MISSING, SWAPPED = 0.02, 0.05
"""Shares: obligatory indicators left out; indicators that give place to another of the same kind in a year."""

COST = SLOTS.index("cost")
MEANT = "meant "
"""What stands before the names of columns that say what a value means."""


def indicators(projects: pl.DataFrame, first_year: int, chance: Chance) -> pl.DataFrame:
    """One row per indicator of these projects (of one year), in order: the verbatim columns of the table indicator, and
    under names that begin with `MEANT` what the value means."""
    count = len(projects)
    slot = np.tile(np.arange(len(SLOTS)), count)
    rows = projects.select(
        "project_key", "district_code", "fiscal_year", "year", "office", "undertaking", "nature", "copied", "cents",
        "version", "format", pl.col("seq_no").alias("project_seq"),
    )  # fmt: skip
    rows = rows.select(pl.all().repeat_by(len(SLOTS)).explode()).with_columns(slot=pl.Series(slot))
    rows = rows.filter(_present(rows, chance))
    rows = rows.with_columns(seq_no=(pl.int_range(pl.len()).over("project_key") + 1).cast(pl.Int32))
    swaps, steps = _moves(rows, first_year, chance)
    rows = rows.with_columns(template=pl.Series(_templates(rows, swaps, chance)))
    kinds = list(vocabulary().values)
    value = np.array([kinds.index(one.value) if one.value in kinds else -1 for one in vocabulary().templates])
    rows = rows.with_columns(value=pl.Series(value[rows["template"].to_numpy()]))
    where = [rows[name].to_numpy() for name in ("value", "copied", "slot")]
    rows = rows.with_columns(figure=pl.Series(_figures(where, steps, chance)))
    return _worded(_priced(rows, chance), chance)


def _present(rows: pl.DataFrame, chance: Chance) -> pl.Series:
    slot, copied = rows["slot"].to_numpy(), rows["copied"].to_numpy()
    share = np.array([SECOND.get(number, 1 - MISSING) for number in range(len(SLOTS))])[slot]
    return pl.Series(chance.uniform("present", copied, slot) < share)


def _moves(rows: pl.DataFrame, first_year: int, chance: Chance) -> tuple[Ints, Ints]:
    """How often each indicator has given place to another, and how often its target has moved, since the first year."""
    copied, slot = rows["copied"].to_numpy(), rows["slot"].to_numpy()
    swaps, steps = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    for year in range(first_year + 1, int(rows["year"][0]) + 1 if len(rows) else first_year):
        swaps += chance.happens(SWAPPED, "swapped", copied, slot, year)
        steps += chance.happens(RISING, "rising", copied, slot, year)
    draft = rows["version"].to_numpy() == 1
    return swaps, np.maximum(steps - (draft & chance.happens(LOWER_IN_DRAFT, "lower", copied, slot)), 0)


def _templates(rows: pl.DataFrame, swaps: Ints, chance: Chance) -> Ints:
    """The template of each row; the second of two slots takes another one than the first."""
    nature, slot, copied = (rows[name].to_numpy() for name in ("nature", "slot", "copied"))
    first, count = vocabulary().pools[nature, slot].T
    second = np.isin(slot, list(SECOND))
    lead = np.where(second, slot - 1, slot)
    place = (chance.below(count, "template", copied, lead) + swaps) % count
    other = 1 + chance.below(np.maximum(count - 1, 1), "second", copied, slot)
    costs = chance.weighted(vocabulary().forms["cost"]["shares"], "cost", rows["undertaking"].to_numpy())
    place = np.where(second, (place + other) % count, place)
    return np.asarray(first + np.where(slot == COST, costs, place))


def _figures(where: list[Ints], steps: Ints, chance: Chance) -> Floats:
    value, copied, slot = where
    return figures(value, copied, slot, steps, chance)


def _priced(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """With `value_text` and what it means: of cost indicators from the budget, of the others as their template says."""
    is_cost = pl.col("value") < 0
    quantity = rows.filter(pl.col("slot") == 0).select("project_key", things="figure", thing_value="value")
    costs = rows.filter(is_cost).join(quantity, on="project_key", how="left", maintain_order="left")
    others = rows.filter(~is_cost)
    texts = pl.concat(
        [
            pl.concat([costs.select("project_key", "seq_no"), _named(cost_texts(costs, chance))], how="horizontal"),
            pl.concat([others.select("project_key", "seq_no"), _named(value_texts(others, chance))], how="horizontal"),
        ]
    )
    return rows.join(texts, on=["project_key", "seq_no"], how="left", maintain_order="left")


def _named(values: pl.DataFrame) -> pl.DataFrame:
    """What a value means under names of its own, for what a reader finds in it stands beside."""
    return values.rename({name: f"{MEANT}{name}" for name in values.columns if name != "value_text"})


def meanings(rows: pl.DataFrame) -> pl.DataFrame:
    """indicator_key and what each value means, as its generator says."""
    names = [name for name in rows.columns if name.startswith(MEANT)]
    return rows.select("indicator_key", pl.col(names).name.map(lambda name: name.removeprefix(MEANT)))


def _worded(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    words = vocabulary()
    template = rows["template"].to_numpy()
    bases = words.forms["shared"]["basis"]
    basis = gathered(bases, chance.below(len(bases), "basis", rows["copied"].to_numpy(), rows["slot"].to_numpy() // 3))
    empty = pl.lit(None, dtype=pl.String)
    described = gathered([one.description or one.level3 for one in words.templates], template)
    return rows.with_columns(
        pl.format("{}-i{}", "project_key", pl.col("seq_no").cast(pl.String).str.zfill(3)).alias("indicator_key"),
        gathered([one.level1 for one in words.templates], template).alias("level1"),
        gathered([one.level2 for one in words.templates], template).alias("level2"),
        gathered([one.level3 for one in words.templates], template).alias("level3"),
        described.alias("description"),
        basis.alias("basis"),
        places(rows, 2 * rows["project_seq"], rows["seq_no"].to_numpy() + 1, 5).alias("source_ref"),
    ).with_columns(basis=pl.when(pl.col("basis") == "").then(empty).otherwise("basis"))
