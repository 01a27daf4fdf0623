"""Opens the store at an address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.stores.store import Store

_BUCKETS = "s3://"
"""What the address of a bucket begins with."""


def open_store(address: str | Path) -> Store:
    """The store at a path, or at `s3://bucket/prefix`. Raises StoreUnusable where that cannot be used."""
    if isinstance(address, str) and address.startswith(_BUCKETS):
        from warehouse.stores.bucket import BucketStore

        return BucketStore(address)
    from warehouse.stores.folder import FolderStore

    return FolderStore(Path(address))
