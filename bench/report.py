"""How long the report takes: to write, to open in Chromium, to filter and to sort; `python -m bench.report DATABASE [YEAR]`."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pages.report import write_report
from pages.report.scope import Scope
from tests.pages.browser import Window, chromium

_TYPE = """const [text, done] = arguments;
const box = document.querySelector("input[type=search]"), status = document.getElementById("matches");
new MutationObserver((_, watch) => {
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => done([performance.now() - begun, status.textContent]), 0));
}).observe(status, { childList: true, subtree: true, characterData: true });
box.value = text;
const begun = performance.now();
box.dispatchEvent(new Event("input"));"""
_SORT = """const begun = performance.now();
document.querySelectorAll(".sort")[arguments[0]].click();
return performance.now() - begun"""


def main(database: Path, year: int | None = None) -> None:
    """Prints a line for each step, in milliseconds; typing includes the 150 ms in which one may type on."""
    with TemporaryDirectory() as folder, chromium() as window:
        page = Path(folder) / "report.html"
        started = time.perf_counter()
        write_report(database, page, Scope(year))
        _say("write", time.perf_counter() - started)
        print(f"{'memory':<28}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:>10.2f} GiB")
        print(f"{'file':<28}{page.stat().st_size / 1e6:>10.2f} MB")
        _in_the_browser(window, page)


def _in_the_browser(window: Window, page: Path) -> None:
    window.go(page)
    window.wait("return document.body.classList.contains('ready')")
    _say("open", window.run("return performance.now()") / 1000)
    for view in ("departments", "projects", "indicators", "findings", "overview"):
        started = time.perf_counter()
        window.view(f"#{view}")
        _say(f"show {view}", time.perf_counter() - started)
    for view, typed in (("projects", "经费"), ("indicators", "满意"), ("indicators", "培训 次数")):
        window.view(f"#{view}")
        if not window.run("return document.getElementById('matches') !== null"):
            continue
        took, rows = window.run_async(_TYPE, typed)
        _say(f"type {typed} ({view})", took / 1000, rows)
        _say(f"sort {view}", window.run(_SORT, 0) / 1000)


def _say(step: str, seconds: float, note: Any = "") -> None:
    print(f"{step:<28}{seconds * 1000:>10.0f} ms  {note}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
