"""Reading values side by side with other readers: `python -m bench.values`, which the page docs/values.md quotes."""
