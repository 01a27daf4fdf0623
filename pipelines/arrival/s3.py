"""Buckets of S3-compatible storage, through boto3 (the extra `s3`).

Where the storage is and who one is are said by AWS's own environment: AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pipelines.arrival.bucket import BucketUnusable, Object, StorageFailed
from pipelines.arrival.placing import CHUNK

_ADDRESS = re.compile(r"s3://(?P<name>[^/]+)/?(?P<prefix>.*)")
_MD5 = re.compile(r"[0-9a-f]{32}")
_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER, _ATTEMPTS = 5, 30, 3


class S3:
    """A bucket, or the part of it below a prefix: `s3://name/prefix`. Raises BucketUnusable for another address."""

    def __init__(self, address: str) -> None:
        match = _ADDRESS.fullmatch(address)
        if match is None:
            raise BucketUnusable(f"{address!r} is no address of a bucket: write s3://bucket/prefix")
        self.address, self.name, self._prefix = address, match["name"], match["prefix"]
        self._client = _client()

    def objects(self) -> dict[str, Object]:
        """Every object by its key, without those that only stand for a folder. Raises StorageFailed."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self._prefix)
        with _failures_told():
            listed = [one for page in pages for one in page.get("Contents", ())]
        return {one["Key"]: _object(one) for one in listed if not one["Key"].endswith("/")}

    def content(self, key: str, etag: str) -> tuple[Iterator[bytes], str | None]:
        """An object's content, if it still has this ETag, and its MD5 where the ETag is one. Raises StorageFailed."""
        with _failures_told():
            answer = self._client.get_object(Bucket=self.name, Key=key, IfMatch=etag)
        # The ETag of an object that was sent in parts, or is encrypted with a key of its own, is no MD5.
        is_md5 = _MD5.fullmatch(etag) and answer.get("ServerSideEncryption") in (None, "AES256")
        return _chunks(answer["Body"]), etag if is_md5 else None


def _chunks(body: Any) -> Iterator[bytes]:
    with _failures_told():
        yield from body.iter_chunks(CHUNK)


@contextmanager
def _failures_told() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StorageFailed(str(error)) from error


def _object(listed: Mapping[str, Any]) -> Object:
    etag = listed["ETag"].strip('"')
    fraction = int(hashlib.sha256(etag.encode()).hexdigest()[:8], 16) % 10**9
    return Object(listed["Size"], etag, int(listed["LastModified"].timestamp()) * 10**9 + fraction)


def _client() -> Any:
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        raise BucketUnusable("reading a bucket needs the extra s3: run make s3") from error
    is_elsewhere = any(os.environ.get(name) for name in ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"))
    config = Config(
        connect_timeout=_SECONDS_TO_CONNECT,
        read_timeout=_SECONDS_TO_ANSWER,
        retries={"max_attempts": _ATTEMPTS, "mode": "standard"},
        s3={"addressing_style": "path" if is_elsewhere else "auto"},
    )
    return boto3.client("s3", config=config)
