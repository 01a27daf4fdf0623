"""How fast documents are read, against the least that any reader has to do and against other readers."""
