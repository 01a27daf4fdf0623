"""The benchmark of reading: cells are compared by their places, and no peer is left out in silence."""

import sys
from pathlib import Path

from bench.reading.asking import Peer, measured
from bench.reading.cells import compared


def test_a_cell_counts_as_equal_only_in_its_place() -> None:
    ours = [[["预算 数", None], ["1", "2"]]]
    assert compared(ours, [[["预算数", None], ["1", "2"]]]) == (4, 4)
    assert compared(ours, [[["预算数", None], ["2", "1"]]]) == (4, 2)
    assert compared(ours, [[["预算数", ""], ["1", "2", "3"]]]) == (5, 3)
    assert compared(ours, []) == (4, 0)


def test_a_peer_that_is_not_installed_says_so() -> None:
    peer = Peer("tabula", sys.executable)
    assert "tabula" in str(measured(peer, Path("x.pdf"), [], 1)["unusable"])
    assert "--python" in str(measured(Peer("camelot", None), Path("x.pdf"), [], 1)["unusable"])
