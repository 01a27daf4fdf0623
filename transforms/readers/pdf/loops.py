"""Finds forms in a PDF that draw themselves, or one another beyond all bounds: pdfium would unfold them until it dies."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import partial

_FORM = re.compile(rb"/Subtype\s{0,9}/Form\b")
_OBJECT = re.compile(rb"(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj\b")
_XOBJECTS = re.compile(rb"/XObject\s{0,9}<<([^<>]{0,20000})>>")
_REFERRED = re.compile(rb"/(?:Resources|XObject)\s{0,9}(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s{0,9}(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R\b")
_DRAWS = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s{1,9}Do\b")
_STREAM = re.compile(rb"stream\r?\n")
_FARTHEST = 4000
"""A form's dictionary begins no further before its subtype, and ends no further after it, in bytes."""
_MOST_FORMS = 20_000
_LONGEST = 1 << 20
_MOST_DRAWN = 200_000


def draws_without_end(content: bytes) -> bool:
    """Whether a form of the file, drawn once, draws more than 200,000 others, or itself."""
    drawn = dict(_forms(content))
    sizes: dict[int, int] = {}
    return any(_size(number, drawn, sizes) > _MOST_DRAWN for number in drawn)


def _size(first: int, drawn: dict[int, Counter[int]], sizes: dict[int, int]) -> int:
    """How many forms one draws, itself included; beyond the bound where it draws itself."""
    path = [first]
    above = {first}
    while path:
        number = path[-1]
        waiting = [other for other in drawn.get(number, ()) if other not in sizes]
        if number not in sizes and not above.isdisjoint(waiting):
            sizes[number] = _MOST_DRAWN + 1
        elif waiting and number not in sizes:
            path.append(waiting[0])
            above.add(waiting[0])
            continue
        sizes.setdefault(number, 1 + sum(sizes[other] * count for other, count in drawn.get(number, Counter()).items()))
        above.discard(path.pop())
    return sizes[first]


def _forms(content: bytes) -> Iterator[tuple[int, Counter[int]]]:
    """Each form by its object number, with how often it draws which others."""
    if b"/Form" not in content:
        return
    find = partial(_dictionary, content)
    # What a form's own resources do not name, pdfium looks up in those of the page.
    others = {name: int(number) for part in _XOBJECTS.findall(content) for name, number in _NAMED.findall(part)}
    for count, found in enumerate(_FORM.finditer(content)):
        if count >= _MOST_FORMS:
            return
        begins = list(_OBJECT.finditer(content, max(0, found.start() - _FARTHEST), found.start()))
        stream = _STREAM.search(content, found.end(), found.end() + _FARTHEST)
        if not begins or not stream:
            continue
        head = content[begins[-1].end() : stream.start()]
        names = others | _names(head, find)
        uses = Counter(names[name] for name in _DRAWS.findall(_unpacked(content, stream.end(), head)) if name in names)
        yield int(begins[-1].group(1)), uses


def _names(head: bytes, find: partial[bytes]) -> dict[bytes, int]:
    """The objects that a form's own resources name, also where these are kept apart."""
    parts = [head]
    for _ in range(2):
        parts += [find(int(number)) for part in parts for number in _REFERRED.findall(part)]
    named = {}
    for part in parts:
        inner = _XOBJECTS.findall(part) or ([] if part is head or b"/XObject" in part else [part])
        for text in inner:
            named.update({name: int(number) for name, number in _NAMED.findall(text)})
    return named


def _dictionary(content: bytes, number: int) -> bytes:
    for sign in (b"\n", b"\r", b" "):
        position = content.find(b"%s%d 0 obj" % (sign, number))
        if position >= 0:
            end = content.find(b"endobj", position, position + 5 * _FARTHEST)
            return content[position:end] if end >= 0 else b""
    return b""


def _unpacked(content: bytes, start: int, head: bytes) -> bytes:
    end = content.find(b"endstream", start)
    packed = content[start : end if end >= 0 else start + _LONGEST]
    if b"/FlateDecode" not in head:
        return packed[:_LONGEST]
    try:
        return zlib.decompressobj().decompress(packed, _LONGEST)
    except zlib.error:
        return b""
