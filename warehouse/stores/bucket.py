"""Files of a lake in a bucket of S3-compatible storage, through obstore (the extra `cluster`).

Where the storage is and who one is are said by AWS's own environment: AWS_ENDPOINT_URL_S3 (or AWS_ENDPOINT_URL),
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_DEFAULT_REGION (or AWS_REGION).
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from warehouse.ddl import literal
from warehouse.stores.store import Entry, StoreUnusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

_ADDRESS = re.compile(r"s3://(?P<bucket>[^/]+)/?(?P<prefix>.*?)/*")
_AT_ONCE = 16
"""Files on their way at the same time: each waits for the storage far longer than it takes to send."""
_NO_PACKAGE = "{0} 缺少 {1}：make cluster。 Keeping a lake in a bucket needs {1}: make cluster"


class BucketStore:
    """A bucket, or the part of it below a prefix; see `Store` for what its methods give.

    An object is whole or absent, and lasting once it is written: that is what such storage promises. Raises
    StoreUnusable for another address, or where the packages are missing.
    """

    def __init__(self, address: str) -> None:
        match = _ADDRESS.fullmatch(address)
        if match is None:
            raise StoreUnusable(f"{address!r} is no address of a bucket: write s3://bucket/prefix")
        self.address = f"s3://{match['bucket']}" + (f"/{match['prefix']}" if match["prefix"] else "")
        self._objects: Any = _opened(match["bucket"], match["prefix"])

    def read(self, name: str) -> bytes:
        return bytes(self._objects.get(name).bytes())

    def write(self, name: str, content: bytes) -> None:
        self._objects.put(name, content)

    def write_lasting(self, files: Mapping[str, bytes]) -> None:
        with ThreadPoolExecutor(_AT_ONCE) as senders:
            for sent in [senders.submit(self.write, name, content) for name, content in files.items()]:
                sent.result()

    def exists(self, name: str) -> bool:
        try:
            self._objects.head(name)
        except FileNotFoundError:
            return False
        return True

    def listing(self, folder: str) -> dict[str, Entry]:
        listed = (one for page in self._objects.list(f"{folder}/") for one in page)
        return dict(sorted((one["path"], Entry(one["size"], _stamp(one))) for one in listed))

    def folders(self, folder: str) -> list[str]:
        found = self._objects.list_with_delimiter(f"{folder}/")["common_prefixes"]
        return sorted(path.rstrip("/").rpartition("/")[2] for path in found)

    def remove(self, names: Iterable[str]) -> None:
        doomed = list(names)
        if doomed:
            self._objects.delete(doomed)

    def remove_folder(self, folder: str) -> None:
        self.remove(self.listing(folder))

    def clear_leftovers(self) -> None:
        """Nothing is ever half written there."""

    def location(self, name: str) -> str:
        return f"{self.address}/{name}"

    @property
    def polars_options(self) -> dict[str, str]:
        endpoint = _endpoint()
        return {"aws_region": _region()} | (
            {"aws_endpoint_url": endpoint, "aws_allow_http": "true", "aws_virtual_hosted_style_request": "false"}
            if endpoint
            else {}
        )

    def let_read(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(f"LOAD {literal(_httpfs())}")
        connection.execute(f"CREATE OR REPLACE TEMPORARY SECRET lake ({', '.join(_secret(self.address))})")


def _opened(bucket: str, prefix: str) -> Any:
    try:
        from obstore.store import S3Store
    except ImportError as error:
        raise StoreUnusable(_NO_PACKAGE.format("S3", "obstore")) from error
    endpoint = _endpoint()
    place: dict[str, Any] = {}
    if endpoint:
        place = {"endpoint": endpoint, "virtual_hosted_style_request": False, "client_options": {"allow_http": True}}
    return S3Store(bucket, prefix=prefix or None, region=_region(), **place)


def _endpoint() -> str | None:
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")


def _region() -> str:
    return os.environ.get("AWS_DEFAULT_REGION") or os.environ.get("AWS_REGION") or "us-east-1"


def _stamp(described: Mapping[str, Any]) -> str:
    return f"{described['e_tag']} {described['last_modified'].isoformat()}"


def _httpfs() -> str:
    """DuckDB's extension for remote files, as the package `duckdb-extension-httpfs` brings it for this very version."""
    try:
        from importlib.resources import files

        import duckdb_extension_httpfs
    except ImportError as error:
        raise StoreUnusable(_NO_PACKAGE.format("DuckDB", "duckdb-extension-httpfs")) from error
    import duckdb

    folder = files(duckdb_extension_httpfs) / "extensions" / f"v{duckdb.__version__}"
    return str(folder / "httpfs.duckdb_extension")


def _secret(scope: str) -> list[str]:
    told = {
        "KEY_ID": os.environ.get("AWS_ACCESS_KEY_ID"),
        "SECRET": os.environ.get("AWS_SECRET_ACCESS_KEY"),
        "SESSION_TOKEN": os.environ.get("AWS_SESSION_TOKEN"),
        "REGION": _region(),
        "SCOPE": scope,
    }
    parts = ["TYPE s3", "PROVIDER config", *(f"{name} {literal(value)}" for name, value in told.items() if value)]
    if endpoint := _endpoint():
        protocol, _, host = endpoint.partition("://")
        parts += [f"ENDPOINT {literal(host.rstrip('/'))}", "URL_STYLE 'path'"]
        parts += ["USE_SSL false"] if protocol == "http" else []
    return parts
