"""The writer of the soak: adds, corrects and removes documents, and knows what must be published afterwards."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

SAMPLE = next((Path(__file__).resolve().parents[2] / "data/raw").rglob("002_*.txt"))
_CODE, _OFFICE, _MONEY = "101001", "人大", "11.00"
_PROJECTS, _BUDGET, _STEP = 3, Decimal(610_000), Decimal(10_000)
"""What the sample holds, in yuan: its first project of 11.00 万元 grows by a step with each correction."""
MOST, FEWEST = 16, 8
"""Documents between which the folder is kept; a step takes away fewer than a publication minds."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a version must hold: documents, projects, and money in yuan, as text."""

    documents: int
    projects: int
    budget_cny: str


@dataclass(slots=True)
class Office:
    """One document of the folder: how often it was corrected, and whether it has a copy in another year's folder."""

    number: int
    corrections: int = 0
    files: list[Path] = field(default_factory=list)

    @property
    def budget(self) -> Decimal:
        return _BUDGET + _STEP * self.corrections

    @property
    def text(self) -> str:
        money = f"{Decimal(_MONEY) + self.corrections:.2f}"
        text = SAMPLE.read_text(encoding="utf-8").replace(_CODE, f"{200 + self.number}001")
        return text.replace(_OFFICE, f"第{self.number}{_OFFICE}").replace(_MONEY, money)


class Writer:
    """The raw folder, and what each build of it must give."""

    def __init__(self, raw: Path, seed: int) -> None:
        self._raw, self._chance = raw, random.Random(seed)  # noqa: S311 - a seed
        self._offices: dict[int, Office] = {}
        self._numbers = iter(range(1, 700))
        for _ in range(MOST // 2 + 2):
            self._add()

    def expected(self) -> Expected:
        offices = self._offices.values()
        money = sum((office.budget for office in offices), Decimal(0))
        return Expected(len(offices), _PROJECTS * len(offices), f"{money:.2f}")

    def step(self) -> list[str]:
        """One to three changes; what they were."""
        return [self._change() for _ in range(self._chance.randint(1, 3))]

    def _change(self) -> str:
        kind = self._chance.choice(["add", "correct", "remove"])
        if len(self._offices) >= MOST or (kind == "remove" and len(self._offices) > FEWEST):
            return self._remove()
        if kind == "correct":
            return self._correct()
        return self._add()

    def _add(self) -> str:
        office = Office(next(self._numbers))
        self._offices[office.number] = office
        folder = self._chance.choice(["2025/130202", "2025/130208", "."])
        office.files = [self._raw / folder / f"{office.number}.txt"]
        if self._chance.random() < 0.25:
            office.files.append(self._raw / "2025" / "copies" / f"{office.number}.txt")
        self._write(office)
        return "add"

    def _correct(self) -> str:
        office = self._any()
        office.corrections += 1
        self._write(office)
        return "correct"

    def _remove(self) -> str:
        office = self._any()
        for file in self._offices.pop(office.number).files:
            file.unlink()
        return "remove"

    def _any(self) -> Office:
        return self._offices[self._chance.choice(sorted(self._offices))]

    def _write(self, office: Office) -> None:
        for file in office.files:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_name(f".{file.name}")
            fresh.write_text(office.text, encoding="utf-8")
            shutil.move(fresh, file)
