"""Measures reading against the floor and against peers, side by side: `python -m bench.reading [--python OTHERS]`.

Word documents and text dumps are read one after the other, each once, as a build reads them: by the floor, then by the
reader. PDFs are read in rounds that take turns, and their cells held against those of the peers. `--python` is the Python
that has the other readers. Times are processor time. Writes bench/results/reading.json and docs/performance.md, or
reading-compiled.json and a table of its own where the readers are compiled (`make bench-compiled`); asserts no time.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from bench.history import remember
from bench.machine import machine
from bench.performance import put
from bench.reading import asking, corpus, drawn, dump, word
from bench.reading.page import figures, section
from bench.reading.rounds import once
from transforms import document
from transforms.document import UnreadableDocument
from transforms.readers.pdf.read import page_tables

ROOT = Path(__file__).resolve().parents[2]
NAME = "reading" if document.__file__.endswith(".py") else "reading-compiled"
RESULTS = ROOT / "bench" / "results" / f"{NAME}.json"
DOCUMENTS = ROOT / ".bench-documents"
VERSIONS = ("lxml", "pdfplumber", "pypdfium2", "python-docx")
_STREAMS: dict[str, tuple[ModuleType, str]] = {"docx": (word, "*.docx"), "text": (dump, "*.txt")}
_FEW = 100
"""How many documents the slow peers read, spread over all."""


def streamed(module: ModuleType, paths: list[Path]) -> dict[str, Any]:
    """Documents read one after the other: what each way takes for each, and the peers for a few of them. Those that no
    reader can read, as the factory makes some, are counted."""
    every = max(1, len(paths) // _FEW)
    rows: list[dict[str, Any]] = []
    unreadable = 0
    for number, path in enumerate(paths, start=1):
        content = path.read_bytes()
        try:
            seconds = once(module.works(content, path.name))
        except (UnreadableDocument, zipfile.BadZipFile):
            unreadable += 1
            continue
        if number % every == 0:
            seconds |= once(module.peers(content, path.name))
        rows.append({"bytes": len(content), **{name: round(1e3 * taken, 3) for name, taken in seconds.items()}})
    names = dict.fromkeys(name for row in rows for name in row if name != "bytes")
    return {
        "documents": len(rows),
        "unreadable": unreadable,
        "bytes": sum(row["bytes"] for row in rows),
        "milliseconds": {name: round(median(row[name] for row in rows if name in row), 2) for name in names},
        "times_the_floor": {name: _ratio(rows, name, "floor") for name in names if name != "floor"},
        "times_star_rows": {name: _ratio(rows, name, "star rows") for name in names if name != "star rows"},
        "megabytes_per_second": round(
            sum(row["bytes"] for row in rows) / 1e3 / sum(row["star rows"] for row in rows), 2
        ),
    }


def _ratio(rows: list[dict[str, Any]], name: str, to: str) -> float:
    return round(median(row[name] / row[to] for row in rows if name in row), 2)


def drawn_rows(paths: list[Path], rounds: int, peer_rounds: int, peers: list[asking.Peer]) -> list[dict[str, Any]]:
    """A row for each PDF; of one that cannot be read, why."""
    rows = []
    for path in paths:
        row: dict[str, Any] = {"document": path.name, "printed": path.parent.name == "printed"}
        try:
            row |= drawn.measured(path, rounds)
        except UnreadableDocument as error:
            rows.append(row | {"unreadable": error.rule})
            continue
        ours = page_tables(path.read_bytes())
        for peer in peers:
            told = asking.measured(peer, path, ours, peer_rounds)
            row["cells"][peer.name] = {key: value for key, value in told.items() if key != "milliseconds"}
            if "milliseconds" in told:
                row["milliseconds"][peer.name] = told["milliseconds"]
        rows.append(row)
    return rows


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Of PDFs the median of each way's ratio to the floor and to ours, and the cells of each peer in all."""
    times = [row["milliseconds"] for row in rows if "milliseconds" in row]
    names = dict.fromkeys(name for one in times for name in one)
    cells: dict[str, dict[str, int]] = {}
    for peer in dict.fromkeys(name for row in rows for name in row.get("cells", {})):
        counted = [row["cells"][peer] for row in rows if "equal" in row.get("cells", {}).get(peer, {})]
        cells[peer] = {key: sum(one[key] for one in counted) for key in ("compared", "equal")}
    return {
        "documents": len(times),
        "times_the_floor": {name: _ratio_of(times, name, "floor") for name in names if name != "floor"},
        "times_page_tables": {name: _ratio_of(times, name, "page_tables") for name in names if name != "page_tables"},
        "cells": cells,
    }


def _ratio_of(times: list[dict[str, float]], name: str, to: str) -> float:
    return round(median(one[name] / one[to] for one in times if name in one), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="other documents than those that the factory makes")
    parser.add_argument("--rounds", type=int, default=5, help="measured rounds of PDFs")
    parser.add_argument("--peer-rounds", type=int, default=1, help="measured rounds of camelot and tabula")
    parser.add_argument("--python", help="the Python that has camelot and tabula")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures go")
    options = parser.parse_args()
    folder = options.folder or corpus.documents(DOCUMENTS)
    peers = asking.peers(options.python)
    told: dict[str, Any] = {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": {name: version(name) for name in VERSIONS}
        | {k: v for peer in peers for k, v in peer.versions.items()},
        "unusable": {peer.name: peer.unusable for peer in peers if peer.unusable},
    }
    for kind, (module, pattern) in _STREAMS.items():
        if paths := sorted(folder.rglob(pattern)):
            told[kind] = streamed(module, paths)
    rows = drawn_rows(sorted(folder.rglob("*.pdf")), options.rounds, options.peer_rounds, peers)
    for printed, kind in ((True, "pdf, printed"), (False, "pdf, drawn")):
        if own := [row for row in rows if row["printed"] == printed]:
            told[kind] = summary(own)
    told["pdfs"] = rows
    for peer in peers:
        peer.close()
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if options.results == RESULTS:
        put(f"bench-{NAME}", section(told))
        remember(NAME, told["measured"], figures(told))
    print(section(told))


if __name__ == "__main__":
    main()
