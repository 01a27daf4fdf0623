"""What a file is, by its first bytes and what its container holds; a file's name is only a hint."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from transforms.document import UnreadableDocument
from transforms.readers.html.marks import is_mhtml, is_page

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PDF_WITHIN = 1024
"""PDF programs accept that many bytes before the signature."""

_READ = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
)
_OTHERS = (
    (b"PK\x05\x06", "空压缩包 / an empty zip archive"),
    (b"GIF8", "图片 / an image (GIF)"),
    (b"II*\x00", "图片 / an image (TIFF)"),
    (b"MM\x00*", "图片 / an image (TIFF)"),
    (b"BM", "图片 / an image (BMP)"),
    (b"Rar!", "压缩包 / an archive (rar)"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包 / an archive (7z)"),
    (b"\x1f\x8b", "压缩包 / an archive (gzip)"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"<?xml", "XML"),
)
_OFFICE_FOLDERS = (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx"))
_OFFICE_READ = ("docx", "xlsx")
_OFFICE_OTHERS = {
    "odt": "OpenDocument / WPS (.odt)",
    "ofd": "OFD",
    "xlsb": "二进制工作簿 / a binary workbook (.xlsb)",
    "pptx": "演示文稿 / a presentation (.pptx)",
}
_SAVE_AS = "请另存为 .docx、带文字的 PDF 或文本。 This is {0}: save it as .docx, as a PDF with text, or as text."
ENCRYPTED = "文件已加密，请去除密码后重新提交。 The file is encrypted: remove its password and submit it again."
_DAMAGED_ZIP = "文件已损坏（压缩结构不完整），请重新导出。 The file is damaged (broken zip structure): export it again."


def kind_of(content: bytes) -> str:
    """`pdf`, `docx`, `doc`, `xlsx`, `html`, `image` or `plain`.

    Raises UnreadableDocument: `document_encrypted` or `document_damaged` for Office containers,
    `format_unsupported` for every other known kind of file.
    """
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if kind := _signed(content, _READ):
        return kind
    if is_page(content) or is_mhtml(content):
        return "html"
    if other := _signed(content, _OTHERS):
        raise _unsupported(other)
    return "plain"


def _signed(content: bytes, signatures: tuple[tuple[bytes, str], ...]) -> str | None:
    head = content[:64].lstrip().lower()
    for signature, name in signatures:
        if content.startswith(signature) or (signature.startswith(b"<") and head.startswith(signature)):
            return name
    return None


def _kind_of_zip(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise UnreadableDocument("document_damaged", _DAMAGED_ZIP) from error
    office = _office_kind(names)
    if office in _OFFICE_READ:
        return office
    raise _unsupported(_OFFICE_OTHERS.get(office, "压缩包，请先解压 / a zip archive, unpack it first"))


def is_archive_of_files(names: set[str]) -> bool:
    """Whether a zip with these names is an archive that people packed, and no file of an Office program."""
    return not _office_kind(names)


def _office_kind(names: set[str]) -> str:
    """Which Office file a zip with these parts is; empty where it is none.

    An archive may have a folder `word` too, full of documents: parts are XML.
    """
    if "mimetype" in names:
        return "odt"
    if "OFD.xml" in names:
        return "ofd"
    if "xl/workbook.bin" in names:
        return "xlsb"
    folders = {name.partition("/")[0] for name in names if name.endswith(".xml")}
    return next((kind for folder, kind in _OFFICE_FOLDERS if folder in folders), "")


def _kind_of_ole(content: bytes) -> str:
    from transforms.readers.doc.ole import Container

    try:
        container = Container(content)
    except UnreadableDocument:
        if "WordDocument".encode("utf-16-le") in content:
            return "doc"  # its reader refuses it, and the format is known all the same
        raise
    if container.holds("EncryptedPackage"):
        raise UnreadableDocument("document_encrypted", ENCRYPTED)
    if container.holds("WordDocument"):
        return "doc"
    raise _unsupported("旧版 Office 文件 / an old Office file (.xls, .ppt)")


def _unsupported(name: str) -> UnreadableDocument:
    chinese = name.partition(" / ")[0]
    return UnreadableDocument("format_unsupported", f"不支持的格式（{chinese}），{_SAVE_AS.format(name)}")
