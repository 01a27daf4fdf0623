"""What lineage takes and gives: units and projects as rows, links with what they rest on."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple


class Office(NamedTuple):
    """A budget unit under one name: a row of `department`. `years` are those in which it has projects."""

    department_key: str
    district_code: str | None
    unit_code: str | None
    unit_name: str | None
    places: tuple[str, ...] = ()
    """Names of its district, city and province, which stand before some names and not before others."""
    valid_from_year: int | None = None
    valid_to_year: int | None = None
    is_current: bool = True


class Undertaking(NamedTuple):
    """A project of one year: a row of `project`, with the names of its indicators, folded."""

    project_key: str
    department_key: str
    district_code: str | None
    fiscal_year: int | None
    project_name: str | None
    project_code: str | None = None
    budget_cny: Decimal | None = None
    indicators: frozenset[str] = frozenset()


class OfficeLink(NamedTuple):
    """A unit and what it was before. Shares and confidence are 0 to 1; all NULL but the keys where `method` is none."""

    department_key: str
    previous_department_key: str | None
    office_key: str
    method: str
    confidence: Decimal | None = None
    name_similarity: Decimal | None = None
    shared_projects: int | None = None


class UndertakingLink(NamedTuple):
    """A project and what it was the year before. Shares and confidence are 0 to 1, `budget_ratio` is this year's money
    by the last's; all NULL but the keys where `method` is none."""

    project_key: str
    previous_project_key: str | None
    undertaking_key: str
    method: str
    confidence: Decimal | None = None
    name_similarity: Decimal | None = None
    indicator_similarity: Decimal | None = None
    budget_ratio: Decimal | None = None


NO_LINK = "none"


def share(value: float) -> Decimal:
    """A share or confidence as the tables keep it, to three places."""
    return _thousandths(round(value * 1000))


@cache
def _thousandths(number: int) -> Decimal:
    return Decimal(number).scaleb(-3)
