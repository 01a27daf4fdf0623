"""One form with merged cells, made into a Word file, a web page and a workbook: what each must be read as alike."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from io import BytesIO

from making import docx, p, tc
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True)
class C:
    """A cell: its text, the columns and rows it spans; a number format makes a number of it in a workbook."""

    text: str
    columns: int = 1
    rows: int = 1
    number: float | None = None
    number_format: str = "General"


TITLE = "1.电梯维保费绩效目标表"
FUNDING = [
    [C("438001某市某局本级", 4), C("单位：万元", 3)],
    [C("项目编码"), C("13020225P000039100011", 2), C("项目名称"), C("电梯维保费", 3)],
    [C("预算规模及资金用途", rows=2), C("预算数"), C("1.80", number=1.8, number_format="0.00"), C("其中：财政资金"),
     C("1.80", number=1.8, number_format="#,##0.00"), C("其他资金"), C("")],
    [C("电梯维保经费", 6)],
    [C("资金支出计划（%）", rows=2), C("3月底", 2), C("6月底"), C("10月底"), C("12月底", 2)],
    [C("25%", 2, number=0.25, number_format="0%"), C("50%", number=0.5, number_format="0%"),
     C("75%", number=0.75, number_format="0%"), C("100%", 2, number=1, number_format="0%")],
    [C("绩效目标"), C("1.保证工作正常开展\n2.方便群众", 6)],
]  # fmt: skip
INDICATORS = [
    [C("一级指标"), C("二级指标"), C("三级指标"), C("绩效指标描述"), C("指标值"), C("指标值确定依据")],
    [C("产出指标", rows=2), C("数量指标"), C("维保次数"), C("每年维保次数"), C("24", number=24), C("部门职责")],
    [C("质量指标"), C("合格率"), C("安全使用率"), C("≥95%"), C("部门职责")],
    [C("满意度指标"), C("服务对象满意度指标"), C("满意度"), C("群众<满意>"), C("90.5%", number=0.905, number_format="0.0%"),
     C("部门职责")],
]  # fmt: skip
TABLES = [FUNDING, INDICATORS]


def form_docx() -> bytes:
    return docx(p(TITLE) + "".join(map(_word_table, TABLES)))


def _word_table(rows: list[list[C]]) -> str:
    """Word repeats a cell that spans rows in each of them."""
    lines: list[str] = []
    open_spans: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells: list[str] = []
        column, waiting = 0, list(row)
        while waiting or open_spans.get(column, (0, 0))[0]:
            left, width = open_spans.get(column, (0, 0))
            if left:
                open_spans[column] = (left - 1, width)
                cells.append(tc(p(""), f"<w:gridSpan w:val='{width}'/><w:vMerge/>"))
                column += width
                continue
            cell = waiting.pop(0)
            merge = "<w:vMerge w:val='restart'/>" if cell.rows > 1 else ""
            open_spans[column] = (cell.rows - 1, cell.columns)
            texts = "".join(p(escape(line)) for line in cell.text.split("\n"))
            cells.append(tc(texts, f"<w:gridSpan w:val='{cell.columns}'/>{merge}"))
            column += cell.columns
        lines.append("<w:tr>" + "".join(cells) + "</w:tr>")
    return "<w:tbl>" + "".join(lines) + "</w:tbl>"


def form_html() -> str:
    """The form as a browser saves it: without any of what only lays out the page around it."""
    return f"<h2>{TITLE}</h2>" + "".join(map(_html_table, TABLES))


def _html_table(rows: list[list[C]]) -> str:
    lines = []
    for row in rows:
        cells = [
            f"<td colspan={cell.columns} rowspan='{cell.rows}'>{escape(cell.text).replace(chr(10), '<br>')}</td>"
            for cell in row
        ]
        lines.append("<tr>" + "\n".join(cells) + "</tr>")
    return "<table border=1>" + "".join(lines) + "</table>"


def form_workbook(*, as_numbers: bool, lines: bool, gap: int) -> Workbook:
    """The form on one sheet: its title merged over the table, its tables `gap` blank rows apart."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    write_form(sheet, 1, as_numbers=as_numbers, lines=lines, gap=gap)
    return workbook


def write_form(sheet: Worksheet, top: int, *, as_numbers: bool, lines: bool, gap: int) -> int:
    """Writes the form from a row on; the first row below it."""
    sheet.cell(top, 1, TITLE)
    sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=7)
    top += 1
    for rows in TABLES:
        top = _sheet_table(sheet, top, rows, as_numbers=as_numbers, lines=lines) + gap
    return top


def _sheet_table(sheet: Worksheet, top: int, rows: list[list[C]], *, as_numbers: bool, lines: bool) -> int:
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, start=top):
        column = 1
        for cell in row:
            while (number, column) in taken:
                column += 1
            _write(sheet, number, column, cell, as_numbers=as_numbers)
            taken |= {(number + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            column += cell.columns
    if lines:
        side = Side(style="thin")
        for row_number, column_number in taken:
            sheet.cell(row_number, column_number).border = Border(side, side, side, side)
    return top + len(rows)


def _write(sheet: Worksheet, row: int, column: int, cell: C, *, as_numbers: bool) -> None:
    target = sheet.cell(row, column)
    assert isinstance(target, Cell)
    if as_numbers and cell.number is not None:
        target.value, target.number_format = cell.number, cell.number_format
    elif cell.text:
        target.value = cell.text
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_cells(
            start_row=row, end_row=row + cell.rows - 1, start_column=column, end_column=column + cell.columns - 1
        )


def saved(workbook: Workbook) -> bytes:
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()
