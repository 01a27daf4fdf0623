"""What a file is, by its first bytes and what its container holds; a file's name is only a hint."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from transforms.document import UnreadableDocument

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PDF_WITHIN = 1024
"""PDF programs accept that many bytes before the signature."""

_OTHERS = (
    (b"PK\x05\x06", "空压缩包 / an empty zip archive"),
    (b"\x89PNG\r\n\x1a\n", "图片 / an image (PNG)"),
    (b"\xff\xd8\xff", "图片 / an image (JPEG)"),
    (b"GIF8", "图片 / an image (GIF)"),
    (b"II*\x00", "图片 / an image (TIFF)"),
    (b"MM\x00*", "图片 / an image (TIFF)"),
    (b"BM", "图片 / an image (BMP)"),
    (b"Rar!", "压缩包 / an archive (rar)"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包 / an archive (7z)"),
    (b"\x1f\x8b", "压缩包 / an archive (gzip)"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"<!doctype html", "网页 / a web page"),
    (b"<html", "网页 / a web page"),
    (b"<?xml", "XML"),
)
_SAVE_AS = "请另存为 .docx、带文字的 PDF 或文本。 This is {0}: save it as .docx, as a PDF with text, or as text."
_ENCRYPTED = "文件已加密，请去除密码后重新提交。 The file is encrypted: remove its password and submit it again."
_DAMAGED_ZIP = "文件已损坏（压缩结构不完整），请重新导出。 The file is damaged (broken zip structure): export it again."


def kind_of(content: bytes) -> str:
    """`pdf`, `docx` or `plain`.

    Raises UnreadableDocument: `document_encrypted` or `document_damaged` for Office containers,
    `format_unsupported` for every other known kind of file.
    """
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        _refuse_ole(content)
    head = content[:64].lstrip().lower()
    for signature, name in _OTHERS:
        if content.startswith(signature) or (signature.startswith(b"<") and head.startswith(signature)):
            raise _unsupported(name)
    return "plain"


def _kind_of_zip(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise UnreadableDocument("document_damaged", _DAMAGED_ZIP) from error
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "mimetype" in names:
        raise _unsupported("OpenDocument / WPS (.odt)")
    if "OFD.xml" in names:
        raise _unsupported("OFD")
    if any(name.startswith("xl/") for name in names):
        raise _unsupported("电子表格 / a spreadsheet (.xlsx)")
    if any(name.startswith("ppt/") for name in names):
        raise _unsupported("演示文稿 / a presentation (.pptx)")
    raise _unsupported("压缩包，请先解压 / a zip archive, unpack it first")


def _refuse_ole(content: bytes) -> None:
    if _utf16("EncryptedPackage") in content:
        raise UnreadableDocument("document_encrypted", _ENCRYPTED)
    if _utf16("WordDocument") in content:
        raise _unsupported("Word 97-2003 (.doc)", "doc")
    raise _unsupported("旧版 Office 文件 / an old Office file (.xls, .ppt)")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _unsupported(name: str, document_format: str | None = None) -> UnreadableDocument:
    chinese = name.partition(" / ")[0]
    message = f"不支持的格式（{chinese}），{_SAVE_AS.format(name)}"
    return UnreadableDocument("format_unsupported", message, document_format)
