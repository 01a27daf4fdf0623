"""What a text may be on the form, found out once for all cells and lines that say the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from transforms.form.labels import (
    LONGEST_MATCH,
    Labelled,
    field_of_folded,
    labelled,
    names_no_project,
    of_one_year,
    section_of,
)
from transforms.form.patterns import holds, search, words_of_all
from transforms.form.years import matched, with_years
from transforms.text import fold, strip_numbering

_REMEMBERED = 8192
"""Offices write the same few words in most cells: what these are is remembered, in bounded memory."""
_ELLIPSIS = "….."
_TITLE_END = "表"
_NUMERALS = {name: number for number, name in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12}
_PAGE_NUMBER = 32
"""The number of a page is no longer, with what stands around it."""
_TITLES = ("title", "contents_entry", "overall_title", "evaluation_title")

T = TypeVar("T")


class found_once(Generic[T]):  # noqa: N801 - it is used as `property` is
    """A property that is kept once it is found: `cached_property`, which up to Python 3.11 takes a lock every time."""

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, wording: Any, owner: type) -> T:
        found = wording.__dict__[self._name] = self._find(wording)
        return found


class Wording:
    """A text and what it may be. What most texts are never asked is found out where somebody asks."""

    __slots__ = ("__dict__", "field", "folded", "has_lines", "is_blank", "is_plain", "may_be_title", "month", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.has_lines = "\n" in text
        self.folded = fold(text) if len(text) <= LONGEST_MATCH else ""
        """Nothing where the text is longer than any label, title or header: then it is none of them."""
        self.is_blank = not self.folded and (len(text) <= LONGEST_MATCH or text.isspace())
        self.field = field_of_folded(self.folded)
        """The field that it is the label of; None where it is a value."""
        stage = search("plan_stage", self.folded)
        self.month = (_NUMERALS.get(stage["month"]) or int(stage["month"])) if stage else None
        """The month of the plan's stage that it names: 6月底."""
        self.may_be_title = holds(self.folded, words_of_all(_TITLES))
        """Whether it holds the words that every title does."""
        self.is_plain = not (self.is_blank or self.has_lines or self.field or stage)
        """Whether it is one line and no label."""

    @found_once
    def plan_month(self) -> int | None:
        """The month of the plan's stage that it names in a row of the plan, where quarters and halves are stages too."""
        return self.plan_stage[0] if self.plan_stage else None

    @found_once
    def plan_stage(self) -> tuple[int, int] | None:
        """The month at which a stage of the plan ends, and over how many months it goes: one that names a month, over one."""
        found = None if self.month else search("plan_period", self.folded)
        if found is None:
            return (self.month, 1) if self.month else None
        if found["quarter"]:
            return 3 * (_NUMERALS.get(found["quarter"]) or int(found["quarter"])), 3
        return (6 if found["half"] == "上" else 12), 6 if found["half"] else 12

    @found_once
    def labelled(self) -> Labelled | None:
        """The label and the value of a text that holds both."""
        return labelled(self.text)

    @found_once
    def of_one_year(self) -> tuple[int, str] | None:
        """The year and the field of a label that names its year: 2025年度绩效目标."""
        return of_one_year(self.text)

    @found_once
    def label_unit(self) -> str | None:
        """The unit of money that a label states in brackets, as `单位：…` would: `项目资金（万元）` gives 单位:万元."""
        found = search("label_unit", self.folded)
        return f"单位:{found['unit']}" if found else None

    @found_once
    def is_unfilled(self) -> bool:
        """Whether it is blank, or what a printed form leaves to be filled in: 指标2：, ……"""
        return not self.text.strip().strip(_ELLIPSIS) or search("template_row", self.folded) is not None

    @found_once
    def is_signature(self) -> bool:
        """Whether it says who signs, or leaves the day open."""
        return search("signature", self.folded) is not None

    @found_once
    def is_note(self) -> bool:
        """Whether it is a note on the form: 注：…, 填表说明：…"""
        return search("form_note", self.folded) is not None

    @found_once
    def is_column_number(self) -> bool:
        """Whether it may number a column of a table."""
        return search("column_number", self.folded) is not None

    @found_once
    def is_page_number(self) -> bool:
        """Whether it is the number of a page and nothing else: 第5页 共20页."""
        return len(self.text) <= _PAGE_NUMBER and search("page_number", self.folded) is not None

    @found_once
    def is_year(self) -> bool:
        """Whether it says what year, or what years, the form is for, and nothing else."""
        return search("year_line", with_years(self.folded)) is not None

    @found_once
    def is_book_of_targets(self) -> bool:
        """Whether it heads the forms of a year: 某县2025年部门预算项目绩效目标."""
        return "绩效目标" in self.folded and matched("book_of_targets", self.text) is not None

    @found_once
    def is_unit_header(self) -> bool:
        """Whether it names a budget unit by code and name."""
        return search("unit_header", self.folded) is not None

    @found_once
    def is_money_header(self) -> bool:
        """Whether it states the unit of money as a cell of a heading row does."""
        return search("money_header", self.folded) is not None

    @found_once
    def states_money_unit(self) -> bool:
        """Whether it says anywhere what the unit of money is."""
        return search("money_unit", self.folded) is not None

    @found_once
    def is_title(self) -> bool:
        """Whether it is the title of a form: 劳务费绩效目标表."""
        return search("title", self.folded) is not None

    @found_once
    def says_continued(self) -> bool:
        """Whether it is a title that says that the form goes on with the one before: 项目支出绩效目标表（续表）."""
        return search("continued_title", self.folded) is not None

    @found_once
    def is_generic(self) -> bool:
        """Whether a title names a kind of form and no project: 项目支出绩效目标表. The page behind it is no part of it."""
        is_entry = self.entry is not None
        return names_no_project(self.folded[: self.folded.rindex(_TITLE_END) + 1] if is_entry else self.folded)

    @found_once
    def is_other_title(self) -> bool:
        """Whether a title is of a form that states no project's targets: a whole department's, or an evaluation."""
        return search("overall_title", self.folded) is not None or search("evaluation_title", self.folded) is not None

    @found_once
    def entry(self) -> str | None:
        """What a line of the contents page lists: a title, without 绩效目标表 and without its page."""
        found = search("contents_entry", self.folded)
        return found["name"] if found else None

    @found_once
    def title_behind(self) -> str:
        """The next project's title as the last line: in a text dump nothing else may tell where a table ends."""
        before, _, last = self.text.rpartition("\n")
        behind = wording(last)
        return last if before.strip() and behind.is_title and not behind.is_generic else ""

    @found_once
    def section(self) -> str | None:
        """The section of the document that it opens, as its heading."""
        return section_of(strip_numbering(self.text))


class _Wordings(dict[str, Wording]):
    """Wordings by their text, each made where it is first asked for. A look at one that is there costs half of what
    `lru_cache` takes, which puts all in order at each. When there are as many as are remembered, they become the older
    ones: those that are asked for again stay, the others go when as many have come again."""

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[str, Wording] = {}

    def __missing__(self, text: str) -> Wording:
        if len(text) > LONGEST_MATCH:
            return Wording(text)
        if len(self) >= _REMEMBERED:
            self._older = dict(self)
            self.clear()
        found = self[text] = self._older.get(text) or Wording(text)
        return found


wording = _Wordings().__getitem__
"""What a text may be."""
