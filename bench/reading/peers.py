"""Other readers of tables in PDFs, in a process and an environment of their own: `python -m bench.reading.peers NAME`.

Each line of input is a file, answered with a line of JSON: the processor seconds that reading it took, and its tables.
The first line of output names the versions, or says why the reader cannot be used.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.metadata import version
from io import StringIO
from typing import Any, TextIO

from bench.reading.rounds import spent

Tables = list[list[list[str | None]]]
Read = Callable[[str], Tables]


def camelot() -> Read:
    """Camelot, by the lines that are drawn."""
    import camelot as library

    def read(path: str) -> Tables:
        return [_listed(table.df) for table in library.read_pdf(path, pages="all", flavor="lattice")]

    return read


def tabula() -> Read:
    """Tabula, by the lines that are drawn; its Java runs in this process."""
    import tabula as library

    def read(path: str) -> Tables:
        frames = library.read_pdf(path, pages="all", lattice=True, pandas_options={"header": None, "dtype": str})
        return [_listed(frame) for frame in frames]

    return read


READERS: dict[str, tuple[Callable[[], Read], tuple[str, ...]]] = {
    "camelot": (camelot, ("camelot-py",)),
    "tabula": (tabula, ("tabula-py", "jpype1")),
}
"""Each reader with the packages whose versions are told."""


def _listed(frame: Any) -> list[list[str | None]]:
    return [[cell if isinstance(cell, str) else None for cell in row] for row in frame.to_numpy().tolist()]


def serve(name: str, output: TextIO) -> None:
    """Versions, then an answer to each line, until the input ends."""
    make, packages = READERS[name]
    try:
        read = make()
        told: dict[str, Any] = {"versions": {package: version(package) for package in packages}}
    except Exception as error:
        print(json.dumps({"unusable": f"{type(error).__name__}: {error}"}), file=output, flush=True)
        return
    print(json.dumps(told), file=output, flush=True)
    for line in sys.stdin:
        print(json.dumps(_answer(read, line.rstrip("\n")), ensure_ascii=False), file=output, flush=True)


def _answer(read: Read, path: str) -> dict[str, Any]:
    start = spent()
    try:
        tables = read(path)
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}
    return {"seconds": spent() - start, "tables": tables}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", choices=READERS)
    options = parser.parse_args()
    # What the others log, print or warn of on their way is no part of the answer.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    output = sys.stdout
    with redirect_stdout(StringIO()):
        serve(options.reader, output)


if __name__ == "__main__":
    main()
