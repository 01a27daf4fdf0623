"""Pairs rows with columns one to one so that the gains add up to the most, and says how clear each pair is.

Optimal, never greedy by order: the Hungarian method within every group of rows and columns that gains connect.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Gains = dict[tuple[int, int], float]


class Pair(NamedTuple):
    """A row with its column. `margin` is what the total gain loses where the two may not be paired: 0 means that
    another assignment is as good."""

    row: int
    column: int
    margin: float


def assign(gains: Mapping[tuple[int, int], float], largest_group: int) -> list[Pair]:
    """The pairs of the best assignment, from the positive gains of the pairs that are allowed at all.

    In a group with more than `largest_group` rows or columns only pairs that are each other's single best are taken.
    """
    pairs = []
    for group in _groups(gains):
        if len(group) == 1:
            ((row, column), gain) = next(iter(group.items()))
            pairs.append(Pair(row, column, gain))
            continue
        rows, columns = (sorted({edge[side] for edge in group}) for side in (0, 1))
        small = max(len(rows), len(columns)) <= largest_group
        pairs += _optimal(group, rows, columns) if small else _mutual_best(group)
    return pairs


def _groups(gains: Mapping[tuple[int, int], float]) -> Iterator[Gains]:
    """The edges of each connected group of rows and columns."""
    leader: dict[int, int] = {}

    def find(node: int) -> int:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for row, column in gains:
        leader[find(row)] = find(~column)  # columns are the negative nodes
    groups: dict[int, Gains] = defaultdict(dict)
    for (row, column), gain in gains.items():
        groups[find(row)][row, column] = gain
    yield from groups.values()


def _mutual_best(gains: Gains) -> list[Pair]:
    best: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (row, column), gain in gains.items():
        for node in (row, ~column):
            first, second = best[node]
            best[node] = [gain, first] if gain > first else [first, max(second, gain)]
    pairs = []
    for (row, column), gain in gains.items():
        margin = gain - max(_rival(best[row], gain), _rival(best[~column], gain))
        if margin > 0:
            pairs.append(Pair(row, column, margin))
    return pairs


def _rival(best: list[float], gain: float) -> float:
    """The best gain of a node beside this one."""
    first, second = best
    return second if gain == first else first


def _optimal(gains: Gains, rows: list[int], columns: list[int]) -> list[Pair]:
    matrix = [[gains.get((row, column), 0.0) for column in columns] for row in rows]
    if len(rows) <= len(columns):
        partner = _hungarian(matrix)
    else:
        partner = [-1] * len(rows)
        for column, row in enumerate(_hungarian([list(line) for line in zip(*matrix, strict=True)])):
            partner[row] = column
    # A pair that gains nothing is no pair: the method only fills the square with it.
    chosen = [c if c >= 0 and matrix[r][c] > 0 else -1 for r, c in enumerate(partner)]
    margins = _margins(matrix, chosen)
    return [Pair(rows[r], columns[c], margins[r]) for r, c in enumerate(chosen) if c >= 0]


def _hungarian(matrix: list[list[float]]) -> list[int]:
    """The column of each row for the greatest total; there are at least as many columns as rows.

    The method with potentials: rows enter one by one, each by the cheapest chain of rearrangements.
    """
    height, width = len(matrix), len(matrix[0])
    row_potential, column_potential = [0.0] * (height + 1), [0.0] * (width + 1)
    row_of = [0] * (width + 1)  # 1-based; column 0 is where the row that enters stands
    for entering in range(1, height + 1):
        row_of[0] = entering
        column, came_from = _cheapest_chain(matrix, row_of, row_potential, column_potential)
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    partner = [-1] * height
    for column in range(1, width + 1):
        if row_of[column]:
            partner[row_of[column] - 1] = column - 1
    return partner


def _cheapest_chain(
    matrix: list[list[float]], row_of: list[int], row_potential: list[float], column_potential: list[float]
) -> tuple[int, list[int]]:
    """The free column where the chain from column 0 ends, and from where each column was reached."""
    width = len(column_potential) - 1
    distance, came_from, done = [float("inf")] * (width + 1), [0] * (width + 1), [False] * (width + 1)
    column = 0
    while row_of[column]:
        done[column] = True
        row = row_of[column]
        line, potential = matrix[row - 1], row_potential[row]
        waiting = [c for c in range(1, width + 1) if not done[c]]
        for other in waiting:
            cost = -line[other - 1] - potential - column_potential[other]
            if cost < distance[other]:
                distance[other], came_from[other] = cost, column
        nearest = min(waiting, key=distance.__getitem__)
        step = distance[nearest]
        for other in range(width + 1):
            if done[other]:
                row_potential[row_of[other]] += step
                column_potential[other] -= step
            else:
                distance[other] -= step
        column = nearest
    return column, came_from


def _margins(matrix: list[list[float]], chosen: list[int]) -> list[float]:
    """For each paired row what the best assignment without its pair loses: the cheapest round of changes that breaks it.

    Nodes are the paired rows and, last, all that is free. A step from one row to another lets the first have the
    second's column; a step to what is free lets it have a free column or none; a step from there lets a free row, or
    none, have the column.
    """
    paired = [r for r, c in enumerate(chosen) if c >= 0]
    free_rows = [r for r, c in enumerate(chosen) if c < 0]
    free_columns = set(range(len(matrix[0]))) - set(chosen)
    size = len(paired)
    loss = [[0.0] * (size + 1) for _ in range(size + 1)]
    for i, row in enumerate(paired):
        own = matrix[row][chosen[row]]
        for j, other in enumerate(paired):
            gain = matrix[row][chosen[other]]
            loss[i][j] = own - gain if gain > 0 else float("inf")
        loss[i][size] = own - max((matrix[row][c] for c in free_columns), default=0.0)
        loss[size][i] = -max((matrix[r][chosen[row]] for r in free_rows), default=0.0)
    for i in range(size + 1):
        loss[i][i] = float("inf")
    _shortest(loss)
    margins = [0.0] * len(matrix)
    for i, row in enumerate(paired):
        margins[row] = max(0.0, loss[i][i])
    return margins


def _shortest(loss: list[list[float]]) -> None:
    """Replaces each step by the cheapest way, and each node's own by its cheapest round (Floyd and Warshall)."""
    for middle, through in enumerate(loss):
        for line in loss:
            to_middle = line[middle]
            if to_middle == float("inf"):
                continue
            for end, rest in enumerate(through):
                if to_middle + rest < line[end]:
                    line[end] = to_middle + rest
