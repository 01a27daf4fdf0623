"""Makes a Word document's XML cheaper before it is parsed: without formats, some three fifths of it, and no text; and
with a short namespace."""

from __future__ import annotations

import re
from collections.abc import Callable

_PROPERTIES = (b"rPr", b"pPr", b"tcPr")
"""The properties of runs, of paragraphs and of cells, those first that stand within others."""
_READ = b"p|t|tab|ptab|br|cr|noBreakHyphen|sym|tbl|tr|tc|gridBefore|gridSpan|vMerge|hMerge|vanish|rStyle"
"""What the walk reads wherever it stands, though most of it belongs into no properties, and what may hide a run."""
_EMPTY = rb"<w:[^<>]*/>"
_PLAIN = re.compile(rb"(?:%b|<w:(tcBorders|tcMar|pBdr|numPr|tabs)>(?:%b)*</w:\1>)*" % (_EMPTY, _EMPTY))
_LOOKS = rb'vertAlign w:val="superscript"|d?strike(?: w:val="(?:1|true|on)")?'
"""What of its looks bears on what a run says, where it is on."""
_KEPT = re.compile(rb"<w:(?:(?:%b)\b[^<>]*|%b)/>" % (_READ, _LOOKS))
_TAB_STOPS = re.compile(rb"<w:tabs>.*?</w:tabs>")
_LONGEST = 1 << 16
"""No properties are longer: what is was made to cost."""
_DECLARED = re.compile(rb"""<w:document\s[^<>]*?\bxmlns:w=["']([^"'<>]+)["']""")
_SHORT = b"urn:w"
"""Nobody's namespace."""


def without_formats(xml: bytes, is_kept: Callable[[bytes], bool] | None = None) -> bytes:
    """The XML without what is format in the properties of runs, paragraphs and cells; which font a run is in is then not
    known. Only properties that are empty elements, or known groups of such, are looked into, and those stay as they are
    that `is_kept` says so of.

    All of it stays where sections may be written as text (`<![CDATA[`).
    """
    if b"!" in xml and b"<!" in xml:  # a single byte is found many times as fast, and few documents have it
        return xml
    for properties in _PROPERTIES:
        xml = _without(xml, b"<w:%b>" % properties, b"</w:%b>" % properties, is_kept)
    return xml


def with_short_names(xml: bytes) -> bytes:
    """The XML with Word's own namespace called something short. lxml makes every tag's name anew, namespace and all,
    wherever it is asked for one: that took a tenth of the walk.

    All of it stays as it is where that namespace is named more than once.
    """
    declared = _DECLARED.search(xml)
    if declared is None or xml.count(declared[1]) > 1:
        return xml
    return xml[: declared.start(1)] + _SHORT + xml[declared.end(1) :]


def _without(xml: bytes, opened: bytes, closed: bytes, is_kept: Callable[[bytes], bool] | None) -> bytes:
    first, *parts = xml.split(opened)
    kept = [first]
    known: dict[bytes, bytes | None] = {}
    for part in parts:
        inside, close, rest = part.partition(closed)
        if inside not in known:  # a document has few formats, and each in many places
            known[inside] = None if is_kept and is_kept(inside) else _shortened(inside, opened, closed)
        short = known[inside]
        if short is None or not close:
            kept += (opened, part)
        elif short:
            kept += (short, rest)
        else:
            kept.append(rest)
    return b"".join(kept)


def _shortened(inside: bytes, opened: bytes, closed: bytes) -> bytes | None:
    """Properties with what is read of them alone, nothing where that is none; None where they are not plain."""
    if len(inside) > _LONGEST or not _PLAIN.fullmatch(inside):
        return None
    read = b"".join(_KEPT.findall(_TAB_STOPS.sub(b"", inside)))
    return read and opened + read + closed
