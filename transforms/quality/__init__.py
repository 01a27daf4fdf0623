"""Checks on what was read: rules, and what they found."""
