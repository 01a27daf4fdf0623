"""Labels govern, positions don't: the same form in the layouts offices give it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.transforms.form.forms import FUNDING, HEADER, INDICATORS, document
from transforms.document import Cell, Document, Grid
from transforms.form.projects import read_projects
from transforms.tables.money import money_factor
from warehouse.schema.records import ProjectRecord, Text

TITLE = "1.电梯维保费绩效目标表"


def projects_of(made: Document) -> list[ProjectRecord]:
    return read_projects(made).projects


def text_of(field: Text | None) -> str | None:
    return None if field is None else field.text


def summary(project: ProjectRecord) -> dict[str, object]:
    """What a project says, without where it stood."""
    fields = ("unit", "money_unit", "code", "name", "budget", "fiscal_funds", "other_funds", "usage", "goal")
    levels = [(text_of(row.level1), text_of(row.level2), text_of(row.value)) for row in project.indicators]
    plan = [(stage.month, text_of(stage.percent)) for stage in project.plan]
    return {**{name: text_of(getattr(project, name)) for name in fields}, "plan": plan, "indicators": levels}


EXPECTED = {
    "unit": "438001某市某局本级",
    "money_unit": "单位：万元",
    "code": "13020225P000039100011",
    "name": "电梯维保费",
    "budget": "1.80",
    "fiscal_funds": "1.80",
    "other_funds": "",
    "usage": "电梯维保经费",
    "goal": "1.保证工作正常开展",
    "plan": [(3, "25%"), (6, "50%"), (10, "75%"), (12, "100%")],
    "indicators": [
        ("产出指标", "数量指标", "100%"),
        ("产出指标", "质量指标", "≥95%"),
        ("满意度指标", "服务对象满意度指标", "≥90%"),
    ],
}


@pytest.mark.parametrize(
    ("layout", "made"),
    [
        ("two tables", document(TITLE, FUNDING, " ", INDICATORS)),
        ("both tables in one", document(TITLE, FUNDING + INDICATORS)),
        ("no title", document(FUNDING, INDICATORS)),
        ("unit header as paragraphs", document(TITLE, FUNDING[0][0], FUNDING[0][1], FUNDING[1:], INDICATORS)),
        ("repeated header", document(TITLE, FUNDING, [*INDICATORS[:3], HEADER, *INDICATORS[3:]])),
        ("table split in two, header repeated", document(FUNDING, INDICATORS[:3], [HEADER, *INDICATORS[3:]])),
        ("blank rows between", document(FUNDING, [INDICATORS[0], ["", ""], *INDICATORS[1:]])),
        ("labels with blanks and breaks", document([FUNDING[0], ["项 目\n编码", FUNDING[1][1], "项目名称：", "电梯维保费"], *FUNDING[2:]], INDICATORS)),
        ("half-width brackets", document([*FUNDING[:4], ["资金支出计划(%)", *FUNDING[4][1:]], *FUNDING[5:]], INDICATORS)),
        ("money in another order", document([*FUNDING[:2], ["预算规模及资金用途", "其他资金", "", "预算数", "1.80", "财政资金", "1.80"], *FUNDING[3:]], INDICATORS)),
        ("columns in another order", document(FUNDING, [[row[i] for i in (0, 1, 2, 4, 3, 5)] for row in INDICATORS])),
        ("an extra column", document(FUNDING, [[*HEADER, "备注"], *[[*row, ""] for row in INDICATORS[1:]]])),
        ("level 1 repeated", document(FUNDING, [*INDICATORS[:2], ["产出指标", *INDICATORS[2][1:]], INDICATORS[3]])),
    ],
)  # fmt: skip
def test_a_layout_gives_the_same_record(layout: str, made: Document) -> None:
    projects = projects_of(made)
    assert [summary(project) for project in projects] == [EXPECTED], layout


@pytest.mark.parametrize(
    "between",
    [["5"], ["— 5 —"], ["第5页 共20页"], ["5", "某市某局2025年部门预算绩效文本"], ["（续表）"]],
    ids=["number", "between dashes", "of how many", "running title", "continued"],
)
@pytest.mark.parametrize("cut", [2, 3])
def test_the_rows_of_the_next_page_behind_its_number_were_lost(between: list[str], cut: int) -> None:
    """As in text made from pages, where no cell has a place."""
    read = read_projects(document(TITLE, FUNDING, INDICATORS[:cut], *between, INDICATORS[cut:]))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert not read.findings


def test_a_table_behind_a_line_without_levels_in_it_is_no_part_of_the_form() -> None:
    other = [["1", "电脑", "台", "10", "5000元", "办公"], ["2", "打印机", "台", "2", "1500元", "办公"]]
    read = read_projects(document(TITLE, FUNDING, INDICATORS, "附：采购清单", other))
    assert [summary(project) for project in read.projects] == [EXPECTED]


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("预算规模及资金用途", "预算规模与资金用途"),
        ("预算数", "预算额"),
        ("其中：财政    资金", "其中，财政资金"),
        ("绩效指标描述", "绩效描述"),
        ("指标值", "绩效指标目标值"),
        ("指标值确定依据", "依据"),
        ("指标值确定依据", "指标值的确定依据"),
        ("3月底", "三月底"),
        ("12月底", "十二月末"),
        ("单位：万元", "单位（万元）"),
        ("单位：万元", "单位 万元"),
        ("单位：万元", "单位；万元"),
        ("单位：万元", "单位:万元人民币"),
        ("项目编码", "项目编吗"),
        ("项目名称", "项日名稱"),
        ("资金支出计划（%）", "资金支岀计划（%）"),
        ("指标值确定依据", "指标值确定依椐"),
        ("绩效目标", "績效目標"),
        ("3月底", "3月未"),
    ],
)
def test_what_a_label_is_called_does_not_matter(label: str, written: str) -> None:
    rows = [[[written if cell == label else cell for cell in row] for row in table] for table in (FUNDING, INDICATORS)]
    for made in (document(TITLE, *rows), document(TITLE, *rows[0][0], rows[0][1:], rows[1])):
        read = read_projects(made)
        assert [summary(one) | {"money_unit": "单位：万元"} for one in read.projects] == [EXPECTED]
        assert not read.findings
        (project,) = read.projects
        assert money_factor(project.money_unit) == 10_000
        assert [text_of(row.basis) for row in project.indicators] == ["部门职责"] * 3


def test_merged_cells_are_found_by_their_spans() -> None:
    cells = (
        Cell("资金支出计划（%）", 0, 0, row_span=2), Cell("3月底", 0, 1, column_span=2), Cell("6月底", 0, 3),
        Cell("10月底", 0, 4), Cell("12月底", 0, 5, column_span=2),
        Cell("", 1, 1, column_span=2), Cell("50%", 1, 3), Cell("", 1, 4), Cell("100%", 1, 5, column_span=2),
    )  # fmt: skip
    head = document([["项目编码", "X", "项目名称", "甲"]])
    made = replace(head, blocks=(*head.blocks, Grid(2, cells)))
    assert summary(projects_of(made)[0])["plan"] == [(3, ""), (6, "50%"), (10, ""), (12, "100%")]


def test_a_stage_that_has_no_cell_is_none_and_a_blank_one_is_empty() -> None:
    rows = [["项目编码", "X", "项目名称", "甲"], ["资金支出计划", "3月底", "6月底"], ["", ""]]
    assert summary(projects_of(document(rows))[0])["plan"] == [(3, ""), (6, None)]


def test_a_merged_level_speaks_for_the_rows_beneath_until_a_higher_one_changes() -> None:
    rows = [
        HEADER,
        ["产出指标", "数量指标", "甲", "", "1个", ""],
        ["", "", "乙", "", "2个", ""],
        ["效益指标", "", "丙", "", "优", ""],
    ]
    project = projects_of(document([["项目编码", "X", "项目名称", "甲"]], rows))[0]
    levels = [(text_of(row.level1), text_of(row.level2)) for row in project.indicators]
    assert levels == [("产出指标", "数量指标"), ("产出指标", "数量指标"), ("效益指标", "")]


def test_projects_follow_each_other_with_and_without_titles() -> None:
    second = [[cell.replace("电梯维保费", "劳务费") for cell in row] for row in FUNDING]
    for made in (
        document(TITLE, FUNDING, INDICATORS, "2.劳务费绩效目标表", second, INDICATORS),
        document(FUNDING, INDICATORS, second, INDICATORS),
        document(FUNDING + INDICATORS + second + INDICATORS),
    ):
        found = projects_of(made)
        assert [text_of(project.name) for project in found] == ["电梯维保费", "劳务费"]
        assert [len(project.indicators) for project in found] == [3, 3]


def test_a_contents_page_is_no_project_with_or_without_page_numbers() -> None:
    for entries in (
        ["1.电梯维保费绩效目标表\t5", "2.劳务费绩效目标表\t6"],
        ["1.电梯维保费绩效目标表.....5", "2.劳务费绩效目标表……6"],
        ["1.电梯维保费绩效目标表5", "2.劳务费绩效目标表6"],
        ["1.电梯维保费绩效目标表", "2.劳务费绩效目标表"],
    ):
        read = read_projects(document("目录", *entries, "第二部分", TITLE, FUNDING, INDICATORS))
        assert [entry.text for entry in read.contents] == ["电梯维保费", "劳务费"], entries
        assert len(read.projects) == 1


def test_a_row_or_table_that_nobody_understands_is_a_finding_and_not_lost() -> None:
    read = read_projects(document(FUNDING, [["发文字号", "某财〔2025〕1号"]], INDICATORS, [["甲", "乙"], ["丙", "丁"]]))
    assert [finding.rule for finding in read.findings] == ["table_not_understood", "table_not_understood"]
    read = read_projects(document([*FUNDING, ["备注", "另行通知"]], INDICATORS))
    assert [(finding.rule, finding.value_text, finding.project) for finding in read.findings] == [
        ("row_not_understood", "备注 | 另行通知", 1)
    ]


def test_a_title_behind_the_first_table_without_one_of_its_own_is_a_finding() -> None:
    read = read_projects(document(TITLE, FUNDING, INDICATORS, "2.劳务费绩效目标表"))
    assert [finding.rule for finding in read.findings] == ["title_without_table"]


def test_unit_and_money_unit_may_stand_on_one_line_above_the_table() -> None:
    plain = projects_of(document(TITLE, FUNDING, INDICATORS))
    line = projects_of(document(TITLE, "预算单位：438001某市某局本级  金额单位：万元", FUNDING[1:], INDICATORS))
    assert [text_of(project.code) for project in line] == [text_of(project.code) for project in plain]
    assert [(text_of(one.unit), text_of(one.money_unit)) for one in line] == [
        ("预算单位：438001某市某局本级金额单位：万元",) * 2
    ]


@pytest.mark.parametrize("header", [[], [HEADER]], ids=["header once", "header repeated"])
def test_an_indicator_table_cut_by_a_page_break_goes_on(header: list[list[str]]) -> None:
    whole = projects_of(document(TITLE, FUNDING, INDICATORS))
    cut = projects_of(document(TITLE, FUNDING, INDICATORS[:2], header + INDICATORS[2:]))
    assert [summary(project) for project in cut] == [summary(project) for project in whole]


def test_a_table_without_a_header_behind_other_text_is_not_taken_for_indicators() -> None:
    read = read_projects(document(TITLE, FUNDING, INDICATORS, "附表", [["甲", "乙", "丙", "丁", "戊", "己"]]))
    assert [finding.rule for finding in read.findings] == ["other_tables"]
    assert len(read.projects[0].indicators) == 3


def test_a_table_that_follows_a_form_at_once_or_uses_its_words_is_not_passed_over() -> None:
    for made in (
        document(TITLE, FUNDING, INDICATORS, [["甲", "乙"]]),
        document(TITLE, FUNDING, INDICATORS, "附表", [["产出指标", "某指标", "1个"]]),
    ):
        assert [finding.rule for finding in read_projects(made).findings] == ["table_not_understood"]


def test_a_remark_stays_with_its_indicator() -> None:
    rows = [[*row, remark] for row, remark in zip(INDICATORS, ["备注", "", "无", "见附件"], strict=True)]
    read = read_projects(document(TITLE, FUNDING, rows))
    assert [text_of(indicator.remark) for indicator in read.projects[0].indicators] == ["", "无", "见附件"]
    assert read.findings == []


@pytest.mark.parametrize(
    ("number", "rows"),
    [
        (1, [["项目编码"], ["13020225P000039100011", "项目名称", "电梯维保费"]]),
        (2, [["预算规模及资金用途"], ["预算数", "1.80", "其中：财政资金", "1.80", "其他资金", " "]]),
        (2, [["预算规模及资金用途", "预算数", "1.80"], ["其中：财政资金", "1.80", "其他资金", " "]]),
        (3, [[""], ["电梯维保经费"]]),
        (4, [["资金支出计划（%）"], ["3月底", "6月底", "10月底", "12月底"]]),
        (4, [["资金支出计划（%）", "3月底", "6月底"], ["10月底", "12月底"]]),
        (5, [[""], ["25%", "50%", "75%", "100%"]]),
        (5, [["", "25%", "50%"], ["75%", "100%"]]),
        (6, [["绩效目标"], ["1.保证工作正常开展"]]),
    ],
)
def test_a_row_that_a_dump_cut_in_pieces_is_read_whole(number: int, rows: list[list[str]]) -> None:
    whole = projects_of(document(TITLE, FUNDING, INDICATORS))
    read = read_projects(document(TITLE, [*FUNDING[:number], *rows, *FUNDING[number + 1 :]], INDICATORS))
    assert [summary(project) | {"other_funds": ""} for project in read.projects] == [
        summary(project) | {"other_funds": ""} for project in whole
    ]
    assert read.findings == []


def test_every_row_beside_the_usage_heading_is_kept() -> None:
    (project,) = projects_of(document(TITLE, [*FUNDING[:4], ["", "另有保险费"], *FUNDING[4:]], INDICATORS))
    assert text_of(project.usage) == "电梯维保经费\n另有保险费"


def test_a_label_reaches_its_value_over_blank_cells() -> None:
    rows = [["项目编码", "", "13020225P000039100011", "", "项目名称", "", "电梯维保费", ""]]
    (project,) = projects_of(document(TITLE, rows, INDICATORS))
    assert (text_of(project.code), text_of(project.name)) == ("13020225P000039100011", "电梯维保费")


def test_a_funding_table_cut_by_a_page_break_goes_on() -> None:
    whole = projects_of(document(TITLE, FUNDING, INDICATORS))
    cut = projects_of(document(TITLE, FUNDING[:3], FUNDING[3:], INDICATORS))
    assert [summary(project) for project in cut] == [summary(project) for project in whole]


def test_a_figure_torn_off_its_amount_is_reported_not_taken_for_the_usage() -> None:
    read = read_projects(document(TITLE, [*FUNDING[:3], ["", "", "0", "", "", "", ""], *FUNDING[3:]], INDICATORS))
    assert text_of(read.projects[0].usage) == "电梯维保经费"
    assert [finding.rule for finding in read.findings] == ["row_not_understood"]


@pytest.mark.parametrize("row_goes_on", [False, True])
def test_a_title_that_a_dump_runs_into_a_cell_opens_the_next_project(row_goes_on: bool) -> None:  # noqa: FBT001
    last = [*INDICATORS[-1][:-1], "部门职责\n2.劳务费绩效目标表"]
    second = [[cell.replace("电梯维保费", "劳务费") for cell in row] for row in FUNDING]
    after = [[*last, *second[0]], *second[1:]] if row_goes_on else [last, *second]
    read = read_projects(document(TITLE, FUNDING, INDICATORS[:-1] + after, INDICATORS))
    assert [(text_of(project.title), text_of(project.unit), text_of(project.name)) for project in read.projects] == [
        (TITLE, FUNDING[0][0], "电梯维保费"),
        ("2.劳务费绩效目标表", FUNDING[0][0], "劳务费"),
    ]
    assert text_of(read.projects[0].indicators[-1].basis) == "部门职责"
    assert read.findings == []


def placed(rows: list[list[str]], sides: list[float], number: int, page: int) -> Grid:
    """A grid with its cells' boxes on the page; a row of fewer cells stands at the right."""
    cells = []
    for row, texts in enumerate(rows):
        first = len(sides) - 1 - len(texts)
        for index, text in enumerate(texts):
            column = first + index
            box = (sides[column], 20.0 * row, sides[column + 1], 20.0 * row + 20)
            cells.append(Cell(text, row, column, page=page, box=box))
    return Grid(number, tuple(cells))


SIDES = [50.0, 100.0, 150.0, 250.0, 350.0, 450.0, 550.0]


@pytest.mark.parametrize("between", [[], ["某市某局2025年部门预算"]], ids=["nothing between", "a running header"])
def test_an_indicator_table_goes_on_over_pages_where_its_columns_stand(between: list[str]) -> None:
    whole = projects_of(document(TITLE, FUNDING, INDICATORS))
    first, second = placed(INDICATORS[:2], SIDES, 2, 1), placed(INDICATORS[2:], SIDES, 3, 2)
    cut = projects_of(document(TITLE, FUNDING, first, *between, second))
    assert [summary(project) for project in cut] == [summary(project) for project in whole]


def test_a_page_without_cells_for_the_merged_level_goes_on_by_where_its_cells_stand() -> None:
    whole = projects_of(document(TITLE, FUNDING, INDICATORS[:3]))
    first = placed(INDICATORS[:2], SIDES, 2, 1)
    rest = placed([INDICATORS[2][1:]], SIDES[1:], 3, 2)
    cut = projects_of(document(TITLE, FUNDING, first, rest))
    assert [summary(project) for project in cut] == [summary(project) for project in whole]


def test_another_table_behind_a_line_is_not_taken_for_the_rest_of_the_indicators() -> None:
    other = placed([["甲", "乙", "丙"]], [50.0, 200.0, 300.0, 550.0], 3, 2)
    read = read_projects(document(TITLE, FUNDING, placed(INDICATORS, SIDES, 2, 1), "附表", other))
    assert len(read.projects[0].indicators) == 3
    assert [finding.rule for finding in read.findings] == ["other_tables"]


PART_ONE = ["第一部分", "部门整体绩效目标", "一、总体绩效目标", "做好工作。"]
PART_TWO = ["第二部分", "预算项目绩效目标"]


@pytest.mark.parametrize(
    "own",
    [[INDICATORS], [[["部门名称", "某市某局"], ["年度绩效目标", "完成任务"], *INDICATORS]]],
    ids=["indicators alone", "with the department's name"],
)
@pytest.mark.parametrize("title", [[TITLE], []], ids=["title", "no title"])
def test_the_departments_own_indicators_in_part_one_were_a_project(
    own: list[list[list[str]]], title: list[str]
) -> None:
    read = read_projects(document(*PART_ONE, *own, *PART_TWO, *title, FUNDING, INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert [finding.rule for finding in read.findings] == ["other_tables"]


def test_a_project_beneath_part_one_stays_one() -> None:
    read = read_projects(document(*PART_ONE, FUNDING, INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED]


def test_a_form_left_blank_was_a_project() -> None:
    blank = [[cell if column % 2 == 0 else "" for column, cell in enumerate(row)] for row in FUNDING[1:4]]
    blank += [FUNDING[4], ["", "", "", "", ""], ["绩效目标", ""]]
    rows = [HEADER, ["产出指标", "数量指标", "", "", "", ""]]
    read = read_projects(document(TITLE, FUNDING, INDICATORS, "2.绩效目标表", blank, rows))
    assert [summary(project) for project in read.projects] == [EXPECTED]


def test_a_unit_without_a_code_in_the_heading_row_was_not_read() -> None:
    read = read_projects(document(TITLE, [["某市某局（本级）", "单位：万元"], *FUNDING[1:]], INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED | {"unit": "某市某局（本级）"}]
    assert not read.findings


def test_a_wide_cell_written_into_each_column_it_covers_is_said_once() -> None:
    rows = [
        FUNDING[0],
        ["项目编码", *[FUNDING[1][1]] * 2, "项目名称", *[FUNDING[1][3]] * 3],
        FUNDING[2],
        ["预算规模及资金用途", *[FUNDING[3][1]] * 6],
        *FUNDING[4:6],
        ["绩效目标", *[FUNDING[6][1]] * 6],
    ]
    read = read_projects(document(TITLE, rows, INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert not read.findings


def test_a_table_wider_than_its_header_goes_on_in_one_that_is_not() -> None:
    head, *rest = INDICATORS
    read = read_projects(document(TITLE, FUNDING, [[*head, ""], [*rest[0], ""]], "5", rest[1:]))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert not read.findings


def test_the_usage_beneath_a_blank_amount_that_has_no_cell_was_the_amount() -> None:
    rows = [*FUNDING[:2], FUNDING[2][:-1], FUNDING[3][1:], *FUNDING[4:]]
    read = read_projects(document(TITLE, rows, INDICATORS))
    assert [summary(project) for project in read.projects] == [EXPECTED]
    assert not read.findings
