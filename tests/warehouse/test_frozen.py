"""Values that are made by the thousand: equal and hashed by what they say, as frozen dataclasses are."""

from __future__ import annotations

import pickle

from warehouse.schema.frozen import value_class


@value_class(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0


def test_values_are_known_by_what_they_say() -> None:
    assert {Point(1), Point(1, 0), Point(1, 2)} == {Point(1), Point(1, 2)}
    assert repr(Point(1, 2)) == "Point(x=1, y=2)"


def test_values_hold_their_fields_alone_and_go_from_process_to_process() -> None:
    assert not hasattr(Point(1), "__dict__")
    assert pickle.loads(pickle.dumps(Point(1, 2))) == Point(1, 2)  # noqa: S301 - our own bytes
