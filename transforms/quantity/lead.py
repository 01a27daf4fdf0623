"""The words in front of a figure: whether they leave open what it says. The patterns are in `leads.toml`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from transforms.quantity.meaning import MIXED
from transforms.quantity.patterns import any_of
from transforms.quantity.vocabulary import comparators, periods, units, words
from transforms.rules import load

if TYPE_CHECKING:
    from transforms.quantity.groups import Said

_DENIED = re.compile("未|[不没非无][^率]{0,2}$|(?:禁止|严禁|避免|防止|防范|杜绝|[勿莫])$")
_BOUNDED = re.compile("[一二三四五六七八九十百半]个?(?:工作日|小时|分钟|日|天|周|月|年)(?:以内|之内|内|以上|以下)")
"""A limit in words within the name: 三日内办结率."""
_TIMES = frozenset(("minute", "hour", "day", "workday", "week", "month", "year"))
_PLACES = frozenset("分位级倍档") | {"名次", "位次"}
"""Measure words of marks and ranks, which changes are stated in."""


def lead_issues(match: Said) -> tuple[str, ...]:
    """Marks words before the figure that themselves compare, deny, tell of a change, name a period or a part: 超过计划数10%,
    降低成本5%, 月≥1次, 其中党员≥30%."""
    lead = match.groups.around(match.texts)[0]
    if not lead:
        return ()
    is_share, is_size = _kind(match)
    is_alone = not any(match.groups.pers(match.texts))
    return MIXED if _is_open(lead, is_share=is_share, is_size=is_size, is_alone=is_alone) else ()


@lru_cache(maxsize=4096)
def _is_open(lead: str, *, is_share: bool, is_size: bool, is_alone: bool) -> bool:
    told = (lead in periods() and lead != "年度") or _comparing().search(lead) is not None
    changed = is_share and _change().search(lead) is not None
    if told or changed or _DENIED.search(lead) or _BOUNDED.search(lead) or _open("any").search(lead):
        return True
    holding = ("size",) * is_size + ("alone",) * (is_alone and not is_share)
    return any(_open(name).search(lead) for name in holding)


def _kind(match: Said) -> tuple[bool, bool]:
    """Whether the figure is a share, and whether it may be the size of a change."""
    spelled = [parts(match.texts)[2] for parts in match.groups.parts.values()]
    known = {unit.canonical for word in spelled if (unit := units().get(word)) is not None}
    is_share = "percent" in known
    return is_share, is_share or not known.isdisjoint(_TIMES) or not _PLACES.isdisjoint(spelled)


@cache
def _change() -> re.Pattern[str]:
    """A word of change that is no name of a rate (增长率) and no way to a level (提高到), or of what is compared (同比)."""
    return re.compile(f"(?:{any_of(words('change'))}(?!率|幅|比|到|至)|{any_of(words('against'))})[^率]*$")


@cache
def _comparing() -> re.Pattern[str]:
    """A comparator that is a word, not a sign or one character that other words hold too."""
    return re.compile(any_of(word for word in comparators("before") if len(word) > 1))


@cache
def _open(name: str) -> re.Pattern[str]:
    """Every pattern of the words that leave figures of this kind open."""
    return re.compile("|".join(entry["pattern"] for entry in load("leads")["open"] if entry["of"] == name))
