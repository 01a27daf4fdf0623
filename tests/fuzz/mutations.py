"""Seeded damage to documents: bytes anywhere, and what a hand in a hurry does to rows, cells and words."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from lxml import etree

_WORDS = ("项目名称", "预算数", "≥", "100", "\ufffd", "", "\t", "|", "９９", "单位：元", "绩效指标", "0" * 40, "-", "%")
_MARKUP = re.compile(rb"<[^<>]{1,400}>")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)

Mutation = Callable[[bytes, random.Random], bytes]


def damaged(content: bytes, dice: random.Random) -> bytes:
    """Bytes changed, lost, doubled, moved, or cut off, wherever it may be."""
    data = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 5, 30))):
        start = dice.randrange(len(data) or 1)
        end = min(len(data), start + dice.choice((1, 2, 8, 64, 512)))
        match dice.randrange(6):
            case 0:
                data[start:end] = dice.randbytes(end - start)
            case 1:
                del data[start:end]
            case 2:
                data[start:start] = data[start:end]
            case 3:
                data[start:start] = dice.randbytes(4)
            case 4:
                target = dice.randrange(len(data) or 1)
                data[target : target + end - start] = data[start:end]
            case _:
                if dice.random() < 0.2:
                    del data[end:]
    return bytes(data)


def retyped(content: bytes, dice: random.Random) -> bytes:
    """Lines and cells of a text lost, doubled, swapped, run together, or with other words."""
    lines = content.decode("utf-8").split("\n")
    for _ in range(dice.choice((1, 1, 2, 6))):
        here, there = dice.randrange(len(lines)), dice.randrange(len(lines))
        match dice.randrange(6):
            case 0 if len(lines) > 1:
                del lines[here]
            case 1:
                lines.insert(there, lines[here])
            case 2:
                lines[here], lines[there] = lines[there], lines[here]
            case 3:
                lines[here] = lines[here].replace("\t", "", 1).replace("|", "", 1)
            case 4:
                at = dice.randrange(len(lines[here]) + 1)
                lines[here] = lines[here][:at] + dice.choice(_WORDS) + lines[here][at + dice.randrange(3) :]
            case _:
                lines[here : here + 2] = ["".join(lines[here : here + 2])]
    return "\n".join(lines).encode("utf-8")


def marked_up(content: bytes, dice: random.Random) -> bytes:
    """Tags of a page lost, doubled or swapped."""
    for _ in range(dice.choice((1, 2, 6))):
        tags = list(_MARKUP.finditer(content))
        if not tags:
            break
        tag, other = dice.choice(tags), dice.choice(tags)
        replacement = dice.choice((b"", tag.group() * 2, other.group()))
        content = content[: tag.start()] + replacement + content[tag.end() :]
    return content


def rearranged(content: bytes, dice: random.Random) -> bytes:
    """A package whose largest part has lost, doubled or swapped elements, or other words and numbers in them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    largest = max(
        (name for name in parts if "document.xml" in name or "sheet" in name), key=lambda name: len(parts[name])
    )
    root = etree.fromstring(parts[largest])
    for _ in range(dice.choice((1, 1, 2, 6))):
        _rearrange(root, dice)
    parts[largest] = etree.tostring(root)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return held.getvalue()


def _rearrange(root: etree._Element, dice: random.Random) -> None:
    element = dice.choice([item for item in root.iter(etree.Element) if item.getparent() is not None])
    parent = element.getparent()
    match dice.randrange(5):
        case 0:
            parent.remove(element)
        case 1:
            parent.append(etree.fromstring(etree.tostring(element)))
        case 2:
            parent.insert(0, element)
        case 3:
            if element.attrib:
                element.set(
                    dice.choice(list(element.attrib)), dice.choice(("0", "1", "3", "-1", "99999", "restart", "x"))
                )
        case _:
            texts = [item for item in root.iter(etree.Element) if item.text and item.text.strip()]
            if texts:
                chosen = dice.choice(texts)
                at = dice.randrange(len(chosen.text or ""))
                chosen.text = f"{(chosen.text or '')[:at]}{dice.choice(_WORDS).strip(chr(9))}{(chosen.text or '')[at:]}"


def redrawn(content: bytes, dice: random.Random) -> bytes:
    """A PDF whose pages have lost or doubled strokes and texts, as far as its streams are not packed."""
    streams = list(_STREAM.finditer(content))
    if not streams:
        return damaged(content, dice)
    stream = dice.choice(streams)
    lines = stream.group(1).split(b"\n")
    for _ in range(dice.choice((1, 2, 8))):
        here = dice.randrange(len(lines))
        match dice.randrange(3):
            case 0 if len(lines) > 1:
                del lines[here]
            case 1:
                lines.insert(here, lines[dice.randrange(len(lines))])
            case _:
                lines[here] = re.sub(rb"\d+", lambda _: b"%d" % dice.randrange(600), lines[here], count=1)
    return content[: stream.start(1)] + b"\n".join(lines) + content[stream.end(1) :]


MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    "text": (retyped, retyped, damaged),
    "markdown": (retyped, retyped, damaged),
    "docx": (rearranged, rearranged, damaged),
    "xlsx": (rearranged, rearranged, damaged),
    "html": (marked_up, retyped, damaged),
    "pdf": (redrawn, redrawn, damaged),
    "doc": (damaged,),
    "image": (damaged,),
    "zip": (damaged,),
}
"""What is done to each format; one of them a time."""


def mutant(kind: str, sources: list[bytes], seed: int) -> bytes:
    """The mutation of that number: the same for the same sources."""
    dice = random.Random(f"{kind}-{seed}")  # noqa: S311 - to be repeated, not to be secret
    return dice.choice(MUTATIONS[kind])(dice.choice(sources), dice)
