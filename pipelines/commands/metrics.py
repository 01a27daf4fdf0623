"""`jixiao metrics`: the published warehouse in figures that a monitoring system collects (OpenMetrics text)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from pipelines.commands.shared import Complaint, Out
from pipelines.commands.watching import (
    USUAL_DRIFT,
    USUAL_REJECT_SHARE,
    USUAL_STALE_DAYS,
    DriftShare,
    RawFolder,
    RejectShare,
    Stale,
    chosen_limits,
    raw_folder,
)
from pipelines.observation import NothingPublished, observe
from pipelines.settings import DEFAULT_FOLDERS
from pipelines.watch import (
    ATTENTIONS,
    VALUE_KINDS,
    Limits,
    State,
    attention,
    drift,
    year_name,
)
from warehouse.files import remove_leftovers

if TYPE_CHECKING:
    from prometheus_client.metrics_core import GaugeMetricFamily


def metrics(
    *,
    out: Out = DEFAULT_FOLDERS.out,
    raw: RawFolder = None,
    to: Annotated[
        Path | None, Parameter(help="File to write, replaced in one step; without it they are printed")
    ] = None,
    stale_days: Stale = USUAL_STALE_DAYS,
    reject_share: RejectShare = USUAL_REJECT_SHARE,
    drift_share: DriftShare = USUAL_DRIFT,
) -> int:
    """Print the metrics, or put them in place of a file."""
    limits = chosen_limits(stale_days, reject_share, drift_share)
    try:
        text = metrics_text(observe(out, raw_folder(raw)), limits)
    except NothingPublished:
        text = metrics_text(None, limits)
    if to is None:
        print(text, end="")
        return 0
    try:
        write_metrics(text, to)
    except OSError as error:
        raise Complaint(f"The metrics could not be written: {error}") from error
    return 0


def metrics_text(state: State | None, limits: Limits) -> str:
    """The state as OpenMetrics text; without one (nothing is published yet) it says only that.

    Every metric is a gauge, so that collectors which read the older text format of Prometheus read it too.
    """
    from prometheus_client import CollectorRegistry
    from prometheus_client.openmetrics.exposition import generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Families(state, limits))
    text: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]
    return text.decode()


def write_metrics(text: str, file: Path) -> None:
    """Puts the text in place of the file in one step: a collector sees the old figures or the new ones."""
    # What a killed process left goes; where it cannot, the figures matter more.
    with suppress(OSError):
        remove_leftovers(file.parent, re.compile(rf"\.{re.escape(file.name)}\.(\d+)"))
    # The collectors of text files look at *.prom alone, so that they pass over this one.
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


class _Families:
    """What the registry asks for its metrics."""

    def __init__(self, state: State | None, limits: Limits) -> None:
        self.state, self.limits = state, limits

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge("jixiao_warehouse_published", "1 where a warehouse is published.", int(self.state is not None))
        if self.state is not None:
            yield from _version(self.state)
            yield from _years(self.state)
            yield from _classes(self.state, self.limits)
            yield _attentions(self.state, self.limits)


def _version(state: State) -> Iterator[GaugeMetricFamily]:
    published = state.published_at.timestamp()
    yield _gauge("jixiao_warehouse_version", "1, labelled with the published version.", 1, version=state.version)
    yield _gauge("jixiao_warehouse_published_timestamp_seconds", "When it was published, Unix time.", published)
    looked = state.looked_at.timestamp()
    yield _gauge("jixiao_raw_looked_timestamp_seconds", "When a build last looked through the raw folder.", looked)
    yield _gauge("jixiao_warehouse_size_bytes", "Size of the published version.", state.size_bytes)
    yield _gauge("jixiao_warehouse_free_bytes", "Free space where versions are kept.", state.free_bytes)
    yield _gauge("jixiao_warehouse_versions", "Versions kept, the published one among them.", len(state.kept))
    yield _gauge("jixiao_build_running", "1 while a build is running.", int(state.building is not None))
    yield _gauge(
        "jixiao_unpublished_documents", "Documents taken in that are not what is published.", state.unpublished
    )
    if state.waiting is not None and not state.waiting.trouble:
        waiting = len(state.waiting.files)
        yield _gauge("jixiao_raw_waiting_files", "Files of the raw folder that no build has taken in.", waiting)
    yield _family(
        "jixiao_findings",
        "Rows of quality_issue.",
        {(severity,): state.findings.get(severity, 0) for severity in ("error", "warning", "info")},
        "severity",
    )


def _years(state: State) -> Iterator[GaugeMetricFamily]:
    years = {(year_name(year.fiscal_year),): year for year in state.years}
    for name, told, column in (
        ("jixiao_documents", "Documents read, quarantined ones too.", "documents"),
        ("jixiao_quarantined_documents", "Documents that could not be used.", "quarantined"),
        ("jixiao_withdrawn_documents", "Documents that were removed or replaced: in history alone.", "withdrawn"),
        ("jixiao_reject_ratio", "Quarantined documents among all of the year.", "reject_share"),
        ("jixiao_projects", "Current projects.", "projects"),
        ("jixiao_indicators", "Indicators of current projects.", "indicators"),
        ("jixiao_budget_cny", "Budget of current projects in yuan.", "budget_cny"),
    ):
        yield _family(name, told, {label: getattr(year, column) for label, year in years.items()}, "fiscal_year")


def _classes(state: State, limits: Limits) -> Iterator[GaugeMetricFamily]:
    shares = {(year_name(year.fiscal_year), kind): year.share(kind) for year in state.years for kind in VALUE_KINDS}
    changes = {(str(one.fiscal_year), one.kind): one.change for one in drift(state.years, limits)}
    labels = ("fiscal_year", "value_kind")
    yield _family("jixiao_value_kind_ratio", "Share of a class of values among the indicators.", shares, *labels)
    yield _family("jixiao_value_kind_change_ratio", "Change of that share from the year before.", changes, *labels)


def _attentions(state: State, limits: Limits) -> GaugeMetricFamily:
    counts = dict.fromkeys(((name,) for name in ATTENTIONS), 0)
    for one in attention(state, limits):
        counts[one.name,] += 1
    return _family("jixiao_attention", "Things to look at, as jixiao status names them.", counts, "name")


def _gauge(name: str, told: str, value: float, **labels: str) -> GaugeMetricFamily:
    return _family(name, told, {tuple(labels.values()): value}, *labels)


def _family(name: str, told: str, values: Mapping[Any, Any], *labels: str) -> GaugeMetricFamily:
    from prometheus_client.metrics_core import GaugeMetricFamily

    family = GaugeMetricFamily(name, told, labels=labels)
    for key, value in values.items():
        family.add_metric(key, float(value))
    return family
