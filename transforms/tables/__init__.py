"""From form records to star rows, one module a table."""
