"""Measures every reader on the same cases and writes bench/results/values.json: `make bench-values`.

Each reader runs in a process of its own, the others in an environment of their own (`--python`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.machine import machine
from bench.values import scoring
from bench.values.cases import Case, corpus

ROOT = Path(__file__).resolve().parents[2]
Process = subprocess.Popen[str]
RESULTS = ROOT / "bench" / "results" / "values.json"
ROUNDS = 7
OURS = "ours"
READERS = {
    OURS: "jixiao",
    "microsoft": "Microsoft Recognizers-Text",
    "jio": "JioNLP",
    "numerals": "cn2an",
    "quantulum": "quantulum3",
}


def questions(cases: list[Case], *, with_context: bool) -> list[dict[str, Any]]:
    """Each case as a reader sees it. The others know no column of units: what stands there is put behind the figure."""
    if with_context:
        return [{"text": case.text, "known": case.known} for case in cases]
    return [{"text": case.text + case.known.get("unit", ""), "known": case.known} for case in cases]


def start(name: str, python: str, asked: list[dict[str, Any]]) -> tuple[Process, dict[str, Any]]:
    """The reader's process, ready for rounds, and what it answers."""
    command = [python, "-m", "bench.values.trial", name]
    # One of them answers by the order of a set: with a fixed seed every run says the same.
    fixed = os.environ | {"PYTHONHASHSEED": "0"}
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=fixed)
    return process, json.loads(said(process, json.dumps(asked)))


def said(process: Process, line: str) -> str:
    """What the process replies to a line. Raises RuntimeError where it ended instead."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a reader without pipes")
    process.stdin.write(line + "\n")
    process.stdin.flush()
    reply = process.stdout.readline()
    if not reply:
        raise RuntimeError("a reader ended before its time: what it said stands above")
    return reply


def scores(cases: list[Case], found: dict[tuple[object, ...], dict[str, Any]]) -> dict[str, float]:
    """Shares in percent: whole values of the specification and of real forms, figures with unit, figures."""
    amounts = list({case.key: case for case in reversed(cases) if scoring.has_amount(case.wanted)}.values())
    return {
        "whole": _share([scoring.is_whole(case.wanted, found[case.key]) for case in cases if not case.real]),
        "whole_real": _share([scoring.is_whole(case.wanted, found[case.key]) for case in cases if case.real]),
        "amount_and_unit": _share(
            [scoring.is_amount(case.wanted, found[case.key], with_unit=True) for case in amounts]
        ),
        "amount": _share([scoring.is_amount(case.wanted, found[case.key], with_unit=False) for case in amounts]),
    }


def _share(right: list[bool]) -> float:
    return round(100 * sum(right) / len(right), 1)


def row(name: str, told: dict[str, Any], cases: list[Case]) -> dict[str, Any]:
    """What a reader answers, scored."""
    found = {
        case.key: scoring.columns(answer, case.text)
        for case, answer in zip(distinct(cases), told["answers"], strict=True)
    }
    return {
        "name": READERS[name],
        "versions": told["versions"],
        "python": told["python"],
        **scores(cases, found),
    }


def distinct(cases: list[Case]) -> list[Case]:
    """Each question once."""
    return list({case.key: case for case in cases}.values())


def results(python: str) -> dict[str, Any]:
    """Everything measured, ready for the file. The rounds of the readers take turns, so that each has the same machine."""
    cases = corpus()
    asked = distinct(cases)
    with ExitStack() as stack:
        processes, rows = [], []
        for name in READERS:
            binary = sys.executable if name == OURS else python
            process, told = start(name, binary, questions(asked, with_context=name == OURS))
            processes.append(stack.enter_context(process))
            rows.append(row(name, told, cases))
        rounds = [[float(said(process, "round")) for process in processes] for _ in range(ROUNDS)]
    taken = [min(seconds) for seconds in zip(*rounds, strict=True)]
    for one, seconds in zip(rows, taken, strict=True):
        one["values_per_second"] = round(len(asked) / seconds, 1)
        one["ours_over_theirs"] = round(seconds / taken[0], 2)
    return {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "cases": {
            "specification": sum(not case.real for case in cases),
            "real": sum(case.real for case in cases),
            "distinct": len(asked),
        },
        "readers": rows,
    }


def table(measured: dict[str, Any]) -> str:
    """The results for a terminal."""
    head = f"{'reader':28}{'whole':>8}{'real':>8}{'figure+unit':>13}{'figure':>8}{'values/s':>11}{'ours/theirs':>13}"
    lines = [
        f"{one['name']:28}{one['whole']:>7}%{one['whole_real']:>7}%{one['amount_and_unit']:>12}%{one['amount']:>7}%"
        f"{one['values_per_second']:>11,.0f}{one['ours_over_theirs']:>12,.2f}x"
        for one in measured["readers"]
    ]
    return "\n".join([head, *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True, help="the Python that has the other readers")
    options = parser.parse_args()
    measured = results(str(Path(options.python).absolute()))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(measured, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(table(measured))


if __name__ == "__main__":
    main()
