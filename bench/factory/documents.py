"""The files of a year: one for each office's text, a draft before some of them, and some that hold no text at all."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from bench.factory.offices import Size
from bench.factory.projects import gathered
from bench.factory.randomness import Chance
from transforms.keys import document_key
from transforms.quality.findings import message
from warehouse.schema.records import Finding

UNUSABLE = 0.002
"""The share of files that are damaged or no budget text."""
UNUSABLE_FORMAT = "docx"
"""The format of all of these: text cut off on the way would still be text."""

FORMATS = (("docx", 2 / 5.2), ("pdf", 2 / 5.2), ("doc", 0.9 - 4 / 5.2), ("text", 0.1))
"""Formats of documents and their shares."""
_SUFFIX = {"text": "txt", "markdown": "md", "pdf_scan": "pdf"}
REASONS = ("document_damaged", "not_performance_text", "document_empty")
"""Why a file that holds no text holds none: the rules of its finding."""


def documents(tenures: pl.DataFrame, size: Size, chance: Chance) -> pl.DataFrame:
    """One row a file: those of `tenures` (office, year, department …), which of them come twice, and columns of the
    table document; as many as wanted, unless there are more texts than that."""
    texts = tenures.sort("year", "office")
    unusable = round(UNUSABLE * size.documents)
    wanted = max(0, min(size.documents - len(texts) - unusable, len(texts)))
    order = chance.uniform("drafted", texts["office"].to_numpy(), texts["year"].to_numpy()).argsort()
    drafted = np.zeros(len(texts), dtype=np.bool_)
    drafted[order[:wanted]] = True
    single = np.where(chance.happens(0.7, "stage", texts["office"].to_numpy()), "approved", "unknown")
    texts = texts.with_columns(
        stage=pl.when(pl.Series(drafted)).then(pl.lit("approved")).otherwise(pl.Series(single)),
        drafted=pl.Series(drafted),
        status=pl.lit("loaded"),
    )
    drafts = texts.filter("drafted").with_columns(stage=pl.lit("draft"))
    # What cannot be used stands for texts of nobody: the office is not known, the folder says year and district.
    lost = texts.gather(order[:: max(1, len(order) // max(unusable, 1))][:unusable].tolist()).with_columns(
        stage=pl.lit("unknown"), status=pl.lit("quarantined"), drafted=pl.lit(value=False)
    )
    return _described(pl.concat([texts, drafts, lost]), size, chance)


def _described(files: pl.DataFrame, size: Size, chance: Chance) -> pl.DataFrame:
    rank = {"draft": 1, "approved": 0, "unknown": 0}
    rows = []
    names, shares = zip(*(size.formats or FORMATS), strict=True)
    ids = files["office"].to_numpy(), files["year"].to_numpy()
    draws = chance.uniform("format", *ids)
    formats = gathered(list(names), chance.weighted(shares, "format", *ids)).to_list()
    days = chance.uniform("received", files["office"].to_numpy(), files["year"].to_numpy())
    for file, drawn, draw, day in zip(files.iter_rows(named=True), formats, draws.tolist(), days.tolist(), strict=True):
        usable = file["status"] == "loaded"
        version = rank[file["stage"]] if usable else 2
        kind = drawn if usable else UNUSABLE_FORMAT
        sha256 = hashlib.sha256(f"{size.seed} {file['office']} {file['year']} {version}".encode()).hexdigest()
        name = f"{file['department_code']}_{sha256[:8]}.{_SUFFIX.get(kind, kind)}"
        opened = datetime(*((file["year"] - 1, 11, 20) if version else (file["year"], 1, 15)), tzinfo=UTC)
        rows.append({
            **file,
            "document_key": document_key(sha256),
            "sha256": sha256,
            "version": version,
            "format": kind,
            "reader": f"{kind}-factory" if usable else None,
            "file_name": name,
            "file_path": f"{file['year']}/{file['district_code']}/{name}",
            "received_at": opened + timedelta(minutes=int(day * 40 * 24 * 60)),
            "error": None if usable else message(Finding(REASONS[int(draw * 3)])),
        })  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None).sort("year", "district_code", "office", "version")


def lost_findings(files: pl.DataFrame) -> pl.DataFrame:
    """The finding of each file that holds no text, as `findings.numbered` takes them."""
    rules = {message(Finding(rule)): rule for rule in REASONS}
    return files.filter(status="quarantined").select(
        "document_key",
        pl.col("error").cast(pl.String).replace_strict(rules, return_dtype=pl.String).alias("rule"),
        pl.col("error").alias("message"),
    )
