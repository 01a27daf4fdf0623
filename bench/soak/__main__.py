"""`python -m bench.soak --minutes 10`: a writer that builds every few seconds and readers that check; bench/results/soak.json.

The writer adds, corrects and removes documents and knows what each version must hold; eight reader processes look at
what is published again and again. Exit code 1 where a read failed or anything did not agree.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from bench.machine import machine
from bench.soak.writer import Expected, Writer
from pipelines.build import build
from pipelines.settings import Folders
from warehouse import renewal
from warehouse.published import Published

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results" / "soak.json"
_SHOWN = 20


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--every", type=float, default=5.0, help="seconds from one build to the next, at least")
    parser.add_argument("--pause", type=float, default=1.5, help="seconds a reader pauses between looks, on average")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, default=RESULTS)
    known = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        told = soak(Path(folder), known)
    known.to.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(told, ensure_ascii=False, indent=2))
    return 1 if told["failed_reads"] or told["violations"] or not told["reads"] else 0


def soak(folder: Path, known: argparse.Namespace) -> dict[str, Any]:
    """Runs it; the figures and the first of what went wrong."""
    folders = Folders(folder / "raw", folder / "out")
    writer = Writer(folders.raw, known.seed)
    versions: dict[str, Expected] = {}
    build_seconds, steps = [_built(folders, writer, versions)], []
    with ExitStack() as stack:
        files = [stack.enter_context((folder / f"reader-{number}").open("w+")) for number in range(known.readers)]
        readers = [_started(folders.out, number, known.pause, file) for number, file in enumerate(files)]
        deadline = time.monotonic() + 60 * known.minutes
        while time.monotonic() < deadline:
            begun = time.monotonic()
            steps += writer.step()
            build_seconds.append(_built(folders, writer, versions))
            time.sleep(max(0.0, known.every - (time.monotonic() - begun)))
        codes = [_ended(reader) for reader in readers]
        looks = [look for file in files for look in _lines(file)]
    failed = [look["error"] for look in looks if "error" in look]
    failed += [f"a reader ended with code {code}" for code in codes if code]
    wrong = [text for look in looks for text in look.get("violations", [])]
    wrong += [text for look in looks if "error" not in look for text in _unexpected(look, versions)]
    seconds = sorted(look["seconds"] for look in looks)
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "minutes": known.minutes,
        "readers": known.readers,
        "builds": len(build_seconds),
        "changes": {what: steps.count(what) for what in sorted(set(steps))},
        "versions": len(versions),
        "versions_seen": len({look["version"] for look in looks if "version" in look}),
        "reads": len(looks),
        "failed_reads": len(failed),
        "violations": len(wrong),
        "slowest_read_seconds": max(seconds, default=0.0),
        "median_read_seconds": statistics.median(seconds) if seconds else 0.0,
        "slowest_build_seconds": round(max(build_seconds), 2),
        "median_build_seconds": round(statistics.median(build_seconds), 2),
        "what_went_wrong": [*failed, *wrong][:_SHOWN],
    }


def _built(folders: Folders, writer: Writer, versions: dict[str, Expected]) -> float:
    """Builds, and writes down what the version that came of it must hold."""
    started = time.monotonic()
    # Both ways to publish are met, however few the documents are: what changed is renewed, and everything made anew.
    renewal.LEAST, renewal.SHARE = (0, 1.0) if len(versions) % 2 else (sys.maxsize, 0.0)
    build(folders)
    current = Published(folders.out).current()
    if current is None:
        raise RuntimeError("a build ended well and nothing is published")
    versions[current.id] = writer.expected()
    return time.monotonic() - started


def _unexpected(look: dict[str, Any], versions: dict[str, Expected]) -> list[str]:
    """How a look differs from what the writer had put into that version."""
    expected = versions.get(look["version"])
    if expected is None:
        return [f"{look['version']} was never published"]
    found = Expected(look["documents"], look["projects"], look["budget_cny"])
    return [] if found == expected else [f"{look['version']}: {asdict(found)} instead of {asdict(expected)}"]


def _started(out: Path, number: int, pause: float, to: IO[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.soak.reader", str(out), str(number), str(pause)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=to)


def _ended(reader: subprocess.Popen[str]) -> int:
    """Tells a reader to end; its exit code."""
    reader.communicate()
    return reader.returncode


def _lines(file: IO[str]) -> list[dict[str, Any]]:
    file.seek(0)
    return [json.loads(line) for line in file]


if __name__ == "__main__":
    sys.exit(main())
