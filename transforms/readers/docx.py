"""Reads .docx: finds the main document in the package and walks its paragraphs and tables once."""

from __future__ import annotations

from io import BytesIO
from posixpath import join, normpath
from typing import Any, cast
from zipfile import BadZipFile

from lxml import etree

from transforms.document import Block, Document, UnreadableDocument
from transforms.readers.docx_walk import Walk

FORMAT = "docx"

_MOST_BYTES = 256 * 1024 * 1024
"""No department's text unpacks to as much; a small file that does is built to fill the memory."""

_MAIN = "/officeDocument"
_NO_MAIN = "Word 文件缺少正文部分，请重新导出。 The Word file lacks its main document part: save it again as .docx."
_TOO_LARGE = "Word 文件解压后过大，请另存后重试。 The Word file unpacks to more than {0} MB: save it again."


def read(content: bytes) -> Document:
    """The document of a .docx file. Raises UnreadableDocument (`document_damaged`) where the package lacks a part."""
    root = _parsed(_main_part(content))
    walk = Walk(root)
    blocks: list[Block] = walk.blocks()
    return Document(FORMAT, tuple(blocks), notes=tuple(walk.notes))


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(xml, parser)


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
        name = _main_name(_parsed(relationships))
        _refuse_bombs(package, name)
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


def _refuse_bombs(package: Any, name: str) -> None:
    archive = package._zipf  # the package layer shows no sizes of its own
    if archive.getinfo(name).file_size > _MOST_BYTES:
        raise UnreadableDocument("document_damaged", _TOO_LARGE.format(_MOST_BYTES // 2**20))
