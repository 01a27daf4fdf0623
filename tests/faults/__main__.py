"""`python -m tests.faults --kills 200`: builds killed at seeded points, run again, compared; bench/results/kills.json."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.faults import builds, real, series

RESULTS = Path(__file__).parents[2] / "bench" / "results" / "kills.json"
_MEMORY = Path("/dev/shm")  # noqa: S108
"""Where files cost no disk: a killed process loses nothing there that it would not lose on a disk."""
SHARES = {"stages": 0.4, "renewal": 0.35, "command": 0.2, "real": 0.05}
"""How many of the kills go through the functions of the assets, these where only what changed is made anew, the command
in a forked process, and the command with worker processes of its own."""


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1 where a kill left something that the undisturbed build does not, 2 where the code was changed meanwhile."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="trials at once")
    parser.add_argument("--to", type=Path, default=RESULTS)
    known = parser.parse_args(arguments)
    started = time.monotonic()
    builds.prepare()
    builds.prepare_command()
    code = builds.code_now()
    trials: list[series.Trial] = []
    for way, share in SHARES.items():
        with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
            trials += _series(Path(folder), way, round(known.kills * share), known)
    if builds.code_now() != code:
        print("the code was changed meanwhile: other code makes another version, so this says nothing; run it again")
        return 2
    told = _told(trials, known.seed, time.monotonic() - started)
    known.to.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps({name: value for name, value in told.items() if name != "differences"}, ensure_ascii=False))
    return 0 if told["equal"] == told["kills"] == known.kills else 1


def _series(folder: Path, way: str, wanted: int, known: argparse.Namespace) -> list[series.Trial]:
    """So many kills; builds that had ended before they were to be killed are run for nothing."""
    chance = random.Random(f"{known.seed}-{way}")  # noqa: S311 - a seed
    stage = series.prepared(folder, "command" if way == "real" else way)
    print(f"{way}: undisturbed {stage.seconds:.1f} s, {len(stage.changes)} changes", flush=True)
    trials: list[series.Trial] = []
    while len(trials) < wanted:
        left = wanted - len(trials)
        points = real.points(stage, left, chance) if way == "real" else series.points(stage, left, chance)
        with multiprocessing.get_context("fork").Pool(known.jobs) as pool:
            for trial in pool.imap_unordered(partial(real.tried if way == "real" else series.tried, stage), points):
                trials += [trial] if trial.was_killed else []
                _show(way, len(trials), wanted, trial)
    return trials


def _show(way: str, number: int, wanted: int, trial: series.Trial) -> None:
    verdict = "differs" if trial.differences else "equal"
    print(f"{way} {number}/{wanted} {trial.point}: {trial.between}, {verdict}", flush=True)
    for difference in trial.differences:
        print(f"    {difference}", flush=True)


def _told(trials: list[series.Trial], seed: int, seconds: float) -> dict[str, Any]:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": seed,
        "kills": len(trials),
        "equal": sum(not trial.differences for trial in trials),
        "by_how": dict(Counter(trial.point.how for trial in trials)),
        "kinds_of_change": len({trial.point.kind for trial in trials if trial.point.kind}),
        "found_between": dict(Counter(trial.between for trial in trials)),
        "seconds": round(seconds, 1),
        "differences": {str(trial.point): trial.differences for trial in trials if trial.differences},
    }


if __name__ == "__main__":
    sys.exit(main())
