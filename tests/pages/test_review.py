"""The review page in a browser: values stand where their boxes are, keys work, and what a person writes down is a file of
corrections that a build takes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench.factory.layouts.options import County
from bench.factory.writers.page import Style, pdf
from pages.review import write_review
from pages.review.content import Reviewed, content
from pages.review.write import page
from pipelines.cli import main
from tests.formats.facts import PROJECTS, arranged
from tests.pages.browser import Window, chromium
from transforms.correction_files import load_corrections
from transforms.corrections import Correction, corrected
from transforms.document import Cell, Document, Grid, Paragraph
from transforms.extract import document_record, read_records
from transforms.places import Places
from transforms.readers.open import open_document
from transforms.stated import values

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "data/raw").rglob("*.txt"))
SAMPLE = next(path for path in SAMPLES if path.name.startswith("000_"))
NASTY = '</script><img src=x onerror="alert(1)"> & "quoted" \\ :\u0085#'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's text as a PDF with ruled tables, in the folders of its year and district, with its review page."""
    folder = tmp_path_factory.mktemp("review") / "2025/130207"
    folder.mkdir(parents=True)
    (folder / "made.pdf").write_bytes(pdf(arranged(County(), PROJECTS[:1]), Style()))
    write_review(folder / "made.pdf", folder / "pdf.html")
    write_review(SAMPLE, folder / "text.html")
    return folder


@pytest.fixture(scope="module")
def window() -> Iterator[Window]:
    with chromium(1400, 900) as opened:
        yield opened


def show(window: Window, page: Path) -> None:
    """Opens a page; what it holds is unpacked after it is loaded."""
    window.go(page)
    window.wait("return document.querySelector('.value') !== null")


@pytest.fixture
def review(window: Window, made: Path) -> Window:
    """The page as if opened for the first time: what was kept in the browser belongs to all files."""
    if window.run("return location.protocol !== 'file:'"):
        window.go(made / "pdf.html")
    window.run("localStorage.clear()")
    show(window, made / "pdf.html")
    return window


def state(window: Window) -> list[str]:
    return list(window.run("return [...document.querySelectorAll('.value')].map((n) => n.dataset.state)"))


def current(window: Window) -> str:
    return str(window.run("return document.querySelector('.value.current').getAttribute('aria-label')"))


def said(window: Window, selector: str = ".value") -> list[str]:
    """What stands in all elements that match, out of sight too."""
    return list(window.run("return [...document.querySelectorAll(arguments[0])].map((n) => n.textContent)", selector))


def to_value(window: Window, label: str) -> None:
    """Puts the focus on the first value whose label begins so."""
    window.run(
        "[...document.querySelectorAll('.value')].find((n) => n.getAttribute('aria-label').startsWith(arguments[0])).focus()",
        label,
    )


# --- from a value to its place


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:3])
def test_every_value_of_the_samples_is_found_where_it_stood(path: Path) -> None:
    document = open_document(path.read_bytes(), path.name)
    record = document_record(document, "0" * 64)
    places = Places(document)
    lost = [
        (address.field, text)
        for address, text in values(record)
        if text is not None and text.text and not places.find(text.source_ref, text.text)
    ]
    assert lost == []


def test_a_place_is_found_again_whatever_ocr_made_of_it_and_paragraphs_by_their_text() -> None:
    cell = Cell("≥95%", 2, 1, page=1, confidence=0.71)
    document = Document(
        "pdf",
        (Paragraph("某局", page=1), Paragraph("做好 工作。", page=1), Paragraph("抓落实。", page=1), Grid(1, (cell,))),
    )
    places = Places(document)

    def numbers(source_ref: str, text: str) -> list[int]:
        return [spot.number for spot in places.find(source_ref, text)]

    assert numbers("page 1, table 1, row 3, column 2, OCR 0.98", "≥95%") == [3]
    assert numbers("page 1", "某局") == [0]
    assert numbers("page 1", "做好工作。\n抓落实。") == [1, 2]
    assert numbers("page 1", "别的") == []
    assert numbers("page 1, table 1, row 3, column 1", "≥95%") == [3]
    assert numbers("page 9, table 9, row 1, column 1", "≥95%") == []


def test_boxes_lie_on_the_ruled_cells_of_the_picture(review: Window) -> None:
    same = review.run(
        "const box = (n) => Object.values(n.getBoundingClientRect().toJSON()).map(Math.round).join();"
        "return [...document.querySelectorAll('.picture')].map((n) => [box(n.firstChild), box(n.lastChild)])"
    )
    assert same
    assert all(picture == boxes for picture, boxes in same)
    # Just outside of a cell's box lies its dark line, inside it mostly paper.
    edge, inside = review.run(
        """
        const box = document.querySelector('.box[aria-label^="项目编码"]');
        const image = box.closest('.picture').querySelector('img');
        const canvas = Object.assign(document.createElement('canvas'), {width: image.naturalWidth, height: image.naturalHeight});
        const pen = canvas.getContext('2d', {willReadFrequently: true});
        pen.drawImage(image, 0, 0);
        const darkest = (left, top, width, height) => Math.min(...pen.getImageData(left, top, width, height).data.filter((_, i) => i % 4 === 0));
        const share = (name) => parseFloat(box.style[name]) / 100;
        const [x, y, w, h] = [share('left') * canvas.width, share('top') * canvas.height, share('width') * canvas.width, share('height') * canvas.height];
        return [darkest(x + w / 2, y - 4, 1, 8), darkest(x + w - 12, y + 6, 4, h - 12)];
        """
    )
    assert edge < 120
    assert inside > 200


# --- what is shown


def test_a_value_stands_verbatim_with_its_meaning_and_its_findings(window: Window, made: Path) -> None:
    show(window, made / "text.html")
    value = next(text for text in said(window) if text.startswith("指标值") and "≤1 次" in text)
    assert "上限 ≤1次" in value
    assert "单位 次" in value
    assert "效益指标只设了上限" in value
    assert window.complaints() == []


def test_every_value_points_to_its_cell_where_a_format_has_no_pages(window: Window, made: Path) -> None:
    show(window, made / "text.html")
    to_value(window, "项目编码")
    assert window.text(".paper .current") in current(window)
    assert window.run("return [...document.querySelectorAll('.value')].length") == len(
        json.loads(_data(made / "text.html"))["values"]
    )


def _data(path: Path) -> str:
    found = re.search(r'id="review">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_the_page_asks_for_nothing_and_complains_of_nothing(review: Window) -> None:
    review.run("document.querySelector('[data-language-switch]').click()")
    assert review.run("return document.documentElement.lang") == "en"
    assert "Project code" in review.text("#values")
    assert review.requests() == []
    assert review.complaints() == []


def test_texts_of_a_document_are_no_markup(window: Window, tmp_path: Path) -> None:
    document = open_document(SAMPLE.read_bytes(), SAMPLE.name)
    record = document_record(document, "0" * 64)
    title = replace(record.projects[0].name, text=NASTY)  # type: ignore[type-var]
    record = replace(record, projects=(replace(record.projects[0], name=title), *record.projects[1:]))
    data = content(Reviewed(f"2025/130202/{NASTY}", document, record))
    (tmp_path / "nasty.html").write_text(page({**data, "pictures": []}), encoding="utf-8")
    show(window, tmp_path / "nasty.html")
    assert any(NASTY.replace("\u0085", "") in text.replace("\u0085", "") for text in said(window))
    assert window.run("return document.querySelectorAll('#values img, #values script, header img').length") == 0
    assert window.complaints() == []


def test_what_nobody_read_in_a_forms_table_is_shown() -> None:
    document = open_document(SAMPLE.read_bytes(), SAMPLE.name)
    record = document_record(document, "0" * 64)
    assert content(Reviewed("a", document, record))["unread"] == []
    grid = document.grids[0]
    extra = Cell("补充说明：另行安排", grid.cells[-1].row + 1, 0, line=999)
    blocks = tuple(replace(grid, cells=(*grid.cells, extra)) if block is grid else block for block in document.blocks)
    data = content(Reviewed("a", replace(document, blocks=blocks), record))
    assert list(data["unreadTexts"].values()) == ["补充说明：另行安排"]


def test_a_doubtful_value_is_marked_and_a_sure_one_is_not() -> None:
    document = open_document(SAMPLE.read_bytes(), SAMPLE.name)
    record = document_record(document, "0" * 64)
    project = record.projects[0]
    doubtful = replace(
        project, code=replace(project.code, confidence=0.31), name=replace(project.name, confidence=0.99)
    )  # type: ignore[type-var]
    data = content(Reviewed("a", document, replace(record, projects=(doubtful, *record.projects[1:]))))
    marks = {
        one["field"]: (one.get("confidence"), one.get("doubtful"))
        for one in data["values"]
        if one["field"].startswith("project.")
    }
    first = [one for one in data["values"] if one["field"] in ("project.code", "project.name")][:2]
    assert {one["field"]: (one["confidence"], one.get("doubtful", False)) for one in first} == {
        "project.code": (0.31, True), "project.name": (0.99, False),
    }  # fmt: skip
    assert marks["project.budget"] == (None, None)
    rules = {data["findings"][number]["rule"] for one in first for number in one.get("findings", [])}
    assert "ocr_low_confidence" in rules


# --- the keyboard and screen readers


def test_keys_walk_mark_and_take_back(review: Window) -> None:
    to_value(review, "项目编码")
    start = current(review)
    review.press("j")
    assert current(review) != start
    review.press("k")
    assert current(review) == start
    review.press("c")
    assert state(review).count("ok") == 1
    review.press("ArrowUp")
    assert current(review) == start.replace("未核对", "已核对无误")
    review.press("u")
    assert set(state(review)) == {"open"}
    review.press("Shift+C")
    assert state(review).count("ok") > 5
    assert review.complaints() == []


def test_a_value_brings_its_box_into_sight_and_a_box_its_value(review: Window) -> None:
    review.press("]", "]", "]", "j", "j")
    visible = review.run(
        "const pane = document.querySelector('#pages').getBoundingClientRect(), box = document.querySelector('.box.current').getBoundingClientRect();"
        "return box.top >= pane.top && box.bottom <= pane.bottom"
    )
    assert visible
    review.run("document.querySelector('.box[aria-label^=\"预算数\"]').click()")
    assert current(review).startswith("预算数")
    assert review.focused().startswith("预算数")


def test_hovering_links_both_sides(review: Window) -> None:
    review.run(
        "document.querySelector('.value .text').dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));"
    )
    assert review.wait("return document.querySelectorAll('.box.lit').length") >= 1
    review.run(
        "document.querySelector('.box[aria-label^=\"资金用途\"]').dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))"
    )
    assert review.text(".value.lit").startswith("资金用途")


def test_everything_that_can_be_focused_has_a_name(review: Window) -> None:
    nameless = [
        role
        for role, name, told in review.accessibility()
        if told.get("focusable") and not name and role not in ("RootWebArea", "main", "generic")
    ]
    assert nameless == []
    roles = {role for role, _, _ in review.accessibility()}
    assert {"banner", "main", "region", "heading", "combobox", "image", "progressbar"} <= roles


def test_the_filter_shows_what_has_findings(window: Window, made: Path) -> None:
    show(window, made / "text.html")
    everything = len(window.run("return [...document.querySelectorAll('.value:not([hidden])')].map((n) => n.id)"))
    window.run(
        "const f = document.querySelector('#filter'); f.value = 'findings'; f.dispatchEvent(new Event('change'))"
    )
    shown = said(window, ".value:not([hidden])")
    assert 0 < len(shown) < everything / 10
    assert all("提醒" in text or "说明" in text or "错误" in text for text in shown)


# --- corrections


def typed(window: Window, selector: str, text: str) -> None:
    window.run(
        "const n = document.querySelector(arguments[0]); n.focus(); n.value = ''; n.select()", selector
    )  # fmt: skip
    window.command("Input.insertText", text=text)


def saved(window: Window) -> str:
    window.run("document.querySelector('#save').click()")
    text = str(window.run("return document.querySelector('#yaml').textContent"))
    window.run("document.querySelector('#saving').close()")
    return text


def correct(window: Window, label: str, text: str, reason: str) -> None:
    to_value(window, label)
    window.press("x")
    typed(window, ".correcting textarea", text)
    typed(window, ".correcting input", reason)
    window.run("document.querySelector('.correcting').requestSubmit()")


def test_what_a_person_writes_down_is_a_file_that_corrects_the_record(
    review: Window, made: Path, tmp_path: Path
) -> None:
    raw = (made / "made.pdf").read_bytes()
    record = read_records(raw, "made.pdf")
    project = record.projects[0]
    typed(review, "#reviewer", "王某")
    correct(review, "项目编码", NASTY, '"读错"了: #1')
    correct(review, "指标值", "≥13次/月\n另行", "多行")
    to_value(review, "资金用途")
    review.press("x")
    review.run("document.querySelector('.correcting').requestSubmit()")
    text = saved(review)
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    code, value = load_corrections(tmp_path)
    assert project.code is not None
    assert project.indicators[0].value is not None
    assert (code.document, code.read, code.corrected) == (hashlib.sha256(raw).hexdigest(), project.code.text, NASTY)
    assert (code.by, code.reason, code.file) == ("王某", '"读错"了: #1', "made.pdf")
    assert value.corrected == "≥13次/月\n另行"
    assert "有误，未写明更正 | wrong, not said what is right: project.usage" in text
    now = corrected(record, [code, value]).projects[0]
    assert now.code is not None
    assert now.indicators[0].value is not None
    assert (now.code.text, now.indicators[0].value.text) == (NASTY, "≥13次/月\n另行")


def test_marks_outlast_the_page_and_cancelling_leaves_none(review: Window, made: Path) -> None:
    to_value(review, "项目名称")
    review.press("c")
    to_value(review, "预算数")
    review.press("x")
    typed(review, ".correcting textarea", "别的")
    review.press("Escape")
    show(review, made / "pdf.html")
    assert sorted(set(state(review))) == ["ok", "open"]
    assert state(review).count("ok") == 1
    assert review.text("#done").startswith("已核对 1 /")


def test_a_correction_that_is_kept_is_shown_where_it_applies() -> None:
    document = open_document(SAMPLE.read_bytes(), SAMPLE.name)
    record = document_record(document, "0" * 64)
    code = record.projects[0].code
    assert code is not None
    given = {"document": "0" * 64, "place": code.source_ref, "reason": "对照", "date": date(2026, 11, 21)}
    kept = Correction(field="project.code", read=code.text, corrected="1302", entry="a.yaml:1", **given)  # type: ignore[arg-type]
    stale = Correction(field="project.name", read="没有的", corrected="x", entry="a.yaml:9", **given)  # type: ignore[arg-type]
    data = content(Reviewed("2025/130202/a.txt", document, record, [kept, stale]))
    value = next(one for one in data["values"] if one["field"] == "project.code")
    assert value["text"] == code.text
    assert value["correction"] == {"corrected": "1302", "reason": "对照", "entry": "a.yaml:1"}
    assert ["code_invalid", {}] in value["meaning"]
    told = {one["rule"]: one for one in data["findings"]}
    assert told["corrected"]["value"] == value["id"]
    assert told["correction_stale"]["severity"] == "error"
    assert not data["document"]["quarantined"]


def test_only_the_corrections_of_the_document_itself_are_taken(tmp_path: Path) -> None:
    raw = SAMPLE.read_bytes()
    entry = {
        "place": "page 1",
        "field": "cover.stage",
        "read": "x",
        "corrected": "y",
        "reason": "z",
        "date": "2026-11-21",
    }
    ours = {"document": hashlib.sha256(raw).hexdigest()} | entry
    others = [ours, {"document": "0" * 64} | entry]
    (tmp_path / "a.yaml").write_text("\n".join(f"- {json.dumps(one)}" for one in others), encoding="utf-8")
    write_review(SAMPLE, tmp_path / "page.html", corrections=tmp_path)
    findings = json.loads(_data(tmp_path / "page.html"))["findings"]
    assert [one["rule"] for one in findings if one["rule"].startswith("correct")] == ["correction_stale"]


# --- the command


@pytest.mark.parametrize(
    ("name", "raw", "code", "said"),
    [
        ("a.txt", SAMPLE.read_bytes(), 0, "review.html"), ("a.pdf", b"%PDF-1.7\nx", 3, "PDF 已损坏"), ("a.txt", b"", 3, "文件为空"),
    ],
)  # fmt: skip
def test_the_command_writes_the_page_or_says_why_not(
    name: str, raw: bytes, code: int, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(SystemExit) as stopped:
        main(["review", str(tmp_path / name), "--out", str(tmp_path / "review.html")])
    printed = capfd.readouterr()
    assert stopped.value.code == code
    assert said in printed.out + printed.err
    assert (tmp_path / "review.html").exists() == (code == 0)


@pytest.mark.parametrize(
    "arguments", [["review"], ["review", "no/such/file"], ["review", str(SAMPLE), "--corrections", "no/such"]]
)
def test_wrong_usage_exits_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
