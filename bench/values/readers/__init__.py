"""Readers of values under one interface: a module has `PACKAGES`, `reader()` and `answer(found, text)`.

`reader()` loads it and gives a function of (text, what is known beside it) that hands back whatever the reader finds;
only that function is timed. `answer` turns what was found into an answer (see answers.py), as favourably as is honest.
Apart from ours, nothing here imports the project: the others live in an environment of their own.
"""
