"""The report in a browser: what it says, that it holds texts harmless, keys, screen readers, silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from pages.report import write_report
from pipelines.cli import main
from tests.pages.browser import Window, chromium
from tests.pages.hand_made import ATTACK, FORMULA, warehouse

VIEWS = ("#overview", "#departments", "#projects", "#indicators", "#findings", "#about", "#department/130202-202",
         "#project/audit-1?indicator=1", "#project/not-here", "#nowhere")  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return warehouse(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def page(database: Path) -> Path:
    documents = database.parent.parent / "documents"
    (documents / "2025").mkdir(parents=True)
    (documents / "2025/audit.docx").write_bytes(b"")
    write_report(database, database.parent / "report.html", documents=documents)
    return database.parent / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Window]:
    with chromium() as window:
        yield window


@pytest.fixture
def fresh(browser: Window, page: Path) -> Window:
    """The page, opened anew."""
    browser.size(1280)
    browser.colours("light")
    browser.go(page)
    browser.wait("return document.body.classList.contains('ready')")
    return browser


@pytest.fixture
def window(browser: Window, page: Path, request: pytest.FixtureRequest) -> Window:
    """The page at a view without charts, in Chinese, wherever the test before it left it: opening it takes a second."""
    if browser.run("return location.href.split('#')[0]") != page.resolve().as_uri():
        return request.getfixturevalue("fresh")  # type: ignore[no-any-return]
    browser.size(1280)
    browser.colours("light")
    browser.view("#about")
    browser.run("Language.use(0)")
    return browser


@pytest.fixture
def overview(window: Window) -> Window:
    window.view("#overview")
    return window


def english(window: Window) -> None:
    window.run("document.querySelector('[data-language-switch]').click()")


def cells(window: Window, row: int) -> list[str]:
    return window.texts(f"[role=row][aria-rowindex='{row}'] > *")


def test_every_view_is_drawn_in_silence_and_asks_for_nothing(fresh: Window) -> None:
    fresh.requests(), fresh.complaints()
    for view in VIEWS:
        fresh.view(view)
        fresh.wait("return document.querySelector('#content h1') !== null")
        fresh.run("for (const n of document.querySelectorAll('.chart')) n.scrollIntoView()")
        fresh.wait("return [...document.querySelectorAll('.chart')].every((n) => n.querySelector('svg'))")
        fresh.run("document.querySelectorAll('details').forEach((n) => { n.open = true; })")
        english(fresh)
    assert fresh.complaints() == []
    assert fresh.requests() == []


def test_the_page_may_load_and_send_nothing(fresh: Window) -> None:
    refused = fresh.run_async(
        "const done = arguments[0]; fetch('data:,x').then(() => done('loaded'), () => done('refused'))"
    )
    ran = fresh.run(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); return window.ran"
    )
    assert (refused, ran) == ("refused", None)
    assert all("Content Security Policy" in complaint for complaint in fresh.complaints())


def test_texts_of_documents_stay_texts(window: Window, page: Path) -> None:
    assert "<script>document.title" not in page.read_text(encoding="utf-8")
    for view in ("#project/audit-1?indicator=0", "#projects", "#indicators", "#findings"):
        window.view(view)
        assert ATTACK in window.run("return document.querySelector('#content').textContent")
    assert window.run("return document.querySelectorAll('#content script, #content img').length") == 0
    assert window.run("return document.title") != "hit"


def test_summary_adds_up_what_is_known_and_says_what_is_not(overview: Window) -> None:
    tiles = dict(zip(overview.texts(".tile dt"), overview.texts(".tile dd"), strict=True))
    assert tiles["文件"] == "4\n已隔离 1"
    assert tiles["部门"] == "2"
    assert tiles["项目"] == "5"
    assert tiles["预算资金"] == "102.00\n万元、1 个项目未填预算"
    assert tiles["指标"] == "5\n量化率 80%"
    assert tiles["问题"] == "4\n错误 1、提醒 1、说明 2"


def test_curve_counts_whole_plans_of_known_money_alone(overview: Window) -> None:
    english(overview)
    overview.run("document.querySelectorAll('details').forEach((n) => { n.open = true; })")
    overview.wait("return document.querySelector('figure:nth-of-type(2) table')")
    rows = overview.run(
        "return [...document.querySelectorAll('section:nth-of-type(1) figure:nth-of-type(2) tbody tr')]"
        ".map((row) => [...row.children].map((cell) => cell.textContent))"
    )
    assert [row[:3] + row[5:7] for row in rows] == [
        ["审计局", "2025", "360,000.00", "50%", "180,000.00"],
        ["财政局", "2025", "100,000.00", "50%", "50,000.00"],
        ["审计局", "2024", "200,000.00", "50%", "100,000.00"],
    ]
    assert "Not counted, as budget or plan is incomplete: 2 projects" in overview.text("section:nth-of-type(1)")


def test_names_that_are_cut_alike_are_still_two_bars(window: Window) -> None:
    window.run(
        """const group = { key: "errors", label: "错误", colour: () => "#000" };
        const long = "某某市某某区人民政府办公室下属机关事务管理与后勤服务保障中心";
        const entries = ["一", "二"].map((end) => ({ name: long + end, errors: 1 }));
        const total = { label: "合计", of: (entry) => entry.errors };
        const made = stackedFigure({ title: "试", name: "findings", entries, groups: [group], says: "试", total });
        made.id = "trial";
        document.getElementById("content").replaceChildren(made);"""
    )
    bars = "[...document.querySelectorAll('#trial svg .mark-rect.role-mark path')]"
    window.wait(f"return {bars}.length")
    assert window.run(f"return new Set({bars}.map((bar) => bar.getBoundingClientRect().top)).size") == 2


def test_department_stands_among_its_peers(window: Window) -> None:
    window.view("#department/130202-202")
    assert window.text("h1") == "审计局"
    assert "路南区 130202 202" in window.text("#content")
    standing = window.texts("section.card table tbody tr:first-child > *")
    assert standing == ["产出 · % · 不低于", "2", "90%", "1", "90%", "0%", "100%", "0%"]


def test_project_shows_what_is_written_beside_what_it_means(window: Window) -> None:
    window.view("#project/audit-1?indicator=0")
    row = window.run("return [...document.querySelectorAll('tr.marked > *')].map((cell) => cell.innerText)")
    assert row[1] == "≥80%"
    assert row[2].splitlines()[0] == "≥ 80%"
    assert "第3页 表2 第4行 第5列" in window.text(".facts")
    link = window.run("return document.querySelector('.facts a').getAttribute('href')")
    assert link == "../documents/2025/audit.docx#page=3"
    english(window)
    assert "page 3, table 2, row 4, column 5" in window.text(".facts")
    assert "360,000.00 yuan" in window.text(".facts")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", 5),
        ("经费", 2),
        ("ＨＹＰＥＲ", 1),
        ("ab(", 1),
        ("项目 finance", 0),
        ("审计局二中心", 1),
        ("(", 1),
        ("没有这个", 0),
    ],
)
def test_search_finds_words_in_any_width_and_case(window: Window, typed: str, found: int) -> None:
    window.view(f"#projects?q={quote(typed)}")
    assert window.text("[role=status]") == f"显示 {found} 行，共 5 行"
    assert window.run("return document.querySelector('[role=grid]').getAttribute('aria-rowcount')") == str(found + 1)


def test_typing_and_choosing_narrow_the_rows(window: Window) -> None:
    window.view("#projects")
    window.run("document.querySelector('input[type=search]').focus()")
    window.press("f", "i", "n")
    window.wait("return location.hash === '#projects?q=fin'")
    assert window.text("[role=status]") == "显示 0 行，共 5 行"
    window.view("#projects?year=2024")
    assert window.text("[role=status]") == "显示 1 行，共 5 行"
    assert cells(window, 2)[2] == "2024"


def test_rows_are_sorted_with_the_unknown_last(window: Window) -> None:
    window.view("#projects")
    money = "[...document.querySelectorAll('.grid-body [role=row]')].map((row) => row.children[3].textContent)"
    for expected in (["36.00", "36.00", "20.00", "10.00", "—"], ["10.00", "20.00", "36.00", "36.00", "—"]):
        window.run("document.querySelectorAll('.sort')[3].click()")
        assert window.run(f"return {money}") == expected
    assert (
        window.run("return document.querySelectorAll('[role=columnheader]')[3].getAttribute('aria-sort')")
        == "ascending"
    )


def test_keys_alone_lead_from_the_top_to_a_project(fresh: Window) -> None:
    fresh.press("Tab")
    assert fresh.focused() == "跳到正文"
    fresh.press("Enter")
    assert fresh.run("return document.activeElement.id") == "content"
    fresh.view("#projects")
    assert fresh.focused() == "项目"
    for _ in range(20):
        fresh.press("Tab")
        if fresh.run("return document.activeElement.closest('.grid-body') !== null"):
            break
    first = fresh.focused()
    fresh.press("ArrowDown", "ArrowDown", "ArrowUp")
    assert fresh.focused() == FORMULA != first
    fresh.press("End")
    last = fresh.focused()
    fresh.press("Home", "Enter")
    fresh.wait("return location.hash.startsWith('#project/')")
    assert fresh.focused() == fresh.text("h1") == first != last


def test_focus_is_always_seen(window: Window) -> None:
    window.view("#projects")
    for _ in range(12):
        window.press("Tab")
        seen = "const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"
        assert window.run(seen), window.focused()


def test_screen_readers_are_told_what_everything_is(overview: Window) -> None:
    tree = overview.accessibility()
    roles = {role for role, _, _ in tree}
    assert {"main", "banner", "navigation", "heading", "figure", "image", "contentinfo"} <= roles
    nameless = [
        role
        for role, name, _ in tree
        if role in {"button", "link", "image", "combobox", "searchbox", "grid"} and not name
    ]
    assert nameless == []
    charts = [name for role, name, _ in tree if role == "image"]
    assert "各部门预算：最多的是审计局（92.00 万元），全部合计 102.00 万元。" in charts
    overview.view("#projects")
    tree = overview.accessibility()
    assert ("grid", "项目") in {(role, name) for role, name, _ in tree}
    assert {"row", "columnheader", "gridcell", "searchbox", "status", "search"} <= {role for role, _, _ in tree}


def test_language_switches_words_labels_and_what_is_announced(fresh: Window) -> None:
    assert fresh.run("return document.documentElement.lang") == "zh-CN"
    english(fresh)
    assert fresh.run("return document.documentElement.lang") == "en"
    assert fresh.text("h1") == "Overview"
    assert fresh.run("return document.title") == "Overview · Budget performance report"
    assert fresh.run("return document.querySelector('nav').getAttribute('aria-label')") == "Views"
    fresh.view("#projects")
    assert "项目" not in fresh.text("header")
    names = fresh.run("return [...document.querySelectorAll('.grid-body a [lang]')].map((n) => n.lang)")
    assert set(names) == {"zh-CN"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(window: Window, scheme: str) -> None:
    window.colours(scheme)
    pairs = [(ink, ground) for ink in ("text", "muted", "accent") for ground in ("page", "surface", "raised")]
    pairs += [(level, f"{level}-soft") for level in ("error", "warning", "info", "good")]
    pairs += [("accent", "accent-soft"), ("on-accent", "accent")]
    faint = {pair: contrast for pair in pairs if (contrast := _contrast(window, *pair)) < 4.5}
    assert faint == {}


@pytest.mark.parametrize("view", ["#overview", "#projects", "#department/130202-202", "#project/audit-1"])
def test_nothing_runs_over_the_edge_of_a_phone(window: Window, view: str) -> None:
    window.size(390, 844)
    english(window)  # whose words are longer
    window.view(view)
    window.run("for (const n of document.querySelectorAll('.chart')) n.scrollIntoView()")
    assert window.run("return document.documentElement.scrollWidth") <= 390


def test_a_table_too_long_for_one_page_is_left_out_whole_and_said_so(
    browser: Window, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.report.scope.ROWS_ON_A_PAGE", {"project": 100, "indicator": 4, "finding": 100})
    write_report(database, tmp_path / "report.html")
    browser.go(tmp_path / "report.html", "#overview")
    browser.wait("return document.body.classList.contains('ready')")
    assert "指标 5 行 未列出" in browser.text(".notice")
    assert "量化率 80%" in browser.text(".tiles")
    browser.view("#indicators")
    assert "未列出" in browser.text("#content")
    browser.view("#project/audit-1")
    assert "未列出" in browser.text("#content")
    assert browser.complaints() == []


def test_a_year_and_district_can_be_chosen_on_the_command_line(
    browser: Window, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["report", "--warehouse", str(database.parent), "--out", str(tmp_path / "report.html")]
    assert _exit_code([*command, "--year", "2024", "--district", "1302"]) == 0
    browser.go(tmp_path / "report.html")
    browser.wait("return document.body.classList.contains('ready')")
    assert "20.00" in browser.text(".tiles")
    assert _exit_code([*command, "--year", "1999"]) == 1
    assert "the warehouse holds no document of that year and district" in capsys.readouterr().err


def _exit_code(command: list[str]) -> int | str | None:
    with pytest.raises(SystemExit) as left:
        main(command)
    return left.value.code


def _contrast(window: Window, ink: str, ground: str) -> float:
    """The contrast of two colours as WCAG 2 defines it (4.5 is its bound for text)."""
    light, dark = sorted((_luminance(window, name) for name in (ink, ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(window: Window, name: str) -> float:
    colour = window.run("return getComputedStyle(document.documentElement).getPropertyValue(`--${arguments[0]}`)", name)
    parts = [int(colour.strip()[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
