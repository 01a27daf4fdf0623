"""File formats: each reader turns bytes into the one Document model and knows nothing of budgets."""
