"""The review: a page that shows a document beside what was read from it."""
