"""What a reader may use besides the file itself: passwords, OCR, time, and where pages that took long to read are kept."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path


class ReadingPostponed(Exception):
    """A reading that is to go on elsewhere or later: it needs OCR and runs where there is none, or its time is up and the
    pages read so far are kept. Reading the file again, with OCR, goes on where this one stopped."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How to read, decided by whoever runs the readers; the same file gives the same document under all of them."""

    passwords: tuple[str, ...] = ()
    """Tried in turn on encrypted files."""
    page_cache: Path | None = None
    """A folder for pages read by OCR, so that a reading that was interrupted goes on where it stopped."""
    ocr: bool = True
    """Whether pictures may be read here, if OCR is installed; where not, a document that needs it is postponed."""
    until: float | None = None
    """When reading by OCR is to stop after the page at hand, on the clock of `time.monotonic`."""

    def before_ocr(self) -> None:
        """Raises ReadingPostponed where OCR is for others to do."""
        if not self.ocr:
            raise ReadingPostponed("this document needs OCR")

    def after_page(self) -> None:
        """Raises ReadingPostponed where time is up and the pages read so far are kept."""
        if self.until is not None and self.page_cache is not None and time.monotonic() > self.until:
            raise ReadingPostponed("time is up; the pages read are kept")


PLAIN = ReadingOptions()
"""No passwords, nothing kept, no limit."""
