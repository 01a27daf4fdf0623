"""The report's markup, style, scripts and words."""
