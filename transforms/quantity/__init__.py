"""The meaning of indicator values: text of one cell or clause in, bounds, units, dates and word classes out."""
