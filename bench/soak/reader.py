"""A reader of the soak: looks again and again until it is told to end, and says what it saw, a line a look."""

from __future__ import annotations

import json
import random
import select
import sys
import time
from dataclasses import asdict
from pathlib import Path

from bench.soak.looks import connected, look, totals
from warehouse.published import CURRENT, DATABASE

HOLDER = 0
"""The reader that also keeps a connection open."""
_LOOKS_HELD = 20


def main(out: Path, number: int, pause: float) -> None:
    """Ends when its input does. Each line has the look, or the error of a read that failed, and its seconds."""
    chance, last = random.Random(number), ""  # noqa: S311 - a seed
    held = Held(out) if number == HOLDER else None
    while True:
        started = time.perf_counter()
        try:
            seen = look(out, by_link=bool(number % 2))
            wrong = [*seen.violations, *([f"{last}, then {seen.version}"] if seen.version < last else [])]
            wrong += held.changes() if held else []
        except Exception as error:  # a read that fails is what this is about
            told: dict[str, object] = {"error": f"{type(error).__name__}: {error}"}
        else:
            told = asdict(seen) | {"violations": wrong}
            last = max(last, seen.version)
        print(json.dumps({**told, "seconds": round(time.perf_counter() - started, 4)}), flush=True)
        if select.select([sys.stdin], [], [], pause * chance.uniform(0.5, 1.5))[0]:
            return


class Held:
    """A connection that stays open over many builds."""

    def __init__(self, out: Path) -> None:
        self._out, self._left = out, 0
        self._open()

    def changes(self) -> list[str]:
        """What it shows that it did not show before; now and then it is opened anew."""
        now = totals(self._connection)
        changed = [] if now == self._shown else [f"a connection that stayed open: {self._shown}, then {now}"]
        self._left -= 1
        if not self._left:
            self._connection.close()
            self._open()
        return changed

    def _open(self) -> None:
        self._left = _LOOKS_HELD
        self._connection = connected((self._out / CURRENT).resolve(strict=True) / DATABASE)
        self._shown = totals(self._connection)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
