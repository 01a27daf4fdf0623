"""The words the invented records are made of, from offices.toml and indicators.toml, numbered for arrays."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bench.factory.randomness import Ints

SLOTS = ("quantity", "quantity", "quality", "timeliness", "cost", "benefit", "benefit", "satisfaction")
"""The rows of a form's table of indicators, in its order; a second of quantity and of benefit only some have."""

LEVELS = {
    "quantity": ("产出指标", "数量指标"),
    "quality": ("产出指标", "质量指标"),
    "timeliness": ("产出指标", "时效指标"),
    "cost": ("产出指标", "成本指标"),
    "satisfaction": ("满意度指标", "服务对象满意度指标"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """An indicator that projects may have: its names and how its value is written (a key of `values`)."""

    level1: str
    level2: str
    level3: str
    description: str
    value: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything by number: offices by kind, subjects, natures, templates, ways of writing values."""

    offices: list[dict[str, Any]]
    town: dict[str, Any]
    name: dict[str, Any]
    subjects: list[tuple[str, int]]
    """Each subject with the number of its nature."""
    catalogue: Ints
    """Subjects by kind of office (its own, then the common ones); the last kind is the town's."""
    natures: list[dict[str, Any]]
    templates: list[Template]
    pools: Ints
    """By nature and slot: the first template and how many there are."""
    values: dict[str, dict[str, Any]]
    forms: dict[str, Any]
    """The rest of indicators.toml: shared, style, cost, plan, goals."""


@cache
def vocabulary() -> Vocabulary:
    """Reads both files once."""
    offices, forms = _load("offices"), _load("indicators")
    natures = list(forms["nature"])
    subjects: list[tuple[str, int]] = []
    numbers: dict[tuple[str, str], int] = {}
    catalogue = []
    for kind in [*offices["office"], offices["town"]]:
        row = []
        for subject, nature in [*kind["subjects"], *offices["common"]["subjects"]]:
            if (subject, nature) not in numbers:
                numbers[subject, nature] = len(subjects)
                subjects.append((subject, natures.index(nature)))
            row.append(numbers[subject, nature])
        catalogue.append(row)
    templates, pools = _templates(forms)
    return Vocabulary(
        offices["office"], offices["town"], offices["name"], subjects, np.array(catalogue, dtype=np.int64),
        list(forms["nature"].values()), templates, pools, forms["value"], forms,
    )  # fmt: skip


def _templates(forms: dict[str, Any]) -> tuple[list[Template], Ints]:
    templates: list[Template] = []
    pools = []
    for nature in forms["nature"].values():
        row = []
        for slot in SLOTS:
            found = _pool(forms, nature, slot)
            row.append((len(templates), len(found)))
            templates += found
        pools.append(row)
    return templates, np.array(pools, dtype=np.int64)


def _pool(forms: dict[str, Any], nature: dict[str, Any], slot: str) -> list[Template]:
    if slot == "benefit":
        return [Template("效益指标", level2, name, text, value) for level2, name, text, value in nature["benefit"]]
    if slot == "cost":
        return [Template(*LEVELS[slot], forms["cost"]["names"][kind], "", kind) for kind in forms["cost"]["kinds"]]
    pool = nature[slot] if slot in nature else forms["shared"][slot]
    return [Template(*LEVELS[slot], name, text, value) for name, text, value in pool]


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).with_name(f"{name}.toml")).read_text(encoding="utf-8"))
