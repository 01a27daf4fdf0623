"""Made-up documents of which some were taken away: what these say must not show in what is current."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.warehouse.small_warehouse import text

if TYPE_CHECKING:
    from tests.warehouse.small_warehouse import Rows

LATER = dt.datetime(2025, 6, 1)  # noqa: DTZ001 - kept in UTC without a zone
EARLY = dt.datetime(2024, 1, 1)  # noqa: DTZ001

Said = dict[str, Any]
CASES: dict[str, tuple[list[Said], list[Said]]] = {
    "a later version": ([{}], [{"received": LATER, "budget": "1.00"}]),
    "the approved version": ([{}, {"received": EARLY}], [{"stage": "approved"}]),
    "the latest of a stage": ([{}, {"stage": "approved"}], [{"received": LATER}]),
    "a version between": ([{}, {"stage": "approved"}], [{"received": EARLY}]),
    "all of a department": ([{}], [{"code": "203", "department": "统计局", "units": (("203001", "统计局"),)}]),
    "the one that says the code": ([{"code": None}], [{"received": LATER}]),
    "another code of the department": ([{"code": None}, {"received": LATER}], [{"code": "203"}]),
    "what joins two parts": (
        [{"projects": ("甲",)}, {"projects": ("乙",), "received": LATER}],
        [{"projects": ("甲", "乙"), "units": (("202001", "审计局本级"),) * 2}],
    ),
    "a spelling": (
        [{"units": (("202001", "审计局 (本级)"),)}, {"units": (("202001", "审计局 (本级)"),), "stage": "approved"}],
        [{"units": (("202001", "审计局（本级）"),), "received": LATER, "stage": "approved"}],
    ),
    "a place that others leave out": (
        [{"place": None}, {"place": None, "stage": "approved"}],
        [{"place": "路北区", "received": LATER}],
    ),
    "a name between years": (
        [{"year": 2023}, {"year": 2025}, {"year": 2025, "stage": "approved"}],
        [{"year": 2024, "units": (("202001", "审计署"),)}],
    ),
    "a name more often in a year": (
        [{"year": 2024}, {"units": (("202001", "审计署"),)}, {"units": (("202001", "审计署"),), "stage": "approved"}],
        [{"received": LATER}, {"received": LATER, "stage": "approved"}],
    ),
    "a unit of a draft alone": (
        [
            {"units": (("202001", "审计局本级"), ("202002", "审计局二所"))},
            {"units": (("202002", "审计局二所"),), "stage": "approved"},
        ],
        [{"units": (("202001", "审计署"),), "received": LATER}],
    ),
    "the first year and the last": ([{"year": 2024}], [{"year": 2023}, {"year": 2025, "received": LATER}]),
    "all of a unit": ([{}], [{"units": (("202002", "审计局二所"),), "year": year} for year in (2023, 2024, 2026)]),
    "a year that nobody states": ([{}, {"year": None}], [{"year": None, "received": LATER}]),
    "a department that nobody states": (
        [{"code": None, "department": None, "units": ((None, None),)}],
        [{"code": None, "department": None, "units": ((None, None),), "received": LATER}],
    ),
    "a district that nobody states": ([{"district": None}], [{"district": None, "received": LATER}]),
}
"""What the documents that are there say, and what those say that were taken away, by what these were."""
NAMES: dict[str, list[tuple[str, int, int, bool]]] = {
    "a name between years": [("审计署", 2024, 2024, False)],
    "a spelling": [],
    "all of a department": [("统计局", 2025, 2025, False)],
    "all of a unit": [("审计局二所", year, year, False) for year in (2023, 2024, 2026)],
    "the first year and the last": [("审计局本级", 2023, 2023, False), ("审计局本级", 2025, 2025, False)],
}
"""The rows of `history.department`, of some of the cases, that only a document has that was taken away."""


def _document(key: str, *, place: str | None = "路南区", projects: tuple[str, ...] = (), **said: Any) -> Rows:
    rows = text(key, **said)
    rows["department"] = [{**unit, "district_name": place} for unit in rows["department"]]
    for project, name in zip(rows["project"], projects, strict=False):
        project["project_name"] = name
    return rows


def documents(which: int) -> list[Rows]:
    """The documents of all cases that are there (0) or gone (1), each case in a district of its own."""
    return [
        _document(f"{name} {('kept', 'gone')[which]} {seq_no}", **{"district": f"9901{number}", **said})
        for number, (name, case) in enumerate(CASES.items(), 10)
        for seq_no, said in enumerate(case[which], 1)
    ]
