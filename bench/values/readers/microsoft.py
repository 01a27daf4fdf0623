"""Microsoft Recognizers-Text: currencies, percentages, dimensions, dates and numbers; the longest find is the value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from bench.values.readers.answers import deadline, figure, nothing

PACKAGES = ("recognizers-text-number-with-unit", "recognizers-text-number", "recognizers-text-date-time")

_DURATION = re.compile(r"P(T?)([0-9.]+)([A-Z]+)")
_DURATION_UNITS = {
    "Y": "year",
    "M": "month",
    "W": "week",
    "D": "day",
    "BD": "workday",
    "TH": "hour",
    "TM": "minute",
    "TS": "second",
}


def reader() -> Callable[[str, dict[str, Any]], Any]:
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    units, numbers = NumberWithUnitRecognizer("zh-cn"), NumberRecognizer("zh-cn")
    dates = DateTimeRecognizer("zh-cn").get_datetime_model()
    models = [
        units.get_currency_model(),
        numbers.get_percentage_model(),
        units.get_dimension_model(),
        numbers.get_number_model(),
    ]

    def read(text: str, known: dict[str, Any]) -> list[Any]:
        today = datetime(known.get("year", 2025), 1, 1)  # noqa: DTZ001 - what the package wants
        return [*(hit for model in models for hit in model.parse(text)), *dates.parse(text, today)]

    return read


def answer(found: Any, text: str) -> dict[str, Any]:
    hits = [hit for hit in found if hit.resolution]
    if not hits:
        return nothing()
    best = max(hits, key=lambda hit: len(hit.text))
    written = text[best.start : best.end + 1]
    kind = best.type_name.removeprefix("datetimeV2.")
    if kind != best.type_name:
        return _time(kind, best.resolution["values"][-1], written)
    value = (best.resolution.get("value") or "").removesuffix("%")
    unit = "percentage" if kind == "percentage" else best.resolution.get("unit")
    return figure(value, value, unit, written) if value else nothing()


def _time(kind: str, value: dict[str, str], written: str) -> dict[str, Any]:
    if kind == "duration":
        spelt = _DURATION.fullmatch(value["timex"])
        if spelt is None:
            return nothing()
        return figure(spelt[2], spelt[2], _DURATION_UNITS.get(spelt[1] + spelt[3]), written)
    if kind == "date":
        return deadline(value.get("value"))
    if kind == "daterange" and "end" in value:
        # A month or a year ends before the first day of the next one; two days written out are both meant.
        last, written_out = date.fromisoformat(value["end"]), value["timex"].endswith("D)")
        if last == date.min:
            return nothing()
        return deadline(str(last if written_out else last - timedelta(1)), value.get("start"), written)
    return deadline(None) if kind == "set" else nothing()
