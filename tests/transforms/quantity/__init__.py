"""Tests of the value grammar."""
