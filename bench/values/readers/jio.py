"""JioNLP: its parsers of money and of time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.values.readers.answers import deadline, figure, nothing

PACKAGES = ("jionlp",)

_SMALLER = {("year", "month"): 12, ("hour", "minute"): 60, ("minute", "second"): 60}


def reader() -> Callable[[str, dict[str, Any]], Any]:
    import jionlp

    def whole_money(text: str, hit: dict[str, Any]) -> dict[str, Any]:
        # The parser knows words of comparison that the search leaves out, but takes no words beside them.
        try:
            detail = jionlp.parse_money(text)
        except ValueError:
            detail = hit["detail"]
        return {"type": "money", "text": hit["text"], "detail": detail}

    def read(text: str, known: dict[str, Any]) -> dict[str, Any] | None:
        if money := jionlp.ner.extract_money(text, with_parsing=True):
            return whole_money(text, money[0])
        today = {"year": known.get("year", 2025), "month": 1, "day": 1}
        times = jionlp.ner.extract_time(text, time_base=today, with_parsing=True)
        return times[0] if times else None

    return read


def answer(found: Any, _text: str) -> dict[str, Any]:
    if found is None:
        return nothing()
    detail, text = found["detail"], found["text"]
    if found["type"] == "money":
        return _money(detail, text)
    if found["type"] == "time_delta":
        return _duration(detail["time"], text)
    if found["type"] == "time_period":
        return deadline(None) if detail["time"].get("point") else nothing()
    start, end = (None if day.endswith("inf") else day[:10] for day in detail["time"])
    return deadline(end, start, text)


def _money(detail: dict[str, Any], text: str) -> dict[str, Any]:
    number, unit = detail["num"], detail["case"]
    if isinstance(number, list):
        return figure(number[0], number[1], unit, text)
    # blur- and blur+ are below and above; whether the figure itself is in is not told.
    lower = None if detail["definition"] == "blur-" else number
    upper = None if detail["definition"] == "blur+" else number
    return figure(lower, upper, unit, text)


def _duration(fields: Any, text: str) -> dict[str, Any]:
    if not isinstance(fields, dict):
        return nothing()
    names = tuple(fields)
    if names in _SMALLER:
        total = fields[names[0]] * _SMALLER[names] + fields[names[1]]
        return figure(total, total, names[1], text)
    return figure(fields[names[0]], fields[names[0]], names[0], text) if len(names) == 1 else nothing()
