"""Word 97 to 2003: a reader of our own over the container, and LibreOffice for what is not clear."""
