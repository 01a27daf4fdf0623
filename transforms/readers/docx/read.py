"""Reads .docx: finds the main document in the package and walks its paragraphs and tables once."""

from __future__ import annotations

from io import BytesIO
from posixpath import join, normpath
from typing import Any, cast
from zipfile import BadZipFile

from lxml import etree

from transforms.document import Block, Document, UnreadableDocument
from transforms.readers.docx.walk import Walk
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.packages import refuse_bombs, xml_root

FORMAT = "docx"

_MAIN = "/officeDocument"
_NO_MAIN = "Word 文件缺少正文部分，请重新导出。 The Word file lacks its main document part: save it again as .docx."


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a .docx file. Raises UnreadableDocument (`document_damaged`) where the package lacks a part."""
    root = xml_root(_main_part(content))
    walk = Walk(root)
    blocks: list[Block] = walk.blocks()
    return Document(FORMAT, tuple(blocks), notes=tuple(walk.notes))


def _main_part(content: bytes) -> bytes:
    from docx.opc.packuri import PACKAGE_URI, PackURI
    from docx.opc.phys_pkg import PhysPkgReader

    try:
        package: Any = cast("Any", PhysPkgReader)(BytesIO(content))
    except BadZipFile as error:
        raise UnreadableDocument("document_damaged", _NO_MAIN) from error
    try:
        relationships = package.rels_xml_for(PACKAGE_URI)
        if relationships is None:
            raise UnreadableDocument("document_damaged", _NO_MAIN)
        name = _main_name(xml_root(relationships))
        refuse_bombs(package._zipf, [name])  # the package layer shows no sizes of its own
        blob: bytes = package.blob_for(PackURI(f"/{name}"))
    except KeyError as error:
        raise UnreadableDocument("document_damaged", _NO_MAIN) from error
    finally:
        package.close()
    return blob


def _main_name(relationships: etree._Element) -> str:
    """The main part's name in the package, without the leading slash."""
    for relationship in relationships:
        if str(relationship.get("Type", "")).endswith(_MAIN):
            return normpath(join("/", str(relationship.get("Target", "")))).lstrip("/")
    raise UnreadableDocument("document_damaged", _NO_MAIN)
