"""When builds are due: the submission season and the weekly reconcile, as calendar.toml says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.settings import partition_of

_FILE = Path(__file__).with_name("calendar.toml")


@dataclass(frozen=True, slots=True)
class Season:
    """Months in which texts of some fiscal years are submitted; the years are counted from the calendar year."""

    name: str
    months: tuple[int, ...]
    fiscal_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Cron lines in a time zone, and the seasons."""

    timezone: str
    reconcile_cron: str
    daily_cron: str
    seasons: tuple[Season, ...]

    def due(self, at: datetime) -> list[str]:
        """The partitions whose texts are being submitted at a moment, in order. The moment knows its time zone."""
        local = at.astimezone(ZoneInfo(self.timezone))
        ahead = {years for season in self.seasons if local.month in season.months for years in season.fiscal_years}
        return [partition_of(local.year + years) for years in sorted(ahead)]


@cache
def calendar() -> Calendar:
    """The calendar of calendar.toml."""
    return load(_FILE)


def load(file: Path) -> Calendar:
    """A calendar from a file like calendar.toml. Raises KeyError or tomllib.TOMLDecodeError where it is none."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    daily = told["daily"]
    seasons = tuple(
        Season(one["name"], tuple(one["months"]), tuple(one["fiscal_years"])) for one in daily.get("season", ())
    )
    months = ",".join(str(month) for month in sorted({month for season in seasons for month in season.months}))
    return Calendar(
        told["timezone"], told["reconcile"]["cron"], f"{daily['minute']} {daily['hour']} * {months or '*'} *", seasons
    )
