"""PDF: characters drawn twice, unseen, aslant, turned, outside the page, and files locked, looped or damaged."""

import pytest
from making_pdf import area, drawn, form, line, locked, text

from transforms.document import Document, Paragraph, UnreadableDocument
from transforms.readers.open import open_document
from transforms.readers.options import ReadingOptions
from transforms.readers.pdf.lines import lines_of
from transforms.readers.pdf.marks import Char

GRID = "".join(line(50, y, 250, y) for y in (200, 300)) + "".join(line(x, 200, x, 300) for x in (50, 150, 250))


def read(*streams: str, **options: object) -> Document:
    return open_document(drawn(*streams, **options), "x.pdf")  # type: ignore[arg-type]


def said(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_text_printed_over_itself_is_read_once() -> None:
    assert said(read(text(50, 200, "好好学习") + text(50.4, 200, "好好学习") + text(50.8, 200.2, "好好学习"))) == [
        "好好学习"
    ]


def test_unseen_text_is_read_and_noted() -> None:
    document = read("3 Tr " + text(50, 200, "底层文字"))
    assert said(document) == ["底层文字"]
    assert "cannot be seen" in document.notes[0]


def test_a_watermark_stays_out_of_the_cells() -> None:
    mark = text(90, 210, "草案", turn="0.7 0.7 -0.7 0.7", size=60)
    document = read(mark + GRID + text(55, 280, "甲") + text(155, 280, "乙"))
    assert [cell.text for cell in document.grids[0].cells] == ["甲", "乙"]
    assert "草案" in document.notes[0]


@pytest.mark.parametrize(
    "words",
    [
        "".join(text(95, 285 - 12 * i, sign) for i, sign in enumerate("一级指标")),
        text(95, 290, "一级指标", turn="0 -1 1 0"),
        text(105, 210, "一级指标", turn="0 1 -1 0"),
    ],
    ids=["sign below sign", "turned right", "turned left"],
)
def test_words_written_upright_in_a_cell_are_one_text(words: str) -> None:
    content = GRID + words + text(155, 280, "旁边的文字够多") + text(155, 260, "页面不会转向")
    assert read(content).grids[0].cells[0].text == "一级指标"


def test_text_outside_the_page_is_no_text() -> None:
    assert said(read(text(50, 200, "页内") + text(450, 200, "页外") + text(50, -30, "页下"))) == ["页内"]


_SIGNS = [("进", 50, 100, 110), ("一", 60, 104, 105), ("步", 70, 100, 110), ("推", 50, 114, 124), ("进", 60, 114, 124)]


def test_a_flat_sign_stands_on_the_line_of_the_others() -> None:
    chars = [Char(sign, x, top, x + 10, bottom) for sign, x, top, bottom in _SIGNS]
    assert [found.text for found in lines_of(chars)] == ["进一步", "推进"]


def test_a_page_number_below_a_table_does_not_part_it_from_its_rest() -> None:
    pages = [GRID + text(55, 280, "甲") + text(190, 20, f"第{n}页") for n in (1, 2)]
    assert len(read(*pages).grids) == 1


def test_a_running_header_is_no_text_but_the_title_of_a_form_on_every_page_is() -> None:
    head = text(50, 385, "某市预算") + text(150, 370, "项目绩效目标表", size=14)
    pages = [head + GRID + text(55, 280, f"第{name}项") for name in "甲乙丙丁"]
    assert said(read(*pages)) == ["项目绩效目标表"] * 4


# --- files that hide or hurt


def test_a_page_of_too_many_characters_is_left_out_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.readers.pdf.chars._MOST_CHARS", 10)
    document = read(text(50, 200, "字" * 11), text(50, 200, "第二页的文字"))
    assert said(document) == ["第二页的文字"]
    assert "page 1" in document.notes[0]


LOCKED = locked("secret words", "open sesame")


@pytest.mark.parametrize("passwords", [(), ("wrong",)])
def test_a_locked_file_says_so(passwords: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(LOCKED, "x.pdf", ReadingOptions(passwords=passwords))
    assert caught.value.rule == "document_encrypted"
    assert "password" in caught.value.message


def test_a_locked_file_opens_with_one_of_the_passwords() -> None:
    assert said(open_document(LOCKED, "x.pdf", ReadingOptions(passwords=("wrong", "open sesame")))) == ["secret words"]


def test_a_file_locked_without_a_password_opens() -> None:
    assert said(open_document(locked("open words", ""), "x.pdf")) == ["open words"]


@pytest.mark.parametrize(
    "bodies",
    [["/X6 Do /X6 Do"], ["/X7 Do", "/X6 Do"], [*(f"/X{n} Do " * 9 for n in range(7, 16)), "q Q"]],
    ids=["itself", "one another", "ever more"],
)
def test_forms_that_draw_forms_without_end_are_refused(bodies: list[str]) -> None:
    content = drawn("/X6 Do " + text(50, 200, "文字"), objects=[form(body) for body in bodies])
    with pytest.raises(UnreadableDocument) as caught:
        open_document(content, "x.pdf")
    assert caught.value.rule == "document_damaged"


def test_forms_that_draw_forms_are_read() -> None:
    inner = text(50, 200, "文字").strip()
    assert said(read("/X6 Do", objects=[form("/X7 Do"), form(inner)])) == ["文字"]


def test_a_page_tree_that_holds_itself_ends() -> None:
    content = drawn(text(50, 200, "文字")).replace(b"/Kids [7 0 R]", b"/Kids [2 0 R]")
    with pytest.raises(UnreadableDocument) as caught:
        open_document(content, "x.pdf")
    assert caught.value.rule in ("document_damaged", "document_empty")


def test_a_page_of_too_many_objects_is_left_out_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.readers.pdf.page._MOST_OBJECTS", 100)
    many = area(0, 0, 5, 5) * 101
    document = read(many + text(50, 200, "多"), text(50, 200, "第二页的文字"))
    assert said(document) == ["第二页的文字"]
    assert "page 1" in document.notes[0]


def test_a_hyphen_with_a_flat_box_of_its_own_is_not_raised() -> None:
    signs = [("费", 50, 60), ("-", 60, 64), ("本", 64, 74), ("级", 74, 84)]
    chars = [Char(sign, x0, 100, x1, 106 if sign == "-" else 110) for sign, x0, x1 in signs]
    assert [found.text for found in lines_of(chars)] == ["费-本级"]
