"""Lineage over years: which units and projects of successive years are the same. Rows in, links out."""
