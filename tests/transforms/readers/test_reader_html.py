"""Web pages: what a browser would show, where cells stand, and which tables only lay out the page."""

from __future__ import annotations

import base64
import quopri
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making_form import TITLE, form_docx, form_html

from transforms.document import Document, Grid, Paragraph, UnreadableDocument
from transforms.extract import read_records
from transforms.readers.html.marks import is_mhtml, is_page
from transforms.readers.open import open_document, reader_for

PAGE = "<!DOCTYPE html><html><head><title>不在页面上</title></head><body>{}</body></html>"
ROW = "<tr><td>项目编码<td>1</tr>"


def read(body: str) -> Document:
    return open_document(PAGE.format(body).encode(), "x.html")


def texts(document: Document) -> list[str | list[list[str]]]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows()]
        for block in document.blocks
    ]


def cells(document: Document) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in document.grids[0].cells]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲<b>乙</b> 丙</p><p>丁", ["甲乙 丙", "丁"]),
        ("<h1>题</h1>文<div>一<div>二</div>三</div>", ["题", "文", "一", "二", "三"]),
        ("a\n  b\t c", ["a b c"]),
        ("数据\n  审批局 A\n B", ["数据审批局 A B"]),
        ("一<br>二<br/><br>三", ["一", "二", "三"]),
        ("<pre>一\n二  三</pre>", ["一", "二 三"]),
        ("&le;5&nbsp;万元&#8805;&amp;lt;", ["≤5\xa0万元≥&lt;"]),
        ("<script>x<y</script><style>p{}</style><noscript>无</noscript>文", ["文"]),
        ("<!-- 注 --><![if !supportLists]>1.<![endif]><!--[if gte mso 9]><xml>x</xml><![endif]-->文", ["1.文"]),
        ("<p style='Display : NONE'>隐</p><p hidden>隐</p><span style='mso-hide:all'>隐</span>文", ["文"]),
        ("<del>旧</del><ins>新</ins>", ["新"]),
        ("<ruby>绩<rp>(<rt>jì<rp>)</ruby>效", ["绩效"]),
        ("<ul><li>一<li>二</ul>", ["一", "二"]),
        ("<o:p>文</o:p><font>字</font>", ["文字"]),
        ("金额<input value='5.00'><input type=hidden value=x><input type=checkbox value=y>", ["金额5.00"]),
        ("<select><option>草案<option selected>批复</select>", ["批复"]),
        ("<textarea>一\n二</textarea>", ["一", "二"]),
    ],
)
def test_text_is_what_a_browser_shows(body: str, expected: list[str]) -> None:
    assert texts(read(body)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td rowspan=2>a<td>b<td>c<tr><td>d<td>e", [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 1), ("c", 0, 2, 1, 1),
                                                         ("d", 1, 1, 1, 1), ("e", 1, 2, 1, 1)]),
        ("<tr><td>a<td colspan=2>b<tr><td>c<td>d<td>e", [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 2), ("c", 1, 0, 1, 1),
                                                         ("d", 1, 1, 1, 1), ("e", 1, 2, 1, 1)]),
        ("<tr><td>a<td rowspan=99999999 colspan=99999999>b<tr><td>c", [("a", 0, 0, 1, 1), ("b", 0, 1, 2, 1),
                                                                      ("c", 1, 0, 1, 1)]),
        ("<tr><td>a<td rowspan=0>b<tr><td>c", [("a", 0, 0, 1, 1), ("b", 0, 1, 2, 1), ("c", 1, 0, 1, 1)]),
        ("<tr><td>a<td rowspan=x colspan=-3>b", [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1)]),
        ("<thead><tr><th rowspan=5>a<th>b<tbody><tr><td>c<td>d", [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1),
                                                                  ("c", 1, 0, 1, 1), ("d", 1, 1, 1, 1)]),
        ("<tr><td>a<td>b<td rowspan=2>c<tr><td colspan=3>d", [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 0, 2, 2, 1),
                                                              ("d", 1, 0, 1, 2)]),
        ("<td>a<td>b", [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1)]),
        ("<tr style='display:none'><td>x<td>y<tr><td>a<td>b", [("a", 0, 0, 1, 1), ("b", 0, 1, 1, 1)]),
    ],
    ids=["rows", "columns", "absurd", "to the end", "no numbers", "sections", "overlap", "no row", "hidden"],
)  # fmt: skip
def test_cells_stand_where_browsers_put_them(rows: str, expected: list[tuple[Any, ...]]) -> None:
    assert cells(read(f"<table>{rows}</table>")) == expected


def test_blocks_in_a_cell_are_its_lines() -> None:
    body = "<table><tr><td><p>1.</p><p>一 <b>二</b></p><td>三<br>四<div>五</div>"
    assert texts(read(body)) == [[["1.\n一 二", "三\n四\n五"]]]


FORM = f"<table>{ROW * 3}<tr><td>指标<td><table><tr><td>一<td>二</table></table>"


@pytest.mark.parametrize(
    ("struck", "expected"),
    [
        ("<s>90%</s>95%", "95%"), ("<strike>90%</strike>95%", "95%"), ("<td class=font5>90%", ""), ("<tr><td>甲<td>90%", "90%"),
        ("<span style='color:red;TEXT-DECORATION: underline line-through'>90%</span>95%", "95%"),
        ("<font class='c font5'>90%</font>95%", "95%"), ("<span class=font6>90%</span>", "90%"),
        ("<tr style='text-decoration-line:line-through'><td>甲<td>90%", ""),
    ],
)  # fmt: skip
def test_what_is_struck_out_is_no_text_and_noted(struck: str, expected: str) -> None:
    row = struck if struck.startswith("<tr") else f"<tr><td>甲{struck if struck.startswith('<td') else f'<td>{struck}'}"
    styles = "<style>td{}\n.font5\n\t{color:red;\n\ttext-decoration:line-through;}\n.font6:hover{text-decoration:line-through}</style>"
    document = read(f"{styles}<table><tr><td>名<td>值{row}<tr><td>乙<td>1</table>")
    assert texts(document)[0][1][-1] == expected
    assert any("struck out" in note and "90%" in note for note in document.notes) is ("90%" not in expected)


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        ("<table><tr><td>甲<td>1<tr style='display:none'><td>乙<td>2</table>", ["乙2"]),
        ("<table><tr><td>甲<td>1<span style='visibility:hidden'>2</span></table>", ["2"]),
        ("<table><tr><td>甲<td>1</table><div style='display:none'><table><tr><td>乙<td>2</table></div>", ["乙2"]),
        ("<div style='display:none'>菜单</div><table><tr><td><p style='display:none'>首页</p>文</table>", []),
        ("<table><tr><td>甲<td>1<tr height=0 style='display:none'><td width=9></td></table>", []),
    ],
    ids=["row", "in a cell", "table", "page", "widths"],
)
def test_what_a_page_hides_of_its_tables_is_noted(body: str, hidden: list[str]) -> None:
    assert [f"hidden text was not read: “{text}”" for text in hidden] == list(read(body).notes)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<table><tr><td><h1>题</h1><table>{ROW}</table>注", ["题", [["项目编码", "1"]], "注"]),
        (
            f"<table><tr><td>栏<td>目<tr><td colspan=2>题<tr><td>导航<td><table>{ROW}</table></table>尾",
            ["栏", "目", "题", "导航", [["项目编码", "1"]], "尾"],
        ),
        (
            f"<table><tr><td><table><tr><td><table>{ROW}</table></table></table>",
            [[["项目编码", "1"]]],
        ),
        (f"<table role=presentation>{ROW}</table>", ["项目编码", "1"]),
        ("<table><tr><td><td>题<td></table>", ["题"]),
        (FORM, [[*([["项目编码", "1"]] * 3), ["指标", ""]], [["一", "二"]]]),
        (f"<table>{ROW * 3}<tr><td>目标<td>甲<table><tr><td>一<td>二</table>乙</table>",
         [[*([["项目编码", "1"]] * 3), ["目标", "甲\n乙"]], [["一", "二"]]]),
        ("<table><tr><td>" * 40 + "题" + "</table>" * 40, ["题"]),
        (f"<table><caption>题</caption>{ROW}</table>", ["题", [["项目编码", "1"]]]),
        (f"<table><tr><td colspan=2>题<tr><td><td>单位：万元{ROW}<tr><td colspan=2>目标</table>",
         ["题", "单位：万元", [[], [], ["项目编码", "1"], ["目标"]]]),
    ],
    ids=["wrapper", "page", "deep wrapper", "role", "spacers", "nested in a form", "nested after text", "forty deep",
         "caption", "title rows"],
)  # fmt: skip
def test_tables_that_lay_out_the_page_swallow_nothing(body: str, expected: list[Any]) -> None:
    document = read(body)
    assert texts(document) == expected
    assert [grid.number for grid in document.grids] == list(range(1, len(document.grids) + 1))


def without_places(content: bytes) -> list[tuple[Any, ...]]:
    def text(item: Any) -> str | None:
        return None if item is None else "".join(item.text.split())

    fields = ("title", "unit", "money_unit", "code", "name", "budget", "fiscal_funds", "other_funds", "usage", "goal")
    columns = ("level1", "level2", "level3", "description", "value", "basis")
    record = read_records(content, "x")
    assert not record.findings
    return [
        (
            [text(getattr(project, name)) for name in fields],
            [(stage.month, text(stage.percent)) for stage in project.plan],
            [[text(getattr(row, name)) for name in columns] for row in project.indicators],
        )
        for project in record.projects
    ]


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format(form_html()),
        form_html(),
        f"<table width=100%><tr><td>首页 &gt; 预算公开<tr><td>{form_html()}<p>打印 关闭</p></table>",
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><body>" + form_html().replace("<td ", "<td x:num "),
    ],
    ids=["page", "piece", "layout", "excel"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_form_in_a_web_page_is_that_of_the_word_file(page: str, encoding: str) -> None:
    assert without_places(page.encode(encoding)) == without_places(form_docx())


@pytest.mark.parametrize("file_name", ["x.xls", "x.html", "x", "x.doc"])
@pytest.mark.parametrize(
    "content",
    [
        " \r\n<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 4.01//EN'><p>文",
        "<?xml version='1.0' encoding='gbk'?>\n<!-- 注 --><html><p>文",
        "<HTML><p>文",
        "<meta charset=gb2312><style>td{}</style><table><tr><td>文<td>字</table>",
        "<table border=1><tr><td>文<td>字</td></tr></table>",
        "<div><TABLE><tr><td>文<td>字</TABLE></div>",
    ],
)
def test_a_web_page_is_told_by_its_content(content: str, file_name: str) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16", "utf-16-le"):
        assert reader_for(content.encode(encoding), file_name).name == "html"
    assert "文" in str(open_document(content.encode("gb18030"), file_name).blocks)


@pytest.mark.parametrize(
    "content",
    [
        "<b>项目</b>\t1\n",
        "第一部分\n<table>",
        "<table>\n# 标题\n</table>",
        "<p>一段文字",
        "a < b",
        "Content-Type: text/plain\n\n文",
    ],
)
def test_other_text_with_tags_is_no_web_page(content: str) -> None:
    assert not is_page(content.encode())
    assert not is_mhtml(content.encode())


def test_a_declared_encoding_counts_only_where_the_bytes_do_not_tell() -> None:
    mislabelled = "<html><meta charset='gb2312'><p>预算绩效"
    assert open_document(mislabelled.encode(), "x").blocks == (Paragraph("预算绩效"),)
    big5 = "<html><meta http-equiv=Content-Type content='text/html; charset=big5'><p>預算績效"
    assert open_document(big5.encode("big5"), "x").blocks == (Paragraph("預算績效"),)


def mhtml(*parts: tuple[str, str, bytes]) -> bytes:
    """A web archive of parts: content type, transfer encoding, content."""
    text = b'From: <Saved by WPS>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--x"\r\n\r\n'
    for kind, encoding, content in parts:
        encoded = base64.encodebytes(content) if encoding == "base64" else quopri.encodestring(content)
        text += (
            f"----x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
            + encoded
            + b"\r\n"
        )
    return text + b"----x--\r\n"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_web_archive_is_read_with_all_its_pages(encoding: str, charset: str) -> None:
    codec = "gb18030" if charset == "gb2312" else charset
    content = mhtml(
        (f'text/html; charset="{charset}"', encoding, PAGE.format("<p>封面").encode(codec)),
        ("image/png", "base64", b"\x89PNG"),
        (f'text/html; charset="{charset}"', encoding, PAGE.format(f"<table>{ROW}").encode(codec)),
    )
    assert texts(open_document(content, "x.mht")) == ["封面", [["项目编码", "1"]]]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("<html>" + "<div>" * 300 + "深", "document_damaged"),
        ("<html><p>" + "长" * 6_000_000, "document_damaged"),
        ("<html><table>" + "<tr><td rowspan=9999>a<td>b" * 300, "document_too_large"),
        ("<html><frameset><frame src='x.files/sheet001.htm'></frameset></html>", "document_empty"),
        ("<html><body><script>x</script></body></html>", "document_empty"),
        ("<html></html>", "document_empty"),
        ("<!DOCTYPE html>", "document_empty"),
    ],
    ids=["deep", "long", "wide", "frames", "script", "empty", "nothing"],
)
def test_pages_out_of_bounds_or_without_text_say_why(content: str, rule: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(content.encode(), "x")
    assert (caught.value.rule, caught.value.document_format) == (rule, "html")


def test_a_page_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.readers.html.walk.MOST_CELLS", 3)
    with pytest.raises(UnreadableDocument, match="more than 3"):
        read(f"<table>{ROW}{ROW}")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<table>", "</table>", "<tr>", "<td rowspan=3>", "<td colspan=2>", "</td>", "<thead>", "<p>", "<br>", "文",
             "<select><option>", "<pre>", "</pre>", "<caption>", "<li>", "</tr>", " \n", "<input value=1>", "<del>"]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_any_tags_give_a_grid_whose_cells_do_not_overlap(tags: list[str]) -> None:
    try:
        document = read("".join(tags) + "终")
    except UnreadableDocument as error:
        assert error.rule == "document_empty"  # noqa: PT017 - both outcomes are right
        return
    for grid in document.grids:
        assert not overlapping(grid)


def overlapping(grid: Grid) -> bool:
    places = [
        (cell.row + down, cell.column + right)
        for cell in grid.cells
        for down in range(cell.row_span)
        for right in range(cell.column_span)
    ]
    return len(places) != len(set(places))


def test_the_title_above_the_form_is_a_paragraph() -> None:
    assert texts(read(form_html()))[0] == TITLE


def test_a_list_of_many_options_takes_no_longer_than_its_length() -> None:
    options = "<option>x" * 20_000
    assert texts(read(f"<select>{options}<option selected>批复</select>")) == ["批复"]
