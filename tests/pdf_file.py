"""PDF files put together from content streams, as the factory puts them together."""

from __future__ import annotations

from bench.factory.writers.pdf_objects import FIRST_OBJECT, numbered, paged

__all__ = ["FIRST_OBJECT", "numbered", "paged"]
