"""Columns for the browser, words in two languages, and how a page is put together."""

from __future__ import annotations

import base64
import gzip
import json
import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from pages.report.charts import specifications
from pages.report.columns import columns
from pages.report.scope import tables_left_out
from pages.shared.page import Page, compose, packed, read_words, save, script_json

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "pages/report/templates"
WORDS = read_words(("pages.shared", "words.toml"), ("pages.report.templates", "words.toml"))
ENDING = "</script><!--<script>&\u2028"


class Elements(HTMLParser):
    """The names of all elements, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("values", "carried"),
    [
        ([Decimal("95.000000"), None], [95, None]),
        ([Decimal("0.100000"), Decimal("-0.05")], [0.1, -0.05]),
        ([Decimal("123456789012.345678"), None], ["123456789012.345678", None]),
        ([date(2025, 6, 30), date(2024, 2, 29)], ["2025-06-30", "2024-02-29"]),
        (["一", "二", None], ["一", "二", None]),
        (["一", "一", None, "二", "一", "二"], {"values": ["一", "二"], "numbers": [0, 0, -1, 1, 0, 1]}),
        ([True, None], [True, None]),
    ],
)
def test_a_column_is_carried_exactly(values: list[object], carried: object) -> None:
    frame = pl.DataFrame({"column": values})
    assert columns(frame) == {"rows": len(values), "columns": {"column": carried}}


def test_packed_json_is_the_same_every_time_and_opens_again() -> None:
    value = {"text": ENDING, "figures": [1, None]}
    assert packed(value) == packed(value)
    assert json.loads(gzip.decompress(base64.b64decode(packed(value)))) == value


def test_no_text_ends_the_script_that_holds_it() -> None:
    text = script_json({"text": ENDING})
    assert json.loads(text) == {"text": ENDING}
    assert not set(text) & set("<>&\u2028")


def test_a_page_holds_only_what_its_policy_allows() -> None:
    made = compose(Page("title", WORDS, "<main></main>", ["a{}"], ["let a = 1;"], {"own": script_json({"a": ENDING})}))
    found = Elements(made).found
    policy = next(a["content"] for tag, a in found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not [a for _, a in found if "src" in a or any(name.startswith("on") for name in a)]
    assert {a.get("href") for _, a in found if "href" in a} == {"#content", "data:,"}


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "new/page.html"
    save("first", target)
    with pytest.raises(UnicodeEncodeError):
        save("\udc00", target)
    assert target.read_text(encoding="utf-8") == "first"
    assert [path.name for path in target.parent.iterdir()] == ["page.html"]


def test_words_must_be_said_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.shared.page.asset", lambda *_: 'key = ["中文"]')
    with pytest.raises(ValueError, match="key must be said in Chinese and in English"):
        read_words(("pages.shared", "words.toml"))


def test_every_word_that_the_report_says_is_there_and_none_is_left_over() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in [*REPORT.glob("*.*s"), *REPORT.glob("*.html")])
    shared = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pages/shared").glob("*.*"))
    said = set(re.findall(r"""[^\w]t\("(\w+)\"""", scripts)) | set(re.findall(r'data-t(?:-\w+)?="(\w+)"', scripts))
    assert said <= WORDS.keys()
    begun = set(re.findall(r"t\(`(\w+_)\$\{", scripts))
    in_python = (ROOT / "pages/report/charts.py").read_text(encoding="utf-8")
    unsaid = {
        key
        for key in WORDS
        if f'"{key}"' not in scripts + in_python + shared
        and not key.startswith(tuple(begun))
        and not re.search(rf"\b{key}\b", scripts)
    }
    assert unsaid == set()


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_fill_in_the_same(key: str) -> None:
    chinese, english = WORDS[key]
    assert sorted(re.findall(r"\{\w+\}", chinese)) == sorted(re.findall(r"\{\w+\}", english))


def test_scripts_never_read_a_text_as_markup() -> None:
    for script in [*REPORT.glob("*.js"), *(ROOT / "pages/shared").glob("*.js")]:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script.read_text("utf-8")
        )


def test_charts_are_the_same_in_both_languages_but_for_their_words() -> None:
    chinese, english = specifications(WORDS)
    assert chinese.keys() == english.keys()
    assert chinese != english
    assert "http" not in json.dumps([spec | {"$schema": ""} for spec in chinese.values()])


@pytest.mark.parametrize(("rows", "left_out"), [(100_000, []), (100_001, ["project"])])
def test_a_page_carries_so_many_rows_and_no_more(rows: int, left_out: list[str]) -> None:
    assert tables_left_out({"project": rows, "indicator": 0, "finding": 0}) == left_out
