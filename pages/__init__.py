"""What people look at in a browser: the report on the warehouse, and the review of one document."""
