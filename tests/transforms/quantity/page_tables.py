"""The tables of `docs/values.md` that stand apart from the rules: vocabularies, findings, columns, other readers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from transforms.quality.catalogue import GRAVITY
from transforms.quantity import vocabulary
from transforms.quantity.meaning import VALUE_COLUMNS
from transforms.rules import load
from warehouse.schema.star import PUBLISHED, bilingual

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE_WORDS = 12
SIDES = {"lower": "下限 at least", "upper": "上限 at most", "exact": "等于 exactly", "about": "约 about"}
PLACES = {"before": "数之前 before", "after": "数之后 after"}
CLASSES = {
    "grade": "等级",
    "improvement": "提升",
    "assurance": "保障",
    "compliance": "合规",
    "timeliness": "及时",
    "by_reference": "依据",
    "other": "其他",
}


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; a bar inside a cell does not end it."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def comparators() -> str:
    """Every word of comparison, with its side and whether the figure itself is in."""
    rows = [
        [
            PLACES[place],
            SIDES[entry["side"]],
            "含 included" if entry["inclusive"] else "不含 excluded",
            _listed(entry["words"]),
        ]
        for place in PLACES
        for entry in load("comparators")[place]
    ]
    head = ["位置 place", "界限 side", "本数 the figure itself", "词 words"]
    return "### 比较词 Comparators\n\n" + table(head, rows)


def units() -> str:
    """Canonical units with their words and exact factors, and the multipliers in front of them."""
    rows = [
        [f"`{entry.get('canonical', 'NULL')}`", entry["factor"], _limit(entry), _listed(entry["words"])]
        for entry in load("units")["unit"]
    ]
    scales = "，".join(f"{'/'.join(entry['words'])} {entry['factor']:,}" for entry in load("units")["scale"])
    head = ["规范单位 canonical", "× 倍率 factor", "至多 at most", "写法 words"]
    return (
        "### 单位 Units\n\n原文的数乘以倍率为规范单位的数。 What is written times the factor is the amount in the canonical unit.\n\n"
        + table(head, rows)
        + f"\n倍数 multipliers: {scales}。\n"
    )


def _limit(entry: dict[str, Any]) -> str:
    return str(entry.get("highest", ""))


def periods() -> str:
    """What `per` calls the time that a figure is counted in."""
    rows = [[f"`{entry['canonical']}`", _listed(entry["words"])] for entry in load("periods")["period"]]
    averages = [
        [f"`{entry['per']}`" if "per" in entry else "原文 as written", _listed(entry["words"])]
        for entry in [*load("periods")["average"], *load("periods")["once"]]
    ]
    return (
        "### 周期 Periods\n\n"
        + table(["`per`", "每……、/…… 之后 behind 每 and /"], rows)
        + ("\n" + table(["`per`", "数之前 before the figure"], averages))
    )


def words() -> str:
    """The classes of words, in the order in which they are looked for, with how many wordings each has."""
    rows = [[f"`{name}` {zh}", str(_count(name)), _sample(name)] for name, zh in CLASSES.items()]
    head = ["类别 class", "表述数 wordings", "例 among them"]
    return "### 定性表述 Words\n\n" + table(head, rows)


def _wordings(name: str) -> list[str]:
    entry = load("qualitative")[name]
    return entry["words"] if "words" in entry else [word for grade in entry["named"] for word in grade["words"]]


def _count(name: str) -> int:
    entry = load("qualitative")[name]
    return len(_wordings(name)) + len(entry.get("patterns", ())) + len(entry.get("alone", ()))


def _sample(name: str) -> str:
    if name == "grade":
        return "；".join(
            f"{entry['grade']}: {'、'.join(entry['words'])}" for entry in load("qualitative")[name]["named"]
        )
    return "、".join(_wordings(name)[:SAMPLE_WORDS])


def measure_words() -> str:
    """How many words count things: too many to be listed."""
    counted = load("measure_words")
    rows = [
        ["量词 measure words", str(len(set(counted["words"]))), "、".join(counted["words"][:SAMPLE_WORDS])],
        ["可数名词 things counted", str(len(vocabulary.things())), "、".join(counted["things"][:SAMPLE_WORDS])],
    ]
    return (
        "### 量词 Measure words\n\n单位为 `count`，量词记在 `counter`；全部在 `transforms/rules/measure_words.toml`。 The unit is `count`, "
        "the word the `counter`; that file has all of them.\n\n" + table(["", "个数 how many", "例 among them"], rows)
    )


def findings(cases: list[dict[str, Any]]) -> str:
    """The issues that a value can raise, the rules that always raise them, and how many cases carry them."""
    rules = load("value_rules")["rule"]
    rows = [
        [
            f"`{name}`",
            GRAVITY[finding["severity"]],
            finding["zh"],
            finding["en"],
            "、".join(f"`{rule['name']}`" for rule in rules if name in rule.get("issues", ())),
            str(sum(name in case["expect"].get("issues", ()) for case in cases)),
        ]
        for name, finding in load("findings").items()
        if name.startswith("value_")
    ]
    return table(["问题 issue", "程度 severity", "含义", "meaning", "规则 rules", "例 cases"], rows)


def columns() -> str:
    """The normalised columns as the warehouse describes them."""
    declared = PUBLISHED["indicator"].columns()
    rows = [[f"`{name}`", *bilingual(declared[name].description or "")] for name in VALUE_COLUMNS if name in declared]
    return table(["列 column", "含义", "meaning"], rows)


def benchmark(results: Path) -> str:
    """The committed figures of `make bench-values`."""
    measured = json.loads(results.read_text(encoding="utf-8"))
    cases, machine = measured["cases"], measured["machine"]
    rows = [
        [
            _reader(row),
            *(f"{row[name]}%" for name in ("whole", "whole_real", "amount_and_unit", "amount")),
            f"{row['values_per_second']:,.0f}",
            f"{row['ours_over_theirs']:g}",
        ]
        for row in measured["readers"]
    ]
    head = [
        "工具 reader",
        "全对 whole",
        "真实 real",
        "数和单位 figure + unit",
        "数 figure",
        "值/秒 values per second",
        "本项目速度为其几倍 ours ÷ theirs",
    ]
    return (
        table(head, rows)
        + f"\n例 cases: {cases['specification']} 规范 of the specification, {cases['real']} 真实 real, {cases['distinct']} 各不相同 "
        + f"distinct. {measured['measured']}, {machine['system']}, {machine['processor']}, Python {measured['readers'][0]['python']}.\n"
    )


def _reader(row: dict[str, Any]) -> str:
    versions = "、".join(sorted(set(row["versions"].values())))
    return f"{row['name']} {versions}".strip()


def _listed(words: list[str]) -> str:
    return " ".join(f"`{word}`" for word in words)
