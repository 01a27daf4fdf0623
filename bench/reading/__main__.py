"""Measures reading against the floor and against peers, side by side: `python -m bench.reading FOLDER [--python OTHERS]`.

Every .docx and .pdf below the folder gives a row: milliseconds of processor time, medians of rounds that take turns, and
for PDFs how many cells are equal to those of the peer. `--python` is the Python that has the other readers.
Writes bench/results/reading.json. No time is asserted.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from bench.reading import asking, drawn, word
from bench.values.__main__ import machine
from transforms.document import UnreadableDocument
from transforms.readers.pdf.read import page_tables

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results" / "reading.json"
VERSIONS = ("lxml", "pdfplumber", "pypdfium2")


def rows(folder: Path, rounds: int, peer_rounds: int, peers: list[asking.Peer]) -> Iterator[dict[str, Any]]:
    """A row for each document, in the order of their paths; of one that cannot be read, why."""
    for path in sorted(folder.rglob("*.docx")):
        yield {"document": path.name, "format": "docx", **word.measured(path, rounds)}
    for path in sorted(folder.rglob("*.pdf")):
        row: dict[str, Any] = {"document": path.name, "format": "pdf"}
        try:
            row |= drawn.measured(path, rounds, peer_rounds=peer_rounds)
        except UnreadableDocument as error:
            yield row | {"unreadable": error.rule}
            continue
        ours = page_tables(path.read_bytes())
        for peer in peers:
            told = asking.measured(peer, path, ours, peer_rounds)
            row["cells"][peer.name] = {key: value for key, value in told.items() if key != "milliseconds"}
            if "milliseconds" in told:
                row["milliseconds"][peer.name] = told["milliseconds"]
        yield row


def said(row: dict[str, Any]) -> str:
    """A row for a terminal: each way to read the document with its ratio to the floor."""
    if "unreadable" in row:
        return f"{row['document']}: {row['unreadable']}"
    size = f", {row['pages']} pages, {row['characters']:,} characters" if "pages" in row else ""
    lines = [f"{row['document']}{size}"]
    for name, taken in row["milliseconds"].items():
        lines.append(f"    {name:26} {taken:10.2f} ms {taken / row['milliseconds']['floor']:9.2f} x the floor")
    for name, told in row.get("cells", {}).items():
        found = f"{told['compared']:,} cells compared, {told['equal']:,} equal" if "equal" in told else str(told)
        lines.append(f"    {name:26} {found}")
    return "\n".join(lines)


def summary(measured: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """For each format and each way to read it the median of its ratios to the floor, and what each peer takes of the
    time of ours; for PDFs the cells in all."""
    told: dict[str, dict[str, Any]] = {}
    for kind in ("docx", "pdf"):
        own = [row for row in measured if row["format"] == kind and "milliseconds" in row]
        names = dict.fromkeys(name for row in own for name in row["milliseconds"])
        if own:
            told[kind] = {
                "documents": len(own),
                "times_the_floor": {name: _ratio(own, name, "floor") for name in names if name != "floor"},
                "times_open_document": {name: _ratio(own, name, "open_document") for name in names},
            }
    cells = [row["cells"] for row in measured if "cells" in row]
    for peer in dict.fromkeys(name for one in cells for name in one):
        counted = [one[peer] for one in cells if "equal" in one.get(peer, {})]
        told["pdf"].setdefault("cells", {})[peer] = {
            key: sum(one[key] for one in counted) for key in ("compared", "equal")
        } | {"documents": len(counted)}
    return told


def _ratio(measured: list[dict[str, Any]], name: str, to: str) -> float:
    times = [row["milliseconds"] for row in measured]
    return round(median(one[name] / one[to] for one in times if name in one), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder with .docx and .pdf files")
    parser.add_argument("--rounds", type=int, default=9, help="measured rounds (default 9)")
    parser.add_argument("--peer-rounds", type=int, default=1, help="measured rounds of the slow peers (default 1)")
    parser.add_argument("--python", help="the Python that has camelot and tabula")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures go")
    options = parser.parse_args()
    peers = asking.peers(options.python)
    measured = []
    for row in rows(options.folder, options.rounds, options.peer_rounds, peers):
        print(said(row), flush=True)
        measured.append(row)
    told = {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": {name: version(name) for name in VERSIONS}
        | {k: v for peer in peers for k, v in peer.versions.items()},
        "unusable": {peer.name: peer.unusable for peer in peers if peer.unusable},
        "summary": summary(measured),
        "documents": measured,
    }
    for peer in peers:
        peer.close()
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(told["summary"], ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
