"""Word 2007 and later: one walk over the XML of the package."""
