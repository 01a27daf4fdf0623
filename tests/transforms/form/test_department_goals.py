"""Part one: sub-goals in the numberings, labels and line breaks offices use."""

from __future__ import annotations

import pytest

from tests.transforms.form.forms import FUNDING, document
from transforms.document import Document
from transforms.form.department_goals import read_goals
from transforms.rules import load
from warehouse.schema.records import GoalRecord

GOAL, MEASURE = "绩效目标：保证运转。", "绩效指标：完成率大于90%。"


def titled(made: Document) -> tuple[GoalRecord, ...]:
    part_one = read_goals(made)
    assert part_one.findings == ()
    return part_one.goals


@pytest.mark.parametrize(
    "title",
    [
        "1.综合管理",
        "1．综合管理",
        "（一）综合管理",
        "(1)综合管理",
        "一、综合管理",
        "综合管理",
        "①综合管理",
        "一.综合管理",
        "（一）、综合管理",
        "1.综合管理：",
        "1、综合管理。",
    ],
)
def test_a_goal_is_titled_without_its_number(title: str) -> None:
    goals = titled(document("二、分项绩效目标", title, GOAL, MEASURE, "三、工作保障措施", "绩效目标：不算"))
    assert [(goal.title.text, goal.goal.text, goal.measures.text) for goal in goals] == [
        ("综合管理", "保证运转。", "完成率大于90%。")
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["1.甲", GOAL, MEASURE, "2.乙", GOAL, MEASURE],
        ["1.甲\t", GOAL + "\t" + MEASURE, "2.乙", "绩效目标:保证运转。", "绩效指标:完成率大于90%。"],
        ["1.甲\n" + GOAL + "\n" + MEASURE + "\n2.乙\n" + GOAL + "\n" + MEASURE],
        ["1.甲", GOAL + MEASURE, "2.乙", GOAL, MEASURE],
        ["1.甲 " + GOAL + MEASURE, "2.乙 " + GOAL, MEASURE],
    ],
)
def test_goals_are_told_apart_however_their_lines_break(lines: list[str]) -> None:
    goals = titled(document("分项绩效目标", *lines))
    assert [(goal.title.text, goal.goal.text, goal.measures.text) for goal in goals] == [
        ("甲", "保证运转。", "完成率大于90%。"),
        ("乙", "保证运转。", "完成率大于90%。"),
    ]


def test_a_goal_of_several_paragraphs_stays_whole() -> None:
    goals = titled(
        document("二、分项绩效目标", "1.甲", "绩效目标：第一段。", "第二段。", MEASURE, "2.乙", GOAL, MEASURE)
    )
    assert goals[0].goal is not None
    assert goals[0].goal.text == "第一段。\n第二段。"


def test_a_label_within_a_sentence_opens_no_half() -> None:
    goal = "绩效目标：分解绩效目标：逐项落实。绩效指标：完成率大于90%。"
    goals = titled(document("分项绩效目标", "1.甲", goal))
    assert [(one.goal and one.goal.text, one.measures and one.measures.text) for one in goals] == [
        ("分解绩效目标：逐项落实。", "完成率大于90%。")
    ]


def test_prose_without_numbered_goals_gives_none() -> None:
    part_one = read_goals(
        document("一、总体绩效目标", "做好工作。", "二、分项绩效目标", "加强建设；做好工作。", FUNDING)
    )
    assert (part_one.goals, part_one.findings) == ((), ())
    assert part_one.overall is not None
    assert part_one.overall.text == "做好工作。"


def test_the_contents_page_is_not_taken_for_the_sections() -> None:
    made = document(
        "目录", "一、总体绩效目标\t1", "二、分项绩效目标 1", "三、工作保障措施 2", "一、总体绩效目标", "做好工作。"
    )
    part_one = read_goals(made)
    assert part_one.overall is not None
    assert part_one.overall.text == "做好工作。"


def test_a_contents_page_without_page_numbers_does_not_end_part_one() -> None:
    contents = ["目录", "一、总体绩效目标", "二、分项绩效目标", "1.电梯维保费绩效目标表"]
    part_one = ["一、总体绩效目标", "保障运转。", "二、分项绩效目标", "1.运转", GOAL, MEASURE]
    part_one = read_goals(document(*contents, *part_one, "1.电梯维保费绩效目标表", FUNDING))
    assert part_one.overall is not None
    assert (part_one.overall.text, [goal.title.text for goal in part_one.goals]) == ("保障运转。", ["运转"])


@pytest.mark.parametrize(
    ("goals", "measures"),
    [
        ("二、分项绩效目标：", "三、工作保障措施："),
        ("二.分项绩效目标", "三.工作保障措施"),
        ("（二）分项目标", "（三）保障措施"),
        ("二、分项绩效目标", "三、绩效目标保障措施"),
        ("二、分项绩效目标", "三、 实现目标的各项工作保障措施"),
        ("二 分项绩效目标", "三 工作保障措施"),
        ("第二节 分项绩效目标", "第三节 工作保障措施"),
    ],
)
def test_headings_of_sections_in_other_words_lost_all_goals(goals: str, measures: str) -> None:
    (goal,) = titled(document(goals, "1.综合管理", GOAL, MEASURE, measures, "完善制度。"))
    assert goal.measures is not None
    assert (goal.title.text, goal.measures.text) == ("综合管理", "完成率大于90%。")


@pytest.mark.parametrize(
    "lines",
    [
        ["【绩效目标】保证运转。", "【绩效指标】完成率大于90%。"],
        ["绩效目标；保证运转。", "绩效指标；完成率大于90%。"],
        ["绩效目标 保证运转。", "绩效指标 完成率大于90%。"],
        ["绩效目标", "保证运转。", "绩效指标", "完成率大于90%。"],
        ["1.绩效目标：保证运转。", "2.绩效指标：完成率大于90%。"],
        ["（1）绩效目标1：保证运转。", "（2）绩效指标1：完成率大于90%。"],
        ["目标：保证运转。", "指标：完成率大于90%。"],
        ["2025年绩效目标：保证运转。", "2025年度绩效指标：完成率大于90%。"],
        ["主要绩效目标为：保证运转。", "主要绩效指标为：完成率大于90%。"],
        ["年度绩效目标：保证运转。 年度绩效指标：完成率大于90%。"],
    ],
)
def test_goals_under_labels_written_otherwise_were_lost(lines: list[str]) -> None:
    goals = titled(document("二、分项绩效目标", "（一）综合管理", *lines, "（二）信访", *lines))
    assert [(one.title.text, one.goal and one.goal.text, one.measures and one.measures.text) for one in goals] == [
        ("综合管理", "保证运转。", "完成率大于90%。"),
        ("信访", "保证运转。", "完成率大于90%。"),
    ]


@pytest.mark.parametrize("text", ["保证运转，实现目标：零上访。", "保证运转。工作目标明确。", "保证运转。 指标：合理"])
def test_a_short_label_within_a_text_opens_no_half(text: str) -> None:
    (goal,) = titled(document("分项绩效目标", "1.甲", f"绩效目标：{text}", MEASURE))
    assert goal.goal is not None
    assert goal.goal.text.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("between", "goal"),
    [("职责描述：负责综合管理。", "保证运转。"), ("负责综合管理；协调各方。", "负责综合管理；协调各方。\n保证运转。")],
)
def test_what_stands_between_a_title_and_its_goal_was_the_title(between: str, goal: str) -> None:
    goals = titled(document("分项绩效目标", "1.甲", GOAL, MEASURE, "2.乙", between, GOAL, MEASURE))
    assert [(one.title.text, one.measures and one.measures.text) for one in goals] == [
        ("甲", "完成率大于90%。"),
        ("乙", "完成率大于90%。"),
    ]
    assert goals[1].goal is not None
    assert goals[1].goal.text == goal


@pytest.mark.parametrize("number", ["2", "— 2 —", "第2页 共9页"])
def test_the_number_of_a_page_was_part_of_a_goal(number: str) -> None:
    lines = ["1.甲", GOAL, number, MEASURE, number, "2.乙", GOAL, MEASURE, number]
    assert [
        (one.goal and one.goal.text, one.measures and one.measures.text)
        for one in titled(document("分项绩效目标", *lines))
    ] == [("保证运转。", "完成率大于90%。")] * 2


def test_numbered_measures_are_not_the_next_title() -> None:
    measures = ["绩效指标：", "1.完成率大于90%；", "2.及时率大于95%"]
    goals = titled(document("分项绩效目标", "甲", GOAL, *measures, "乙", GOAL, *measures))
    assert [goal.title.text for goal in goals] == ["甲", "乙"]


def test_goals_behind_a_table_of_the_cover_were_lost() -> None:
    cover = [["编制单位", "某市某局"], ["编制时间", "2025年1月"]]
    (goal,) = titled(document("某市某局", cover, "二、分项绩效目标", "1.甲", GOAL, MEASURE, FUNDING, "绩效目标：不算"))
    assert goal.title.text == "甲"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([GOAL, MEASURE], "保证运转。 | 完成率大于90%。"),
        (["本局绩效目标是保证运转，绩效指标是完成率大于90%。"], "本局绩效目标是保证运转，绩效指标是完成率大于90%。"),
    ],
    ids=["without a title", "in prose"],
)
def test_goals_that_are_not_read_say_so(lines: list[str], said: str) -> None:
    part_one = read_goals(document("二、分项绩效目标", *lines, "三、工作保障措施", "绩效目标：不算"))
    assert part_one.goals == ()
    assert [(one.rule, one.value_text) for one in part_one.findings] == [("goals_not_understood", said)]
    assert "goals_not_understood" in load("findings")


def test_a_title_on_the_line_of_its_goal_without_a_space_was_lost() -> None:
    goals = titled(document("分项绩效目标", "1.案件查办" + GOAL + MEASURE, "（二）党风廉政" + GOAL, MEASURE))
    assert [(goal.title.text, goal.goal and goal.goal.text) for goal in goals] == [
        ("案件查办", "保证运转。"),
        ("党风廉政", "保证运转。"),
    ]


def test_the_heading_of_several_goals_was_the_end_of_the_goal_before() -> None:
    lines = ["（一）党建", "1.甲", GOAL, MEASURE, "（二）人才工作", "1.乙", GOAL, MEASURE]
    goals = titled(document("二、分项绩效目标", *lines))
    assert [(goal.title.text, goal.measures and goal.measures.text) for goal in goals] == [
        ("甲", "完成率大于90%。"),
        ("乙", "完成率大于90%。"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["1.甲：保证运转。", MEASURE, "2.乙：保证运转。", MEASURE],
        ["1.甲", "保证运转。", MEASURE, "2.乙", "保证运转。", MEASURE],
        ["（一）甲：保证运转。", MEASURE, "（二）乙：保证运转。", MEASURE],
        ["- 1.甲", f"- {GOAL}", f"- {MEASURE}", "- 2.乙", f"- {GOAL}", f"- {MEASURE}"],
        ["1. 甲", f"● {GOAL}", f"● {MEASURE}", "2. 乙", f"●{GOAL}", f"●{MEASURE}"],
    ],
    ids=["goal behind its title", "goal beneath its title", "in brackets", "a list", "bullets"],
)
def test_goals_without_a_label_or_in_a_list_were_run_together(lines: list[str]) -> None:
    goals = titled(document("分项绩效目标", *lines))
    assert [(goal.title.text, goal.goal.text, goal.measures.text) for goal in goals] == [
        ("甲", "保证运转。", "完成率大于90%。"),
        ("乙", "保证运转。", "完成率大于90%。"),
    ]


def test_measures_by_kind_were_a_part_of_the_goal() -> None:
    kinds = ["产出指标：完成率大于90%。", "满意度指标：满意率大于95%。"]
    goals = titled(document("分项绩效目标", "1.甲", GOAL, *kinds, "2.乙", GOAL, "绩效指标：", *kinds))
    assert [(goal.title.text, goal.goal.text, goal.measures.text) for goal in goals] == [
        ("甲", "保证运转。", "\n".join(kinds)),
        ("乙", "保证运转。", "\n".join(kinds)),
    ]


def test_measures_that_are_numbered_open_no_goal() -> None:
    goals = titled(document("分项绩效目标", "1.甲", GOAL, "绩效指标：", "1.完成率：大于90%。", "指标：2.满意率≥95%。"))
    assert [(goal.title.text, goal.measures.text) for goal in goals] == [("甲", "1.完成率：大于90%。\n2.满意率≥95%。")]
