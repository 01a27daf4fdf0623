"""What the generator says that its values mean is what the reader of values finds in them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest

from bench.factory import meant
from bench.factory.comparison.columns import MEANT
from bench.factory.corpus import Year, years
from bench.factory.offices import Size
from bench.factory.vocabulary import vocabulary
from transforms.tables.indicator import indicator_row
from transforms.tables.submission import Identity
from warehouse.schema.records import IndicatorRecord, Text
from warehouse.schema.value import NormalisedValue

PHRASES = tomllib.loads(Path(meant.__file__).with_name("meant.toml").read_text(encoding="utf-8"))["phrase"]
COLUMNS = (*MEANT, "unit_inferred")
YEAR = 2025


@pytest.fixture(scope="module")
def year() -> Year:
    return next(years(Size(documents=60, districts=2, years=1, seed=5)))


def read(text: str, level2: str) -> dict[str, object]:
    """What the reader makes of a value."""
    record = IndicatorRecord("", level2=Text(level2, ""), value=Text(text, ""))
    row, _ = indicator_row(Identity(None, YEAR, None, None, "unknown"), "", record, 1)
    typed = pl.DataFrame([row], schema={name: NormalisedValue.columns()[name].dtype for name in COLUMNS}, strict=False)
    return typed.row(0, named=True)


def level_of(phrase: str) -> str:
    """The level under which the factory writes a phrase: that of costs, or that of quantities."""
    return "成本指标" if phrase in vocabulary().forms["cost"]["words"] else "数量指标"


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_means_what_the_generator_says(phrase: str) -> None:
    said = pl.DataFrame([meant.phrase(phrase, YEAR)], schema=meant.SCHEMA).row(0, named=True)
    assert read(phrase.replace("{year}", str(YEAR)), level_of(phrase)) == said


def test_every_phrase_that_is_written_has_a_meaning() -> None:
    forms = vocabulary().forms
    written = [word for kind in vocabulary().values.values() for word in kind.get("words", ())]
    assert set(written) | set(forms["cost"]["words"]) <= set(PHRASES)


def test_what_the_reader_finds_in_a_corpus_is_what_its_generator_meant(year: Year) -> None:
    both = year.frames["indicator"].join(year.meant, on="indicator_key", suffix=" meant")
    assert len(both) == len(year.frames["indicator"]) > 1000
    wrong = both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name} meant")) for name in COLUMNS))
    assert wrong.select("value_text", *COLUMNS).to_dicts() == []
    assert {"numeric", "date", "qualitative"} <= set(year.meant["value_kind"])


def test_the_bounds_of_sub_goals_are_those_that_the_generator_meant(year: Year) -> None:
    keys = ["department_goal_key", "seq_no"]
    both = year.frames["department_indicator"].join(year.goals_meant, on=keys, how="full", suffix=" meant")
    names = ["name", "value_text", *MEANT]
    wrong = both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name} meant")) for name in names))
    assert len(both) > 50
    assert wrong.to_dicts() == []


def test_a_unit_that_nobody_gave_a_meaning_is_no_unit() -> None:
    told = pl.DataFrame({"figure": ["1"], "unit": ["斗"], "side": [0], "excludes": [False]})
    with pytest.raises(KeyError, match="斗"):
        meant.figures(told)
