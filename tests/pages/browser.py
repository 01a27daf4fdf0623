"""A page of ours in headless Chromium: what it says, loads and logs, its accessibility tree, keys. Skips without Chromium."""

from __future__ import annotations

import base64
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

INSTALL = "apt-get install chromium chromium-driver"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 20.0


@dataclass
class Window:
    """One browser window; open pages with `go`, then ask."""

    driver: Any

    def go(self, page: Path, fragment: str = "") -> None:
        """Opens a page anew, whatever was open."""
        self.driver.get("about:blank")
        self.driver.get(page.resolve().as_uri() + fragment)

    def view(self, fragment: str) -> None:
        """Goes to another view of the open page, as a link in it would."""
        self.run_async(
            """const [to, done] = arguments;
            const before = location.hash;
            location.hash = to;
            if (location.hash === before) done();
            else addEventListener("hashchange", () => setTimeout(done, 0), { once: true });""",
            fragment,
        )

    def run(self, script: str, *given: Any) -> Any:
        """The result of a script that says `return`."""
        return self.driver.execute_script(script, *given)

    def run_async(self, script: str, *given: Any) -> Any:
        """What a script hands to the callback that is its last argument."""
        return self.driver.execute_async_script(script, *given)

    def wait(self, script: str, *given: Any) -> Any:
        """Waits until a script returns something true, and gives it."""
        end = time.monotonic() + _PATIENCE
        while not (found := self.run(script, *given)):
            if time.monotonic() > end:
                raise AssertionError(f"never true: {script}")
            time.sleep(0.02)
        return found

    def text(self, selector: str = "body") -> str:
        """The text that is to be seen in the first element that matches."""
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def texts(self, selector: str) -> list[str]:
        """The texts of all elements that match."""
        return list(self.run("return [...document.querySelectorAll(arguments[0])].map((n) => n.innerText)", selector))

    def press(self, *keys: str) -> None:
        """Presses keys one after the other where the focus is: Tab, Enter, ArrowDown, End, … or a character."""
        for key in keys:
            for kind in ("keyDown", "keyUp"):
                self.command("Input.dispatchKeyEvent", type=kind, **_key(key))

    def focused(self) -> str:
        """The text of what has the focus, or its label, or its tag."""
        return str(
            self.run(
                "const n = document.activeElement; return n.innerText || n.getAttribute('aria-label') || n.tagName"
            )
        )

    def size(self, width: int, height: int = 900) -> None:
        """Sets the window's size in CSS pixels."""
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def colours(self, scheme: str) -> None:
        """Prefers `light` or `dark`."""
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def accessibility(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Role, name and properties of everything that a screen reader is told of."""
        nodes = self.command("Accessibility.getFullAXTree")["nodes"]
        return [
            (
                node["role"]["value"],
                node.get("name", {}).get("value", ""),
                {one["name"]: one["value"].get("value") for one in node.get("properties", [])},
            )
            for node in nodes
            if not node["ignored"]
        ]

    def complaints(self) -> list[str]:
        """What the console was told since the last call: warnings and errors."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Addresses that were asked for since the last call, but for pages opened with `go` and what stands in a page."""
        entries = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        asked = (e["params"] for e in entries if e["method"] == "Network.requestWillBeSent")
        own = ("data:", "blob:", "about:")
        return [
            one["request"]["url"]
            for one in asked
            if one["type"] != "Document" and not one["request"]["url"].startswith(own)
        ]

    def picture(self, target: Path) -> None:
        """Saves what is to be seen as a PNG."""
        target.write_bytes(base64.b64decode(self.command("Page.captureScreenshot", format="png")["data"]))

    def command(self, name: str, **given: Any) -> Any:
        """A command of the Chrome DevTools Protocol."""
        return self.driver.execute_cdp_cmd(name, given)


@contextmanager
def chromium(width: int = 1280, height: int = 900) -> Iterator[Window]:
    """A headless window without network names; skips where Chromium and its driver are not installed."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    driver_program = shutil.which("chromedriver")
    if program is None or driver_program is None:
        pytest.skip(f"no Chromium: {INSTALL}")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=zh-CN"):
        options.add_argument(argument)
    options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver_program))
    try:
        driver.set_script_timeout(_PATIENCE)
        window = Window(driver)
        window.size(width, height)
        window.colours("light")
        yield window
    finally:
        driver.quit()


_CODES = {
    "Tab": 9,
    "Enter": 13,
    "Escape": 27,
    " ": 32,
    "PageUp": 33,
    "PageDown": 34,
    "End": 35,
    "Home": 36,
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
}


def _key(key: str) -> dict[str, Any]:
    name = key.removeprefix("Shift+")
    shift = {"modifiers": 8} if name != key else {}
    text = {"Enter": "\r", "Tab": ""}.get(name, name if len(name) == 1 else "")
    typed = {"text": text} if text else {}
    return {"key": name, "code": name, "windowsVirtualKeyCode": _CODES.get(name, ord(name[0])), **shift, **typed}
