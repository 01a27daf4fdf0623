"""What the readers are asked: the cases of the spec corpus, each question once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bench.values.scoring import BOUNDS, COLUMNS, EMPTY, plain
from tests.transforms.quantity.specs import cases, expected
from tests.transforms.quantity.test_specs import VALUES

REAL = "samples"
"""Values of real forms, worked out by hand apart from the grammar."""
_KNOWN = ("level2", "unit", "year")


@dataclass(frozen=True, slots=True)
class Case:
    """A value, what is known beside it, and the columns that are judged with what they must hold."""

    text: str
    known: dict[str, Any]
    wanted: dict[str, Any]
    real: bool

    @property
    def key(self) -> tuple[object, ...]:
        return (self.text, *(self.known.get(name) for name in _KNOWN))


def corpus() -> list[Case]:
    """The distinct cases of the specification, then those of real forms (some texts stand in both)."""
    written = [_case(case, real=False) for name in VALUES for case in cases(name)]
    real = [_case(case, real=True) for case in cases(REAL)]
    return [*{case.key: case for case in written}.values(), *{case.key: case for case in real}.values()]


def _case(case: dict[str, Any], *, real: bool) -> Case:
    stated = expected(case["expect"])
    # Of real forms a column that is not named was not judged, except that bounds and dates are then empty.
    judged = {name: EMPTY[name] for name in (BOUNDS if real else COLUMNS)} | stated
    wanted = {name: plain(name, value) for name, value in judged.items() if name in COLUMNS}
    return Case(case["text"], {name: case[name] for name in _KNOWN if name in case}, wanted, real)
