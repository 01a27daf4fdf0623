"""What a text says besides what a table keeps: who checked it, the overall goal, how the work is safeguarded."""

from __future__ import annotations

import polars as pl

from bench.factory.projects import gathered
from bench.factory.randomness import Chance, Ints
from bench.factory.vocabulary import vocabulary

PARAGRAPHS, SAFEGUARDS = 4, 7
"""The most paragraphs of an overall goal, and lines of safeguards."""


def texts(files: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """One row for each file of a year: document_key, office, reviewer, overall_goal (its paragraphs in lines) and
    safeguards (a list of lines)."""
    words = vocabulary().forms["text"]
    office, year = files["office"].to_numpy(), files["year"].to_numpy()
    own = [one["subjects"] for one in [*vocabulary().offices, vocabulary().town]]
    field = gathered(["、".join(name for name, _ in subjects[:3]) for subjects in own], files["kind"].to_numpy())
    overall = _chosen(words["overall"], 2, PARAGRAPHS, "overall", office, year, chance)
    safeguards = _chosen(words["safeguards"], 3, SAFEGUARDS, "safeguards", office, office * 0, chance)
    return files.select("document_key", "office").with_columns(
        pl.concat_str(files["city_name"].fill_null(""), files["district_name"], pl.lit("财政局")).alias("reviewer"),
        pl.Series("overall_goal", [
            "\n".join(words["overall"][place].format(field=told, office=name) for place in places)
            for places, told, name in zip(overall, field, files["department_name"], strict=True)
        ]),
        pl.Series("safeguards", [
            [f"{number}.{words['safeguards'][place]}" for number, place in enumerate(places, start=1)]
            for places in safeguards
        ]),
    )  # fmt: skip


def _chosen(
    options: list[str], fewest: int, most: int, purpose: str, office: Ints, year: Ints, chance: Chance
) -> list[list[int]]:
    """Places of some options for each office, in the order in which they stand in the file."""
    count = fewest + chance.below(most - fewest + 1, f"{purpose} count", office)
    return [
        sorted(chance.uniform(purpose, one, when, list(range(len(options)))).argsort()[:number].tolist())
        for one, when, number in zip(office.tolist(), (year // 2).tolist(), count.tolist(), strict=True)
    ]
