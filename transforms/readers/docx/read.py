"""Reads .docx: finds the main document in the package and walks its paragraphs and tables once."""

from __future__ import annotations

from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import BadZipFile, ZipFile

from lxml import etree

from transforms.collector import collector_paused
from transforms.document import Document, UnreadableDocument
from transforms.readers.docx.formats import with_short_names, without_formats
from transforms.readers.docx.hidden import hidden_styles, names_hidden, take_out_hidden
from transforms.readers.docx.walk import Walk
from transforms.readers.hidden import hidden_text_note
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.packages import refuse_bombs, xml_root

FORMAT = "docx"

_RELATIONSHIPS = "_rels/.rels"
_MAIN = "/officeDocument"
_STYLES = "styles.xml"
"""Where every program puts the styles: beside the main part."""
_NO_MAIN = "Word 文件缺少正文部分，请重新导出。 The Word file lacks its main document part: save it again as .docx."


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a .docx file. Raises UnreadableDocument (`document_damaged`) where the package lacks a part."""
    with collector_paused():
        return _document(content)


def _document(content: bytes) -> Document:
    xml, hidden = _main_part(content)
    if hidden or names_hidden(xml):
        return _with_hidden(xml, hidden)
    walk = Walk(xml_root(with_short_names(without_formats(xml))))
    blocks = walk.blocks()
    if walk.has_signs:  # what they show is a matter of their fonts
        walk = Walk(xml_root(xml))
        blocks = walk.blocks()
    return Document(FORMAT, tuple(blocks), notes=tuple(walk.notes))


def _with_hidden(xml: bytes, styles: frozenset[str]) -> Document:
    """The document of XML in which something may be hidden, which the formats alone tell."""
    root = xml_root(xml)
    taken = take_out_hidden(root, styles)
    walk = Walk(root)
    blocks = walk.blocks()
    return Document(FORMAT, tuple(blocks), notes=(*walk.notes, *hidden_text_note([*taken, *walk.hidden])))


def _main_part(content: bytes) -> tuple[bytes, frozenset[str]]:
    """The XML of the main part, and the styles in use whose text is hidden."""
    try:
        package = ZipFile(BytesIO(content))
    except BadZipFile as error:
        raise UnreadableDocument("document_damaged", _NO_MAIN) from error
    with package:
        try:
            name = _main_name(xml_root(package.read(_RELATIONSHIPS)))
            refuse_bombs(package, [name])
            xml = package.read(name)
            return xml, _hidden_styles(package, name, xml)
        except KeyError as error:
            raise UnreadableDocument("document_damaged", _NO_MAIN) from error


def _hidden_styles(package: ZipFile, main: str, xml: bytes) -> frozenset[str]:
    """Looked up only where characters have a style: unpacking the styles can take a fifth of all the time, and hardly
    any style of paragraphs is hidden."""
    name = join(dirname(main), _STYLES)
    if b"rStyle" not in xml or name not in package.namelist():
        return frozenset()
    refuse_bombs(package, [main, name])
    return frozenset(style for style in hidden_styles(package.read(name)) if f'"{style}"'.encode() in xml)


def _main_name(relationships: etree._Element) -> str:
    """The main part's name in the package, without the leading slash."""
    for relationship in relationships:
        if str(relationship.get("Type", "")).endswith(_MAIN):
            return normpath(join("/", str(relationship.get("Target", "")))).lstrip("/")
    raise UnreadableDocument("document_damaged", _NO_MAIN)
