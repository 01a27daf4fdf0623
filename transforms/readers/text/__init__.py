"""Plain text: dumps of Word files, and Markdown."""
