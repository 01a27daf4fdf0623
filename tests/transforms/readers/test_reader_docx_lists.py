"""Word's lists: the file does not hold their numbers, and who reads the page sees them."""

from __future__ import annotations

import pytest
from making import docx, p, tbl, tc

from transforms.document import Document, Grid, Paragraph
from transforms.readers.list_numbers import UNCOUNTED
from transforms.readers.open import open_document

DOT = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{0}"/><w:lvlText w:val="{1}"/><w:suff w:val="{2}"/></w:lvl>'
)
INNER = '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{0}"/>{1}</w:lvl>'


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, override: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def level(form: str = "decimal", text: str = "%1.", behind: str = "nothing") -> str:
    return DOT.format(form, text, behind)


def item(text: str, number: int = 1, at: int = 0, *, more: str = "") -> str:
    properties = f'<w:pPr>{more}<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def read(body: str, numbering: str, styles: str = "") -> Document:
    return open_document(docx(body, numbering=numbering, styles=styles), "x.docx")


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1.", ["1.甲", "2.乙"]),
        ("decimal", "（%1）", ["（1）甲", "（2）乙"]),
        ("chineseCountingThousand", "%1、", ["一、甲", "二、乙"]),
        ("japaneseCounting", "第%1条", ["第一条甲", "第二条乙"]),
        ("decimalEnclosedCircle", "%1", ["①甲", "②乙"]),
        ("decimalFullWidth", "%1．", ["１．甲", "２．乙"]),
        ("decimalZero", "%1", ["01甲", "02乙"]),
        ("lowerLetter", "%1)", ["a)甲", "b)乙"]),
        ("upperRoman", "%1.", ["I.甲", "II.乙"]),
        ("ideographTraditional", "%1、", ["甲、甲", "乙、乙"]),
        ("chineseLegalSimplified", "%1、", ["壹、甲", "贰、乙"]),
        ("none", "注：", ["注：甲", "注：乙"]),
        ("bullet", "\uf0b7", ["甲", "乙"]),
        ("none", "", ["甲", "乙"]),
    ],
)
def test_a_list_shows_its_numbers(form: str, text: str, expected: list[str]) -> None:
    document = read(item("甲") + item("乙"), abstract(0, level(form, text)) + num(1, 0))
    assert lines(document) == expected
    assert not document.notes


@pytest.mark.parametrize(("count", "shown"), [(9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_chinese_numbers_go_on_beyond_ten(count: int, shown: str) -> None:
    body = "".join(item(str(number)) for number in range(count))
    assert lines(read(body, abstract(0, level("chineseCounting", "%1、")) + num(1, 0)))[-1] == f"{shown}、{count - 1}"


@pytest.mark.parametrize(("start", "shown"), [(100, "一百"), (101, "一百零一"), (110, "一百一十"), (215, "二百一十五")])
def test_chinese_numbers_in_thousands_go_on_beyond_a_hundred(start: int, shown: str) -> None:
    begun = level("chineseCountingThousand", "%1、").replace('w:start w:val="1"', f'w:start w:val="{start}"')
    assert lines(read(item("甲"), abstract(0, begun) + num(1, 0))) == [f"{shown}、甲"]


def test_levels_count_within_the_one_above() -> None:
    inner = INNER.format("%1.%2 ", '<w:suff w:val="nothing"/>')
    body = item("甲") + item("子", at=1) + item("丑", at=1) + item("乙") + item("寅", at=1)
    document = read(body, abstract(0, level(), inner) + num(1, 0))
    assert lines(document) == ["1.甲", "1.1 子", "1.2 丑", "2.乙", "2.1 寅"]


def test_plain_figures_are_shown_where_the_level_asks_for_them() -> None:
    inner = INNER.format("%1.%2 ", '<w:suff w:val="nothing"/><w:isLgl/>')
    document = read(item("甲") + item("子", at=1), abstract(0, level("chineseCounting", "%1、"), inner) + num(1, 0))
    assert lines(document) == ["一、甲", "1.1 子"]


def test_two_lists_of_one_kind_count_on_unless_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, level()) + num(1, 0) + num(2, 0) + num(3, 0, anew)
    body = item("甲") + item("乙", 2) + item("丙", 3) + item("丁", 3)
    assert lines(read(body, numbering)) == ["1.甲", "2.乙", "1.丙", "2.丁"]


def test_a_style_may_say_the_list_and_a_paragraph_take_itself_out() -> None:
    styles = (
        '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    of_style = '<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    body = of_style + item("乙") + item("丙", 0, more='<w:pStyle w:val="B"/>')
    assert lines(read(body, abstract(0, level()) + num(1, 0), styles)) == ["1.甲", "2.乙", "丙"]


def test_styles_alone_may_put_all_paragraphs_in_a_list() -> None:
    listed = '<w:style w:styleId="{0}"><w:pPr><w:numPr>{1}</w:numPr></w:pPr>{2}</w:style>'
    styles = listed.format("A", '<w:numId w:val="1"/>', "")
    styles += listed.format("B", '<w:ilvl w:val="1"/>', '<w:basedOn w:val="A"/>')
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in (("A", "甲"), ("B", "子"), ("B", "丑"), ("C", "外"), ("A", "乙"))
    )
    inner = INNER.format("（%2）", '<w:suff w:val="nothing"/>')
    document = read(body, abstract(0, level("chineseCounting", "%1、"), inner) + num(1, 0), styles)
    assert lines(document) == ["一、甲", "（1）子", "（2）丑", "外", "二、乙"]


def test_a_list_may_have_the_levels_that_a_style_of_lists_names() -> None:
    declared = abstract(0, '<w:styleLink w:val="S"/>', level("chineseCounting", "%1、"))
    linked = abstract(1, '<w:numStyleLink w:val="S"/>')
    document = read(item("甲", 2) + item("乙", 2), declared + linked + num(1, 0) + num(2, 1))
    assert lines(document) == ["一、甲", "二、乙"]


def test_deeper_levels_begin_where_the_list_says() -> None:
    inner = INNER.format("%1.%2 ", '<w:suff w:val="nothing"/>')
    starts = "".join(
        f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for at, start in ((0, 1), (1, 4))
    )
    numbering = abstract(0, level(), inner) + num(1, 0) + num(2, 0, starts)
    body = item("甲") + item("子", at=1) + item("丑", 2, 1) + item("寅", 2, 1) + item("乙", 2) + item("卯", 2, 1)
    assert lines(read(body, numbering)) == ["1.甲", "1.1 子", "1.4 丑", "1.5 寅", "2.乙", "2.1 卯"]


def test_a_level_may_count_on_whatever_stands_between() -> None:
    inner = INNER.format("（%2）", '<w:suff w:val="nothing"/><w:lvlRestart w:val="0"/>')
    body = item("甲") + item("子", at=1) + item("乙") + item("丑", at=1)
    assert lines(read(body, abstract(0, level(), inner) + num(1, 0))) == ["1.甲", "（1）子", "2.乙", "（2）丑"]


def test_a_format_of_words_own_stands_beside_one_for_older_programs() -> None:
    own = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    padded = level("decimal", "%1 ").replace('<w:numFmt w:val="decimal"/>', own)
    assert lines(read(item("甲"), abstract(0, padded) + num(1, 0))) == ["001 甲"]


def test_what_was_moved_away_or_is_hidden_is_not_counted() -> None:
    marked = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr>{0}</w:rPr></w:pPr>{1}</w:p>'
    moved = marked.format('<w:moveFrom w:id="1"/>', '<w:moveFrom w:id="2"><w:r><w:t>旧</w:t></w:r></w:moveFrom>')
    hidden = marked.format("<w:vanish/>", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>")
    document = read(item("甲") + moved + hidden + item("乙"), abstract(0, level()) + num(1, 0))
    assert lines(document) == ["1.甲", "2.乙"]


def test_in_a_cell_a_number_stands_with_its_line_and_a_blank_one_says_nothing() -> None:
    table = tbl([tc(p("序号")), tc(p("名称"))], [tc(item("")), tc(item("甲") + item("乙"))])
    (grid,) = (block for block in read(table, abstract(0, level()) + num(1, 0)).blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells] == ["序号", "名称", "", "2.甲\n3.乙"]


@pytest.mark.parametrize("text", ["项目编码", "13020225P000039100011", "1.80", "≥95%", "24", "6月底"])
@pytest.mark.parametrize(
    ("shown", "behind"), [("%1.", "nothing"), ("%1", "nothing"), ("%1、", "tab"), ("（%1）", "space")]
)
def test_the_number_of_a_list_s_only_paragraph_in_a_cell_is_none_of_it(text: str, shown: str, behind: str) -> None:
    table = tbl([tc(item("甲")), tc(item(text) + p("（注）"))], [tc(p("")), tc(item("乙") + item("丙"))])
    document = read(table, abstract(0, level(text=shown, behind=behind)) + num(1, 0))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells][:3] == ["甲", f"{text}\n（注）", ""]
    assert grid.cells[3].text.startswith(shown.replace("%1", "3"))


def test_a_mark_without_a_number_is_an_item_of_its_cell_and_what_a_table_in_it_holds_is_none() -> None:
    declared = abstract(0, level()) + abstract(1, level("bullet", "●")) + num(1, 0) + num(2, 1)
    table = tbl([tc(item("甲") + item("乙", 2)), tc(item("丙") + tbl([tc(item("子") + item("丑"))]) + p(""))])
    outer, inner = (block for block in read(table, declared).blocks if isinstance(block, Grid))
    assert [cell.text for cell in outer.cells] == ["1.甲\n乙", "丙"]
    assert [cell.text for cell in inner.cells] == ["3.子\n4.丑"]


@pytest.mark.parametrize(
    ("shown", "expected"), [("%1.", "1. 24次\n2. 12次"), ("%1", "1 24次\n2 12次"), ("%1、", "1、24次\n2、12次")]
)
def test_a_number_and_the_figure_behind_it_are_no_third(shown: str, expected: str) -> None:
    table = tbl([tc(p("次数")), tc(item("24次") + item("12次"))])
    (grid,) = (
        block for block in read(table, abstract(0, level(text=shown)) + num(1, 0)).blocks if isinstance(block, Grid)
    )
    assert grid.cells[1].text == expected


def test_what_was_deleted_is_not_counted() -> None:
    deleted = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        '<w:del w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>'
    )
    assert lines(read(item("甲") + deleted + item("乙"), abstract(0, level()) + num(1, 0))) == ["1.甲", "2.乙"]


def test_what_is_longer_than_any_number_is_not_written_in_front_of_every_item() -> None:
    document = read(item("甲"), abstract(0, level("decimal", "长" * 300)) + num(1, 0))
    assert lines(document) == ["甲"]
    assert UNCOUNTED in document.notes


@pytest.mark.parametrize("form", ["hindiVowels", "custom"])
def test_numbers_in_a_form_that_is_not_known_are_noted(form: str) -> None:
    document = read(item("甲"), abstract(0, level(form)) + num(1, 0))
    assert lines(document) == ["甲"]
    assert UNCOUNTED in document.notes


@pytest.mark.parametrize("numbering", ["", num(1, 7), abstract(0, level()) + num(2, 0)])
def test_a_list_that_is_not_declared_shows_no_numbers(numbering: str) -> None:
    assert lines(read(item("甲"), numbering)) == ["甲"]


HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"
"""Has all of a document parsed with its formats, and is not shown."""
STYLED = '<w:p><w:pPr><w:pStyle w:val="{0}"/></w:pPr><w:r><w:t>丁</w:t></w:r></w:p>'
STYLES = (
    '<w:style w:styleId="L1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="甲&amp;乙"><w:basedOn w:val="L1"/></w:style><w:style w:styleId="Plain"/>'
)


@pytest.mark.parametrize(
    "listed",
    [
        item("丁"),
        item("丁", more="<w:jc/>"),
        STYLED.format("L1"),
        STYLED.format("甲&amp;乙"),
        STYLED.format("Plain"),
        "<w:p><w:pPr><w:jc/></w:pPr><w:r><w:t>丁</w:t></w:r></w:p>",
    ],
)
def test_lists_are_counted_alike_where_tables_without_any_are_not_parsed(listed: str) -> None:
    plain, mixed = tbl([tc(p("序号")), tc(p("名称"))]), tbl([tc(p("一")), tc(listed + item("戊"))])
    body = item("甲") + plain + listed + mixed + plain + item("己")
    numbering = abstract(0, level()) + num(1, 0)
    short, whole = read(body, numbering, STYLES), read(body + HIDDEN, numbering, STYLES)
    assert short.blocks == whole.blocks
    assert lines(short)[0] == "1.甲"
    assert not short.notes
