"""What the files in an archive are called: names decoded, and made into paths that are only ever shown."""

from __future__ import annotations

import re
import struct
import unicodedata
from zipfile import ZipInfo
from zlib import crc32

_LONGEST_PATH = 1000
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
"""The extra field in which Info-ZIP gives the name in UTF-8 (APPNOTE 4.6.9)."""
_DRIVE = re.compile(r"^[A-Za-z]:")
_UNNAMED = "unnamed"


def zip_name(info: ZipInfo) -> str:
    """The name as its maker meant it: UTF-8 where it says so, else UTF-8 or GB18030 where it is valid, else CP437."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    return _extra_name(info.extra, raw) or decoded_name(raw) or info.orig_filename


def tar_name(name: str) -> str:
    """A name that `tarfile` read as UTF-8, bytes that are none kept as surrogates: these are GB18030."""
    raw = name.encode("utf-8", "surrogateescape")
    return decoded_name(raw) or raw.decode("utf-8", "replace")


def decoded_name(raw: bytes) -> str | None:
    """The name in UTF-8 or, where it is not valid, in GB18030; None where it is neither."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _extra_name(extra: bytes, raw: bytes) -> str | None:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == crc32(raw):
            return decoded_name(field[5:])
    return None


def shown_path(name: str) -> str:
    """The name as a relative path with slashes: nothing in it climbs, is absolute, or steers a terminal.

    It is never used as a path on disk; what is in it only says where a document came from.
    """
    parts = _DRIVE.sub("", name.replace("\\", "/")).split("/")
    shown = "/".join(_shown(part.strip()) for part in parts if part.strip() not in ("", ".", ".."))
    return shown[-_LONGEST_PATH:].lstrip("/") or _UNNAMED


def _shown(part: str) -> str:
    return "".join("_" if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in part)
