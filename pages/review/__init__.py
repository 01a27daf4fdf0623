"""The review page: a document's pages beside what was read from them, for a person to check."""

from pages.review.write import write_review

__all__ = ["write_review"]
