"""Files are waited for by a clock that only goes forward, and asked for once."""

from __future__ import annotations

import pytest

from pipelines.arrival.waiting import Moment, Patience, look, now

PATIENCE = Patience(settle=20, longest=100, ask_again=1000)


def asked(looks: list[tuple[float, str]], *, boots: str = "") -> list[float]:
    """The seconds of the looks (with the state found) at which a run was asked for. `boots` names the start of each."""
    cursor, found = None, []
    for number, (seconds, state) in enumerate(looks):
        boot = boots[number] if boots else "a"
        cursor, ready = look(cursor, {"2025": state} if state else {}, Moment(boot, seconds), PATIENCE)
        found += [seconds] * len(ready)
    return found


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([(0, "x")], []),
        ([(0, "x"), (19, "x")], []),
        ([(0, "x"), (20, "x")], [20]),
        ([(0, "x"), (20, "x"), (40, "x"), (500, "x")], [20]),
        ([(0, "x"), (15, "xx"), (30, "xx"), (35, "xx")], [35]),
        ([(0, "x"), (20, "x"), (30, "y"), (45, "y"), (50, "y")], [20, 50]),
        ([(0, "x"), (20, "x"), (30, ""), (40, "x"), (60, "x")], [20, 60]),
        ([(step * 10.0, str(step)) for step in range(12)], [100]),
        ([(0, "x"), (20, "x"), (1019, "x"), (1020, "x"), (1030, "x")], [20, 1020]),
    ],
    ids=["one-look", "too-soon", "settled", "once", "grows", "another-state", "comes-back", "always-grows", "again"],
)
def test_a_group_is_ready_once_two_looks_agree(looks: list[tuple[float, str]], expected: list[float]) -> None:
    assert asked(looks) == expected


def test_after_a_restart_of_the_machine_the_wait_begins_again() -> None:
    assert asked([(5000, "x"), (10, "x"), (29, "x"), (30, "x")], boots="abbb") == [30]
    assert asked([(10, "x"), (31, "x"), (50, "x"), (51, "x")], boots="abbb") == [51]


def test_a_clock_that_went_back_begins_the_wait_again() -> None:
    assert asked([(5000, "x"), (10, "x"), (29, "x"), (30, "x")]) == [30]


@pytest.mark.parametrize(
    "cursor", ["", "no json", "[]", '{"boot": "a"}', '{"boot": "a", "groups": {"2025": {"x": 1}}}']
)
def test_a_damaged_cursor_is_none(cursor: str) -> None:
    _, ready = look(cursor, {"2025": "x"}, Moment("a", 100), PATIENCE)
    assert ready == []


def test_what_is_held_is_not_asked_for_until_it_is_let_go() -> None:
    cursor, _ = look(None, {"2025": "x"}, Moment("a", 0), PATIENCE)
    cursor, ready = look(cursor, {"2025": "x"}, Moment("a", 30), PATIENCE, held={"2025"})
    assert ready == []
    _, ready = look(cursor, {"2025": "x"}, Moment("a", 31), PATIENCE)
    assert [one.key for one in ready] == ["2025"]


def names(looks: list[tuple[float, str]]) -> list[str]:
    cursor, found = None, []
    for seconds, state in looks:
        cursor, ready = look(cursor, {"2025": state} if state else {}, Moment("a", seconds), PATIENCE)
        found += [one.name for one in ready]
    return found


def test_a_state_that_comes_back_has_another_name_and_so_has_another_attempt() -> None:
    found = names([(0, "x"), (20, "x"), (30, "y"), (60, "y"), (70, "x"), (90, "x"), (2000, "x")])
    assert len(found) == len(set(found)) == 4


def test_a_look_that_was_not_remembered_gives_the_same_name_again() -> None:
    cursor, _ = look(None, {"2025": "x"}, Moment("a", 0), PATIENCE)
    ((first,), (second,)) = (look(cursor, {"2025": "x"}, Moment("a", at), PATIENCE)[1] for at in (20, 35))
    assert first.name == second.name


def test_the_moment_goes_forward_within_a_start() -> None:
    first, second = now(), now()
    assert first.boot == second.boot
    assert first.seconds <= second.seconds
