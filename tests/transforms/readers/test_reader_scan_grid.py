"""Ruling lines and lines of writing are found in pictures that are tilted, grainy, grey, coarse and unevenly lit."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from transforms.readers.pdf.page import Edge
from transforms.readers.pdf.table import tables_of

cv2 = pytest.importorskip("cv2", reason="make ocr")

from transforms.readers.scan.grid import contrast_of, darkest_needed, rulings, text_ink  # noqa: E402
from transforms.readers.scan.lines import lines_in, without_specks  # noqa: E402
from transforms.readers.scan.straight import straightened  # noqa: E402

ROWS = (80, 96, 112, 150, 166)
COLUMNS = (60, 150, 300, 420, 535)
MERGED = {(1, 2)}
"""Cells, by row and column, that reach over the column after them."""


def _page(dots: int, *, thickness: float = 0.7, ink: int = 0, paper: int = 255) -> Any:
    """A page with a table of four rows and columns, two cells merged, writing in every cell. `dots`: an inch."""
    scale = dots / 72
    page = np.full((round(400 * scale), round(595 * scale)), paper, np.uint8)
    width = max(1, round(thickness * scale))

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        ends = (round(x0 * scale), round(y0 * scale)), (round(x1 * scale), round(y1 * scale))
        cv2.line(page, *ends, color=ink, thickness=width)

    for y in ROWS:
        line(COLUMNS[0], y, COLUMNS[-1], y)
    for row, (top, bottom) in enumerate(pairwise(ROWS)):
        for column, x in enumerate(COLUMNS):
            if (row, column - 1) not in MERGED:
                line(x, top, x, bottom)
        for column in range(len(COLUMNS) - 1):
            if (row, column - 1) not in MERGED:
                _write(page, COLUMNS[column] + 5, top + 12.5, scale, ink)
    _write(page, 60, 50, scale, ink)
    return page


def _write(page: Any, x: float, y: float, scale: float, ink: int) -> None:
    """HEHE in strokes as high as Chinese characters of 10.5 points are: long uprights close to the lines."""
    at = (round(x * scale), round(y * scale))
    cv2.putText(page, "HEHE", at, cv2.FONT_HERSHEY_SIMPLEX, 0.42 * scale, ink, max(1, round(0.5 * scale)), cv2.LINE_AA)


def _spoilt(page: Any, tilt: float, grain: float, blur: float, quality: int) -> Any:
    down, across = page.shape
    turn = cv2.getRotationMatrix2D((across / 2, down / 2), tilt, 1)
    page = cv2.warpAffine(page, turn, (across, down), flags=cv2.INTER_CUBIC, borderValue=int(page[0, 0]))
    page = cv2.GaussianBlur(page, (0, 0), blur) if blur else page
    noise = np.random.default_rng(5).normal(0, grain, page.shape)
    page = np.clip(page + noise, 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)


SPOILT = [
    (150, 0.0, 0.0, 0.0, 95), (150, 2.0, 8.0, 0.5, 50), (150, -2.0, 20.0, 0.0, 40), (200, 1.3, 25.0, 0.8, 40),
    (300, -0.7, 30.0, 1.0, 40), (300, 2.0, 12.0, 1.2, 60),
]  # fmt: skip


def _upright(page: Any, scale: float) -> tuple[Any, float]:
    darker, contrast = contrast_of(page, scale)
    return straightened(page, text_ink(darker, contrast))


@pytest.mark.parametrize(("dots", "tilt", "grain", "blur", "quality"), SPOILT)
@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (60, 200)], ids=["black on white", "grey on grey"])
def test_cells_and_their_writing_are_found(
    dots: int, tilt: float, grain: float, blur: float, quality: int, ink: int, paper: int
) -> None:
    scale = dots / 72
    upright, angle = _upright(_spoilt(_page(dots, ink=ink, paper=paper), tilt, grain, blur, quality), scale)
    assert angle == pytest.approx(-tilt, abs=0.1)
    darker, contrast = contrast_of(upright, scale)
    found = rulings(darker, contrast, scale)
    edges = [Edge(edge.x0 / scale, edge.top / scale, edge.x1 / scale, edge.bottom / scale) for edge in found.edges]
    assert all(edge.x0 == edge.x1 or edge.top == edge.bottom for edge in edges)
    (table,) = tables_of(edges, [])[0]
    spans = {(cell.row, cell.column): cell.column_span for cell in table.cells}
    cells = {(row, column) for row in range(4) for column in range(4)} - {(1, 3)}
    assert spans == {cell: 2 if cell in MERGED else 1 for cell in cells}

    ink_found = without_specks(
        text_ink(darker, contrast) & ~found.covered, darker, darkest_needed(darker, contrast), scale
    )
    for cell in table.cells:
        left, top, right, bottom = (round(side * scale) for side in cell.box)
        lines = lines_in(ink_found, (left + 1, top + 1, right, bottom), 8 * scale, scale, is_cell=True)
        assert len(lines) == 1, cell


def _lined(dots: int, rows: list[float], uprights: list[tuple[float, float, float]]) -> Any:
    """A page with level lines from 60 to 535 at `rows`, and upright ones: where each is, from where, to where."""
    scale = dots / 72
    page = np.full((round(400 * scale), round(595 * scale)), 255, np.uint8)
    for x0, y0, x1, y1 in [(60, y, 535, y) for y in rows] + [(x, top, x, bottom) for x, top, bottom in uprights]:
        cv2.line(
            page,
            (round(x0 * scale), round(y0 * scale)),
            (round(x1 * scale), round(y1 * scale)),
            0,
            max(1, round(dots / 200)),
        )
    return page


def _cells_of(page: Any, dots: int) -> list[tuple[int, int, int, int]]:
    scale = dots / 72
    darker, contrast = contrast_of(page, scale)
    edges = [
        Edge(edge.x0 / scale, edge.top / scale, edge.x1 / scale, edge.bottom / scale)
        for edge in rulings(darker, contrast, scale).edges
    ]
    (table,) = tables_of(edges, [])[0]
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


@pytest.mark.parametrize("dots", [150, 200, 300])
def test_lines_with_close_set_writing_on_both_sides_are_found(dots: int) -> None:
    rows = [80.0, 91.0, 102.0, 113.0, 124.0]
    page = _lined(dots, rows, [(60, 80, 124), (535, 80, 124)])
    for top in rows[:-1]:
        for x in range(64, 520, 18):
            cv2.rectangle(page, *(_at(dots, x, top + 1.4), _at(dots, x + 9, top + 9.6)), 0, max(1, round(dots / 200)))
    assert _cells_of(page, dots) == [(row, 0, 1, 1) for row in range(4)]


@pytest.mark.parametrize("dots", [150, 200, 300])
def test_a_line_ends_where_strokes_of_writing_go_on(dots: int) -> None:
    """One upright line of the second row has a stroke in line with it above, one of the last row has one below."""
    uprights = [(60, 80, 134), (535, 80, 134), (300, 92, 112), (420, 112, 123)]
    page = _lined(dots, [80, 92, 112, 123, 134], uprights)
    for x, top in ((300, 81.8), (420, 124.2)):
        cv2.rectangle(page, _at(dots, x, top), _at(dots, x + 7, top + 8), 0, max(1, round(dots / 200)))
    whole = [(0, 0, 1, 3), (3, 0, 1, 3)]
    assert sorted(_cells_of(page, dots)) == sorted([*whole, (1, 0, 1, 1), (1, 1, 1, 2), (2, 0, 1, 2), (2, 2, 1, 1)])


@pytest.mark.parametrize("dots", [150, 200])
def test_strokes_that_stand_below_each_other_in_narrow_rows_are_no_line(dots: int) -> None:
    rows = [80 + 8.5 * number for number in range(9)]
    page = _lined(dots, rows, [(60, 80, rows[-1]), (300, 80, rows[-1]), (535, 80, rows[-1])])
    for top in rows[:-1]:
        cv2.rectangle(page, _at(dots, 200, top + 1.2), _at(dots, 205, top + 6.6), 0, max(1, round(dots / 200)))
    assert _cells_of(page, dots) == [(row, column, 1, 1) for row in range(8) for column in range(2)]


def _at(dots: int, x: float, y: float) -> tuple[int, int]:
    return round(x * dots / 72), round(y * dots / 72)


def test_writing_alone_gives_no_lines() -> None:
    page = np.full((1200, 1240), 255, np.uint8)
    for row in range(30):
        for column in range(3):
            _write(page, 40 + 180 * column, 30 + 18 * row, 150 / 72, 0)
    darker, contrast = contrast_of(page, 150 / 72)
    assert rulings(darker, contrast, 150 / 72).edges == []


def test_a_blank_page_is_level_and_has_nothing_on_it() -> None:
    page = np.full((1754, 1240), 255, np.uint8)
    upright, angle = _upright(page, 150 / 72)
    darker, contrast = contrast_of(upright, 150 / 72)
    assert abs(angle) < 7
    assert rulings(darker, contrast, 150 / 72).edges == []
    assert not text_ink(darker, contrast).any()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [([(10, 30)], 1), ([(10, 12), (18, 20), (26, 29)], 1), ([(10, 30), (36, 56)], 2), ([(10, 58)], 2), ([(5, 6)], 0)],
    ids=["one line", "the strokes of 三", "two lines", "two lines that touch", "dirt"],
)
def test_rows_of_ink_become_lines(rows: list[tuple[int, int]], expected: int) -> None:
    ink = np.zeros((70, 100), np.bool_)
    for top, bottom in rows:
        ink[top:bottom, 10:60] = True
    ink[34, 10:60] &= expected != 2 or len(rows) != 1
    assert len(lines_in(ink, (0, 0, 100, 70), 20.0, 2.0, is_cell=True)) == expected
