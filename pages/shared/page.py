"""Puts one self-contained HTML file together: nothing in it reaches the network, no text in it becomes markup or code."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jinja2 import Environment

Words = dict[str, tuple[str, str]]
"""What a page says, by key: Chinese, then English."""

_DANGEROUS = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is one file.

    `title` is the key of its title in `words`. `body` is trusted markup, with texts of documents already escaped, that
    stands below the page's head. `styles` and `scripts` are texts, in order, after the shared ones. `data` are texts
    by element id, each embedded in an inert script element: JSON (`script_json`) or packed JSON (`packed`).
    """

    title: str
    words: Words
    body: str
    styles: Sequence[str]
    scripts: Sequence[str]
    data: Mapping[str, str]


def asset(package: str, name: str) -> str:
    """The text of a file that comes with a package, such as a style or a script."""
    return files(package).joinpath(name).read_text(encoding="utf-8")


def read_words(*sources: tuple[str, str]) -> Words:
    """The words of several files `(package, file.toml)`, each a list of `key = ["中文", "English"]`; later ones win.

    Raises ValueError for a key without both languages.
    """
    words: Words = {}
    for package, name in sources:
        for key, said in tomllib.loads(asset(package, name)).items():
            if len(said) != 2 or not all(said):
                raise ValueError(f"{name}: {key} must be said in Chinese and in English")
            words[key] = (said[0], said[1])
    return words


def environment(package: str) -> Environment:
    """Jinja2 for the templates of a package and the shared ones, with every value escaped and none left undefined."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folders = [str(files(package)), str(files("pages.shared"))]
    return Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def render(package: str, template: str, **values: Any) -> str:
    """A template of a package, filled."""
    return environment(package).get_template(template).render(**values)


def script_json(value: Any) -> str:
    """JSON that can stand inside a script element: `<`, `>` and `&` are written as escapes, so no text can end it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_DANGEROUS)


def packed(value: Any) -> str:
    """JSON, compressed (gzip) and in base64, for `unpack` in the browser; the same value gives the same text."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(plain, compresslevel=6, mtime=0)).decode("ascii")


def compose(page: Page) -> str:
    """The whole page. Its content security policy allows the styles and scripts it came with, and no address at all."""
    styles = [asset("pages.shared", "base.css"), *page.styles]
    scripts = [
        *(asset("pages.shared", name) for name in ("language.js", "dom.js")),
        *page.scripts,
    ]
    title = page.words[page.title]
    return render(
        "pages.shared",
        "base.html",
        policy=_policy(styles, scripts),
        title_key=page.title,
        title=f"{title[0]} | {title[1]}",
        skip=page.words["skip_to_content"][0],
        words=script_json(page.words),
        body=page.body,
        styles=styles,
        scripts=scripts,
        data=page.data,
    )


def save(text: str, target: Path) -> None:
    """Writes a page whole or not at all. Raises OSError where the folder cannot be written to."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """What a browser may load and run: these texts by their hash, and pictures that stand in the page itself."""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(map(_source_hash, scripts)),
        "style-src": " ".join(map(_source_hash, styles)),
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{rule} {allowed}" for rule, allowed in rules.items())


def _source_hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
