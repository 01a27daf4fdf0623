"""What code and rules the rows and the published versions rest on, as digests: where one changed, these are made again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path


@cache
def rules_digest() -> str:
    """A digest of all code and rule files that turn records into rows: changed rules normalise again by themselves.

    How documents are read is not in it (each reading names its reader), nor what publication makes of the rows.
    """
    return digest_of(["transforms", "warehouse/schema"], without=["transforms/readers", "transforms/lineage"])


@cache
def lineage_digest() -> str:
    """A digest of the code and rules that link years."""
    return digest_of(
        ["transforms/lineage", "transforms/rules", "pipelines/lineage.py", "transforms/text.py", "warehouse/schema"]
    )


@cache
def publication_digest() -> str:
    """A digest of all that makes a version from the lake: where it changed, one is made though no document did."""
    import duckdb

    return f"{digest_of(['sql', 'warehouse'])}-{lineage_digest()}-{duckdb.__version__}"


@cache
def code_digest() -> str:
    """A digest of all code and rules that read documents and make rows: processes that work together have the same."""
    return digest_of(["pipelines", "transforms", "warehouse"])


_CODE = {".py", ".toml", ".csv", ".sql"}


def digest_of(folders: Sequence[str], without: Sequence[str] = ()) -> str:
    """A digest of the code, SQL and data files below these folders of the project, as they are on the disk now."""
    digest, root = hashlib.sha256(), Path(__file__).parents[1]
    left_out = {root / folder for folder in without}
    for path in sorted(path for folder in folders for path in [root / folder, *(root / folder).rglob("*")]):
        if path.suffix in _CODE and left_out.isdisjoint(path.parents):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
