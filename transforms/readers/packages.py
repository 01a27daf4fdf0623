"""What the readers of zipped Office files share: which part may be unpacked, and how its XML is parsed."""

from __future__ import annotations

from collections.abc import Iterable
from zipfile import ZipFile

from lxml import etree

from transforms.document import UnreadableDocument

_MOST_PART_BYTES = 256 * 1024 * 1024
"""No department's text has a part as large; a small file that unpacks to more is built to fill the memory."""
_MOST_BYTES = 384 * 1024 * 1024
"""What all parts that are read may unpack to together."""
_FREE_BYTES = 32 * 1024 * 1024
_MOST_RATIO = 400
"""A part larger than the bytes above may not be more than so many times as large as it was packed: the XML of forms
shrinks to a tenth, of long tables to a hundredth, and only what repeats one sign to less."""

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
"""The namespace of alternatives for older and newer programs, in braces (ECMA-376 part 3)."""
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
"""The namespace of formulas (ECMA-376 part 1, 22.1)."""
_TOO_LARGE = "文件解压后过大，请另存后重试。 The file unpacks to more than it should ({0}): save it again."


def refuse_bombs(archive: ZipFile, names: Iterable[str]) -> None:
    """Raises UnreadableDocument (`document_too_large`) where these parts unpack to more than any document needs.

    Raises KeyError where there is no such part. The sizes are those the archive declares: `zipfile` reads no further.
    """
    total = 0
    for part in map(archive.getinfo, names):
        total += part.file_size
        is_bomb = part.file_size > _FREE_BYTES and part.file_size > _MOST_RATIO * part.compress_size
        if is_bomb or part.file_size > _MOST_PART_BYTES or total > _MOST_BYTES:
            raise UnreadableDocument("document_too_large", _TOO_LARGE.format(part.filename[:80]))


def xml_root(xml: bytes) -> etree._Element:
    """The root of a part. Nothing is fetched and no entity expanded: Office parts have none."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(xml, parser)


def namespace_of(root: etree._Element) -> str:
    """The namespace of a part's own elements, in braces, as lxml puts it in front of their names."""
    return str(root.tag).partition("}")[0] + "}"
