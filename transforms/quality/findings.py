"""Findings become rows of quality_issue, with the severity and words of their rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from transforms import keys
from transforms.rules import load
from warehouse.schema.records import Finding


def quarantines(findings: Iterable[Finding]) -> Finding | None:
    """The first finding that keeps its document out of the warehouse, or None."""
    rules = load("findings")
    return next((finding for finding in findings if rules[finding.rule].get("quarantine")), None)


def message(finding: Finding) -> str:
    """What a finding says: Chinese, then English, then the reader's reason where there is one.

    A detail that was not given stays visible as `?`.
    """
    rule = load("findings")[finding.rule]
    details = defaultdict(lambda: "?", finding.details)
    parts = [rule["zh"].format_map(details), rule["en"].format_map(details)]
    return " | ".join([*parts, *filter(None, [finding.details.get("reason")])])


def issue_rows(document_key: str, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Rows of quality_issue for one document's findings, in their order."""
    rules = load("findings")
    rows = []
    for seq_no, finding in enumerate(findings, start=1):
        project = keys.project_key(document_key, finding.project) if finding.project else None
        indicator = keys.indicator_key(project, finding.indicator) if project and finding.indicator else None
        rows.append({
            "issue_key": keys.issue_key(document_key, seq_no),
            "document_key": document_key,
            "project_key": project,
            "indicator_key": indicator,
            "severity": rules[finding.rule]["severity"],
            "rule": finding.rule,
            "message": message(finding),
            "value_text": finding.value_text,
            "source_ref": finding.source_ref or None,
        })  # fmt: skip
    return rows
