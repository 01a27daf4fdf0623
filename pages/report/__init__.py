"""The report: one self-contained page about the published warehouse."""
