"""PDF: pages become characters and lines, those tables and paragraphs, and those one flow."""
