"""What every layout gives in every format, and the page that says so: `python -m tests.formats.matrix`.

The marks are claims, written down here; `test_formats.py` proves each of them where what it takes is installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.formats.layouts import EVERYWHERE, PAGES, WORDS, WRITTEN, Layout, layouts

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
FORMATS = {
    "docx": "Word .docx",
    "doc": "Word .doc",
    "pdf": "PDF（程序绘制 drawn）",
    "pdf_office": "PDF（Word 转换 converted）",
    "html": "网页 HTML",
    "xlsx": "Excel .xlsx",
    "markdown": "Markdown",
    "text": "文本 text",
    "pdf_scan": "扫描件 scan",
    "image": "图片 picture",
}
UNSETTLED = {
    "pdf_office": ("reader_note", "table_not_understood", "row_not_understood", "cell_not_understood"),
    "pdf_scan": (
        "ocr_low_confidence",
        "row_not_understood",
        "cell_not_understood",
        "reader_note",
        "project_code_repaired",
    ),
    "image": (
        "ocr_low_confidence",
        "row_not_understood",
        "cell_not_understood",
        "reader_note",
        "project_code_repaired",
    ),
}
"""Formats whose pages look as the fonts and versions at hand make them: what is not read right must be reported, by one
of these rules, and being reported is no failure."""
SCANNED = {"plain": "pdf_scan", "national_year": "image"}
"""OCR takes seconds a page, so that it is tried on a few layouts, one project of each."""


@dataclass(frozen=True)
class Mark:
    """What a cell of the matrix claims where it is not simply read right: the rules that say so, and why."""

    sign: str
    rules: tuple[str, ...]
    zh: str
    en: str


READ, NAMED, REPORTED, CANNOT, NOT_TRIED = "✓", "✓!", "⚠", "–", "·"
_NO_SPANS = Mark(
    REPORTED,
    ("cell_not_understood",),
    "表头跨三格，而该格式不记录合并：数字和单位不知属于哪一栏，逐格报告",
    "the heading covers three cells, and the format records no merges: number and unit are reported cell by cell",
)
_NO_COLUMNS = Mark(
    NAMED,
    ("reader_note",),
    "没有竖线或没有任何表线，行和栏靠空白分辨：读取说明哪一页如此",
    "without vertical lines, or any, rows and columns are told by white space, and a note says on which page",
)
_TORN = Mark(
    NAMED,
    ("reader_note",),
    "断在页末的行与次页的余下部分已合并，并说明哪一页哪一行",
    "the row broken at the foot of a page is joined to its rest overleaf, and a note says which",
)
MARKS: dict[tuple[str, str], Mark] = {
    ("divided", "text"): _NO_SPANS,
    ("divided", "markdown"): _NO_SPANS,
    ("torn", "pdf"): _TORN,
    ("across", "pdf"): _NO_COLUMNS,
    ("no_lines", "pdf"): _NO_COLUMNS,
}
"""By layout and format; every other cell that the format can show is read right, and nothing is found about it."""


def formats_of(layout: Layout) -> list[str]:
    """The formats in which a layout is tried."""
    scanned = SCANNED.get(layout.id)
    return [name for name in FORMATS if name in layout.formats or name == scanned]


def mark_of(layout: Layout, name: str) -> Mark | None:
    """What is claimed beside ✓; None where that is all."""
    return MARKS.get((layout.id, name))


def sign_of(layout: Layout, name: str) -> str:
    """The sign in the cell of a layout and a format."""
    if name not in formats_of(layout):
        is_left_out = name in ("pdf_scan", "image") or layout.formats == WRITTEN
        return NOT_TRIED if is_left_out else CANNOT
    mark = mark_of(layout, name)
    return mark.sign if mark else READ


_HEAD = """# Layouts and formats 版式与格式

同一份虚构的绩效文本按各种版式排列、写成各种格式后的读取结果；下半部分是各地、各部门公开的其他表式。每一格都由
`tests/formats/test_formats.py` 验证。本页由 `make docs` 生成。

One invented text, arranged the ways offices arrange it and written in every format that is read; below it the other forms
that offices publish (`tests/specs/forms.toml`). Every cell is proved by `tests/formats/test_formats.py`. This page is made
by `make docs`.

| 符号 sign | 含义 meaning |
|---|---|
| ✓ | 全部读对，无读取问题。对转换的 PDF：读对，或提醒何处没有把握；对扫描件：金额、编码、比例等数字全对，文字误识不超过百分之一，否则给出提醒 — everything is read right and nothing is found about the reading; of converted PDFs: right, or a finding says what is not certain; of scans: every figure right and no more than one character in a hundred misread, or a finding |
| ✓! | 读对，同时有提醒（见下） — read right, with a finding (named below) |
| ⚠ | 没有读全，并已报告（见下）；没有一处是悄悄读错的 — not all of it is read, and that is reported (named below); nothing is misread in silence |
| – | 该格式无法表达这种版式（见下） — the format cannot show this layout (see below) |
| · | 未逐一试验：扫描件只试几种版式，表格结构不变的版式不再用 LibreOffice 转换 — not tried: OCR is tried on a few layouts, and LibreOffice converts those whose tables differ |

"""
_FOOT = """
## Notes 说明

- **PDF（程序绘制 drawn）**：逐页绘出文字和表线；**PDF（Word 转换 converted）**：由 LibreOffice 从同一 .docx 转换，分页处的行会断开。
  drawn: text and lines put on the page one by one; converted: by LibreOffice from the same .docx, rows broken where the page ends.
- **扫描件 scan / 图片 picture**：200 dpi、灰度、倾斜 1°，每种只试一个项目。 200 dpi, grey, tilted by 1°, one project of each.
- .doc 和转换的 PDF 需要 LibreOffice 才能制作，扫描件需要 `make ocr`；没有安装时相应测试跳过，本表不变。
  Making .doc files and converted PDFs takes LibreOffice, reading scans `make ocr`; without them those tests are skipped, and
  this table stays as it is.
- 版式中的 – ： – in a layout:
  - 嵌套表只有 Word 和网页能表达；绘制的 PDF 上它只是多一道框线。 Only Word and web pages have tables within tables.
  - 表线、旋转和断行是页面的性质，只有 PDF 才有。 Lines, rotation and torn rows are matters of a page.
"""


def page() -> str:
    """The page: one row a layout, one column a format."""
    names = list(FORMATS)
    lines = [_HEAD, f"| 版式 layout | {' | '.join(FORMATS.values())} |", f"|---|{'---|' * len(names)}"]
    notes: dict[Mark, list[str]] = {}
    for layout in layouts():
        signs = [sign_of(layout, name) for name in names]
        lines.append(f"| {layout.zh} — {layout.en} | {' | '.join(signs)} |")
        for name in formats_of(layout):
            if mark := mark_of(layout, name):
                notes.setdefault(mark, []).append(f"{layout.zh} / {FORMATS[name]}")
    found = [
        f"- {mark.sign} {'；'.join(cells)}: {mark.zh}。 {mark.en[0].upper()}{mark.en[1:]} "
        f"({', '.join(f'`{rule}`' for rule in mark.rules)}).\n"
        for mark, cells in notes.items()
    ]
    why = [f"- {layout.zh} — {layout.en}: {layout.why}.\n" for layout in layouts()]
    return (
        "\n".join(lines).replace("\n\n\n", "\n\n")
        + "\n"
        + _FOOT
        + "".join(found)
        + "\n## Layouts 版式\n\n"
        + "".join(why)
    )


def unexplained() -> set[tuple[str, ...]]:
    """Sets of formats for which the page has no reason why a layout is not tried in the others."""
    return {layout.formats for layout in layouts()} - {EVERYWHERE, WORDS, PAGES, WRITTEN}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
