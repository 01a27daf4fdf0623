"""One-to-one assignment: against every assignment there is, tried out."""

from __future__ import annotations

import random
from itertools import combinations, permutations
from typing import TYPE_CHECKING

import pytest

from transforms.lineage.assignment import Pair, assign

if TYPE_CHECKING:
    from collections.abc import Iterator

Gains = dict[tuple[int, int], float]


def _assignments(gains: Gains) -> Iterator[frozenset[tuple[int, int]]]:
    rows, columns = ({edge[side] for edge in gains} for side in (0, 1))
    for size in range(min(len(rows), len(columns)) + 1):
        for some in combinations(sorted(rows), size):
            for others in permutations(sorted(columns), size):
                edges = frozenset(zip(some, others, strict=True))
                if edges <= gains.keys():
                    yield edges


def _total(gains: Gains, edges: frozenset[tuple[int, int]]) -> float:
    return sum(gains[edge] for edge in edges)


def _random_gains(seed: int) -> Gains:
    chance = random.Random(seed)  # noqa: S311 - cases for a test
    rows, columns, share = chance.randint(1, 4), chance.randint(1, 4), chance.choice([0.4, 0.7, 1.0])
    steps = chance.choice([3, 1000])  # few steps make ties
    edges = [(row, column) for row in range(rows) for column in range(columns) if chance.random() < share]
    return {edge: chance.randint(1, steps) / steps for edge in edges}


@pytest.mark.parametrize("seed", range(150))
def test_the_assignment_is_the_best_there_is_and_margins_say_by_how_much(seed: int) -> None:
    gains = _random_gains(seed)
    pairs = assign(gains, 100)
    every = list(_assignments(gains))
    best = max((_total(gains, edges) for edges in every), default=0.0)
    chosen = frozenset((pair.row, pair.column) for pair in pairs)
    assert _total(gains, chosen) == pytest.approx(best)
    for pair in pairs:
        without = max(_total(gains, edges) for edges in every if (pair.row, pair.column) not in edges)
        assert pair.margin == pytest.approx(best - without, abs=1e-9)


def test_one_strong_pair_is_not_given_up_for_two_weak_ones() -> None:
    assert assign({(0, 0): 0.29, (0, 1): 0.05, (1, 0): 0.05}, 100) == [Pair(0, 0, pytest.approx(0.19))]


def test_order_decides_nothing() -> None:
    first = {(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}
    assert {(p.row, p.column) for p in assign(first, 100)} == {(0, 1), (1, 0)}
    assert {(p.row, p.column) for p in assign(dict(reversed(first.items())), 100)} == {(0, 1), (1, 0)}


def test_in_a_group_too_large_to_assign_only_single_best_pairs_are_taken() -> None:
    gains = {(row, column): 0.5 for row in range(4) for column in range(4)}
    gains[0, 0] = 0.8
    gains[1, 1] = gains[2, 1] = 0.7
    assert assign(gains, 3) == [Pair(0, 0, pytest.approx(0.3))]


def test_many_alike_are_assigned_in_no_time() -> None:
    gains = {(row, column): 0.3 + (row == column) * 0.05 for row in range(100) for column in range(100)}
    assert {(pair.row, pair.column) for pair in assign(gains, 100)} == {(place, place) for place in range(100)}


def test_nothing_to_pair_gives_no_pairs() -> None:
    assert assign({}, 100) == []
