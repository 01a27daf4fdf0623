"""Builds the package; where JIXIAO_COMPILED is set, the modules are compiled that take a document from its bytes to its rows.

Which these are stands in pyproject.toml. mypyc takes them as they are, with their types, and refuses none of them in silence;
their source goes along, for what digests and tracebacks tell. `make compiled` is how it is asked for.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from setuptools import setup

if TYPE_CHECKING:
    from setuptools import Extension


def compiled_modules() -> list[str]:
    """The files that are compiled, in order: those that the patterns name, without those that are left out."""
    told = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["jixiao"]["compiled"]
    named = {path for pattern in told["modules"] for path in Path().glob(pattern) if path.name != "__init__.py"}
    return sorted(str(path) for path in named - set(map(Path, told["left_out"])))


def compiled() -> list[Extension]:
    if not os.environ.get("JIXIAO_COMPILED"):
        return []
    from mypyc.build import mypycify

    return mypycify(compiled_modules(), opt_level="2", debug_level="0", multi_file=True)


if __name__ == "__main__":
    setup(ext_modules=compiled())
