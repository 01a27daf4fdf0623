"""Every table and record, declared once."""
