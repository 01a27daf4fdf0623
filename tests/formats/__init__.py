"""Layouts × formats: one invented document, arranged in the ways offices arrange it and written in every format read."""
