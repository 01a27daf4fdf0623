"""`python -m bench.factory --documents 20000 --districts 100 --years 5 --seed 1 --out DIR`: a warehouse to measure on; with
`--files` the documents themselves below DIR/raw, and below DIR/gold what they say.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

from bench.factory.corpus import make
from bench.factory.making import make_files
from bench.factory.offices import Size
from pipelines.lineage import lineage_frames
from warehouse.publish import publish

MIX = "docx=55,pdf=20,doc=8,text=8,xlsx=3,html=3,markdown=2,scan=1"
_NAMES = {"scan": "pdf_scan"}


def shares(text: str) -> tuple[tuple[str, float], ...]:
    """`docx=55,pdf=20` as formats with their shares; a format alone is all there is. Raises ValueError for other text."""
    parts = [part.partition("=") for part in text.split(",")]
    return tuple((_NAMES.get(name, name), float(share or 1)) for name, _, share in parts)


def main(arguments: list[str] | None = None) -> int:
    """Makes the lake, publishes it as `jixiao build` does, and says what it took."""
    parser = argparse.ArgumentParser(prog="python -m bench.factory", description=__doc__)
    for name in ("documents", "districts", "years", "seed", "last_year"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(Size(), name))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only-lake", action="store_true", help="make the lake without publishing it")
    parser.add_argument("--files", action="store_true", help="write documents and their gold instead of a warehouse")
    parser.add_argument("--formats", type=shares, default=shares(MIX), help=f"formats and shares, as {MIX}")
    known = parser.parse_args(arguments)
    formats = known.formats if known.files else ()
    size = Size(known.documents, known.districts, known.years, known.seed, known.last_year, formats)
    started = time.perf_counter()
    if known.files:
        count = make_files(size, known.out)
        _say(f"{count} files made", time.perf_counter() - started)
        return 0
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
