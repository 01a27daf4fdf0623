"""A rule that is passed over for want of characters would not have matched."""

from __future__ import annotations

from dataclasses import replace

from tests.transforms.quantity.specs import cases
from tests.transforms.quantity.test_specs import VALUES
from transforms.quantity.rules import likely, rules
from transforms.quantity.text import normalise


def test_what_a_rule_holds_and_needs_hides_no_match() -> None:
    texts = {normalise(case["text"]).trimmed().plain for name in VALUES for case in cases(name)}
    hidden = [
        (rule.name, text)
        for text in sorted(texts)
        if len(text) <= 60
        for rule in rules()
        # sum_of_two is narrowed to units that add up, which its production asks of them too.
        if rule.kind != "qualitative"
        and not rule.find
        and rule.name != "sum_of_two"
        and not (rule in likely(text, ("date", "numeric")) and rule.may_match(text))
        and rule.pattern.fullmatch(text)
    ]

    assert hidden == []


def test_a_pattern_is_built_for_the_first_text_that_has_what_it_needs() -> None:
    rule = replace(next(rule for rule in rules() if rule.name == "round_the_clock"))

    assert rule.match("24小时") is None
    assert "pattern" not in vars(rule)
    assert rule.match("7×24小时")
