"""Reads .docx: finds the main document in the package and walks its paragraphs and tables once."""

from __future__ import annotations

from io import BytesIO
from posixpath import join, normpath
from zipfile import BadZipFile, ZipFile

from lxml import etree

from transforms.collector import collector_paused
from transforms.document import Document, UnreadableDocument
from transforms.readers.docx.formats import with_short_names, without_formats
from transforms.readers.docx.walk import Walk
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.packages import refuse_bombs, xml_root

FORMAT = "docx"

_RELATIONSHIPS = "_rels/.rels"
_MAIN = "/officeDocument"
_NO_MAIN = "Word 文件缺少正文部分，请重新导出。 The Word file lacks its main document part: save it again as .docx."


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a .docx file. Raises UnreadableDocument (`document_damaged`) where the package lacks a part."""
    with collector_paused():
        return _document(content)


def _document(content: bytes) -> Document:
    xml = _main_part(content)
    walk = Walk(xml_root(with_short_names(without_formats(xml))))
    blocks = walk.blocks()
    if walk.has_signs:  # what they show is a matter of their fonts
        walk = Walk(xml_root(xml))
        blocks = walk.blocks()
    return Document(FORMAT, tuple(blocks), notes=tuple(walk.notes))


def _main_part(content: bytes) -> bytes:
    try:
        package = ZipFile(BytesIO(content))
    except BadZipFile as error:
        raise UnreadableDocument("document_damaged", _NO_MAIN) from error
    with package:
        try:
            name = _main_name(xml_root(package.read(_RELATIONSHIPS)))
            refuse_bombs(package, [name])
            return package.read(name)
        except KeyError as error:
            raise UnreadableDocument("document_damaged", _NO_MAIN) from error


def _main_name(relationships: etree._Element) -> str:
    """The main part's name in the package, without the leading slash."""
    for relationship in relationships:
        if str(relationship.get("Type", "")).endswith(_MAIN):
            return normpath(join("/", str(relationship.get("Target", "")))).lstrip("/")
    raise UnreadableDocument("document_damaged", _NO_MAIN)
