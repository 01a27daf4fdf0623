"""Districts, their offices and budget units over the years: renamed, given other codes, split, founded, closed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from bench.factory.randomness import Chance
from bench.factory.vocabulary import vocabulary
from transforms.divisions import Division, divisions

NEVER = 9999
TEXTS = 0.9
"""The share of documents that are a text of their own; the others are drafts of one, or no text at all."""

RENAMED, RECODED, SPLIT, FOUNDED, CLOSED = 0.05, 0.02, 0.008, 0.006, 0.006
"""How many of all offices change so in a year."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make."""

    documents: int = 20_000
    districts: int = 100
    years: int = 5
    seed: int = 1
    last_year: int = 2026
    formats: tuple[tuple[str, float], ...] = ()
    """Formats of documents and their shares; empty for those of `documents.FORMATS`."""

    @property
    def fiscal_years(self) -> range:
        return range(self.last_year - self.years + 1, self.last_year + 1)

    @property
    def offices(self) -> int:
        """Offices of a district. Raises ValueError where a district cannot have so many, or not one."""
        wanted = round(TEXTS * self.documents / (self.districts * self.years))
        town = vocabulary().town
        if not 1 <= wanted <= len(vocabulary().offices) + len(town["names"]):
            raise ValueError(f"{self.documents} documents leave {wanted} offices to each district and year")
        return wanted


@dataclass(slots=True)
class Office:
    """An office through all years. `kind` numbers the catalogue; `code` is its first department code."""

    number: int
    district: Division
    kind: int
    prefix: str
    name: str
    renamed: str
    code: str
    recoded: str
    units: list[str]
    start: int
    end: int = NEVER
    rename_year: int = NEVER
    recode_year: int = NEVER
    parent: int | None = None
    split_year: int = NEVER
    child: int | None = None
    """The office that its last unit becomes in the year of the split."""

    def name_in(self, year: int) -> str:
        return self.prefix + (self.renamed if year >= self.rename_year else self.name)

    def code_in(self, year: int) -> str:
        return self.recoded if year >= self.recode_year else self.code

    def units_in(self, year: int) -> int:
        """How many units it has then, itself counted."""
        return 1 + len(self.units) - (year >= self.split_year)

    def unit_name(self, unit: int, year: int) -> str:
        return f"{self.name_in(year)}本级" if unit == 0 else self.prefix + self.units[unit - 1]


def chosen_districts(size: Size, chance: Chance) -> list[Division]:
    """Counties, whole prefectures at a time, so that districts have neighbours."""
    prefectures: dict[str, list[Division]] = {}
    for one in divisions().values():
        if one.city and one.county:
            prefectures.setdefault(one.code[:4], []).append(one)
    codes = list(prefectures)
    order = chance.uniform("prefecture", [int(code) for code in codes]).argsort()
    counties = [county for place in order for county in prefectures[codes[place]]]
    if len(counties) < size.districts:
        raise ValueError(f"there are {len(counties)} counties, not {size.districts}")
    return counties[: size.districts]


def make_offices(size: Size, chance: Chance) -> list[Office]:
    """Every office, those that split off from others last."""
    offices: list[Office] = []
    for number, district in enumerate(chosen_districts(size, chance)):
        kinds = len(vocabulary().offices) + len(vocabulary().town["names"])
        order = chance.uniform("kinds", number, list(range(kinds))).argsort()
        for place, kind in enumerate(order[: size.offices]):
            offices.append(_office(len(offices), place, int(kind), district, size, chance))
    founders = list(offices)
    for office in founders:
        if office.units and office.parent is None:
            _split(office, offices, size, chance)
    return offices


def _office(number: int, place: int, kind: int, district: Division, size: Size, chance: Chance) -> Office:
    words, town = vocabulary().offices, vocabulary().town
    prefix = district.name if chance.happens(0.3, "short prefix", number)[0] else f"{district.city}{district.name}"
    if kind < len(words):
        name, renamed, units = words[kind]["name"], words[kind]["renamed"], words[kind]["units"]
    else:
        where = town["names"][kind - len(words)]
        style = int(chance.below(len(town["kinds"]), "town", number)[0])
        name, renamed = where + town["kinds"][style], where + town["renamed"][style]
        units = [where + unit for unit in town["units"]]
    held = int(chance.weighted([0.6, 0.2, 0.13, 0.07], "units", number)[0])
    office = Office(
        number, district, min(kind, len(words)), prefix, name, renamed, f"{101 + 7 * kind + number % 5}",
        f"{900 + place}", units[:held], size.fiscal_years[0],
    )  # fmt: skip
    for year in list(size.fiscal_years)[1:]:
        _changes(office, year, chance)
    return office


def _changes(office: Office, year: int, chance: Chance) -> None:
    if chance.happens(RENAMED, "renamed", office.number, year)[0] and office.name != office.renamed:
        office.rename_year = min(office.rename_year, year)
    if chance.happens(RECODED, "recoded", office.number, year)[0]:
        office.recode_year = min(office.recode_year, year)
    if chance.happens(FOUNDED, "founded", office.number, year)[0] and year > office.start:
        office.start = year
    if chance.happens(CLOSED, "closed", office.number, year)[0] and year > office.start:
        office.end = min(office.end, year - 1)


def _split(office: Office, offices: list[Office], size: Size, chance: Chance) -> None:
    """A unit becomes an office of its own and takes a part of the projects along."""
    for year in list(size.fiscal_years)[1:]:
        alive = office.start < year <= office.end
        if alive and office.child is None and chance.happens(SPLIT, "split", office.number, year)[0]:
            unit = office.units[-1]
            child = Office(
                len(offices), office.district, office.kind, office.prefix, unit, unit, f"{808 + office.number % 90}",
                "", [], year, office.end, parent=office.number,
            )  # fmt: skip
            office.split_year, office.child = year, child.number
            offices.append(child)


def tenures(offices: list[Office], size: Size) -> pl.DataFrame:
    """One row per office and year: office, year, district, its names, department_code, department_name, kind, first
    year, the office it split from (`parent`)."""
    rows = [
        {
            "office": office.number,
            "year": year,
            "district_code": office.district.code,
            "district_name": office.district.name,
            "city_name": office.district.city,
            "province_name": office.district.province,
            "department_code": office.code_in(year),
            "department_name": office.name_in(year),
            "kind": office.kind,
            "parent": office.parent,
        }
        for office in offices
        for year in size.fiscal_years
        if office.start <= year <= office.end
    ]
    return pl.DataFrame(rows, schema_overrides={"parent": pl.Int64}, infer_schema_length=None)


def units(offices: list[Office], size: Size) -> pl.DataFrame:
    """One row per unit and year: office, unit (0 is the office itself), year, unit_code, unit_name."""
    rows = [
        {
            "office": office.number,
            "unit": unit,
            "year": year,
            "unit_code": f"{office.code_in(year)}{unit + 1:03d}",
            "unit_name": office.unit_name(unit, year),
        }
        for office in offices
        for year in size.fiscal_years
        if office.start <= year <= office.end
        for unit in range(office.units_in(year))
    ]
    return pl.DataFrame(rows)
