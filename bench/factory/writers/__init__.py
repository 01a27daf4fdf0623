"""Blocks into the bytes of a file format, one module a format."""
