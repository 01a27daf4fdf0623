"""What the documents mean: files become documents, documents become records, records become star rows."""
