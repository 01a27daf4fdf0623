"""What every page shares: one self-contained file, its words in two languages, its base style and scripts."""
