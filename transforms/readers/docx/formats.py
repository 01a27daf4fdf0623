"""Takes the formats of runs out of a Word document's XML before it is parsed: half of it, and no text."""

from __future__ import annotations

import re

_OPEN, _CLOSE = b"<w:rPr>", b"</w:rPr>"
_READ = b"p|t|tab|ptab|br|cr|noBreakHyphen|sym|tbl|tr|tc|gridBefore|gridSpan|vMerge|hMerge"
"""What the walk reads wherever it stands, though it belongs into no format."""
_FORMATS = re.compile(rb"(?:<w:(?!(?:%b)\b)[^<>]*/>)*" % _READ)


def without_formats(xml: bytes) -> bytes:
    """The XML without the properties of runs that are empty elements alone; which font a run is in is then not known.

    All of it stays where sections may be written as text (`<![CDATA[`), and whatever is less plain than that.
    """
    if b"<!" in xml:
        return xml
    first, *runs = xml.split(_OPEN)
    kept = [first]
    known: dict[bytes, bool] = {}
    for run in runs:
        formats, close, rest = run.partition(_CLOSE)
        if formats not in known:  # a document has few formats, and each in many places
            known[formats] = _FORMATS.fullmatch(formats) is not None
        kept += (rest,) if close and known[formats] else (_OPEN, run)
    return b"".join(kept)
