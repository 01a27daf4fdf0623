"""Productions for figures: a match of a numeric rule becomes bounds on a canonical unit."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from transforms.quantity.lead import lead_issues
from transforms.quantity.meaning import MIXED, Value, joined, unreadable
from transforms.quantity.measure import Quantity, is_phrase, parts_of, quantity
from transforms.quantity.number import OutOfRange, to_decimal
from transforms.quantity.per import per_of
from transforms.quantity.vocabulary import Comparator, comparators, first_of_several, sums, undivided, units, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from transforms.quantity.groups import Said
    from transforms.quantity.meaning import Context
    from transforms.quantity.measure import Parts
    from transforms.quantity.number import Exact
    from transforms.quantity.rules import Rule

    Limit = tuple[Exact, bool] | None
    Production = Callable[[Said, Rule, Context], Value | None]

_NEAR = ("value_approximate",)
_EXACT = Comparator("exact", inclusive=True)
_FLOOR = Comparator("lower", inclusive=True)
_CEILING = Comparator("upper", inclusive=True)
_WHOLE = 100
_TURNS = {("day", "hour"): 8, ("week", "day"): 5}
"""一天8小时 and 一周5天 are so many in each, not one and so many more; 1天8小时 and 5天8小时 may be either.
How many there are in each working day or week."""


_PLACE = "名"
_MINUTE = "分钟"
"""Of which 分 is short behind hours: 2小时30分."""
_SECOND = re.compile("/(?!10+(?:[^0-9]|$))(?:[0-9]{2}|[2-9](?!个?(?:年|月|天|日|周|季|小时|学期|学年|工作日)))")
"""A second figure behind a stroke, rather than what the first is per: 500户/1200人; 2次/100户 is so many per hundred."""
_THOUSANDS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_MINUS = frozenset("-−－﹣")
"""Signs of a negative figure; other dashes also stand before an item of a list: —95%."""
_EXCLUDING = re.compile("不(?:包?含|包括)")
_INCLUDING = re.compile("包?含|包括")
_OTHER = re.compile("(?:含|包括)([0-9.]+)")


def _numeric(rule: Rule, made: Quantity, lower: Limit, upper: Limit, issues: tuple[str, ...] = ()) -> Value:
    """The value with these limits, an unlimited side None. A number that cannot be kept is said to be none."""
    try:
        lower_bound = None if lower is None else to_decimal(lower[0])
        upper_bound = None if upper is None else lower_bound if upper is lower else to_decimal(upper[0])
    except OutOfRange:
        return unreadable(rule.name, "value_number_out_of_range")
    _, unit, unit_text, counter, per, inferred, unsure = made
    every = rule.issues + unsure + issues
    return Value(
        "numeric",
        lower_bound,
        None if lower is None else lower[1],
        upper_bound,
        None if upper is None else upper[1],
        unit,
        unit_text,
        counter,
        per,
        unit_inferred=inferred,
        is_approximate=bool(issues) and _NEAR[0] in issues,
        value_rule=rule.name,
        issues=joined(every) if every else every,
    )


def _one(match: Said, context: Context) -> Quantity | None:
    parts = parts_of(match)
    made = quantity(parts, context, per=per_of(match, parts.unit), lead=match.groups.around(match.texts)[0])
    if made is not None and made.per and _SECOND.search(match.reading.plain):
        made = made._replace(issues=joined(made.issues, MIXED))
    if made is None or parts.number[0] != "-" or match.written(match.groups.places[""][0])[0] in _MINUS:
        return made
    return made._replace(issues=joined(made.issues, MIXED))


def _compared(match: Said) -> tuple[Comparator, tuple[str, ...]]:
    """The comparator around the figure. Where the words before and after disagree, the one before holds, marked."""
    _, before_word, infix, after_word = match.groups.around(match.texts)
    if not infix and not after_word:
        found = comparators("before").get(before_word, _EXACT)
        return found, _NEAR if found.side == "about" else ()
    if not infix and after_word != "+" and after_word in words("infix"):
        infix, after_word = after_word, ""  # 50余, without a unit
    before = comparators("before").get(before_word)
    near = _NEAR if infix and infix != "+" else ()
    if infix and before is None and not after_word:
        # 50余人 is a little more than 50: the lower end is certain.
        return _FLOOR, near
    after = comparators("after").get(after_word, _CEILING if after_word else None)
    about = _NEAR if any(found is not None and found.side == "about" for found in (before, after)) else near
    if before is None or after is None:
        return before or after or _EXACT, about
    agree = before.side == after.side and before.inclusive == after.inclusive
    return before, joined(about, () if agree or _only_near(before, after) else MIXED)


def _only_near(before: Comparator, after: Comparator) -> bool:
    """Whether the word behind only blurs an exact figure or a bound: 约50人左右, ≥50人左右."""
    return after.side == "about" and before.side in ("exact", "lower", "upper", "about")


def _limits(comparator: Comparator, value: Exact) -> tuple[Limit, Limit]:
    limit = (value, comparator.inclusive)
    if comparator.side == "lower":
        return limit, None
    if comparator.side == "upper":
        return None, limit
    return limit, limit


def bound(match: Said, rule: Rule, context: Context) -> Value | None:
    """One figure with the comparators around it: ≥95%, 95%以上, 196人."""
    made = _one(match, context)
    if made is None:
        return None
    comparator, issues = _compared(match)
    if _excludes(match, match.match.end("number"), match.match.end()):
        issues = joined(issues, MIXED if comparator.side in ("exact", "about") else ())
        comparator = Comparator(comparator.side, comparator.side in ("exact", "about"))
    elif not comparator.inclusive and _INCLUDING.search(match.reading.plain, match.match.end("before")):
        comparator = Comparator(comparator.side, inclusive=True)
    said = MIXED if _is_odd(match, made) or _includes_other(match) else ()
    return _numeric(rule, made, *_limits(comparator, made.amount), joined(issues, said, lead_issues(match)))


def _is_odd(match: Said, made: Quantity) -> bool:
    """Less than nothing of what cannot be (-120万元: a dash was meant), parts of what is whole (1.200人: a comma was), and a
    figure of one period rather than of each: a share in half of a year (半年≥95%), 一季度50万元."""
    if made.per:
        first, happenings = first_of_several()
        if made.unit == "percent" and made.per == ("半年",):
            return True
        return made.counter not in happenings and match.match.groupdict().get("once") in first
    number, scale, *_ = match.groups.parts[""](match.texts)
    if made.counter in undivided() and not scale and _THOUSANDS.fullmatch(number):
        return True
    return made.unit not in (None, "percent") and made.amount < 0


def _includes_other(match: Said) -> bool:
    """Whether brackets include or leave out another figure than this one: 50万元（含30万元）."""
    plain = match.reading.plain
    found = _OTHER.search(plain, match.match.end("number")) if "含" in plain or "包括" in plain else None
    return found is not None and found[1] != match.match["number"]


def _excludes(match: Said, start: int, end: int) -> bool:
    """Whether words behind a figure take it out again: 95%以上（不含）."""
    return _EXCLUDING.search(match.reading.plain, start, end) is not None


def ceiling(match: Said, rule: Rule, context: Context) -> Value | None:
    """A ceiling that only the verb states: 控制在50万元."""
    made = _one(match, context)
    return None if made is None else _numeric(rule, made, *_limits(_CEILING, made.amount), lead_issues(match))


def rank(match: Said, rule: Rule, context: Context) -> Value | None:
    """全省前三, 全市第2: places from the first to the one named, by the measure word for them where none is written."""
    parts, is_told = parts_of(match), bool(context.unit)
    if not parts.unit and not is_told:
        parts = parts._replace(unit=_PLACE, unit_text=_PLACE)
    made = quantity(parts, context)
    if made is None:
        return None
    if not match.match.groupdict().get("unit") and not is_told:
        made = made._replace(unit_text=None, inferred=True)
    return _numeric(rule, made, *_limits(_CEILING, made.amount))


def unknown_unit(match: Said, rule: Rule, context: Context) -> Value | None:
    """A figure and a short word that no list has."""
    return None if is_phrase(match.match["unit"]) else bound(match, rule, context)


def mirrored(match: Said, rule: Rule, context: Context) -> Value | None:
    """95%≤X: the comparator is seen from the figure, not from the variable."""
    made = _one(match, context)
    found = comparators("before")[match.match["before"]]
    side = {"lower": "upper", "upper": "lower"}.get(found.side, found.side)
    if made is None:
        return None
    return _numeric(rule, made, *_limits(Comparator(side, found.inclusive), made.amount))


def total(match: Said, rule: Rule, context: Context) -> Value | None:
    """1年6个月: both figures in the smaller unit, added."""
    larger, second = quantity(parts_of(match, "1"), context), parts_of(match, "2")
    if larger is not None and larger.unit == "hour" and second.unit == _MINUTE[0]:
        second = second._replace(unit=_MINUTE)
    smaller = quantity(second, context)
    if larger is None or smaller is None:
        return None
    factor = sums().get((larger.unit or "", smaller.unit or ""))
    comparator, issues = _compared(match)
    usual = _TURNS.get((larger.unit or "", smaller.unit or ""))
    if usual and (larger.amount == 1 or smaller.amount == usual):
        if match.match["number1"] == "一" and comparator is _EXACT and not match.groups.around(match.texts)[0]:
            return None
        issues = joined(issues, MIXED)
    if factor is None or (factor > 1 and smaller.amount >= factor) or smaller.amount >= larger.amount * factor:
        return None
    text = (larger.unit_text or "") + (smaller.unit_text or "")
    made = smaller._replace(amount=larger.amount * factor + smaller.amount, unit_text=text)
    return _numeric(rule, made, *_limits(comparator, made.amount), joined(issues, lead_issues(match)))


def half(match: Said, rule: Rule, context: Context) -> Value | None:
    """一年半, 三个半月: half a unit more than the figure."""
    word = match.match["unit"] or match.match["unit_"]
    made = quantity(parts_of(match)._replace(unit=word, unit_text=word), context)
    if made is None:
        return None
    amount = made.amount + Fraction(units()[word].factor) / 2
    comparator, issues = _compared(match)
    return _numeric(rule, made, *_limits(comparator, amount), joined(issues, lead_issues(match)))


def tolerance(match: Said, rule: Rule, context: Context) -> Value | None:
    """±3%: from minus to plus the figure."""
    made = _one(match, context)
    if made is None:
        return None
    size = max(made.amount, -made.amount)
    return _numeric(rule, made, (-size, True), (size, True), lead_issues(match))


def around(match: Said, rule: Rule, context: Context) -> Value | None:
    """100±5人: from 95 to 105."""
    ends = _two(match, context, margin=True)
    if ends is None:
        return None
    middle, margin, issues = ends
    if margin.unit == "percent" and parts_of(match, "2").has_unit and not parts_of(match, "1").has_unit:
        # 200±5% is a part of 200, 100±5% may be shares.
        if middle.amount != _WHOLE:
            return None
        issues = joined(issues, MIXED)
    size = max(margin.amount, -margin.amount)
    limits = (middle.amount - size, True), (middle.amount + size, True)
    return _numeric(rule, middle, *limits, joined(issues, lead_issues(match)))


def interval(match: Said, rule: Rule, context: Context) -> Value | None:
    """10-20万元: both ends included. Ends in the wrong order are put right, marked."""
    ends = _two(match, context)
    if ends is None:
        return None
    first, second, issues = ends
    low, high = sorted((first.amount, second.amount))
    _, before, _, after = match.groups.around(match.texts)
    sides = [
        known[word].side
        for known, word in ((comparators("before"), before), (comparators("after"), after))
        if word in known
    ]
    near = (_NEAR if "about" in sides else ()) + (MIXED if {"lower", "upper"} & set(sides) else ())
    turned = first.amount > second.amount or _is_odd(match, first)
    issues = joined(issues, near, MIXED if turned else (), lead_issues(match))
    between, end = match.match.start("number2"), match.match.end()
    without_low = _excludes(match, match.match.end("number1"), between)
    return _numeric(rule, second, (low, not without_low), (high, not _excludes(match, between, end)), issues)


def two_sided(match: Said, rule: Rule, context: Context) -> Value | None:
    """≥90%且≤100%: each end with its own comparator before it."""
    return _between(match, rule, context, "before", turned=False)


def two_sided_after(match: Said, rule: Rule, context: Context) -> Value | None:
    """60%以上80%以下: each end with its own word behind it."""
    return _between(match, rule, context, "after", turned=False)


def sandwich(match: Said, rule: Rule, context: Context) -> Value | None:
    """90%≤X<100%: the first comparator is seen from the figure, not from the variable."""
    return _between(match, rule, context, "before", turned=True)


def _between(match: Said, rule: Rule, context: Context, place: str, *, turned: bool) -> Value | None:
    ends = _two(match, context)
    if ends is None:
        return None
    sides = [comparators(place)[match.match["before1"]], comparators(place)[match.match["before2"]]]
    limits = {side.side: (end.amount, side.inclusive) for side, end in zip(sides, ends[:2], strict=True)}
    if turned and {side.side for side in sides} <= {"lower", "upper"} and sides[0].side == sides[1].side:
        other = "upper" if sides[0].side == "lower" else "lower"
        limits = {
            sides[1].side: (ends[1].amount, sides[1].inclusive),
            other: (ends[0].amount, sides[0].inclusive),
        }
    elif turned:
        return None
    if set(limits) != {"lower", "upper"} or limits["lower"][0] > limits["upper"][0]:
        return None
    return _numeric(rule, ends[1], limits["lower"], limits["upper"], joined(ends[2], lead_issues(match)))


def brackets(match: Said, rule: Rule, context: Context) -> Value | None:
    """(80%,90%]: a square bracket includes its end, a round one does not."""
    ends = _two(match, context)
    if ends is None or ends[0].amount > ends[1].amount:
        return None
    low = ends[0].amount, match.match["before1"] == "["
    high = ends[1].amount, match.match["before2"] == "]"
    return _numeric(rule, ends[1], low, high, joined(ends[2], lead_issues(match)))


def _two(match: Said, context: Context, *, margin: bool = False) -> tuple[Quantity, Quantity, tuple[str, ...]] | None:
    """Both ends of an interval in one unit. A unit or multiplier that stands at one end only holds for both."""
    first, second = parts_of(match, "1"), parts_of(match, "2")
    per, lead = per_of(match, second.unit), match.groups.around(match.texts)[0]
    issues: tuple[str, ...] = _NEAR if set(match.groups.infixes(match.texts)) - {"", "+"} else ()
    borrowed_first, borrowed_second = _borrow(first, second), _borrow(second, first)
    low = quantity(borrowed_first, context, per=per, lead=lead)
    high = quantity(borrowed_second, context, per=per, lead=lead)
    if low is None or high is None or (low.unit, low.counter) != (high.unit, high.counter):
        return None
    if not margin and low.amount > high.amount and borrowed_first.scale != first.scale:
        # 8000-1万元: the multiplier belongs to the second figure alone, by size; not certain by form.
        plain = quantity(borrowed_first._replace(scale=""), context, per=per, lead=lead)
        if plain is not None and plain.amount <= high.amount:
            low, issues = plain, joined(issues, MIXED)
    return low, high, joined(issues, low.issues, high.issues)


def _borrow(parts: Parts, other: Parts) -> Parts:
    if parts.has_unit or (parts.scale and not other.has_unit):
        return parts
    return parts._replace(
        scale=parts.scale or other.scale,
        unit=other.unit,
        fraction=other.fraction,
        currency=other.currency,
        unit_text=other.unit_text,
    )


def none(match: Said, rule: Rule, context: Context) -> Value | None:  # noqa: ARG001
    """无投诉: exactly 0 of what is counted."""
    counter = match.reading.written(*match.match.span("unit"))
    zero = (0, True)
    return _numeric(rule, Quantity(0, "count", counter, counter), zero, zero)


def nothing(match: Said, rule: Rule, context: Context) -> Value | None:  # noqa: ARG001
    """事故发生率为零: exactly 0 of what is named, in whatever it is measured."""
    zero = (0, True)
    return _numeric(rule, Quantity(0), zero, zero, lead_issues(match))


PRODUCTIONS: dict[str, Production] = {
    "none": none,
    "zero": nothing,
    "bound": bound,
    "upper": ceiling,
    "rank": rank,
    "unknown_unit": unknown_unit,
    "turned": mirrored,
    "sum": total,
    "tolerance": tolerance,
    "around": around,
    "range": interval,
    "two_sided": two_sided,
    "two_sided_after": two_sided_after,
    "sandwich": sandwich,
    "brackets": brackets,
    "half": half,
}
