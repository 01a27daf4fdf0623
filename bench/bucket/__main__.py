"""Copies buckets of a storage server on loopback, breaks connections, kills the copying, and compares: make check-s3."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

from pipelines.arrival.bucket import Bucket, BucketUnusable, StorageFailed
from pipelines.arrival.s3 import S3
from pipelines.settings import Folders

KILLS, OBJECTS, PART = 20, 1050, 5 * 1024**2
_COPY = (
    "import sys; from pathlib import Path; from pipelines.arrival.bucket import Bucket; "
    "from pipelines.arrival.s3 import S3; from pipelines.settings import Folders; "
    "Bucket(S3(sys.argv[1])).mirror(Folders(Path(sys.argv[2]), Path(sys.argv[2])))"
)


class Cutter:
    """A way to the server that can be told to break off after so many bytes of each answer."""

    def __init__(self, port: int) -> None:
        self._to, self.after = port, 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listening.accept()
            server = socket.create_connection(("127.0.0.1", self._to))
            threading.Thread(target=self._pass, args=(client, server, 0), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, self.after), daemon=True).start()

    @staticmethod
    def _pass(source: socket.socket, target: socket.socket, most: int) -> None:
        passed = 0
        try:
            while (piece := source.recv(65536)) and not (most and passed > most):
                target.sendall(piece)
                passed += len(piece)
        except OSError:
            pass
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def main() -> None:
    """Prove each claim; the first that does not hold ends it with exit code 1."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    cutter = Cutter(port)
    os.environ.update(
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",  # noqa: S106
        AWS_DEFAULT_REGION="us-east-1",
        AWS_ENDPOINT_URL_S3=f"http://127.0.0.1:{port}",
    )
    client = boto3.client("s3")
    for claim in (copies_all_pages, follows_changes, copies_objects_sent_in_parts, survives_cuts, survives_kills, says):
        with TemporaryDirectory() as folder:
            name = claim.__name__.replace("_", "-")
            client.create_bucket(Bucket=name)
            started = time.monotonic()
            claim(client, name, Folders(Path(folder) / "raw", Path(folder) / "out"), cutter)
            print(f"{claim.__name__.replace('_', ' '):32} holds ({time.monotonic() - started:.1f} s)")
    server.stop()


def fill(client: Any, bucket: str, count: int) -> dict[str, bytes]:
    content = {f"2025/1302{n % 7:02}/文件 {n:04}.txt": f"text {n} ".encode() * (n % 50) for n in range(count)}
    for key, body in content.items():
        client.put_object(Bucket=bucket, Key=key, Body=body)
    return content


def held(folders: Folders, bucket: str) -> dict[str, bytes]:
    root = folders.raw / f"s3-{bucket}"
    files = [path for path in root.rglob("*") if path.is_file() and path.name != ".mirror.json"]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def check(holds: bool, told: str) -> None:  # noqa: FBT001
    if not holds:
        sys.exit(f"does not hold: {told}")


def copies_all_pages(client: Any, bucket: str, folders: Folders, _: Cutter) -> None:
    content = fill(client, bucket, OBJECTS)
    Bucket(S3(f"s3://{bucket}")).mirror(folders)
    check(held(folders, bucket) == content, "every object is a file")
    check(not Bucket(S3(f"s3://{bucket}")).plan(folders), "nothing is left to do")


def follows_changes(client: Any, bucket: str, folders: Folders, _: Cutter) -> None:
    content = fill(client, bucket, 20)
    copy = Bucket(S3(f"s3://{bucket}/2025/"))
    copy.mirror(folders)
    first, second, *_rest = content
    content[first] = content[first][::-1] + b"x"
    client.put_object(Bucket=bucket, Key=first, Body=content[first])
    client.delete_object(Bucket=bucket, Key=second)
    del content[second]
    client.put_object(Bucket=bucket, Key="2024/outside the prefix.txt", Body=b"x")
    client.put_object(Bucket=bucket, Key="2025/folder/", Body=b"")
    done = copy.mirror(folders)
    check((done.copied, done.removed) == (1, 1), "one is copied, one removed")
    check(held(folders, bucket) == content, "the folder is what the bucket is")


def copies_objects_sent_in_parts(client: Any, bucket: str, folders: Folders, _: Cutter) -> None:
    key, body = "2025/large.pdf", random.Random(6).randbytes(2 * PART + 17)  # noqa: S311
    upload = client.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    parts = []
    for number, start in enumerate(range(0, len(body), PART), start=1):
        sent = client.upload_part(
            Bucket=bucket, Key=key, UploadId=upload, PartNumber=number, Body=body[start : start + PART]
        )
        parts.append({"PartNumber": number, "ETag": sent["ETag"]})
    client.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts})
    Bucket(S3(f"s3://{bucket}")).mirror(folders)
    check(held(folders, bucket) == {key: body}, "the object came whole")


def survives_cuts(client: Any, bucket: str, folders: Folders, cutter: Cutter) -> None:
    body = random.Random(7).randbytes(3 * 1024**2)  # noqa: S311
    content = {f"2025/{n}.pdf": body[n:] for n in range(3)}
    for key, one in content.items():
        client.put_object(Bucket=bucket, Key=key, Body=one)
    direct, os.environ["AWS_ENDPOINT_URL_S3"] = os.environ["AWS_ENDPOINT_URL_S3"], f"http://127.0.0.1:{cutter.port}"
    try:
        cutter.after = 1024**2
        done = Bucket(S3(f"s3://{bucket}")).mirror(folders)
        check(len(done.failed) == len(content), "every copy that was cut is told")
        check(held(folders, bucket) == {}, "nothing half there is left")
        cutter.after = 0
        Bucket(S3(f"s3://{bucket}")).mirror(folders)
    finally:
        os.environ["AWS_ENDPOINT_URL_S3"] = direct
    check(held(folders, bucket) == content, "the next time everything comes")


def survives_kills(client: Any, bucket: str, folders: Folders, _: Cutter) -> None:
    content, chance = fill(client, bucket, 200), random.Random(8)  # noqa: S311
    killed, ever = 0, set(content.items())
    for _number in range(KILLS):
        copying = subprocess.Popen([sys.executable, "-c", _COPY, f"s3://{bucket}", str(folders.raw)])
        try:
            copying.wait(chance.uniform(0.5, 2.5))
        except subprocess.TimeoutExpired:
            copying.send_signal(signal.SIGKILL)
            copying.wait()
            killed += 1
        there = {key: one for key, one in held(folders, bucket).items() if ".arriving-" not in key}
        check(there.items() <= ever, "every file is one that the bucket had")
        gone = chance.choice(sorted(content))
        client.delete_object(Bucket=bucket, Key=gone)
        del content[gone]
        changed = chance.choice(sorted(content))
        content[changed] = chance.randbytes(5000)
        ever.add((changed, content[changed]))
        client.put_object(Bucket=bucket, Key=changed, Body=content[changed])
    Bucket(S3(f"s3://{bucket}")).mirror(folders)
    check(held(folders, bucket) == content, f"after {killed} kills the folder is what the bucket is, and nothing else")
    print(f"  {killed} of {KILLS} were killed before they were done")


def says(_client: Any, bucket: str, folders: Folders, __: Cutter) -> None:
    for address, error in ((f"s3://no-such-{bucket}", StorageFailed), (bucket, BucketUnusable)):
        try:
            Bucket(S3(address)).mirror(folders)
        except error as failure:
            check(bool(str(failure)), "the failure has words")
        else:
            check(holds=False, told=f"{address} is refused")


if __name__ == "__main__":
    main()
