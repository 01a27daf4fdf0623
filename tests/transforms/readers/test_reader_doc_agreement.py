"""Word 97 files written by LibreOffice read the same by the reader of .doc and, converted back, by that of .docx."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from making import p
from making_doc import wide_tbl, wide_tc, word_package

from transforms.document import Block, Grid, Paragraph
from transforms.readers.doc import office
from transforms.readers.doc.walk import DocWalk
from transforms.readers.docx import read as docx

START, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def tc(text: str, width: int, properties: str = "") -> str:
    return wide_tc(text if text.startswith("<") else p(text), width, properties)


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def plain(*rows: list[str]) -> str:
    width = len(rows[0])
    return wide_tbl([1500] * width, *([tc(text, 1500) for text in row] for row in rows))


FUNDING = plain(["预算数", "财政资金", "其他资金"], ["1.80", "1.80", ""])
INDICATORS = wide_tbl(
    [1000, 1000, 2000, 1000, 1500],
    [tc("项目编码", 2000, span(2)), tc("13020225P00001110001X", 4500, span(3))],
    [tc(text, width) for text, width in (("一级", 1000), ("二级", 1000), ("三级", 2000), ("值", 1000), ("据", 1500))],
    [tc("产出", 1000, START), tc("数量", 1000, START), tc("维保次数", 2000), tc("≥12次", 1000), tc("合同", 1500)],
    [tc("", 1000, ON), tc("", 1000, ON), tc("更换件数", 2000), tc("≤5件", 1000), tc("", 1500)],
    [tc("", 1000, ON), tc("质量", 1000, START), tc("完成率", 2000), tc("≥95%", 1000), tc("", 1500)],
    [tc("效益", 1000, START), tc("", 1000, ON), tc("满意度", 2000), tc("优", 1000), tc("", 1500)],
)
FIELD = (
    "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> =SUM(A1) </w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>12</w:t></w:r>"
    "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
)
SIGNS = "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>𠮷≥95％</w:t></w:r></w:p>"
DELETED = (
    "<w:p><w:r><w:t>13</w:t></w:r><w:del w:id='1' w:author='x' w:date='2025-01-01T00:00:00Z'><w:r><w:delText>4"
    "</w:delText></w:r></w:del><w:ins w:id='2' w:author='x' w:date='2025-01-01T00:00:00Z'><w:r><w:t>5</w:t></w:r>"
    "</w:ins></w:p>"
)
SECTION = "<w:p><w:pPr><w:sectPr><w:pgSz w:w='16838' w:h='11906'/></w:sectPr></w:pPr><w:r><w:t>节末</w:t></w:r></w:p>"


def box(text: str) -> str:
    return (
        "<w:r><w:pict xmlns:v='urn:schemas-microsoft-com:vml'><v:shape type='#_x0000_t202' style='position:absolute;"
        f"width:200pt;height:60pt'><v:textbox><w:txbxContent>{text}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


CASES = {
    "the form": p("1.电梯维保费绩效目标表") + INDICATORS + p("说明"),
    "funding in a cell": wide_tbl(
        [1000, 5000],
        [tc("资金", 1000), tc(p("上") + FUNDING + p("下"), 5000)],
        [tc("末", 1000), tc(FUNDING + p(), 5000)],
    )
    + p("后"),
    "tables in tables": wide_tbl([6000], [tc(wide_tbl([5500], [tc(FUNDING + p("里"), 5500)]) + p("中"), 6000)])
    + p("后"),
    "two tables": FUNDING + p() + INDICATORS + p("后"),
    "two tables of which nothing parts": FUNDING + INDICATORS + p("后"),
    "rows of different widths": wide_tbl(
        [1000, 500, 1500, 1000],
        [tc("a", 1500, span(2)), tc("b", 2500, span(2))],
        [tc("c", 1000), tc("d", 2000, span(2)), tc("e", 1000)],
        [tc("f", 4000, span(4))],
    )
    + p("后"),
    "merged both ways": wide_tbl(
        [1000] * 4,
        [tc("a", 2000, START + span(2)), tc("b", 1000), tc("c", 1000)],
        [tc("", 2000, ON + span(2)), tc("d", 2000, span(2))],
        [tc("e", 1000), tc("f", 1000), tc("g", 1000, START), tc("h", 1000)],
        [tc("i", 2000, span(2)), tc("", 1000, ON), tc("j", 1000)],
    )
    + p("后"),
    "a row that starts further right": wide_tbl([1000, 2000], [tc("a", 1000), tc("b", 2000)]).replace(
        "</w:tbl>",
        "<w:tr><w:trPr><w:gridBefore w:val='1'/><w:wBefore w:w='1000' w:type='dxa'/></w:trPr>"
        f"{tc('c', 2000)}</w:tr></w:tbl>",
    )
    + p("后"),
    "empty cells and paragraphs": plain(["", ""], ["", "x"]) + p() + p("后"),
    "many columns": wide_tbl([150] * 60, [tc(str(n), 150) for n in range(60)], [tc("全", 9000, span(60))]) + p("后"),
    "fields and signs": FIELD + SIGNS + wide_tbl([2000], [tc(FIELD, 2000)], [tc(SIGNS, 2000)]) + p("后"),
    "deletions": DELETED + wide_tbl([2000], [tc(DELETED, 2000)]) + p("后"),
    "text boxes": f"<w:p><w:r><w:t>主</w:t></w:r>{box(p('框一') + p('框二'))}</w:p>"
    + p("中")
    + f"<w:p>{box(p('框三'))}<w:r><w:t>尾</w:t></w:r></w:p>"
    + p("后"),
    "sections": p("一") + SECTION + FUNDING + SECTION + FUNDING + p("后"),
}

_PLACE = "<w:tblpPr w:leftFromText='180' w:vertAnchor='page' w:horzAnchor='margin' w:tblpY='3000'/>"
LOST_ON_THE_WAY_BACK = {
    "a table that no paragraph follows, which LibreOffice flattens": p("前") + FUNDING,
    "a table that text flows around, of which LibreOffice makes a text box": (
        FUNDING.replace("<w:tblLayout", f"{_PLACE}<w:tblLayout") + p("绕")
    ),
}


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """The cases as .doc, all from one call."""
    if office.program() is None:
        pytest.skip(office.INSTALL)
    cases = {**CASES, **LOST_ON_THE_WAY_BACK}
    return named(cases, office.convert([word_package(body) for body in cases.values()], "docx", "doc:MS Word 97"))


@pytest.fixture(scope="module")
def converted_back(written: dict[str, bytes]) -> dict[str, bytes]:
    return named(CASES, office.convert([written[case] for case in CASES]))


def named(cases: Iterable[str], contents: list[bytes | None]) -> dict[str, bytes]:
    came_out = [content for content in contents if content is not None]
    return dict(zip(cases, came_out, strict=True))


def compared(blocks: list[Block] | tuple[Block, ...]) -> list[object]:
    return [
        [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in block.cells]
        if isinstance(block, Grid)
        else block.text
        for block in blocks
    ]


@pytest.mark.parametrize("case", CASES)
def test_both_ways_of_reading_agree_cell_by_cell(
    case: str, written: dict[str, bytes], converted_back: dict[str, bytes]
) -> None:
    walk = DocWalk(written[case])
    assert compared(walk.blocks()) == compared(docx.read(converted_back[case]).blocks)
    assert not [*walk.doubts, *walk.distrusted, *walk.notes]


@pytest.mark.parametrize("case", LOST_ON_THE_WAY_BACK)
def test_a_table_that_libreoffice_loses_on_the_way_back_is_read(case: str, written: dict[str, bytes]) -> None:
    assert [type(block) for block in DocWalk(written[case]).blocks()] == [Paragraph, Grid]
