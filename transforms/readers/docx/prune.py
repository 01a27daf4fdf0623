"""Takes out of a Word document's XML what is no text of it, and puts what stands elsewhere where it is read.

What remains is read straight through: every paragraph, table and sign that is still there counts.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from transforms.readers.packages import COMPATIBILITY

_NO_TEXT = (
    "pPr", "tblPr", "tblGrid", "sdtPr", "sectPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "rt",
    "footnoteReference", "endnoteReference", "commentReference", "annotationRef", "tblPrChange", "trPrChange",
    "tcPrChange",
)  # fmt: skip
"""Properties that hold no text and nothing that places it, what was deleted or moved away, and marks."""


def prune(root: etree._Element, namespace: str) -> None:
    """Leaves of a document what it shows, in reading order. `namespace` is that of Word's own elements, in braces."""
    _drop_deleted_rows(root, namespace)
    _choose_alternatives(root, namespace)
    etree.strip_elements(root, *(namespace + name for name in _NO_TEXT))
    _empty_text_boxes(root, namespace)


def _drop_deleted_rows(root: etree._Element, namespace: str) -> None:
    for mark in list(root.iter(namespace + "del")):
        properties = mark.getparent()
        row = None if properties is None or properties.tag != namespace + "trPr" else properties.getparent()
        table = None if row is None or row.tag != namespace + "tr" else row.getparent()
        if row is not None and table is not None:
            table.remove(row)


def _choose_alternatives(root: etree._Element, namespace: str) -> None:
    """Leaves of alternatives, which hold the same for older and newer programs, the first that has text."""
    for alternate in list(root.iter(COMPATIBILITY + "AlternateContent")):
        with_text = (choice for choice in alternate if next(choice.iter(namespace + "t"), None) is not None)
        chosen = next(with_text, alternate[0] if len(alternate) else None)
        for choice in list(alternate):
            if choice is not chosen:
                alternate.remove(choice)


def _empty_text_boxes(root: etree._Element, namespace: str) -> None:
    """Puts what a text box holds behind the paragraph that it is anchored in, box after box."""
    ends: dict[etree._Element, etree._Element] = {}
    for box in list(root.iter(namespace + "txbxContent")):
        paragraph = next(box.iterancestors(namespace + "p"), None)
        if paragraph is not None:
            ends[paragraph] = _put_behind(ends.get(paragraph, paragraph), box)


def _put_behind(last: etree._Element, elements: Iterable[etree._Element]) -> etree._Element:
    for element in list(elements):
        last.addnext(element)
        last = element
    return last
