"""The grammar for people who must trust it, `docs/values.md`: `python -m tests.transforms.quantity.page`.

Rules and vocabularies come from `transforms/rules`, examples from the specification, Chinese prose from `page.toml`, and the
comparison with other readers from `bench/results/values.json`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tests.transforms.quantity import page_tables
from tests.transforms.quantity.page_tables import table
from tests.transforms.quantity.specs import cases
from tests.transforms.quantity.spoken_case import asked, meaning
from tests.transforms.quantity.test_specs import VALUES
from transforms.rules import load

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "values.md"
EXAMPLES = 4
"""At most this many of a rule."""
KINDS = {"date": "期限 Deadlines", "numeric": "数值 Figures", "qualitative": "定性 Words"}


def prose() -> dict[str, Any]:
    """The fixed text of the page, and the Chinese of rules and masks."""
    return tomllib.loads(Path(__file__).with_name("page.toml").read_text(encoding="utf-8"))


def page() -> str:
    """The whole page as Markdown."""
    text = prose()
    found = [case for name in VALUES for case in cases(name)]
    blanks = "、".join(f"`{blank}`" for blank in load("value_rules")["blanks"])
    return "\n".join(
        [
            text["head"].strip() + "\n",
            text["steps"].strip().replace("{blanks}", blanks) + "\n",
            _masks(),
            text["rules"].strip() + "\n",
            *(_rules(kind, found) for kind in KINDS),
            text["vocabularies"].strip() + "\n",
            page_tables.comparators(),
            page_tables.units(),
            page_tables.periods(),
            page_tables.words(),
            page_tables.measure_words(),
            text["uncertain"].strip() + "\n",
            page_tables.findings(found),
            text["columns"].strip() + "\n",
            page_tables.columns(),
            text["benchmark"].strip() + "\n",
            page_tables.benchmark(ROOT / "bench" / "results" / "values.json"),
        ]
    )


def _masks() -> str:
    whys = {mask["why"]: mask["zh"] for mask in load("value_rules")["mask"]}
    return "".join(f"- {chinese} {why}\n" for why, chinese in whys.items())


def _rules(kind: str, found: list[dict[str, Any]]) -> str:
    """The rules of a kind in one table: each with its meaning at its first example."""
    rows: list[list[str]] = []
    for place, rule in enumerate(load("value_rules")["rule"], 1):
        if rule["kind"] != kind:
            continue
        shown = examples([case for case in found if case["expect"].get("value_rule") == rule["name"]], rule["why"])
        notes = [f"{rule['zh']} — {rule['why']}", *[""] * len(shown)]
        rows += [
            [asked(case), meaning(case["expect"]), f"{place} `{rule['name']}`", note]
            for case, note in zip(shown, notes, strict=False)
        ]
    return f"### {KINDS[kind]}\n\n" + table(["原文 text", "读作 read as", "规则 rule", "说明 meaning"], rows)


def examples(found: list[dict[str, Any]], why: str) -> list[dict[str, Any]]:
    """A few of the cases: those that the rule's own reason quotes, then some from all over the list."""
    quoted = [case for case in found if case["text"] in why.replace(":", ",").split(", ")]
    others = [case for case in found if case not in quoted]
    few = quoted[:EXAMPLES]
    count = min(EXAMPLES - len(few), len(others))
    return few + [others[place * len(others) // count] for place in range(count)]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
