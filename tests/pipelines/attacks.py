"""Files built to hurt a reader. They are made when a test runs and never kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MIB = 1024**2
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{0}"/>'
    "</Relationships>"
)
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<!DOCTYPE d [<!ENTITY l0 "哈">{_LAUGHS}]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class Repeated:
    """Content of one piece over and over, at least so often, compressed but once: gigabytes are made in no time."""

    head: str
    piece: str
    times: int
    tail: str

    def deflated(self) -> tuple[bytes, int, int]:
        """Raw deflate, the CRC-32 and the length of what it unpacks to."""
        packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
        in_a_block = MIB // len(self.piece)
        block, blocks = self.piece.encode() * in_a_block, self.times // in_a_block + 1
        head, tail = self.head.encode(), self.tail.encode()
        # What follows a full flush refers to nothing before it, so that a block can be repeated as it is.
        first, again, last = (
            packer.compress(part) + packer.flush(how)
            for part, how in ((head, zlib.Z_FULL_FLUSH), (block, zlib.Z_FULL_FLUSH), (tail, zlib.Z_FINISH))
        )
        checksum = zlib.crc32(head)
        for _ in range(blocks):
            checksum = zlib.crc32(block, checksum)
        length = len(head) + len(block) * blocks + len(tail)
        return first + again * blocks + last, zlib.crc32(tail, checksum), length


def package(parts: dict[str, bytes | Repeated]) -> bytes:
    """A zip package."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            if isinstance(content, Repeated):
                _add_packed(archive, name, *content.deflated())
            else:
                archive.writestr(name, content)
    return held.getvalue()


def _add_packed(archive: zipfile.ZipFile, name: str, packed: bytes, checksum: int, length: int) -> None:
    """Adds a part that is deflated already, as zipfile adds one that it deflates itself."""
    part = zipfile.ZipInfo(name)
    part.compress_type, part.CRC, part.file_size, part.compress_size = (
        zipfile.ZIP_DEFLATED,
        checksum,
        length,
        len(packed),
    )
    assert archive.fp is not None
    part.header_offset = archive.fp.tell()
    archive.fp.write(part.FileHeader(zip64=False) + packed)
    archive.start_dir = archive.fp.tell()
    archive.filelist.append(part)
    archive.NameToInfo[name] = part


def docx(body: str | Repeated, before: str = "") -> bytes:
    xml: bytes | Repeated = (
        f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
        if isinstance(body, str)
        else body
    )
    return package({"_rels/.rels": _RELS.format("word/document.xml").encode(), "word/document.xml": xml})


_SWOLLEN = Repeated(f'<w:document xmlns:w="{W}"><w:body>', "<w:p/>", 60_000_000, "</w:body></w:document>")


def lying_docx() -> bytes:
    """A package whose main part unpacks to more than its headers say."""
    honest = bytearray(docx(_SWOLLEN))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = honest.find(mark)
        while start >= 0:
            honest[start + at : start + at + 4] = struct.pack("<I", 1000)
            start = honest.find(mark, start + 4)
    return bytes(honest)


def pdf(objects: list[str]) -> bytes:
    body = b"%PDF-1.7\n"
    for number, content in enumerate(objects, 1):
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    return body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def drawn_pdf(content: bytes | Repeated) -> bytes:
    """One page with a content stream. Where it is repeated, its checksum is left out, as some programs do."""
    packed = b"\x78\x01" + content.deflated()[0] if isinstance(content, Repeated) else zlib.compress(content, 1)
    head = pdf([
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
    ]).removesuffix(b"trailer << /Root 1 0 R >>\n%%EOF\n")  # fmt: skip
    stream = f"4 0 obj\n<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed
    return head + stream + b"\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def png(width: int, height: int) -> bytes:
    """A picture that says it is that large, with little in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(10_000_000))) + chunk(b"IEND", b"")


_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{0}<sheetData>{1}</sheetData></worksheet>'
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_BOOK_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s.xml"/>'
    "</Relationships>"
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'sheet.main+xml"/><Override PartName="/xl/worksheets/s.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/></Types>'
)


def xlsx(sheet: bytes | Repeated) -> bytes:
    return package({
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELS.format("xl/workbook.xml").encode(),
        "xl/workbook.xml": _BOOK.encode(),
        "xl/_rels/workbook.xml.rels": _BOOK_RELS.encode(),
        "xl/worksheets/s.xml": sheet,
    })  # fmt: skip


def _cell(at: str, text: str) -> str:
    return f'<row><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>'


_DEEP = 100_000
ATTACKS: dict[str, Callable[[], bytes]] = {
    "bomb.docx": lambda: docx(_SWOLLEN),
    "lying.docx": lying_docx,
    "laughs.docx": lambda: docx("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", BILLION_LAUGHS),
    "outside.docx": lambda: docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", OUTSIDE),
    "deep.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000),
    "nested.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60),
    "wide.docx": lambda: docx(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 400_000}</w:tr></w:tbl>"),
    "span.docx": lambda: docx(
        "<w:tbl>" + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="65535"/></w:tcPr><w:p/></w:tc></w:tr>' * 20_000 + "</w:tbl>"
    ),
    "loop.pdf": lambda: pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"]),
    "many_pages.pdf": lambda: pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{'3 0 R ' * 50_000}] /Count 50000 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    ),
    "million_lines.pdf": lambda: drawn_pdf(b"0 0 m 9 9 l S\n" * 1_000_000),
    "million_boxes.pdf": lambda: drawn_pdf(b"".join(b"%d %d 5 5 re S\n" % (n % 590, n // 590) for n in range(400_000))),
    "swollen.pdf": lambda: drawn_pdf(Repeated("", " ", 900 * MIB, "")),
    "huge.png": lambda: png(60_000, 60_000),
    "short.png": lambda: png(4_000, 4_000),
    "dimension.xlsx": lambda: xlsx(
        _SHEET.format('<dimension ref="A1:XFD1048576"/>', _cell("XFD1048576", "末")).encode()
    ),
    "laughs.xlsx": lambda: xlsx((BILLION_LAUGHS + _SHEET.format("", _cell("A1", "&l9;"))).encode()),
    "bomb.xlsx": lambda: xlsx(
        Repeated(_SHEET.partition("{1}")[0].format(""), "<row></row>", 60_000_000, "</sheetData></worksheet>")
    ),
    "deep.html": lambda: b"<html>" + b"<div>" * _DEEP + "深".encode(),
    "tables.html": lambda: b"<html>" + b"<table><tr><td>" * 20_000 + "深".encode(),
    "spans.html": lambda: b"<html><table>" + b"<tr><td rowspan=99999 colspan=99999>x</td></tr>" * 3_000 + b"</table>",
    "long_line.txt": lambda: "某".encode() * (20 * MIB),
    "tabs.txt": lambda: b"\t" * (20 * MIB),
    "lines.txt": lambda: b"\n" * (20 * MIB),
    "pipes.md": lambda: b"|" * (10 * MIB),
    "noise.txt": lambda: bytes(range(128, 255)) * 50_000,
    "zeros.pdf": lambda: b"%PDF-1.7\n" + bytes(50 * MIB),
    "sectors.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4 * MIB,
}
