"""`make fuzz`: mutates the documents of every format, reads each mutant within bounds, and says what did not hold.

python -m tests.fuzz [--mutations 2000] [--from 0] [FORMAT ...]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.corpus import SOURCES
from tests.fuzz.run import Report, pool, run

KEPT = Path("fuzz-failures")
"""Where mutants that did something they must not are kept, to be looked at and made into a test."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(SOURCES))
    parser.add_argument("--mutations", type=int, default=2000, help="how many a format")
    parser.add_argument(
        "--from", type=int, default=0, dest="first", help="number of the first; each is always the same"
    )
    chosen = parser.parse_args()
    print(
        f"{'format':10s} {'mutants':>8s} {'loaded':>8s} {'quarantined':>12s} {'findings':>9s} {'slowest':>9s} {'failed':>7s}"
    )
    numbers = range(chosen.first, chosen.first + chosen.mutations)
    reports = [_shown(_tried(kind, numbers)) for kind in chosen.formats or SOURCES]
    return int(any(report.failures for report in reports))


def _tried(kind: str, numbers: range) -> Report:
    with pool(kind) as trials:
        return run(kind, numbers, trials, KEPT)


def _shown(report: Report) -> Report:
    print(
        f"{report.kind:10s} {report.mutants:8d} {report.loaded:8d} {report.quarantined:12d} {report.findings:9d} "
        f"{report.slowest:8.2f}s {len(report.failures):7d}",
        flush=True,
    )
    for number, problem in report.failures[:20]:
        print(f"    {report.kind} {number}: {problem}")
    return report


if __name__ == "__main__":
    sys.exit(main())
