"""The corpus as files and gold, written by several processes, one year in memory at a time."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import polars as pl

from bench.factory.corpus import Year, years
from bench.factory.files import batches, write
from bench.factory.gold import GoldFolder, gold
from bench.factory.offices import Size

Say = Callable[[str], None]


def make_files(size: Size, out: Path, *, processes: int | None = None, say: Say = print) -> int:
    """Writes `raw/<year>/<district>/<file>` and `gold/<table>.parquet` below a folder; how many files.

    While processes write the files of a year, the next one is made.
    """
    count = 0
    workers = processes or os.cpu_count() or 1
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(workers, mp_context=context) as pool, GoldFolder(out / "gold") as folder:
        waiting: tuple[Year, list[Future[pl.DataFrame]]] | None = None
        for year in years(size):
            count += _finished(waiting, folder, say)
            waiting = year, [pool.submit(write, batch) for batch in batches(year, out / "raw", size.seed)]
        count += _finished(waiting, folder, say)
    return count


def _finished(waiting: tuple[Year, list[Future[pl.DataFrame]]] | None, folder: GoldFolder, say: Say) -> int:
    if waiting is None:
        return 0
    year, futures = waiting
    files = pl.concat([future.result() for future in futures])
    folder.add(gold(year, files))
    fonts = files["font"].drop_nulls().value_counts(sort=True).iter_rows()
    told = [f"{count} PDFs in {font}" for font, count in fonts]
    say(", ".join([f"{year.year}: {len(files)} files", f"{files['size'].sum() / 1024**2:.0f} MiB", *told]))
    return len(files)
