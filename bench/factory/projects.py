"""Rows of the table project: what a text of a year says of each undertaking, before figures are normalised."""

from __future__ import annotations

import numpy as np
import polars as pl

from bench.factory.randomness import Chance, Ints
from bench.factory.undertakings import ALTERED, project_codes
from bench.factory.vocabulary import vocabulary
from transforms.keys import ALPHABET

WRONG_CODE, NO_BUDGET, NO_GOAL, WRONG_SUM = 0.003, 0.003, 0.002, 0.003
"""Shares of projects whose code, money or goal is not as it should be."""

CUT, ONLY_DRAFT, ONLY_APPROVED = 0.3, 0.03, 0.03
"""Shares of a draft's projects: approved with another budget, not approved, added by the approval."""

REWORDED, REMEMBERED = 0.03, 10
"""The share of undertakings that are called by other words, or by the old ones again, from a year on; and how many years
back that may have been."""

_ORDER = ["year", "district_code", "office", "version"]


def gathered(options: list[str], places: Ints) -> pl.Series:
    """The option at each place."""
    return pl.Series(options, dtype=pl.String).gather(pl.Series(places))


def money(cents: Ints, known: np.ndarray | None = None) -> pl.Series:
    """Yuan to the cent, exactly, from whole cents; NULL where not `known`. Shape of the amounts."""
    import pyarrow as pa

    wide = np.zeros((len(cents), 2), dtype=np.int64)
    wide[:, 0] = cents
    wide[:, 1] = np.where(cents < 0, -1, 0)
    valid = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    array = pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [valid, pa.py_buffer(wide.tobytes())])
    return pl.Series(pl.from_arrow(array))


def projects(work: pl.DataFrame, files: pl.DataFrame, units: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """One row per file and project, in order, from a year's undertakings: columns of the staged table project, and
    office, undertaking, subject, nature, copied, cents, stated (the budget is), version, format for what else is made.
    """
    held = files.filter(status="loaded").select(
        "office", "version", "drafted", "document_key", "format", "district_code", "department_code", "department_name"
    )
    rows = work.with_columns(place=pl.int_range(pl.len()).over("kept_by"))
    rows = rows.join(held, left_on="kept_by", right_on="office", how="inner", maintain_order="left_right")
    rows = rows.rename({"kept_by": "office"}).filter(_stays(rows, chance))
    rows = rows.sort(*_ORDER, "unit", "place")
    rows = rows.with_columns(seq_no=(pl.int_range(pl.len()).over("document_key") + 1).cast(pl.Int32))
    rows = rows.join(units.drop("year"), on=["office", "unit"], how="left", maintain_order="left")
    return _filled(rows, chance)


def _stays(rows: pl.DataFrame, chance: Chance) -> pl.Series:
    ids = rows["undertaking"].to_numpy(), rows["year"].to_numpy()
    drafted = rows["drafted"].to_numpy() & (rows["place"].to_numpy() >= 2)
    draft = rows["version"].to_numpy() == 1
    left_out = np.where(
        draft, chance.happens(ONLY_APPROVED, "added", *ids), chance.happens(ONLY_DRAFT, "refused", *ids)
    )
    return pl.Series(~(drafted & left_out))


def _filled(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    undertaking, year, version = (rows[name].to_numpy() for name in ("undertaking", "year", "version"))
    ids = undertaking, year
    cents = rows["cents"].to_numpy()
    cut = (version == 1) & chance.happens(CUT, "cut", *ids)
    factor = 0.75 + 0.6 * chance.uniform("cut by", *ids)
    cents = np.where(cut, np.maximum(np.rint(cents * factor / 1e5).astype(np.int64), 1) * 100_000, cents)
    stated = ~chance.happens(NO_BUDGET, "no budget", *ids)
    right = ~chance.happens(WRONG_CODE, "wrong code", *ids)
    texts = _texts(rows, chance)
    return rows.with_columns(
        _key("document_key", "p", "seq_no").alias("project_key"),
        pl.Series("cents", cents),
        pl.Series("stated", stated),
        pl.Series("project_code", _codes(rows, right, chance), dtype=pl.String),
        pl.Series("project_code_valid", right),
        money(cents, stated).alias("budget_cny"),
        *_funds(cents, stated, undertaking, chance),
        *texts,
        pl.col("year").cast(pl.Int16).alias("fiscal_year"),
        places(rows, 2 * rows["seq_no"] - 1, np.full(len(rows), 2), 2).alias("source_ref"),
    )


def _codes(rows: pl.DataFrame, right: np.ndarray, chance: Chance) -> list[str]:
    district = rows["district_code"].cast(pl.Int64).to_numpy()
    year = int(rows["year"][0]) if len(rows) else 0
    codes = project_codes(district, year, rows["serial"].to_numpy(), rows["undertaking"].to_numpy(), chance)
    for place in np.flatnonzero(~right).tolist():
        codes[place] = codes[place][:-1] + ALPHABET[(ALPHABET.index(codes[place][-1]) + 1) % len(ALPHABET)]
    return codes


def _funds(cents: Ints, stated: np.ndarray, undertaking: Ints, chance: Chance) -> list[pl.Series]:
    """Fiscal and other funds: mostly all of it fiscal, some shared, some not told, a few that do not add up."""
    kind = chance.weighted([0.84, 0.08, 0.08], "funds", undertaking)
    fiscal = np.where(kind == 1, cents * 6 // 1000 * 100, cents)
    wrong = chance.happens(WRONG_SUM, "wrong sum", undertaking)
    other = cents - fiscal + np.where(wrong, 1_000_000, 0)
    return [
        money(fiscal, stated & (kind != 2)).alias("fiscal_funds_cny"),
        money(other, stated & ((kind == 1) | wrong)).alias("other_funds_cny"),
    ]


def _texts(rows: pl.DataFrame, chance: Chance) -> list[pl.Expr | pl.Series]:
    words = vocabulary()
    undertaking, year = rows["undertaking"].to_numpy(), rows["year"].to_numpy()
    subject = _subjects(rows["subject"].to_numpy(), undertaking, year, chance)
    nature = rows["nature"].to_numpy()
    named = pl.DataFrame({
        "subject": subject,
        "qualifier": gathered(["", *words.name["qualifiers"]], rows["qualifier"].to_numpy()),
        "usage": _of_nature("usage", nature, rows["copied"].to_numpy(), chance),
        "goal": _of_nature("goal", nature, rows["copied"].to_numpy(), chance),
        "year": rows["year"],
        "suffix": _suffixes(undertaking, year, chance),
        "number": gathered(["", *words.name["numbers"]], _rarely(0.03, words.name["numbers"], "number", undertaking, chance)),
        "dated": chance.happens(0.18, "dated", undertaking),
        "goalless": chance.happens(NO_GOAL, "no goal", undertaking, year),
    })  # fmt: skip
    made = named.select(
        project_name=pl.concat_str(
            "number",
            pl.when("dated").then(pl.format("{}年", "year")).otherwise(pl.lit("")),
            "subject", "qualifier", "suffix",
        ),
        usage_text=_with_subject("usage"),
        goal_text=pl.when("goalless").then(pl.lit(None)).otherwise(_with_subject("goal")),
    )  # fmt: skip
    return list(made.get_columns())


def _subjects(subject: Ints, undertaking: Ints, year: Ints, chance: Chance) -> pl.Series:
    names = [name for name, _ in vocabulary().subjects]
    changes = np.zeros(len(subject), dtype=np.int64)
    for back in range(REMEMBERED):
        changes += chance.happens(REWORDED, "reworded", undertaking, year - back)
    return gathered([*names, *map(_reworded, names)], subject + len(names) * (changes % 2))


def _reworded(subject: str) -> str:
    """The subject in other words; itself where there are none."""
    found = next(((old, new) for old, new in vocabulary().name["rewordings"] if old in subject), None)
    return subject.replace(*found, 1) if found else subject


def _with_subject(template: str) -> pl.Expr:
    parts = pl.col(template).str.split_exact("{subject}", 2)
    first, second, third = (parts.struct.field(f"field_{place}") for place in range(3))
    return (
        pl.when(third.is_not_null())
        .then(pl.concat_str(first, "subject", second, "subject", third))
        .when(second.is_not_null())
        .then(pl.concat_str(first, "subject", second))
        .otherwise(first)
    )


def _of_nature(field: str, nature: Ints, copied: Ints, chance: Chance) -> pl.Series:
    pools = [one[field] for one in vocabulary().natures]
    counts = np.array([len(pool) for pool in pools], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    places = starts[nature] + chance.below(counts[nature], field, copied)
    return gathered([text for pool in pools for text in pool], places)


def _suffixes(undertaking: Ints, year: Ints, chance: Chance) -> pl.Series:
    """What follows the subject: the same each year, but for some years with another word or an addition."""
    name = vocabulary().name
    own = chance.weighted(name["suffix_shares"], "suffix", undertaking)
    other = chance.weighted(name["suffix_shares"], "other suffix", undertaking, year)
    altered = chance.happens(ALTERED, "altered", undertaking, year)
    added = altered & chance.happens(0.5, "added word", undertaking, year)
    alterations = ["", *name["alterations"]]
    word = np.where(added, 1 + chance.below(len(alterations) - 1, "alteration", undertaking, year), 0)
    suffix = gathered(name["suffixes"], np.where(altered & ~added, other, own))
    return pl.select(pl.concat_str(suffix, gathered(alterations, word))).to_series()


def _rarely(share: float, options: list[str], purpose: str, ids: Ints, chance: Chance) -> Ints:
    """0, or for a share of the ids the place of an option, from 1."""
    return np.where(chance.happens(share, purpose, ids), 1 + chance.below(len(options), purpose + " which", ids), 0)


def _key(parent: str, letter: str, number: str) -> pl.Expr:
    return pl.format("{}-" + letter + "{}", parent, pl.col(number).cast(pl.String).str.zfill(3))


def places(rows: pl.DataFrame, table: pl.Series, row: Ints, column: int) -> pl.Series:
    """Where something stood (`page 6, table 2, row 3, column 2`), as `transforms.document.place` writes it."""
    told = pl.DataFrame({"format": rows["format"], "table": table, "row": row}).with_columns(
        where=pl.format("table {}, row {}, column {}", "table", "row", pl.lit(column))
    )
    return told.select(
        pl.when(pl.col("format") == "pdf")
        .then(pl.format("page {}, {}", 4 + pl.col("table") // 2, "where"))
        .when(pl.col("format") == "text")
        .then(pl.format("line {}, {}", 40 + pl.col("table") * 90 + pl.col("row"), "where"))
        .otherwise("where")
        .alias("source_ref")
    ).to_series()
