"""The catalogue of findings for people, `docs/quality.md`, made from `findings.toml`."""

from __future__ import annotations

import re
from pathlib import Path

from transforms.rules import load

GRAVITY = {"error": "错误 error", "warning": "提醒 warning", "info": "说明 info"}
_HEAD = """# Findings 问题规则

Every row of `quality_issue` names one of these rules. *error*: the figure or the document cannot be relied on; *warning*: a
person should look; *info*: worth knowing. Rules marked ⛔ keep the document out of the warehouse (`status = 'quarantined'`).

| rule | severity | 含义 | meaning |
|---|---|---|---|
"""


def catalogue() -> str:
    """The page: one row a rule, in the order of the file."""
    return _HEAD + "".join(_row(name, rule) for name, rule in load("findings").items())


def _row(name: str, rule: dict[str, str]) -> str:
    severity = GRAVITY[rule["severity"]] + (" ⛔" if rule.get("quarantine") else "")
    zh, en = (re.sub(r"\{\w+\}", "…", rule.get(language, "")) for language in ("zh", "en"))
    return f"| `{name}` | {severity} | {zh} | {en} |\n"


if __name__ == "__main__":
    Path("docs/quality.md").write_text(catalogue(), encoding="utf-8")
