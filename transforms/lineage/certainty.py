"""How sure a link is: as strong as its signs, and no surer than it is clear of the other ways to link."""

from __future__ import annotations

from transforms.rules import load


def confidence(strength: float, margin: float) -> float | None:
    """The confidence of a link, 0 to 1, from the strength of its signs and its margin (`assignment.Pair`).

    None where another assignment is as good: then no link is better than either.
    """
    rules = load("lineage")["one_to_one"]
    if margin < rules["tied_below"]:
        return None
    return float(min(strength, rules["at_margin_zero"] + rules["slope"] * margin, rules["most_sure"]))
