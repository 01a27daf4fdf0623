"""Reads .docx: finds the main document in the package and walks its paragraphs and tables once."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple, TypeVar
from zipfile import BadZipFile, ZipFile

from lxml import etree

from transforms.collector import collector_paused
from transforms.document import Document, UnreadableDocument
from transforms.readers.docx.formats import with_short_names, without_formats
from transforms.readers.docx.hidden import hidden_styles, names_hidden, take_out_hidden
from transforms.readers.docx.lists import (
    Lists,
    lists_of,
    may_bear_on_lists,
    names_lists,
    names_styles,
    put_numbers,
    uses_listed,
)
from transforms.readers.docx.looks import names_prompts, names_underlined, names_underlined_bounds, put_looks
from transforms.readers.docx.plain_tables import without_plain_tables
from transforms.readers.docx.walk import Walk
from transforms.readers.hidden import hidden_text_note
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.packages import namespace_of, refuse_bombs, xml_root

FORMAT = "docx"
Read = TypeVar("Read")

_RELATIONSHIPS = "_rels/.rels"
_MAIN = "/officeDocument"
_STYLES, _HEADERS, _NUMBERING = (re.compile(name) for name in (r"styles\.xml", r"header\d*\.xml", r"numbering\.xml"))
"""Where every program puts the styles, the headers of pages and the lists: beside the main part."""
_NO_MAIN = "Word 文件缺少正文部分，请重新导出。 The Word file lacks its main document part: save it again as .docx."


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a .docx file. Raises UnreadableDocument (`document_damaged`) where the package lacks a part."""
    with collector_paused():
        return _document(content)


class _Parts(NamedTuple):
    """What of a package is read."""

    main: bytes
    short: bytes
    """The main part without its formats but those that put paragraphs in lists."""
    hidden_styles: frozenset[str]
    """The styles in use whose text is hidden."""
    page_headers: tuple[str, ...]
    lists: Lists | None
    """Those that its paragraphs are in; None where they are in none."""
    has_underlined_bounds: bool


class _Noticed:
    """What the formats of a document say that bears on more than looks: which are kept until its lists are known, and
    whether any underlines."""

    def __init__(self) -> None:
        self.underlines = False

    def is_kept(self, properties: bytes) -> bool:
        self.underlines = self.underlines or names_underlined(properties)
        return may_bear_on_lists(properties)


def _document(content: bytes) -> Document:
    parts = _parts(content)
    if _needs_formats(parts) or names_prompts(parts.short):
        return _with_looks(parts)
    xml, plain = without_plain_tables(parts.short)
    root = xml_root(with_short_names(xml))
    uncounted = put_numbers(root, parts.lists) if parts.lists else ()
    walk = Walk(root, plain)
    blocks = walk.blocks()
    if walk.has_looks or (walk.has_signs and parts.lists):
        return _with_looks(parts)
    if walk.has_signs:  # what they show is a matter of their fonts
        walk = Walk(xml_root(parts.main))
        blocks = walk.blocks()
    notes = (*walk.notes, *hidden_text_note(walk.hidden), *uncounted)
    return Document(FORMAT, tuple(blocks), notes=notes, page_headers=parts.page_headers)


def _needs_formats(parts: _Parts) -> bool:
    """Whether formats that are left out otherwise bear on the text."""
    return _may_hide(parts) or parts.has_underlined_bounds


def _may_hide(parts: _Parts) -> bool:
    return bool(parts.hidden_styles) or names_hidden(parts.short)


def _with_looks(parts: _Parts) -> Document:
    """The document of XML in which something may be hidden, raised, underlined or struck out, which the formats alone tell."""
    for xml in (parts.main,) if parts.lists or _needs_formats(parts) else (parts.short, parts.main):
        root = xml_root(xml)
        taken = take_out_hidden(root, parts.hidden_styles) if _may_hide(parts) else []
        unread = put_looks(root)
        if parts.lists:
            unread += put_numbers(root, parts.lists)
        walk = Walk(root)
        blocks = walk.blocks()
        if not walk.has_signs:  # what they show is a matter of their fonts
            break
    notes = (*walk.notes, *hidden_text_note([*taken, *walk.hidden]), *unread)
    return Document(FORMAT, tuple(blocks), notes=notes, page_headers=parts.page_headers)


def _parts(content: bytes) -> _Parts:
    try:
        package = ZipFile(BytesIO(content))
    except BadZipFile as error:
        raise UnreadableDocument("document_damaged", _NO_MAIN) from error
    with package:
        try:
            name = _main_name(xml_root(package.read(_RELATIONSHIPS)))
            refuse_bombs(package, [name])
            xml = package.read(name)
        except KeyError as error:
            raise UnreadableDocument("document_damaged", _NO_MAIN) from error
        noticed = _Noticed()
        short = without_formats(xml, noticed.is_kept)  # what is asked of all the XML is asked of a third of it
        lists = _lists(package, name, short)
        if names_lists(short) or names_styles(short):
            short = without_formats(short, lists.bear_on if lists else None)
        styles = _hidden_styles(package, name) if b"rStyle" in short else ()
        in_use = frozenset(style for style in styles if f'"{style}"'.encode() in xml)
        headers = _page_headers(package, name) if b"headerReference" in short else ()
        has_bounds = (noticed.underlines or short is xml) and names_underlined_bounds(xml)
        return _Parts(xml, short, in_use, headers, lists, has_bounds)


def _hidden_styles(package: ZipFile, main: str) -> list[str]:
    """Looked up only where characters have a style: unpacking the styles can take a fifth of all the time, and hardly
    any style of paragraphs is hidden."""
    found = [styles for part in _beside(package, main, _STYLES) if (styles := _read(hidden_styles, part))]
    return [style for styles in found for style in styles]


def _lists(package: ZipFile, main: str, xml: bytes) -> Lists | None:
    """Looked up only where paragraphs are in lists, or have styles and there are lists at all."""
    is_named = names_lists(xml)
    declared = next(_beside(package, main, _NUMBERING), None) if is_named or names_styles(xml) else None
    styles = None if declared is None else next(_beside(package, main, _STYLES), None)
    if declared is None or not (is_named or (styles is not None and uses_listed(xml, styles))):
        return None
    return _read(lambda part: lists_of(part, styles), declared)


def _page_headers(package: ZipFile, main: str) -> tuple[str, ...]:
    found = [lines for part in _beside(package, main, _HEADERS) if (lines := _read(_lines, part))]
    return tuple(dict.fromkeys(line for lines in found for line in lines))


def _beside(package: ZipFile, main: str, names: re.Pattern[str]) -> Iterator[bytes]:
    """The parts beside the main one whose names match; none that is broken, for the document reads without them."""
    folder = dirname(main)
    parts = [name for name in package.namelist() if dirname(name) == folder and names.fullmatch(basename(name))]
    refuse_bombs(package, [main, *parts])
    for name in parts:
        with suppress(BadZipFile, zlib.error):
            yield package.read(name)


def _read(read_part: Callable[[bytes], Read], xml: bytes) -> Read | None:
    try:
        return read_part(xml)
    except etree.LxmlError:
        return None


def _lines(xml: bytes) -> list[str]:
    """The paragraphs of a header that say anything."""
    root = xml_root(xml)
    names = namespace_of(root)
    texts = ("".join(text.text or "" for text in line.iter(f"{names}t")).strip() for line in root.iter(f"{names}p"))
    return [text for text in texts if text]


def _main_name(relationships: etree._Element) -> str:
    """The main part's name in the package, without the leading slash."""
    for relationship in relationships:
        if str(relationship.get("Type", "")).endswith(_MAIN):
            return normpath(join("/", str(relationship.get("Target", "")))).lstrip("/")
    raise UnreadableDocument("document_damaged", _NO_MAIN)
