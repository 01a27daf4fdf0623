"""Workbooks, read from their XML as they are shown."""
