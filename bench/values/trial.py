"""One reader in a process of its own: `python -m bench.values.trial READER`.

The first line of input holds the questions, the first line of output the answers; after that every line of input is a
round, answered with its seconds. So the rounds of all readers can take turns.
"""

from __future__ import annotations

import argparse
import json
import logging
import platform
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from importlib.metadata import version
from io import StringIO
from typing import Any, TextIO

Question = dict[str, Any]
Read = Callable[[str, dict[str, Any]], Any]


def attempt(read: Read, question: Question) -> Any:
    """What the reader finds; None where it raises, which is how some of them say that there is nothing."""
    try:
        return read(question["text"], question["known"])
    except Exception:
        return None


def seconds(read: Read, questions: list[Question]) -> float:
    """Process time of reading every text once."""
    start = time.process_time()
    for question in questions:
        attempt(read, question)
    return time.process_time() - start


def answers(module: Any, read: Read, questions: list[Question]) -> dict[str, Any]:
    """What the reader says to each question, in their order, and the versions that say it."""
    found = [attempt(read, question) for question in questions]
    return {
        "answers": [
            {"kind": "words"} if one is None else module.answer(one, question["text"])
            for one, question in zip(found, questions, strict=True)
        ],
        "versions": {package: version(package) for package in module.PACKAGES},
        "python": platform.python_version(),
    }


def serve(name: str, output: TextIO) -> None:
    """Answers, then rounds, until the input ends. The rounds come after the answers and find everything loaded."""
    module = import_module(f"bench.values.readers.{name}")
    read: Read = module.reader()
    questions = json.loads(sys.stdin.readline())
    print(json.dumps(answers(module, read, questions), ensure_ascii=False, default=str), file=output, flush=True)
    for _ in sys.stdin:
        print(seconds(read, questions), file=output, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", help="a module of bench/values/readers")
    options = parser.parse_args()
    # What the others log, print or warn of on their way is no part of the answer.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    output = sys.stdout
    with redirect_stdout(StringIO()):
        serve(options.reader, output)


if __name__ == "__main__":
    main()
