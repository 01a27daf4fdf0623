"""What offices spend money on, year after year: undertakings that start, go on under other names and codes, and stop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from bench.factory.offices import NEVER, Office, Size
from bench.factory.randomness import Chance, Floats, Ints
from bench.factory.vocabulary import vocabulary
from transforms.keys import ALPHABET

PROJECTS, SPREAD, FEWEST, MOST = 12.5, 0.45, 4, 60
"""Projects of an office: the median, how they scatter about it (log-normal), and their bounds."""

STOPPED, IDLE, ALTERED, SAME_CODE, COPIED = 0.1, 0.04, 0.08, 0.2, 0.3
"""Shares: undertakings that make place for another, that skip a year, whose name is altered in a year, whose code keeps
its body over the years, and whose goals are those of all such projects of the office."""

_ROUNDING = np.array([1_000_000, 100_000, 10_000, 1], dtype=np.int64)
"""To what budgets are rounded, in cents."""
_LETTERS = "PPPPPPPPTRY"


@dataclass(frozen=True, slots=True)
class Slots:
    """Places for undertakings, one after another, as arrays of one length: the office, its kind, the place in it and
    how many it has, and its unit."""

    office: Ints
    kind: Ints
    slot: Ints
    slots: Ints
    unit: Ints


def make_slots(offices: list[Office], chance: Chance) -> Slots:
    """Those of every office that did not split off from another: what split off was its parent's before."""
    own = [office for office in offices if office.parent is None]
    numbers = np.array([office.number for office in own], dtype=np.int64)
    held = PROJECTS * np.exp(SPREAD * chance.normal("projects", numbers))
    counts = np.clip(np.rint(held), FEWEST, MOST).astype(np.int64)
    office = np.repeat(numbers, counts)
    slot = np.arange(counts.sum(), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    units = np.repeat(np.array([len(one.units) for one in own], dtype=np.int64), counts)
    elsewhere = chance.happens(0.35, "below", office, slot) & (units > 0)
    unit = np.where(elsewhere, 1 + chance.below(units, "unit", office, slot), 0)
    kind = np.repeat(np.array([one.kind for one in own], dtype=np.int64), counts)
    return Slots(office, kind, slot, np.repeat(counts, counts), unit)


def undertakings(offices: list[Office], size: Size, chance: Chance) -> pl.DataFrame:
    """One row per undertaking and year in which it runs, in the order of offices, units and places.

    Columns: year, undertaking, kept_by (the office that holds it then), unit, kind, subject, qualifier, copied (the key
    that projects with the same goals and indicators share), cents (its budget), serial (of its code).
    """
    slots = make_slots(offices, chance)
    generation = np.zeros(len(slots.slot), dtype=np.int64)
    drift = np.zeros(len(slots.slot))
    years = []
    for year in size.fiscal_years:
        if year > size.fiscal_years[0]:
            generation = generation + chance.happens(STOPPED, "stopped", slots.office, slots.slot, year)
        undertaking = (slots.office * 100 + slots.slot) * 100 + generation
        moves = ~chance.happens(0.45, "same budget", undertaking, year)
        drift = drift + np.where(moves, 0.22 * chance.normal("drift", undertaking, year), 0.0)
        years.append(_year(offices, slots, undertaking, generation, drift, year, chance))
    return pl.concat(years)


def _year(
    offices: list[Office], slots: Slots, undertaking: Ints, generation: Ints, drift: Floats, year: int, chance: Chance
) -> pl.DataFrame:
    start, end, split, last, child = (
        np.array(values, dtype=np.int64)[slots.office]
        for values in zip(
            *((one.start, one.end, one.split_year, len(one.units), one.child or 0) for one in offices), strict=True
        )
    )
    runs = (start <= year) & (year <= end) & ~chance.happens(IDLE, "idle", undertaking, year)
    moved = (split <= year) & (split < NEVER) & (slots.unit == last)
    subject, qualifier = _subject(slots, generation, chance)
    nature = np.array([nature for _, nature in vocabulary().subjects], dtype=np.int64)[subject]
    copied = chance.happens(COPIED, "copied", undertaking)
    return pl.DataFrame({
        "year": np.full(len(subject), year, dtype=np.int64),
        "undertaking": undertaking,
        "kept_by": np.where(moved, child, slots.office),
        "unit": np.where(moved, 0, slots.unit),
        "kind": slots.kind,
        "subject": subject,
        "qualifier": qualifier,
        "nature": nature,
        "copied": np.where(copied, -(slots.office * 100 + nature + 1), undertaking),
        "cents": budgets(undertaking, drift, chance),
        "serial": _serial(slots, generation, year, chance),
    }).filter(runs).sort("kept_by", "unit", maintain_order=True)  # fmt: skip


def _subject(slots: Slots, generation: Ints, chance: Chance) -> tuple[Ints, Ints]:
    """The subject, and the number of its qualifier (0: none): no two undertakings of an office have the same both."""
    catalogue = vocabulary().catalogue
    length = catalogue.shape[1]
    steps = np.array([step for step in range(1, length) if np.gcd(step, length) == 1], dtype=np.int64)
    number = slots.slot + slots.slots * generation
    step = steps[chance.below(len(steps), "step", slots.office)]
    place = (number * step + chance.below(length, "first", slots.office)) % length
    return catalogue[slots.kind, place], number // length


def budgets(undertaking: Ints, drift: Floats, chance: Chance) -> Ints:
    """Budgets in cents, each rounded as its office does; never nothing."""
    amount = np.exp(np.log(200_000) + 1.4 * chance.normal("budget", undertaking) + drift) * 100
    step = _ROUNDING[chance.weighted([0.6, 0.24, 0.1, 0.06], "rounding", undertaking)]
    return np.asarray(np.maximum(np.rint(amount / step).astype(np.int64), 1) * step)


def _serial(slots: Slots, generation: Ints, year: int, chance: Chance) -> Ints:
    """Seven digits, another one each year unless the code keeps its body; no two of a district's year are the same."""
    own = ((slots.office % 100) * 100 + slots.slot) * 10 + generation % 10
    kept = chance.happens(SAME_CODE, "same code", slots.office, slots.slot, generation)
    prime = 899_981
    return np.where(kept, own, 100_000 + (own * 7919 + year * 104_729) % prime)


def project_codes(district: Ints, year: int, serial: Ints, undertaking: Ints, chance: Chance) -> list[str]:
    """Codes of 21 characters with their check character: district, year, a letter, eleven digits, the check."""
    digits = np.empty((len(serial), 20), dtype=np.int64)
    digits[:, :6] = _digits(district, 6)
    digits[:, 6:8] = _digits(np.full(len(serial), year % 100, dtype=np.int64), 2)
    letters = np.array([ALPHABET.index(letter) for letter in _LETTERS], dtype=np.int64)
    digits[:, 8] = letters[chance.below(len(letters), "letter", undertaking)]
    digits[:, 9:16] = _digits(serial, 7)
    digits[:, 16:] = _digits(1000 + chance.below(3, "branch", undertaking), 4)
    weights = np.array([pow(3, place, 31) for place in range(20)], dtype=np.int64)
    check = (30 - digits @ weights) % 31
    characters = np.array(list(ALPHABET), dtype="U1")[np.column_stack([digits, check])]
    return [str(code) for code in np.ascontiguousarray(characters).view("U21").ravel()]


def _digits(numbers: Ints, width: int) -> Ints:
    return np.asarray(numbers[:, None] // 10 ** np.arange(width - 1, -1, -1) % 10)
