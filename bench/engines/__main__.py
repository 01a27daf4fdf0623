"""Runs the recipes of docs/scale.md on the lake of the samples: `python -m bench.engines --python PYTHON_WITH_PYSPARK`.

Exit code 1 where Spark counts otherwise than the published warehouse.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipelines.build import build
from pipelines.settings import Folders

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "scale.md"
_COUNTS = "SELECT value_kind, count(*) FROM indicator WHERE fiscal_year = 2025 GROUP BY ALL ORDER BY ALL"
_ROW = re.compile(r"^\|\s*(\w+)\|\s*(\d+)\|$", re.MULTILINE)


def recipe(language: str, lake: Path) -> str:
    """The block of the page in a language, on a lake."""
    (block,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(block).replace("LAKE", str(lake.absolute()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True, help="the Python that has PySpark")
    known = parser.parse_args()
    with TemporaryDirectory() as folder:
        folders = Folders(ROOT / "data/raw", Path(folder) / "out")
        build(folders)
        with duckdb.connect(str(folders.database), read_only=True) as connection:
            wanted = connection.execute(_COUNTS).fetchall()
        spark = recipe("python spark", folders.notes)
        printed = subprocess.run([known.python, "-c", spark], capture_output=True, text=True, check=True).stdout
    found = [(kind, int(count)) for kind, count in _ROW.findall(printed)]
    print(f"the warehouse: {wanted}\nSpark:         {found}")
    return 0 if found == wanted else 1


if __name__ == "__main__":
    sys.exit(main())
