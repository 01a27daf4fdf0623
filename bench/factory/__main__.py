"""`python -m bench.factory --documents 20000 --districts 100 --years 5 --seed 1 --out DIR`: a warehouse to measure on."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

from bench.factory.corpus import make
from bench.factory.offices import Size
from pipelines.lineage import lineage_frames
from warehouse.publish import publish


def main(arguments: list[str] | None = None) -> int:
    """Makes the lake, publishes it as `jixiao build` does, and says what it took."""
    parser = argparse.ArgumentParser(prog="python -m bench.factory", description=__doc__)
    for name in ("documents", "districts", "years", "seed", "last_year"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(Size(), name))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only-lake", action="store_true", help="make the lake without publishing it")
    known = parser.parse_args(arguments)
    size = Size(known.documents, known.districts, known.years, known.seed, known.last_year)
    started = time.perf_counter()
    lake = make(size, known.out)
    _say("made", time.perf_counter() - started)
    if not known.only_lake:
        report = publish(lake, known.out, lineage_frames)
        _say("published", report.seconds)
        for table, rows in report.counts.items():
            print(f"  {table:22}{rows:>12,}")
    return 0


def _say(what: str, seconds: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{what} in {seconds:.1f} s, at most {peak:.1f} GiB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
