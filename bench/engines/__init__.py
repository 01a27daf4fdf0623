"""Other engines read the lake, as docs/scale.md says, and count what DuckDB counts."""
