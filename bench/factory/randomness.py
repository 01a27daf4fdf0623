"""Chance that depends on what it is for, not on the order of asking: a seed, a purpose and the ids it is drawn for."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


def _mixed(state: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of SplitMix64: neighbouring numbers give unrelated ones."""
    state = (state ^ (state >> _SHIFTS[0])) * _MIX[0]
    state = (state ^ (state >> _SHIFTS[1])) * _MIX[1]
    return state ^ (state >> _SHIFTS[2])


class Chance:
    """Draws for a seed. The same purpose and ids always give the same number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniform(self, purpose: str, *ids: npt.ArrayLike) -> Floats:
        """Numbers from 0 to below 1, one for each combination of ids (arrays of one length, or single numbers)."""
        state = np.asarray([zlib.crc32(purpose.encode()) + (self.seed << 32)], dtype=np.uint64)
        for one in ids:
            state = _mixed((state * _GOLDEN) ^ (np.asarray(one).astype(np.int64).astype(np.uint64) + _GOLDEN))
        return (_mixed(state + _GOLDEN) >> np.uint64(11)).astype(np.float64) / float(1 << 53)

    def below(self, limit: npt.ArrayLike, purpose: str, *ids: npt.ArrayLike) -> Ints:
        """Whole numbers from 0 to below `limit`."""
        return np.asarray(self.uniform(purpose, *ids) * np.asarray(limit), dtype=np.int64)

    def happens(self, share: float, purpose: str, *ids: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """True for about this share of the ids."""
        return self.uniform(purpose, *ids) < share

    def normal(self, purpose: str, *ids: npt.ArrayLike) -> Floats:
        """Numbers of the standard normal distribution."""
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(purpose, *ids)))
        return np.asarray(radius * np.cos(2.0 * np.pi * self.uniform(purpose + " angle", *ids)))

    def weighted(self, shares: Sequence[float], purpose: str, *ids: npt.ArrayLike) -> Ints:
        """Places in `shares`, each as often as its share says."""
        edges = np.cumsum(shares) / np.sum(shares)
        return np.minimum(np.searchsorted(edges, self.uniform(purpose, *ids), side="right"), len(shares) - 1)
