"""From a Document to form records: labels are found, and what they govern is read."""
