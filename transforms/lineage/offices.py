"""Which budget units are the same under another name or code: links between rows of `department`, one to one.

A link leads from a unit's row to the row that ended before it began; units that exist side by side are never linked, so
that what splits off starts anew and what merges goes on in one at most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz.fuzz import ratio

from transforms.lineage.assignment import assign
from transforms.lineage.certainty import confidence
from transforms.lineage.names import Name, contrasted, office_name, project_name, similarity
from transforms.lineage.rows import NO_LINK, Office, OfficeLink, Undertaking, share
from transforms.rules import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_ALWAYS = 9999


class _Unit(NamedTuple):
    """An office with what comparing it takes: its years with projects, and the names of projects in each."""

    office: Office
    name: Name
    years: tuple[int, ...]
    projects: Mapping[int, frozenset[str]]


class _Evidence(NamedTuple):
    method: str
    strength: float
    likeness: float
    shared: int


def office_lineage(offices: Sequence[Office], projects: Iterable[Undertaking]) -> list[OfficeLink]:
    """A link for each office, in their order; the projects are those of any years.

    Offices of no known district stay alone: they may stand anywhere.
    """
    units = _units(offices, projects)
    districts = _by_district(units)
    links: dict[str, tuple[str, _Evidence, float]] = {}
    for district in districts:
        links |= _district_links(district)
    same = [(key, previous) for key, (previous, _, _) in links.items()]
    for district in districts:
        same += _second_spellings(district) + _now_and_then_coded(district)
    keys = _office_keys(units, same)
    return [_link(office, links.get(office.department_key), keys[office.department_key]) for office in offices]


def _units(offices: Sequence[Office], projects: Iterable[Undertaking]) -> list[_Unit]:
    names: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for project in projects:
        if project.fiscal_year is not None:
            text = project_name(project.project_name, project.fiscal_year).text
            names[project.department_key][project.fiscal_year].add(text)
    return [_unit(office, names.get(office.department_key, {})) for office in offices]


def _unit(office: Office, projects: Mapping[int, set[str]]) -> _Unit:
    known = {year: frozenset(names - {""}) for year, names in projects.items()}
    bounds = [year for year in (office.valid_from_year, office.valid_to_year) if year is not None]
    years = tuple(sorted(known or bounds))
    return _Unit(office, office_name(office.unit_name, office.places), years, known)


def _by_district(units: Iterable[_Unit]) -> list[list[_Unit]]:
    districts: dict[str, list[_Unit]] = defaultdict(list)
    for unit in units:
        if unit.office.district_code is not None and unit.years:
            districts[unit.office.district_code].append(unit)
    return list(districts.values())


def _district_links(units: list[_Unit]) -> dict[str, tuple[str, _Evidence, float]]:
    """By key of the later office: the earlier one's, what speaks for them, and the confidence."""
    rules = load("lineage")
    repeated = _repeated_names(units)
    second = {spelling for spelling, _ in _second_spellings(units)}
    units = [unit for unit in units if unit.office.department_key not in second]
    same_code = _by_code(units)
    found: dict[tuple[int, int], _Evidence] = {}
    for later, earlier in _successive(units):
        before, after = units[earlier], units[later]
        if not _is_interrupted(before, after, same_code.get(after.office.unit_code or "", [])):
            evidence = _evidence(before, after, repeated, rules["office_link"])
            if evidence is not None:
                found[later, earlier] = evidence
    floor = rules["office_link"]["accepted_from"] - rules["one_to_one"]["room_below"]
    gains = {pair: evidence.strength - floor for pair, evidence in found.items()}
    links = {}
    for row, column, margin in assign(gains, rules["one_to_one"]["largest_group"]):
        sure = confidence(found[row, column].strength, margin)
        if sure is not None:
            key = units[row].office.department_key
            links[key] = (units[column].office.department_key, found[row, column], sure)
    return links


def _repeated_names(units: Iterable[_Unit]) -> dict[int, frozenset[str]]:
    """By year, the names that projects of more than one unit of a district have."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for unit in units:
        for year, names in unit.projects.items():
            counts[year].update(names)
    return {year: frozenset(name for name, units in count.items() if units > 1) for year, count in counts.items()}


def _successive(units: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """Places of the units of which one begins after the other ended: the later, the earlier."""
    latest_start, earliest_end = max(unit.years[0] for unit in units), min(unit.years[-1] for unit in units)
    ended = [place for place, unit in enumerate(units) if unit.years[-1] < latest_start]
    begun = [place for place, unit in enumerate(units) if unit.years[0] > earliest_end]
    for later in begun:
        yield from ((later, earlier) for earlier in ended if units[earlier].years[-1] < units[later].years[0])


def _by_code(units: Iterable[_Unit]) -> dict[str, list[_Unit]]:
    """The units of one district by their code; those without one are left out."""
    found: dict[str, list[_Unit]] = defaultdict(list)
    for unit in units:
        if unit.office.unit_code is not None:
            found[unit.office.unit_code].append(unit)
    return found


def _second_spellings(units: Iterable[_Unit]) -> list[tuple[str, str]]:
    """Keys of the rows of one district that hold in a single year in which another row of their code holds, which
    carries the unit's history, and the keys of that row."""
    return [
        (unit.office.department_key, other.office.department_key)
        for same in _by_code(units).values()
        for unit in same
        for other in same
        if unit is not other and _leads(other.office, unit.office)
    ]


def _now_and_then_coded(units: Iterable[_Unit]) -> list[tuple[str, str]]:
    """Keys of the rows that are one unit whose code is printed in some years and not in others: one row of a name
    without a code, others with one, and no year in which two of them have projects."""
    named: dict[str, list[_Unit]] = defaultdict(list)
    for unit in units:
        if unit.name.core:
            named[unit.name.core].append(unit)
    found = []
    for alike in named.values():
        bare = [unit for unit in alike if unit.office.unit_code is None]
        coded = [unit for unit in alike if unit.office.unit_code is not None]
        years = [year for unit in (*bare, *coded) for year in unit.years]
        if len(bare) == 1 and len(years) == len(set(years)):
            found += [(bare[0].office.department_key, unit.office.department_key) for unit in coded]
    return found


def _leads(other: Office, office: Office) -> bool:
    """Whether a row of the same code holds in the only year of an office, and not the other way round."""
    year = office.valid_from_year
    if year is None or year != office.valid_to_year or other.valid_from_year is None:
        return False
    if not other.valid_from_year <= year <= (other.valid_to_year or _ALWAYS):
        return False
    # Two rows of one year alone: the later key gives way, whichever way they are looked at.
    lone = other.valid_from_year == other.valid_to_year == year
    return not lone or other.department_key < office.department_key


def _same_code(before: _Unit, after: _Unit) -> bool:
    return before.office.unit_code is not None and before.office.unit_code == after.office.unit_code


def _is_interrupted(before: _Unit, after: _Unit, same_code: Iterable[_Unit]) -> bool:
    """Whether the code of both had another name in between: a name leads to the next one, not past it."""
    if not _same_code(before, after):
        return False
    return any(before.years[-1] < unit.years[0] and unit.years[-1] < after.years[0] for unit in same_code)


def _evidence(
    before: _Unit, after: _Unit, repeated: Mapping[int, frozenset[str]], rules: Mapping[str, Any]
) -> _Evidence | None:
    last, first = before.years[-1], after.years[0]
    old, new = before.projects.get(last, frozenset()), after.projects.get(first, frozenset())
    shared = old & new
    common = len(shared) / min(len(old), len(new)) if shared else 0.0
    distinctive = len(shared - repeated.get(last, frozenset()) - repeated.get(first, frozenset()))
    likeness = similarity(before.name, after.name, ratio(before.name.core, after.name.core) / 100)
    method = _method(before, after, likeness, common, distinctive, rules)
    if method is None:
        return None
    weights = rules[method]
    strength = weights["base"] + weights["name"] * likeness + weights["projects"] * common
    strength -= rules["year_missing"] * (first - last - 1)
    return _Evidence(method, strength, likeness, len(shared)) if strength >= rules["accepted_from"] else None


def _method(
    before: _Unit, after: _Unit, likeness: float, common: float, distinctive: int, rules: Mapping[str, Any]
) -> str | None:
    if _same_code(before, after):
        return "same_code"
    if before.name.core and before.name.core == after.name.core and likeness:
        return "same_name"
    if contrasted(before.name, after.name):
        return None
    both_coded = before.office.unit_code is not None and after.office.unit_code is not None
    if likeness >= rules["similar_alone_from"] and not both_coded:
        return "similar_name"
    if common < rules["share_of_projects"]:
        return None
    if likeness >= rules["similar_from"] and distinctive >= rules["distinctive_projects"]:
        return "similar_name"
    return "projects" if distinctive >= rules["distinctive_projects_alone"] else None


def _office_keys(units: Iterable[_Unit], same: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The key that each office shares with all that it is the same as: the key of the earliest of them."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    ordered = sorted(units, key=lambda unit: (unit.years[:1] or (_ALWAYS,), unit.office.department_key))
    place = {unit.office.department_key: number for number, unit in enumerate(ordered)}
    for one, other in same:
        first, second = sorted((find(one), find(other)), key=place.__getitem__)
        leader[second] = first
    return {key: find(key) for key in place}


def _link(office: Office, found: tuple[str, _Evidence, float] | None, office_key: str) -> OfficeLink:
    if found is None:
        return OfficeLink(office.department_key, None, office_key, NO_LINK)
    previous, evidence, sure = found
    return OfficeLink(
        office.department_key,
        previous,
        office_key,
        evidence.method,
        share(sure),
        share(evidence.likeness),
        evidence.shared,
    )
