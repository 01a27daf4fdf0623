"""Made-up states of a published warehouse, for tests of what is said about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from pipelines.watch import State, Year

NOW = datetime(2026, 1, 20, 8, tzinfo=UTC)


def year(number: int | None, **changed: Any) -> Year:
    """A year with ten documents, a hundred indicators and nothing to look at."""
    usual = {
        "documents": 10, "projects": 40, "indicators": 100, "budget_cny": Decimal("1000.50"),
        "kinds": {"numeric": 60, "date": 10, "qualitative": 30},
    }  # fmt: skip
    return Year(number, **{**usual, **changed})


def state(**changed: Any) -> State:
    """A state with nothing to look at, published an hour ago."""
    usual = {
        "version": "20260120T070000.000000Z", "published_at": NOW - timedelta(hours=1),
        "looked_at": NOW - timedelta(hours=1), "now": NOW, "years": (year(2025), year(2026)), "quarantined": (),
        "findings": {"error": 0, "warning": 7}, "kept": ("20260120T070000.000000Z", "20260119T070000.000000Z"),
        "withdrawn": (), "building": None, "unpublished": 0, "waiting": None, "size_bytes": 10_000_000,
        "free_bytes": 1_000_000_000,
    }  # fmt: skip
    return State(**{**usual, **changed})
