"""PDF: what counts as a ruling line, and tables whose lines are drawn oddly, in part, or not at all."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from making_pdf import area, bar, dashes, drawn, form, line, text

from transforms.document import Document
from transforms.readers.open import open_document

XS = (50.0, 150.0, 250.0, 350.0)
YS = (240.0, 270.0, 300.0)
WORDS = "".join(
    text(x + 5, y + 10, f"{row}{column}")
    for row, y in zip("乙甲", YS, strict=False)
    for column, x in zip("一二三", XS, strict=False)
)
CELLS = ["甲一", "甲二", "甲三", "乙一", "乙二", "乙三"]
Draw = Callable[[float, float, float, float], str]


def ruled(draw: Draw, xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> str:
    across = "".join(draw(XS[0], y, XS[-1], y) for y in ys)
    return across + "".join(draw(x, YS[0], x, YS[-1]) for x in xs)


def read(*streams: str, **options: object) -> Document:
    return open_document(drawn(*streams, **options), "x.pdf")  # type: ignore[arg-type]


def texts(document: Document) -> list[list[str]]:
    return [[cell.text for cell in grid.cells] for grid in document.grids]


def broken(x0: float, y0: float, _x1: float, y1: float) -> str:
    """A line interrupted for two points at every crossing."""
    if y0 == y1:
        return "".join(line(a + 1, y0, b - 1, y0) for a, b in pairwise(XS))
    return "".join(line(x0, a + 1, x0, b - 1) for a, b in pairwise(YS))


def double(x0: float, y0: float, x1: float, y1: float) -> str:
    return line(x0 - 0.8, y0 - 0.8, x1 - 0.8, y1 - 0.8) + line(x0 + 0.8, y0 + 0.8, x1 + 0.8, y1 + 0.8)


def polygon(x0: float, y0: float, x1: float, y1: float) -> str:
    points = [(x0, y0), (x1 + 0.5, y0), (x1 + 0.5, y1 + 0.5), (x0, y1 + 0.5)]
    moves = " l ".join(f"{x} {y}" for x, y in points[1:])
    return f"{points[0][0]} {points[0][1]} m {moves} l h f\n"


def dots(x0: float, y0: float, x1: float, y1: float) -> str:
    steps = range(0, int(max(x1 - x0, y1 - y0)) + 1, 2)
    return "".join(
        area(x0 + i * (x1 > x0), y0 + i * (y1 > y0), x0 + i * (x1 > x0) + 0.7, y0 + i * (y1 > y0) + 0.7) for i in steps
    )


@pytest.mark.parametrize(
    "draw",
    [line, bar, broken, double, polygon, dashes, dots, lambda *sides: dashes(*sides, on=4, off=4)],
    ids=["strokes", "bars", "broken", "double", "polygons", "dashes", "dots", "long dashes"],
)
def test_lines_are_lines_however_they_are_drawn(draw: Draw) -> None:
    assert texts(read(ruled(draw) + WORDS)) == [CELLS]


def test_cells_drawn_apart_by_a_point_or_two_are_one_table() -> None:
    boxes = "".join(
        f"{x + 0.7 * i} {y - 0.9 * j} 99 29 re S\n" for i, x in enumerate(XS[:-1]) for j, y in enumerate(YS[:-1])
    )
    assert texts(read(boxes + WORDS)) == [CELLS]


def test_white_lines_and_areas_part_no_cell() -> None:
    hidden = "1 1 1 RG " + line(200, 240, 200, 300) + line(50, 285, 350, 285) + "0 0 0 RG "
    shaded = "0.9 0.9 0.5 rg " + area(55, 245, 90, 262) + area(155, 275, 190, 292) + "0 0 0 rg "
    assert texts(read(shaded + hidden + ruled(line) + WORDS)) == [CELLS]


def test_areas_alone_make_a_table() -> None:
    boxes = "0.9 0.9 0.5 rg " + "".join(area(x, y, x + 99, y + 29) for x in XS[:-1] for y in YS[:-1]) + "0 0 0 rg "
    assert texts(read(boxes + WORDS)) == [CELLS]


def test_a_path_that_only_clips_is_no_line() -> None:
    assert texts(read("q 60 245 60 20 re W n Q " + ruled(line) + WORDS)) == [CELLS]


@pytest.mark.parametrize(
    ("xs", "ys"),
    [(XS[1:-1], YS), (XS[1:], YS), (XS, YS[1:]), (XS, YS[:-1]), (XS[1:-1], YS[1:])],
    ids=["both sides", "left", "below", "above", "sides and below"],
)
def test_outer_lines_may_be_missing(xs: tuple[float, ...], ys: tuple[float, ...]) -> None:
    assert texts(read(ruled(line, xs, ys) + WORDS)) == [CELLS]


def inner(across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]) -> str:
    return "".join(line(x0, y, x1, y) for y, x0, x1 in across) + "".join(line(x, y0, x, y1) for x, y0, y1 in down)


def at(*places: tuple[float, float, str]) -> str:
    return "".join(text(x, y, words) for x, y, words in places)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (50, 350, ["名称", "说明", "数额", "甲", "乙", "1", "丙", "2"]),
        (140, 350, ["说明", "数额", "乙", "1", "丙", "2"]),
    ],
    ids=["a column", "too little for a column"],
)
def test_a_column_without_outer_line_may_be_told_by_a_single_line(
    left: float, right: float, expected: list[str]
) -> None:
    """Its cell below the header is merged over all rows: no other line reaches it."""
    lines = inner([(300, left, right), (270, 150, 350)], [(150, 240, 330), (250, 240, 330)])
    words = at((55, 310, "名称"), (155, 310, "说明"), (255, 310, "数额"), (55, 265, "甲"))
    document = read(lines + words + at((155, 280, "乙"), (255, 280, "1"), (155, 250, "丙"), (255, 250, "2")))
    assert texts(document) == [expected]


def test_two_rows_without_outer_lines_have_columns_at_both_ends() -> None:
    lines = inner([(270, 50, 350)], [(150, 240, 300), (250, 240, 300)])
    assert texts(read(lines + WORDS)) == [CELLS]


def test_tables_without_outer_lines_under_one_another_meet_where_their_walls_end() -> None:
    walls = [(150.0, 210.0, 330.0), (270.0, 270.0, 330.0), (220.0, 210.0, 270.0), (290.0, 210.0, 270.0)]
    lines = inner([(300, 50, 350), (240, 50, 350)], walls)
    upper = at(*((x, y, f"{row}{x}") for y, row in ((310, "甲"), (280, "乙")) for x in (55, 155, 275)))
    lower = at(*((x, y, f"{row}{x}") for y, row in ((250, "丙"), (220, "丁")) for x in (55, 155, 225, 295)))
    expected = [f"{row}{x}" for row in "甲乙" for x in (55, 155, 275)]
    expected += [f"{row}{x}" for row in "丙丁" for x in (55, 155, 225, 295)]
    assert texts(read(lines + upper + lower)) == [expected]


def test_walls_interrupted_at_one_height_part_no_row() -> None:
    """As where a sheet was folded."""
    walls = [(x, y0, y1) for x in (230.0, 290.0) for y0, y1 in ((210.0, 252.0), (260.0, 330.0))]
    lines = inner([(y, 50, 350) for y in YS], [(150.0, 210.0, 330.0), *walls])
    rows = [
        (x, y, f"{row}{x}")
        for y, row in zip((310, 280, 250, 220), "甲乙丙丁", strict=True)
        for x in (55, 155, 235, 295)
    ]
    (grid,) = read(lines + at(*rows)).grids
    assert [row[0].text for row in grid.rows()] == ["甲55", "乙55", "丙55", "丁55"]


def test_rows_that_may_be_two_are_told_of() -> None:
    xs = (110.0, 170.0, 230.0)
    lines = inner([(300, 50, 350)], [(x, 240, 330) for x in xs])
    head = at(*((x, 310, "名称") for x in (55, 115, 175, 235)))
    rows = at(*((x, y, words) for x in (55, 115, 175, 235) for y, words in ((280, "甲方"), (250, "乙方"))))
    document = read(lines + head + rows)
    assert [note for note in document.notes if "line between two rows" in note]
    assert read(lines + head + at((55, 280, "甲"), (115, 280, "乙"))).notes == ()


def test_what_stands_beside_a_narrower_part_of_a_table_is_no_cell() -> None:
    narrower = line(50, 210, 150, 210) + line(50, 210, 50, 240) + line(150, 210, 150, 240)
    document = read(ruled(line) + narrower + WORDS + text(55, 220, "丙一") + text(255, 220, "旁边"))
    assert texts(document) == [[*CELLS, "丙一"]]
    assert "旁边" in [getattr(block, "text", "") for block in document.blocks]


def test_lines_inside_forms_stand_where_the_matrix_puts_them() -> None:
    content = (ruled(line) + WORDS).replace("\n", " ")
    document = read("0.5 0 0 0.5 0 0 cm /X6 Do", objects=[form(content, "2 0 0 2 0 0")])
    assert texts(document) == [CELLS]


@pytest.mark.parametrize("page", ["/Rotate 90", "/Rotate 270", "/CropBox [30 30 390 390]", "/UserUnit 2"])
def test_pages_turned_and_cropped_read_alike(page: str) -> None:
    turns = {"/Rotate 90": "0 1 -1 0 400 0 cm ", "/Rotate 270": "0 -1 1 0 0 400 cm "}
    assert texts(read(turns.get(page, "") + ruled(line) + WORDS, page=page)) == [CELLS]


@pytest.mark.parametrize("turn", ["0 1 -1 0 400 0 cm ", "0 -1 1 0 0 400 cm ", "-1 0 0 -1 400 400 cm "])
def test_a_page_drawn_on_its_side_is_turned(turn: str) -> None:
    assert texts(read(turn + ruled(line) + WORDS)) == [CELLS]


def test_a_page_drawn_tiny_is_read_at_its_size() -> None:
    assert texts(read("0.1 0 0 0.1 0 0 cm " + ruled(line) + WORDS, size=(40.0, 40.0))) == [CELLS]


# --- columns told by the white between them

NUMBERED = "".join(
    text(60, 320 - 20 * i, f"项目{name}") + text(180, 320 - 20 * i, f"{i}0.00") + text(300, 320 - 20 * i, "是")
    for i, name in enumerate("甲乙丙丁", start=1)
)
COLUMNS = [f"{i}0.00" if column == 1 else ("是" if column == 2 else f"项目{name}") for i, name in enumerate("甲乙丙丁", start=1) for column in range(3)]  # fmt: skip


@pytest.mark.parametrize(
    "rules",
    [
        "".join(line(50, 315 - 20 * i, 350, 315 - 20 * i) for i in range(5)),
        line(50, 315, 350, 315) + line(50, 295, 350, 295) + line(50, 235, 350, 235),
        "",
    ],
    ids=["lines between rows", "three lines", "no lines"],
)
def test_columns_may_be_told_by_the_white_between_them(rules: str) -> None:
    document = read(rules + NUMBERED)
    assert texts(document) == [COLUMNS]
    assert "without lines" in document.notes[0]


def rows_of(*columns: tuple[float, str]) -> str:
    return "".join(text(x, 350 - 16 * i, words) for i in range(8) for x, words in columns)


@pytest.mark.parametrize(
    "content",
    [
        rows_of((50, "字" * 30)),
        rows_of((50, "字" * 13), (210, "字" * 14)),
        rows_of((50, "字" * 9), (155, "字" * 9), (260, "字" * 9)),
        rows_of((50, "1"), (90, "项目甲绩效目标表"), (340, "5")),
        rows_of((50, "（1）"), (90, "项目甲"), (140, "." * 20), (340, "5")),
        "".join(line(50, y, 350, y) for y in (370, 345, 320)) + rows_of((50, "字" * 29)),
    ],
    ids=["prose", "two columns", "three columns", "contents", "contents with leaders", "prose between lines"],
)
def test_text_that_is_no_table_stays_text(content: str) -> None:
    assert read(content).grids == []


@pytest.mark.parametrize("bound", ["page._MOST_EDGES", "grid._MOST_CROSSINGS", "grid._MOST_SQUARES"])
def test_a_page_with_too_many_lines_for_a_table_keeps_its_text(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"transforms.readers.pdf.{bound}", 5)
    document = read(ruled(line) + WORDS)
    assert document.grids == []
    assert "甲一" in "".join(getattr(block, "text", "") for block in document.blocks)
    assert any("tables" in note for note in document.notes)
