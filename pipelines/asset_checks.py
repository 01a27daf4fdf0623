"""Dagster's side of watching: checks on what was published that warn and block nothing, and freshness.

What is checked and from where on it counts is `pipelines.watch`; this only says it in Dagster's words.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import dagster as dg

from pipelines.assets import Workspace
from pipelines.observation import observe
from pipelines.watch import Limits, State, attention
from pipelines.watch_tables import drift_table, years_table

DOCUMENTS = dg.AssetKey(["warehouse", "document"])
INDICATORS = dg.AssetKey(["warehouse", "indicator"])
CHECKED = {
    "quarantined": (DOCUMENTS, "隔离文件：未计入数据 | No year has more quarantined documents than are put up with"),
    "unpublished": (DOCUMENTS, "已读取的均已发布 | Everything that was read is published"),
    "withdrawn": (DOCUMENTS, "发布的是最新版本 | No version newer than the published one was withdrawn"),
    "clock": (DOCUMENTS, "时钟未倒退 | The version was not published in the future"),
    "disk": (DOCUMENTS, "磁盘空间充足 | There is room for the next version"),
    "drift": (INDICATORS, "指标值类别与上年相近 | No class of values moved far from its share of the year before"),
}
"""The kinds of attention that a publication can be checked for, on which asset, and what the check claims."""


def watch_checks() -> dg.AssetChecksDefinition:
    """A check for each kind of attention. One that fails is a warning: what was published stays published."""

    @dg.multi_asset_check(
        name="watch",
        specs=[dg.AssetCheckSpec(name, asset=key, description=claim) for name, (key, claim) in CHECKED.items()],
    )
    def watch(workspace: Workspace) -> Iterator[dg.AssetCheckResult]:
        yield from verdicts(observe(workspace.folders.out), Limits())

    return watch


def verdicts(state: State, limits: Limits) -> Iterator[dg.AssetCheckResult]:
    """The result of each check of CHECKED, with the figures it rests on."""
    found = attention(state, limits)
    for name, (key, _) in CHECKED.items():
        told = [one for one in found if one.name == name]
        yield dg.AssetCheckResult(
            check_name=name, asset_key=key, passed=not told, severity=dg.AssetCheckSeverity.WARN,
            description="; ".join(one.message for one in told) or None, metadata=_figures(name, state, limits),
        )  # fmt: skip


def with_freshness(assets: Iterable[dg.AssetsDefinition]) -> list[dg.AssetsDefinition]:
    """The assets, where those of the warehouse are overdue once no run came to its end for as long as `Limits` say."""
    stale = Limits().stale
    policy = dg.FreshnessPolicy.time_window(fail_window=stale, warn_window=stale - timedelta(hours=12))

    def fresh(spec: dg.AssetSpec) -> dg.AssetSpec:
        return spec.replace_attributes(freshness_policy=policy) if spec.key.path[0] == "warehouse" else spec

    return list(dg.map_asset_specs(fresh, assets))


def _figures(name: str, state: State, limits: Limits) -> dict[str, Any]:
    if name == "quarantined":
        listed = "\n".join(f"- {path}: {reason}" for path, reason in state.quarantined)
        share = {"quarantined": len(state.quarantined), "reject_share": state.reject_share}
        return {
            **share,
            "years": dg.MetadataValue.md(years_table(state, "markdown")),
            "reasons": dg.MetadataValue.md(listed),
        }
    if name == "drift":
        return {"classes": dg.MetadataValue.md(drift_table(state, limits, "markdown"))}
    if name == "disk":
        return {"size_bytes": state.size_bytes, "free_bytes": state.free_bytes}
    return {"version": state.version, "unpublished": state.unpublished}
