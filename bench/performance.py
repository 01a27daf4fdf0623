"""docs/performance.md: each benchmark writes its figures between two marks of its own."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def put(mark: str, section: str, page: Path = PAGE) -> None:
    """Puts a section between `<!-- mark -->` and `<!-- /mark -->`. Raises ValueError where the page has no such place."""
    opening, closing = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, begin, rest = page.read_text(encoding="utf-8").partition(opening)
    _, end, after = rest.partition(closing)
    if not begin or not end:
        raise ValueError(f"{page} has no place for the table: {opening} … {closing}")
    page.write_text(f"{before}{opening}\n{section}\n{closing}{after}", encoding="utf-8")
