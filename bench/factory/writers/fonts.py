"""The fonts of PDFs: one that is only named, and a subset of one that the machine has."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from bench.factory.writers.measure import length

FIRST_FONT_OBJECT = 3
"""The number of a font's first object in a file."""
FAMILIES = ("Noto Sans Mono CJK SC", "NSimSun")
"""Fonts in which a Chinese character is as wide as high, and ASCII half of that; the first that the machine has is taken."""
_NEAR = 150.0
"""Thousandths of its height by which a dash of theirs may be narrower than pages are set for."""
_NO_GLYPH = 0
"""The code of what is drawn for a character that a font lacks."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font as the objects of a PDF, of which the first is the font itself."""

    name: str
    objects: tuple[str | bytes, ...]
    codes: Mapping[str, str] | None = None
    """The code of each character that an embedded font has, in hexadecimal digits; none where text is written in UTF-16."""

    @property
    def description(self) -> str:
        """The font's name, and whether its file comes with the PDF."""
        return f"{self.name} ({'named only' if self.codes is None else 'embedded'})"

    def coded(self, text: str) -> str:
        """The text as a string operand in hexadecimal digits. Raises KeyError for a character that the font lacks."""
        if self.codes is None:
            return text.encode("utf-16-be").hex()
        return "".join([self.codes[character] for character in text])


def named(widths: str = "") -> Font:
    """A Chinese font that needs no file, its characters as wide as high; `widths` are exceptions (`/W [1 95 500]`)."""
    name = "STSong-Light"
    font = f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    described = (
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /DW 1000 {widths} /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>"
    )
    metrics = (
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>"
    )
    return Font(name, (font, described, metrics))


def embedded(characters: Iterable[str]) -> Font | None:
    """The subset of a font of the machine that has these characters, its file and its map to Unicode with it, as the
    converter of figures embeds it; None where no font has them all, about as wide as pages are set for."""
    import vl_convert
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1
    from pdfminer.psparser import literal_name

    text = " ".join(sorted(set(characters)))
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<text y="9" font-family="{", ".join(FAMILIES)}">{escape(text)}</text></svg>'
    )
    page = next(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(vl_convert.svg_to_pdf(picture))))))
    fonts = list(resolve1(page.resources.get("Font", {})).values())
    if len(fonts) != 1:
        return None
    codes = _codes(resolve1(fonts[0]))
    if not set(text) <= codes.keys():
        return None
    name = literal_name(resolve1(fonts[0])["BaseFont"]).partition("+")[2].removesuffix("-Identity-H")
    return Font(name, _copied(fonts[0]), codes)


def _codes(font: Mapping[str, Any]) -> dict[str, str]:
    """The code of every character that is about as wide as pages are set for."""
    from pdfminer.cmapdb import CMapParser, FileUnicodeMap
    from pdfminer.pdffont import get_widths
    from pdfminer.pdftypes import resolve1

    found = FileUnicodeMap()
    CMapParser(found, io.BytesIO(resolve1(font["ToUnicode"]).get_data())).run()
    widths = get_widths(resolve1(resolve1(font["DescendantFonts"])[0])["W"])
    return {
        character: f"{code:04x}"
        for code, character in found.cid2unichr.items()
        if code != _NO_GLYPH and abs(widths.get(code, 0.0) - length(character, 1000.0)) <= _NEAR
    }


def _copied(font: Any) -> tuple[bytes, ...]:
    """A font of another file and all that it refers to, numbered anew."""
    from pdfminer.pdftypes import PDFObjRef, PDFStream
    from pdfminer.psparser import LIT, PSLiteral, literal_name

    waiting = [font]
    numbers = {font.objid: FIRST_FONT_OBJECT}

    def written(value: Any) -> bytes:
        match value:
            case PDFObjRef():
                if value.objid not in numbers:
                    numbers[value.objid] = FIRST_FONT_OBJECT + len(waiting)
                    waiting.append(value)
                return b"%d 0 R" % numbers[value.objid]
            case PDFStream():
                content = zlib.compress(value.get_data())
                attributes = {**value.attrs, "Filter": LIT("FlateDecode"), "Length": len(content)}
                return b"%b\nstream\n%b\nendstream" % (written(attributes), content)
            case PSLiteral():
                return f"/{literal_name(value)}".encode()
            case bytes():
                return f"<{value.hex()}>".encode()
            case dict():
                return b"<< %b >>" % b" ".join(b"/%b %b" % (name.encode(), written(one)) for name, one in value.items())
            case list():
                return b"[%b]" % b" ".join(map(written, value))
        return str(value).encode()

    return tuple(written(one.resolve()) for one in waiting)
