"""A real browser for tests: the system's Chromium, with a guard over what a page does.

A test takes ``browser_page``, or ``open_page`` for another theme, width, or a page without scripts. At its end the guard
fails it for an error on the console, a request that failed or left the server, or a breach of the policy.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

AXE = Path(__file__).resolve().parents[1] / "build" / "ui" / "axe.min.js"
"""Put there when the scripts of the pages are built."""
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_REQUIRED = os.environ.get("TIPGRAPH_BROWSER") == "require"
expect.set_options(timeout=20_000)  # milliseconds: machines are shared, and nothing is measured by it
OpenPage = Callable[..., Page]


class Guard:
    """Notes what a page must not do."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._origin = ""

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"error in a script: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # Of a request that failed, the request tells itself; the page that was asked for may be one about an error.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        origin = f"{address.scheme}://{address.netloc}"
        if request.is_navigation_request() and not self._origin:
            self._origin = origin
        if origin != self._origin and address.scheme not in {"data", "blob", "about"}:
            self.found.append(f"request to another server: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # somebody went on to another page, or downloads
            self.found.append(f"failed request: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.found.append(f"failed request: {response.url}: {response.status}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; tests are left out where there is none, unless TIPGRAPH_BROWSER=require."""
    program = shutil.which("chromium")
    if program is None:
        assert not _REQUIRED, "there is no chromium"
        pytest.skip("there is no chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=_FLAGS.split())
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open a page: ``open_page(theme="dark", width=360, scripts=False)``; others as for Playwright's new_context."""
    guard = Guard()
    contexts = []

    def start(*, theme: str = "light", width: int = 1200, scripts: bool = True, **more: Any) -> Page:
        size = {"width": width, "height": 900}
        context = browser.new_context(color_scheme=theme, viewport=size, java_script_enabled=scripts, **more)
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("page", guard.watch)
        return context.new_page()

    yield start
    for context in contexts:
        with suppress(Exception):
            context.close()
    assert not guard.found, "\n".join(guard.found)


@pytest.fixture
def browser_page(open_page: OpenPage) -> Page:
    """A page in light colours on a wide screen."""
    return open_page()


def axe(page: Page, *rules: str) -> list[str]:
    """Check a page with axe-core, by some of its rules or all; what it finds, one sentence an element.

    It is given to the page by the browser's own debugger, which the policy of the page does not hold up.
    """
    if not AXE.is_file():
        assert not _REQUIRED, "axe-core was not installed with the scripts of the pages"
        pytest.skip("axe-core is not there: it comes with the scripts of the pages, where npm can be reached")
    session = page.context.new_cdp_session(page)
    source = f"{AXE.read_text(encoding='utf-8')};0"
    if not page.evaluate("() => 'axe' in window"):
        session.send("Runtime.evaluate", {"expression": source, "allowUnsafeEvalBlockedByCSP": True})
    session.detach()
    found = page.evaluate("async (rules) => (await axe.run(rules.length ? {runOnly: rules} : {})).violations", rules)
    return [
        f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels a page is wider than its window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(found, 0)
