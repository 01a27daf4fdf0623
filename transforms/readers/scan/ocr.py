"""Reads pages that are pictures: upright, their ruling lines and characters found, as if they had a text layer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from transforms.document import Sheet, UnreadableDocument
from transforms.readers.options import ReadingOptions
from transforms.readers.pdf.page import PageContent
from transforms.readers.scan import cache as scan_cache

if TYPE_CHECKING:
    from transforms.readers.scan.picture import Grey

FORMAT = "pdf_scan"

_PACKAGES = ("cv2", "onnxruntime", "rapidocr")
_MISSING = (
    "文件是扫描图片，需要文字识别（OCR）组件：请先运行 make ocr 安装，再重新生成。 "
    "The file is a scan, and what reads scans (OCR) is not installed: run `make ocr`, then build again."
)
_NEARLY_ALL = 0.9
"""A PDF with so large a share of its written pages read by OCR is a scan."""


def is_installed() -> bool:
    """Whether everything that OCR needs is there, without loading it."""
    return all(find_spec(name) for name in _PACKAGES)


def require(document_format: str) -> None:
    """Raises UnreadableDocument (`ocr_missing`) where OCR is not installed."""
    if not is_installed():
        raise UnreadableDocument("ocr_missing", _MISSING, document_format, ("ocr",))


def is_picture(page: PageContent) -> bool:
    """Whether a page shows pictures and no text."""
    return page.has_images and not page.left_out and all(char.text.isspace() for char in page.chars)


def is_read_by_ocr(page: PageContent) -> bool:
    return page.has_images and any(char.confidence is not None for char in page.chars)


def sheet_of(page: PageContent) -> Sheet:
    """The page that the boxes of what was read on it count on."""
    return Sheet(page.number, page.width, page.height, page.turned, is_read_by_ocr(page))


def format_of(pages: Sequence[PageContent], otherwise: str) -> str:
    """`pdf_scan` where the text of nearly all pages came from OCR."""
    written = [page for page in pages if page.chars]
    read = sum(map(is_read_by_ocr, written))
    return FORMAT if read and read >= _NEARLY_ALL * len(written) else otherwise


def with_pictures_read(
    document: Any, pages: list[PageContent], content: bytes, options: ReadingOptions
) -> list[PageContent]:
    """The pages of an open pypdfium2 document, `content` its bytes, with those that are pictures read by OCR.

    Without OCR installed they stay as they are. Raises UnreadableDocument (`document_damaged`) where a picture is too
    large to be a page.
    """
    scanned = {page.number for page in pages if is_picture(page) or _is_scanned(document, page)}
    if not scanned or not is_installed():
        return pages
    name = hashlib.sha256(content).hexdigest()
    return [_read(document, page, name, options) if page.number in scanned else page for page in pages]


def _is_scanned(document: Any, page: PageContent) -> bool:
    """Whether a page with text is a scan: a stamp or number was typed on it, or a scanner laid its own, invisible
    reading over the picture, which tells no tables."""
    if not page.has_images or page.edges or page.left_out:
        return False
    from transforms.readers.scan.cover import is_covered

    shown = document[page.number - 1]
    try:
        return is_covered(shown, page.width, page.height)
    finally:
        shown.close()


def _read(document: Any, page: PageContent, name: str, options: ReadingOptions) -> PageContent:
    def picture() -> Grey:
        from transforms.readers.scan import picture as scan_picture

        shown = document[page.number - 1]
        try:
            return scan_picture.of_pdf_page(shown, page.width, page.height)
        finally:
            shown.close()

    return cached_page(picture, f"{name}-{page.number}", page.number, options, (page.width, page.height))


def cached_page(
    picture: Callable[[], Grey],
    name: str,
    number: int,
    options: ReadingOptions,
    size: tuple[float, float] | None = None,
) -> PageContent:
    """What a picture of a page shows, from the cache where the page was read before, or read now and kept there.

    `name` is what the page is kept under: its file's SHA-256 and its number. `size`: the page's width and height in
    points, as shown; None where nothing says how large it is. Raises ReadingPostponed as the options say.
    """
    kept = scan_cache.load(options.page_cache, name, number)
    if kept is not None:
        return kept
    options.before_ocr()
    page = page_content(picture(), number, size)
    scan_cache.store(options.page_cache, name, page)
    options.after_page()
    return page


def page_content(picture: Grey, number: int, size: tuple[float, float] | None = None) -> PageContent:
    """What a picture of a page shows, in points of the page (`size`, as shown) or, without one, of a sheet of A4."""
    import numpy as np

    page = _upright_page(picture, number, size)
    if not page.chars or _legibility(page) >= _LEGIBLE:
        return page
    # What is read badly, or character by character, may lie on its side or upside down.
    tried = [page]
    for turns in _SIDEWAYS if _stands_on_end(page) else _UPSIDE_DOWN:
        turned = _upright_page(np.ascontiguousarray(np.rot90(picture, turns)), number, _turned(size, turns))
        tried.append(replace(turned, turned=turns * 90))
        if _legibility(turned) >= _SURELY_UPRIGHT:
            break
    return max(tried, key=_legibility)


_LEGIBLE, _SURELY_UPRIGHT = 0.5, 0.75
_SIDEWAYS, _UPSIDE_DOWN = (1, 3, 2), (2, 1, 3)
"""Quarter turns to the left to try, the likeliest first: each costs as much as reading the page."""


def _legibility(page: PageContent) -> float:
    """How sure OCR was of a page's characters on average, less the more its lines have but one: each character of a
    page that lies on its side is a line of its own."""
    known = [char.confidence for char in page.chars if char.confidence is not None]
    return sum(known) / len(known) * (1 - _lines_a_character(page)) if known else 0.0


def _stands_on_end(page: PageContent) -> bool:
    """Whether most characters were read as lines of their own."""
    return _lines_a_character(page) > _MOST


def _lines_a_character(page: PageContent) -> float:
    """1 where every character of a page is a line of its own, the less the longer the lines are."""
    known = [char for char in page.chars if char.confidence is not None]
    return len({(char.top, char.bottom) for char in page.chars}) / len(known) if known else 0.0


_MOST = 0.5


def _turned(size: tuple[float, float] | None, turns: int) -> tuple[float, float] | None:
    return size if size is None or turns == _HALF else (size[1], size[0])


_HALF = 2


def _upright_page(picture: Grey, number: int, size: tuple[float, float] | None) -> PageContent:
    from transforms.readers.scan.page import chars_and_edges

    down, across = picture.shape
    point = _points_a_pixel(across, down, size)
    chars, edges = chars_and_edges(picture, point)
    return PageContent(number, across * point, down * point, chars, edges, has_images=True, unmapped=0)


_A4 = (595.0, 842.0)
_PLAUSIBLE = (500.0, 1200.0)
"""The longer side, in points, of a page whose stated size can be true: A5 to A3. Some scanners count pixels as
points."""


def _points_a_pixel(across: int, down: int, size: tuple[float, float] | None) -> float:
    if size is not None and _PLAUSIBLE[0] <= max(size) <= _PLAUSIBLE[1]:
        return size[0] / across
    # The sheet fits on A4, lying where it is wider than high.
    return min(_A4[0] / min(across, down), _A4[1] / max(across, down))
