"""The spending plan as it is read row by row: stages first, then a share beneath each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from transforms.document import Cell
from transforms.form.labels import match
from transforms.form.patterns import match_at
from transforms.form.wording import Wording, wording
from transforms.text import fold
from warehouse.schema.records import PlanStageRecord, Text

_Stage = TypeVar("_Stage")


def _without_sums(stages: list[_Stage], says: list[Wording]) -> list[_Stage]:
    """Stages without those that add others up: where a half or the whole year ends with a stage that is shorter, as 全年
    beside 第四季度 or 12月底, its share is the sum and none of the row's own."""
    shortest: dict[int, int] = {}
    for month, span in filter(None, (one.plan_stage for one in says)):
        shortest[month] = min(span, shortest.get(month, span))
    return [
        stage
        for stage, one in zip(stages, says, strict=True)
        if one.plan_stage is None or one.plan_stage[1] == shortest[one.plan_stage[0]]
    ]


@dataclass(slots=True)
class PlanRows:
    """The stages that a row has named and the cells read beneath them, until there is one for each."""

    stages: list[tuple[int, Cell]] = field(default_factory=list)
    shares: list[Cell] = field(default_factory=list)
    label_apart: bool = False
    """Whether a text dump cut the plan's label off the row of stages: nothing tells then whether a blank cell in front
    of the shares is that of the label or the first share, until as many are read."""

    @property
    def is_open(self) -> bool:
        return bool(self.stages)

    @property
    def is_full(self) -> bool:
        return len(self.shares) >= len(self.stages) + self._may_open_with_label()

    def _may_open_with_label(self) -> bool:
        return self.label_apart and bool(self.shares) and not self.shares[0].text.strip()

    def ends_before(self, row: list[Cell]) -> bool:
        """Whether a row holds no more shares, where there is one for each stage unless the first cell is the label's."""
        is_enough = self._may_open_with_label() and len(self.shares) == len(self.stages)
        return is_enough and not (len(row) == 1 and match("plan_share", row[0].text))

    def name_stages(self, row: list[Cell]) -> None:
        """Takes the stages that a row names; one that a text dump cut in two goes on with those named before."""
        found = [(month, cell) for cell in row if (month := wording(cell.text).plan_month) is not None]
        found = _without_sums(found, [wording(cell.text) for _, cell in found])
        cut = self.stages and not self.shares and self.stages[-1][0] < found[0][0]
        self.stages = [*self.stages, *found] if cut else found

    @staticmethod
    def beside_stages(row: list[Cell]) -> dict[int, tuple[int, Cell]]:
        """The shares of a row that has one right behind each stage, with their months, by the column of the stage; none
        where the shares stand beneath."""
        found, says = {}, []
        for cell, following in pairwise([*row, None]):
            if cell is None or (month := wording(cell.text).plan_month) is None:
                continue
            if following is None or not match("plan_share", following.text):
                return {}
            found[cell.column] = (month, following)
            says.append(wording(cell.text))
        kept = _without_sums(list(found.items()), says)
        return dict(kept)

    @staticmethod
    def stated_in(cell: Cell) -> list[tuple[int, str]]:
        """The stages that a cell names with their shares, if it says nothing else: 3月底25%，6月底50%."""
        folded, found, says, end = fold(cell.text).rstrip(",;、。"), [], [], 0
        while end < len(folded):
            said = match_at("plan_stated", folded, end)
            month = wording(said["stage"]).plan_month if said else None
            if said is None or month is None:
                return []
            found.append((month, f"{said['share']}%"))
            says.append(wording(said["stage"]))
            end = said.end()
        return _without_sums(found, says)

    def take_shares(self, row: list[Cell]) -> None:
        """Cells of the row below the stages, which a text dump may have cut in pieces."""
        first = row[0]
        has_heading = self.stages[0][1].column > 0 or len(row) > len(self.stages)
        is_heading = (
            not self.shares and first.column == 0 and (not first.text.strip() or wording(first.text).field == "plan")
        )
        self.shares += row[1:] if has_heading and is_heading else row

    def without_shares(self) -> list[PlanStageRecord]:
        """The stages where the document has no row for their shares."""
        return [PlanStageRecord(month, None) for month, _ in self.stages]

    def close(self, text_of: Callable[[Cell], Text]) -> tuple[list[PlanStageRecord], list[Cell]]:
        """A share for each stage: by order where there are as many or as many shares are written, else by the column they
        stand in; and the written cells that belong to no stage."""
        if self._may_open_with_label() and len(self.shares) == len(self.stages) + 1:
            del self.shares[0]
        cells = self._by_stage()
        plan = [
            PlanStageRecord(month, None if cell is None else text_of(cell))
            for (month, _), cell in zip(self.stages, cells, strict=True)
        ]
        left_over = [cell for cell in self.shares if cell.text.strip() and cell not in cells]
        self.stages, self.shares, self.label_apart = [], [], False
        return plan, left_over

    def _by_stage(self) -> list[Cell | None]:
        """The share of each stage; of none where there are fewer cells than in the table, and no blank one: what wrote the
        text left blank cells out, and nothing tells which."""
        written = [cell for cell in self.shares if cell.text.strip()]
        if self._lack_blanks(written):
            return [None] * len(self.stages)
        if len(self.shares) == len(self.stages):
            return [*self.shares]
        beneath = [next((one for one in self.shares if one.overlaps(label)), None) for _, label in self.stages]
        in_order = len(written) == len(self.stages) and all(map(_is_share, written))
        return [*written] if in_order else beneath

    def _lack_blanks(self, written: list[Cell]) -> bool:
        """Whether cells that are blank in the table are missing in the row: it ends in front of the last stage's end, or
        begins in front of the first, and has none. Without wide stages, as many cells as stages are all."""
        if (
            not written
            or written[0].line is None
            or len(written) < len(self.shares)
            or not all(map(_is_share, written))
        ):
            return False
        first, last = self.stages[0][1], self.stages[-1][1]
        is_wide = any(stage.column_span > 1 for _, stage in self.stages)
        if len(written) >= len(self.stages) and not is_wide:
            return False
        if written[0].column > first.column or any(
            one.column + one.column_span < two.column for one, two in pairwise(written)
        ):
            return False  # the cells stand where they stand in the table
        reaches_end = written[-1].column + written[-1].column_span >= last.column + last.column_span
        return not reaches_end or (written[0].column < first.column and len(written) < len(self.stages))


def _is_share(cell: Cell) -> bool:
    return match("plan_share", cell.text) is not None
