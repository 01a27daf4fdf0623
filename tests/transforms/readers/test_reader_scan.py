"""Pictures of pages: when OCR is called for, what is kept of it, and what a scan says of its form."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from transforms.document import Grid, UnreadableDocument
from transforms.extract import read_records
from transforms.readers.open import open_document
from transforms.readers.options import ReadingOptions
from transforms.readers.pdf.page import Char, Edge, PageContent
from transforms.readers.scan import cache as scan_cache
from transforms.readers.scan import ocr as scan
from warehouse.lake import Lake

FORM = Path(__file__).parents[2] / "documents" / "scan_form.png"
"""An invented form, drawn, tilted by 0.8° and reduced to black and white at 150 dpi."""


PROSE = FORM.with_name("scan_prose.png")
"""A page of invented goals without any table, made in the same way, tilted by 0.6°."""


def _page(number: int, confidence: float | None = 0.9, text: str = "字") -> PageContent:
    chars = [Char(text, 10.0, 10.0, 20.0, 20.0, confidence)] if text else []
    return PageContent(number, 595.0, 842.0, chars, [Edge(1.0, 2.0, 3.0, 2.0)], has_images=True, unmapped=0)


def _read_as(confidence: float, lines: int) -> PageContent:
    """Thirty characters, in so many lines."""
    places = [divmod(place, 30 // lines) for place in range(30)]
    chars = [Char("字", 9.0 * x, 20.0 * y, 9.0 * x + 9, 20.0 * y + 9, confidence) for y, x in places]
    return replace(_page(1), chars=chars)


def _picture_pdf(rotation: int = 0, turns: int = 0, scale: float = 72 / 150) -> bytes:
    """A PDF without a text layer, whose one page shows the form, turned left by quarters and shown turned right."""
    cv2 = pytest.importorskip("cv2", reason="make ocr")
    picture = cv2.imread(str(FORM), cv2.IMREAD_GRAYSCALE)
    for _ in range(turns):
        picture = cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE)
    down, across = picture.shape
    document = pypdfium2.PdfDocument.new()
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(io.BytesIO(cv2.imencode(".jpg", picture)[1].tobytes()), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(across * scale, down * scale))
    page = document.new_page(across * scale, down * scale)
    page.insert_obj(image)
    page.set_rotation(rotation)
    page.gen_content()
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


# --- the form itself


def _values(content: bytes, file_name: str, options: dict[str, ReadingOptions]) -> dict[str, Any]:
    record = read_records(content, file_name, **options)
    (project,) = record.projects
    assert project.title is not None
    for text in (project.title, project.code, *(row.value for row in project.indicators)):
        assert text is not None
        assert text.confidence is not None
        assert 0.5 < text.confidence <= 1
        assert text.source_ref.endswith(f"OCR {text.confidence:.2f}")
    return {
        "format": record.format,
        "title": project.title.text,
        **{name: getattr(project, name).text for name in ("unit", "code", "name", "budget", "usage", "goal")},
        "values": [row.value.text for row in project.indicators if row.value],
        "level1": [row.level1.text for row in project.indicators if row.level1],
    }


WANTED = {
    "title": "1.湖岸步道维护经费绩效目标表",
    "unit": "207003柳河市临湖区园林绿化中心",
    "code": "13020725P00412300021A",
    "name": "湖岸步道维护经费",
    "budget": "36.50",
    "usage": "用于湖岸步道巡查、修补和照明。",
    "goal": "1.步道全年完好，群众散步安全。",
    "values": ["≥4次/月", "≥95%", "11月底前", "≤36.5万元", "0起", "≥90%"],
    "level1": ["产出指标"] * 4 + ["效益指标", "满意度指标"],
}


def test_a_photograph_of_a_form_is_read_like_the_form_and_says_how_sure_it_is() -> None:
    pytest.importorskip("rapidocr", reason="make ocr")
    assert _values(FORM.read_bytes(), "form.png", {}) == {"format": "image", **WANTED}


def test_a_scan_on_its_head_is_read_upright() -> None:
    """Its page counts pixels as points, as some scanners do."""
    pytest.importorskip("rapidocr", reason="make ocr")
    assert _values(_picture_pdf(turns=2, scale=1.0), "form.pdf", {}) == {"format": "pdf_scan", **WANTED}


@pytest.mark.parametrize(
    ("first", "readings", "expected"),
    [
        pytest.param(_read_as(0.4, 3), {2: _read_as(0.9, 3)}, 180, id="upside down, tried first where it is unsure"),
        pytest.param(_read_as(0.9, 30), {1: _read_as(0.9, 3)}, 90, id="on its side"),
        pytest.param(_read_as(0.9, 30), {1: _read_as(0.3, 3), 3: _read_as(0.9, 3)}, 270, id="on its other side"),
        pytest.param(
            _read_as(0.4, 3),
            {1: _read_as(0.7, 3), 2: _read_as(0.6, 3), 3: _read_as(0.9, 30)},
            90,
            id="the best where none is sure",
        ),
        pytest.param(
            _read_as(0.4, 3), {1: _read_as(0.2, 3), 2: _read_as(0.2, 3), 3: _read_as(0.9, 30)}, 0, id="none better"
        ),
    ],
)
def test_a_page_is_turned_until_it_is_surely_upright(
    first: PageContent, readings: dict[int, PageContent], expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    np = pytest.importorskip("numpy", reason="make ocr")
    picture = np.arange(4, dtype=np.uint8).reshape(2, 2)
    seen = {np.rot90(picture, turns).tobytes(): page for turns, page in {0: first, **readings}.items()}
    monkeypatch.setattr(scan, "_upright_page", lambda turned, *_: seen[turned.tobytes()])
    assert scan.page_content(picture, 1).turned == expected


def test_goals_in_prose_are_read_as_paragraphs_in_one_piece(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="make ocr")
    options = ReadingOptions(page_cache=tmp_path)
    record = read_records(PROSE.read_bytes(), "goals.png", options)
    assert record.overall_goal is not None
    assert record.overall_goal.text.endswith("为群众提供整洁、安全、舒适的休闲环境。")
    assert [[part and part.text for part in (goal.title, goal.goal, goal.measures)] for goal in record.goals] == [
        [
            "公园绿地养护",
            "做好公园、绿地的日常养护，修剪、浇灌、病虫害防治按季节完成，古树名木逐株建档。",
            "绿地养护合格率≥95%；古树名木建档率，已建档株数占全部株数的比例≥98%。",
        ],
        [
            "湖岸设施维护",
            "湖岸步道、照明、护栏完好，发现破损及时修复。",
            "破损设施修复及时率≥90%；全年巡查次数不少于48次。",
        ],
    ]
    assert not any(isinstance(block, Grid) for block in open_document(PROSE.read_bytes(), "goals.png", options).blocks)


def test_pages_read_before_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr", reason="make ocr")
    options = {"options": ReadingOptions(page_cache=tmp_path)}
    content = _picture_pdf(rotation=90, turns=1)
    assert _values(content, "form.pdf", options) == {"format": "pdf_scan", **WANTED}

    def again(*_: object) -> PageContent:
        raise AssertionError("read again")

    monkeypatch.setattr(scan, "page_content", again)
    assert _values(content, "form.pdf", options) == {"format": "pdf_scan", **WANTED}


# --- without OCR


@pytest.mark.parametrize(("file_name", "document_format"), [("form.png", "image"), ("form.pdf", "pdf_scan")])
def test_without_ocr_a_picture_says_how_to_install_it(
    file_name: str, document_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = FORM.read_bytes() if file_name.endswith("png") else _picture_pdf()
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    with pytest.raises(UnreadableDocument) as refusal:
        open_document(content, file_name)
    assert (refusal.value.rule, refusal.value.document_format) == ("ocr_missing", document_format)
    assert refusal.value.message.count("make ocr") == 2


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (_page(1, text=""), True),
        (_page(1, None, " "), True),
        (_page(1, None), False),
        (PageContent(1, 595, 842, [], [], has_images=False, unmapped=0), False),
    ],
    ids=["picture", "picture and a space", "picture and text", "blank"],
)
def test_a_page_is_a_picture_where_it_shows_no_text(page: PageContent, expected: bool) -> None:  # noqa: FBT001
    assert scan.is_picture(page) is expected


@pytest.mark.parametrize(
    ("confidences", "expected"),
    [
        ([0.9, 0.8], "pdf_scan"),
        ([None, None], "pdf"),
        ([0.9] * 9 + [None], "pdf_scan"),
        ([0.9, None], "pdf"),
        ([], "pdf"),
    ],
)
def test_a_pdf_is_a_scan_where_nearly_all_its_text_was_read_by_ocr(
    confidences: list[float | None], expected: str
) -> None:
    assert scan.format_of([_page(1, confidence) for confidence in confidences], "pdf") == expected


# --- the cache


def test_a_page_comes_back_from_the_cache_as_it_was(tmp_path: Path) -> None:
    scan_cache.store(tmp_path / "pages", "abc-1", _page(1))
    assert scan_cache.load(tmp_path / "pages", "abc-1", 1) == _page(1)
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["abc-1.json"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda _: "",
        lambda _: "[]",
        lambda _: "null",
        lambda text: text.replace("rapidocr-", "rapidocr-0."),
        lambda text: json.dumps({**json.loads(text), "chars": [["字", 1]]}),
        lambda text: json.dumps({**json.loads(text), "edges": [[1, 2, "x", 4]]}),
    ],
    ids=["cut", "empty", "list", "null", "another reader", "short character", "no number"],
)
def test_a_damaged_or_outdated_page_is_not_used(tmp_path: Path, damage: Any) -> None:
    scan_cache.store(tmp_path, "abc-1", _page(1))
    path = tmp_path / "abc-1.json"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert scan_cache.load(tmp_path, "abc-1", 1) is None


def test_what_a_killed_build_was_writing_of_a_page_is_cleared_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = Lake(tmp_path / "lake")

    def killed(draft: Path, _target: Path) -> Path:
        # What stands there at this moment is what a kill leaves.
        shutil.copytree(draft.parent, Path(lake.address) / "pages")
        raise OSError("killed")

    monkeypatch.setattr(Path, "replace", killed)
    scan_cache.store(tmp_path / "pages", "abc-1", _page(1))
    assert len(list((Path(lake.address) / "pages").iterdir())) == 1
    lake.clear_leftovers()
    assert not list((Path(lake.address) / "pages").iterdir())
    # One that met a full disk and goes on leaves nothing at all.
    assert not list((tmp_path / "pages").iterdir())


def test_without_a_folder_or_into_one_that_cannot_be_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    scan_cache.store(None, "abc-1", _page(1))
    scan_cache.store(tmp_path / "file", "abc-1", _page(1))
    assert scan_cache.load(tmp_path / "file", "abc-1", 1) is None
    assert scan_cache.load(None, "abc-1", 1) is None
