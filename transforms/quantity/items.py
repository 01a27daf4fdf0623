"""Numbered items of a cell, each on a line or behind a semicolon: where they begin, so that none runs into the one before."""

from __future__ import annotations

import re

_SECOND = re.compile(r"[\n;；。]\s*[(（]?[2２]\s*[、.．)）]")
_BEGIN = re.compile(
    r"(?:^|[\n;；。])\s*[(（]?(?P<number>[0-9０-９]{1,2})\s*(?P<sign>[、.．)）])(?P<figure>[0-9０-９])?"
)
_SURE = 3
"""From so many numbers in a row on they are no figures: 1.20人 2.12个月 3.50场, but 1.5万亩 2.5万亩."""


def with_items_apart(text: str) -> tuple[str, bool]:
    """The text, character for character, with a semicolon in place of the line break in front of each item and 、 behind its
    number; and whether a number may be the beginning of a figure (1.5万亩; 2.5万亩), which is then left as it is."""
    if not ("2" in text or "２" in text) or not _SECOND.search(text):
        return text, False
    items: list[re.Match[str]] = []
    for found in _BEGIN.finditer(text):
        if int(found["number"]) == len(items) + 1:
            items.append(found)
    if len(items) == 1:
        return text, False
    signs = list(text)
    is_open = len(items) < _SURE and any(item["figure"] and item["sign"] in ".．" for item in items)
    for item in items:
        if text[item.start()] == "\n":
            signs[item.start()] = ";"
        if item["sign"] in ".．" and not (is_open and item["figure"]):
            signs[item.start("sign")] = "、"
    return "".join(signs), is_open
