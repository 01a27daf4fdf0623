"""Every rule is declared once, used, and says something; findings become rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from transforms.quality.findings import issue_rows, message, quarantines
from transforms.rules import load
from warehouse.schema.records import Finding

ROOT = Path(__file__).parents[3]
RULES = load("findings")
SOURCES = [
    path
    for room in ("transforms", "pipelines", "sql/build")
    for path in (ROOT / room).rglob("*")
    if path.suffix in {".py", ".toml", ".sql"} and path.name != "findings.toml"
]
CODE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
COMPOSED = {f"{what}_{how}" for what in ("fiscal_year", "district") for how in ("unknown", "disagrees")}
"""Rules whose names are put together where they are used."""


@pytest.mark.parametrize("rule", RULES)
def test_a_declared_rule_is_used(rule: str) -> None:
    assert rule in COMPOSED or re.search(rf"[\"']{rule}[\"']", CODE)


@pytest.mark.parametrize("rule", sorted(set(re.findall(r"Finding\(\s*\"(\w+)\"", CODE)) | COMPOSED))
def test_a_used_rule_is_declared(rule: str) -> None:
    assert rule in RULES


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_severity_and_speaks_both_languages(rule: str) -> None:
    assert RULES[rule]["severity"] in ("error", "warning", "info")
    assert RULES[rule]["severity"] == "error" or not RULES[rule].get("quarantine")
    assert re.search(r"[一-鿿]", RULES[rule]["zh"])
    assert re.fullmatch(r"[\x20-\x7e]+", RULES[rule]["en"])


def test_a_message_is_filled_from_the_finding_and_shows_what_is_missing() -> None:
    told = message(Finding("plan_not_100", details={"reached": "80"}))
    assert told == "支出计划到年底为80%，不是100% | the spending plan ends at 80 %, not at 100 %"
    assert "?" in message(Finding("plan_not_100"))


def test_the_readers_reason_stands_in_the_message() -> None:
    assert message(Finding("document_damaged", details={"reason": "truncated"})).endswith("| truncated")


def test_only_quarantining_rules_keep_a_document_out() -> None:
    assert quarantines([Finding("plan_not_100"), Finding("no_project")]) == Finding("no_project")
    assert quarantines([Finding("plan_not_100")]) is None


def test_findings_become_rows_with_keys_of_what_they_concern() -> None:
    rows = issue_rows(
        "d",
        [
            Finding("no_project"),
            Finding("plan_empty", "row 5", "", 2),
            Finding("value_mixed", "row 9", "≥95全部", 2, 7),
        ],
    )
    assert [(row["issue_key"], row["project_key"], row["indicator_key"]) for row in rows] == [
        ("d-q0001", None, None),
        ("d-q0002", "d-p002", None),
        ("d-q0003", "d-p002", "d-p002-i007"),
    ]
