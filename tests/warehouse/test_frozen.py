"""Values that are made by the thousand: equal and hashed by what they say, as frozen dataclasses are."""

from __future__ import annotations

import gc
import pickle
from dataclasses import asdict, field, fields, replace

import msgspec
import pytest

from warehouse.schema.frozen import LEFT_OUT, value_class


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


@value_class(frozen=True, slots=True)
class Named:
    """A point with a name."""

    name: str
    at: Point = Point(0)
    said: dict[str, str] = field(default_factory=dict)

    @property
    def upper(self) -> str:
        return self.name.upper()


def test_values_are_what_dataclasses_are_to_those_who_change_or_list_them() -> None:
    one = Named("a", said={"x": "y"})
    assert replace(one, at=Point(1)) == Named("a", Point(1), {"x": "y"})
    assert [(item.name, item.type) for item in fields(Named)] == [
        ("name", "str"), ("at", "Point"), ("said", "dict[str, str]"),
    ]  # fmt: skip
    assert asdict(Point(1, 2)) == {"x": 1, "y": 2}
    assert (one.upper, Named.__doc__) == ("A", "A point with a name.")


def test_what_is_made_for_each_value_is_shared_by_none() -> None:
    assert Named("a").said is not Named("a").said


def test_values_cannot_be_changed_and_are_passed_over_by_the_collector() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    assert not gc.is_tracked(Named("a", point))


@value_class(frozen=True, slots=True)
class Measured:
    at: Point
    sure: float | None = field(default=None, metadata=LEFT_OUT)


def test_json_tells_every_default_but_one_that_is_left_out() -> None:
    told = msgspec.json.encode([Measured(Point(1)), Measured(Point(1, 2), 0.5)])

    assert told == b'[{"at":{"x":1,"y":0}},{"at":{"x":1,"y":2},"sure":0.5}]'
    assert msgspec.json.decode(told, type=list[Measured]) == [Measured(Point(1)), Measured(Point(1, 2), 0.5)]


def test_a_field_that_is_not_declared_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="z"):
        msgspec.json.decode(b'{"x":1,"z":2}', type=Point)
