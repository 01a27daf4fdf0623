"""Which project of a year is which of the year before: links between projects of one office, one to one.

Names and codes are looked at first; what is left is compared by indicators.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from transforms.lineage.assignment import assign
from transforms.lineage.certainty import confidence
from transforms.lineage.names import Name, contrasted, project_name, similarity
from transforms.lineage.rows import NO_LINK, Undertaking, UndertakingLink, share
from transforms.rules import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_RATIO_STEP = Decimal("0.0001")
_UNKNOWN = 0.5
"""What a sign counts that cannot be had: neither for nor against."""


class _Project(NamedTuple):
    row: Undertaking
    name: Name
    code: str | None
    """The code without its year and check character."""


class _Evidence(NamedTuple):
    method: str
    strength: float
    likeness: float
    overlap: float | None


_Link = tuple[_Project, _Evidence, float]


def project_lineage(
    projects: Sequence[Undertaking], office_keys: Mapping[str, str], nameless: frozenset[str] = frozenset()
) -> list[UndertakingLink]:
    """A link for each project, in their order. `office_keys` gives the key that a unit keeps over the years
    (`offices.office_lineage`) for each department key; `nameless` are the department keys of units known by neither
    code nor name. Projects of no known year or district stay alone.
    """
    found: dict[str, _Link] = {}
    common = _common_indicators(projects)
    for before, after, is_nameless in _successive_years(projects, office_keys, nameless):
        found |= _year_links(before, after, common, is_nameless=is_nameless)
    keys = _undertaking_keys(projects, found)
    return [_link(project, found.get(project.project_key), keys[project.project_key]) for project in projects]


def _common_indicators(projects: Iterable[Undertaking]) -> frozenset[str]:
    """The indicators that so many projects of a district have in a year that they say nothing of any."""
    counts: dict[tuple[str | None, int | None], Counter[str]] = defaultdict(Counter)
    for project in projects:
        counts[project.district_code, project.fiscal_year].update(project.indicators)
    limit = load("lineage")["indicator_link"]["common_above"]
    return frozenset(name for count in counts.values() for name, number in count.items() if number > limit)


def _successive_years(
    projects: Iterable[Undertaking], office_keys: Mapping[str, str], nameless: frozenset[str]
) -> Iterator[tuple[list[_Project], list[_Project], bool]]:
    """The projects of an office in a year and in the next, and whether the office is nameless in either."""
    held: dict[tuple[str, int], list[_Project]] = defaultdict(list)
    for row in projects:
        if row.fiscal_year is not None and row.district_code is not None:
            name = project_name(row.project_name, row.fiscal_year)
            held[office_keys[row.department_key], row.fiscal_year].append(
                _Project(row, name, _lasting(row.project_code))
            )
    for (office, year), after in held.items():
        before = held.get((office, year - 1))
        if before:
            yield before, after, any(project.row.department_key in nameless for project in (*before, *after))


def _lasting(code: str | None) -> str | None:
    """What of a 项目编码 may stay the same over the years: characters 7 and 8 are the year, the last is the check."""
    return code[:6] + code[8:20] if code else None


def _year_links(
    before: list[_Project], after: list[_Project], common: frozenset[str], *, is_nameless: bool
) -> dict[str, _Link]:
    """By key of the project of the later year: that of the earlier one, what speaks for them, and the confidence."""
    rules = load("lineage")
    limit = rules["project_link"]["nameless_unit_at_most"] if is_nameless else 1.0
    links = _linked(before, after, _by_name(before, after), rules["project_link"]["accepted_from"])
    taken = {earlier.row.project_key for earlier, _, _ in links.values()}
    left_before = [project for project in before if project.row.project_key not in taken]
    left_after = [project for project in after if project.row.project_key not in links]
    if left_before and left_after:
        distinctive = _distinctive(before, (_indicators(left_before) & _indicators(left_after)) - common)
        evidence = _by_indicators(left_before, left_after, _distinctive(after, distinctive))
        links |= _linked(left_before, left_after, evidence, rules["indicator_link"]["accepted_from"])
    return {key: (earlier, signs, min(sure, limit)) for key, (earlier, signs, sure) in links.items()}


def _linked(
    before: list[_Project], after: list[_Project], found: Mapping[tuple[int, int], _Evidence], accepted_from: float
) -> dict[str, _Link]:
    """The best links that the evidence allows (by places in `after` and `before`), one to one and none tied."""
    rules = load("lineage")["one_to_one"]
    floor = accepted_from - rules["room_below"]
    gains = {pair: evidence.strength - floor for pair, evidence in found.items() if evidence.strength >= accepted_from}
    links = {}
    for row, column, margin in assign(gains, rules["largest_group"]):
        sure = confidence(found[row, column].strength, margin)
        if sure is not None:
            links[after[row].row.project_key] = (before[column], found[row, column], sure)
    return links


def _by_name(before: list[_Project], after: list[_Project]) -> dict[tuple[int, int], _Evidence]:
    """What speaks for each pair whose names or codes do, by places in `after` and `before`."""
    rules = load("lineage")["project_link"]
    cores = [project.name.core for project in before]
    general = [place for place, project in enumerate(before) if not project.name.core]
    coded: dict[str, list[int]] = defaultdict(list)
    for place, project in enumerate(before):
        if project.code is not None:
            coded[project.code].append(place)
    found = {}
    for row, later in enumerate(after):
        if later.name.core:
            near = extract(later.name.core, cores, scorer=ratio, score_cutoff=100 * rules["similar_from"], limit=None)
            ratios = {place: score / 100 for _, score, place in near}
        else:
            ratios = dict.fromkeys(general, 1.0)
        for place in coded.get(later.code or "", ()):
            ratios.setdefault(place, ratio(later.name.core, cores[place]) / 100)
        for place, likeness in ratios.items():
            evidence = _name_evidence(before[place], later, likeness, rules)
            if evidence is not None:
                found[row, place] = evidence
    return found


def _name_evidence(
    before: _Project, after: _Project, ratio_of_cores: float, rules: Mapping[str, Any]
) -> _Evidence | None:
    likeness = similarity(before.name, after.name, ratio_of_cores)
    indicators = _overlap(before.row, after.row)
    has_code = before.code is not None and before.code == after.code
    code_counts = has_code and max(likeness, indicators or 0.0) >= rules["code_needs"]
    method = _name_method(before.name, after.name, likeness, code_counts=code_counts)
    if method == "similar_name" and not _is_borne_out(likeness, indicators, rules):
        return None
    money = _closeness(before.row.budget_cny, after.row.budget_cny)
    strength = rules["name"] * likeness
    strength += rules["indicators"] * (_UNKNOWN if indicators is None else indicators)
    strength += rules["money"] * (_UNKNOWN if money is None else money)
    strength += rules["code"] * code_counts
    return _Evidence(method, strength - _doubts(before.name, after.name, rules), likeness, indicators)


def _is_borne_out(likeness: float, indicators: float | None, rules: Mapping[str, Any]) -> bool:
    """Whether names that are merely alike are near enough, and the indicators, where there are any, not all others."""
    if likeness < rules["similar_from"]:
        return False
    return indicators is None or indicators >= float(rules["similar_needs_indicators"])


def _doubts(before: Name, after: Name, rules: Mapping[str, Any]) -> float:
    """What a name of general words, of another year or of another grant takes off."""
    doubts = rules["general_name"] * (not after.core)
    doubts += rules["other_year_in_name"] * _years_differ(before, after)
    doubts += rules["other_grant_note"] * (before.grant_notes != after.grant_notes)
    return float(doubts)


def _name_method(before: Name, after: Name, likeness: float, *, code_counts: bool) -> str:
    if code_counts:
        return "same_code"
    return "same_name" if likeness and before.core == after.core else "similar_name"


def _years_differ(before: Name, after: Name) -> bool:
    """Whether one name speaks of the year itself and the other of the year before, say."""
    return None not in (before.year_offset, after.year_offset) and before.year_offset != after.year_offset


def _by_indicators(
    before: list[_Project], after: list[_Project], distinctive: frozenset[str]
) -> dict[tuple[int, int], _Evidence]:
    """What speaks for each pair whose indicators do, by places in `after` and `before`. `distinctive` are those that
    one project alone of the office has in either year."""
    rules = load("lineage")["indicator_link"]
    owner = {name: place for place, project in enumerate(before) for name in project.row.indicators & distinctive}
    found = {}
    for row, later in enumerate(after):
        own = Counter(owner[name] for name in later.row.indicators & owner.keys())
        for place, count in own.items():
            evidence = _indicator_evidence(before[place], later, rules) if count >= rules["distinctive_from"] else None
            if evidence is not None:
                found[row, place] = evidence
    return found


def _indicators(projects: Iterable[_Project]) -> frozenset[str]:
    return frozenset().union(*(project.row.indicators for project in projects))


def _distinctive(projects: Iterable[_Project], among: frozenset[str]) -> frozenset[str]:
    """Those of the indicators that only one of the projects has."""
    counts = Counter(name for project in projects for name in project.row.indicators & among)
    return frozenset(name for name, count in counts.items() if count == 1)


def _indicator_evidence(before: _Project, after: _Project, rules: Mapping[str, Any]) -> _Evidence | None:
    overlap = _overlap(before.row, after.row) or 0.0
    money = _closeness(before.row.budget_cny, after.row.budget_cny)
    shared = len(before.row.indicators & after.row.indicators)
    if contrasted(before.name, after.name) or shared < rules["shared_from"] or overlap < rules["share_from"]:
        return None
    if money is not None and money < rules["money_from"]:
        return None
    strength = rules["base"] + rules["indicators"] * overlap + rules["money"] * (_UNKNOWN if money is None else money)
    likeness = similarity(before.name, after.name, ratio(before.name.core, after.name.core) / 100)
    return _Evidence("indicators", strength, likeness, overlap)


def _overlap(before: Undertaking, after: Undertaking) -> float | None:
    """The share of the indicators of both years that both have; None where either has none."""
    if not before.indicators or not after.indicators:
        return None
    shared = len(before.indicators & after.indicators)
    return shared / (len(before.indicators) + len(after.indicators) - shared)


def _closeness(before: Decimal | None, after: Decimal | None) -> float | None:
    """The smaller budget by the larger; None where either is unknown. A reduction, below zero, is close to no other amount."""
    if before is None or after is None:
        return None
    low, high = sorted((float(before), float(after)))
    if low == high:
        return 1.0
    return low / high if low > 0 else 0.0


def _undertaking_keys(projects: Iterable[Undertaking], found: Mapping[str, _Link]) -> dict[str, str]:
    """The key that each project shares with those it is linked to: that of the first of them."""
    keys: dict[str, str] = {}
    for project in projects:
        chain = [project.project_key]
        while chain[-1] not in keys and chain[-1] in found:
            chain.append(found[chain[-1]][0].row.project_key)
        first = keys.get(chain[-1], chain[-1])
        keys.update(dict.fromkeys(chain, first))
    return keys


def _link(project: Undertaking, found: _Link | None, undertaking_key: str) -> UndertakingLink:
    if found is None:
        return UndertakingLink(project.project_key, None, undertaking_key, NO_LINK)
    previous, evidence, sure = found
    return UndertakingLink(
        project.project_key,
        previous.row.project_key,
        undertaking_key,
        evidence.method,
        share(sure),
        share(evidence.likeness),
        None if evidence.overlap is None else share(evidence.overlap),
        _budget_ratio(previous.row.budget_cny, project.budget_cny),
    )


def _budget_ratio(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """This year's budget by the last's, to four places; None where either is unknown, or one of them is no amount to compare:
    nothing the year before, or a reduction."""
    if before is None or after is None or before <= 0 or after < 0:
        return None
    return (after / before).quantize(_RATIO_STEP, rounding=ROUND_HALF_UP)
