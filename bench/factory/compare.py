"""`python -m bench.factory.compare --gold DIR/gold --out OUT`: every row of a built warehouse beside the gold; with
`--lake ADDRESS` those of a lake, as `jixiao build` names it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import polars as pl

from bench.factory.comparison.columns import PICTURES, TABLES
from bench.factory.comparison.differences import COUNTS, counted, difference
from bench.factory.comparison.sides import Rows, doubted, of_gold, of_lake, of_warehouse, placed

SHOWN = 4
"""How many differences of a table and column are printed."""


def main(arguments: list[str] | None = None) -> int:
    """Prints counts by table and format and the first differences; 1 where anything differs, else 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.factory.compare", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="the folder of the gold's tables")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, help="the output folder of a build: compare the published history")
    where.add_argument(
        "--lake", help="s3://bucket/prefix or a folder, OUT/lake where none was named: compare its star rows"
    )
    known = parser.parse_args(arguments)
    read = of_lake(known.lake) if known.lake else of_warehouse(known.out)
    counts, cells = compare(of_gold(known.gold), read)
    told = report(counts, cells)
    print(told)
    wrong = pl.sum_horizontal("different", "lost", "extra")
    return int(counts.filter(~pl.col("is_reported"), wrong > 0).height > 0)


def compare(gold: Rows, read: Rows) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Counts (table, format, is_reported, compared, equal, different, lost, extra) and cells that differ (table,
    file_path, format, place, column, gold, read), fiscal year by fiscal year.

    `is_reported` are documents that are pictures and of which a finding says that they may be misread.
    """
    documents = gold("document").select("sha256", "format", "file_path", "fiscal_year").collect()
    unknown = read("document").select("sha256", "format", "file_path").collect()
    unknown = unknown.join(documents, on="sha256", how="anti").with_columns(fiscal_year=None)
    documents = pl.concat([documents, unknown], how="vertical_relaxed")
    doubts = doubted(read).select("sha256").unique().with_columns(is_doubted=True)
    formats = documents.join(doubts, on="sha256", how="left").with_columns(
        is_reported=pl.col("is_doubted").fill_null(value=False) & pl.col("format").is_in(PICTURES)
    )
    counts, cells = [], []
    for _, year in formats.group_by("fiscal_year", maintain_order=True):
        one, other = placed(gold, year["sha256"]), placed(read, year["sha256"])
        for table in TABLES:
            found = difference(table, one[table], other[table])
            for (reported,), part in year.group_by("is_reported"):
                own = found.rows.join(part.select("sha256"), on="sha256", how="semi")
                counts.append(counted(own, part).with_columns(table=pl.lit(table), is_reported=pl.lit(reported)))
            lost = found.rows.filter(pl.col("state").is_in(["lost", "extra"]))
            said = [_lost(table, lost), found.cells.with_columns(table=pl.lit(table))]
            cells.append(pl.concat(said).join(year.select("sha256", "format", "file_path"), on="sha256"))
    summed = pl.concat(counts).group_by("table", "format", "is_reported", maintain_order=True).agg(pl.sum(*COUNTS))
    return summed, pl.concat(cells)


def _lost(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that one side does not have, as differing cells."""
    keys = TABLES[table].position
    where = pl.concat_str([pl.lit(""), *(pl.format(f"{name} {{}}", name) for name in keys)], separator=" ")
    is_lost = pl.col("state") == "lost"
    return rows.select(
        "sha256", where.str.strip_chars().alias("place"), pl.lit("(row)").alias("column"),
        pl.when(is_lost).then(pl.lit("there")).alias("gold"), pl.when(~is_lost).then(pl.lit("there")).alias("read"),
        pl.lit(table).alias("table"),
    )  # fmt: skip


def report(counts: pl.DataFrame, cells: pl.DataFrame) -> str:
    """The counts, and of each table and column the first differences with where they stand."""
    lines = [f"{'table':22}{'format':10}" + "".join(f"{name:>12}" for name in COUNTS)]
    for row in counts.iter_rows(named=True):
        told = f"{row['format'] or 'unknown'}{' *' * row['is_reported']}"
        lines.append(f"{row['table']:22}{told:10}" + "".join(f"{row[name]:>12,}" for name in COUNTS))
    if counts["is_reported"].any():
        lines.append("* pictures that findings say may be misread: what differs in them is no failure")
    for (table, column), part in cells.group_by("table", "column", maintain_order=True):
        kinds = ", ".join(f"{kind} {count}" for kind, count in part["format"].value_counts(sort=True).iter_rows())
        lines.append(f"\n{table}.{column}: {len(part):,} ({kinds})")
        lines += [
            f"  {row['file_path']} {row['place']}: gold {row['gold']!r}, read {row['read']!r}"
            for row in part.head(SHOWN).iter_rows(named=True)
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
