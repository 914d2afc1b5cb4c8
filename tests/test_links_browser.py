"""The links of the site: of each kind of page, as a browser shows it, links on this server lead somewhere."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import OpenPage
from tests.server import Server, serving
from tests.thorough import THOROUGH
from tipgraph.dataset.build import Build

pytestmark = pytest.mark.browser

LINKS = """() => [...document.querySelectorAll("a[href], link[href], form[action], script[src]")].map(
  (one) => one instanceof SVGAElement ? new URL(one.href.baseVal, document.baseURI).href : one.href || one.action || one.src)"""
WHOLE = {"/read", "/browse", "/pictures", "/documentation"}
"""Every page below these is looked at; below others one of a kind."""
LARGE = {"/ns", "/alignments"}
"""A page of the whole vocabulary: looked at as text, since it only says of each term what the term's own page does."""
IDS = re.compile(r'\sid="([^"]*)"')


@pytest.fixture(scope="module")
def server(build: Build) -> Iterator[Server]:
    with serving(build.directory, rate="0", log="false", timeout="60") as running:
        yield running


def kind(path: str) -> str:
    """What a page is one of: its route, the kind of thing that it is about, what it is asked with."""
    address = urlsplit(path)
    first, *rest = address.path.removeprefix("/").split("/")
    asked = "&".join(sorted({name for name, _ in parse_qsl(address.query)}))
    if f"/{first}" in WHOLE and not asked:
        return address.path
    about = rest[0] if first in {"doc", "id"} and rest else ""
    return f"{first}/{about}/{min(len(rest), 3)}?{asked}"


MOST = 6 if THOROUGH else 2
"""Addresses of one kind that are asked for, of those that the first page does not name."""


class Crawl:
    """What is found from the first page on."""

    def __init__(self, server: Server, page: Page) -> None:
        self.origin = f"http://127.0.0.1:{server.port}"
        self.server = server
        self.page = page
        self.found: dict[str, str] = {"/": "/"}
        """Each address on this server, with the page that has the link."""
        self.fragments: dict[str, dict[str, str]] = {}
        """The places in a page to which links lead, each with the page that has the link."""
        self.faults: list[str] = []

    def all_kinds(self) -> None:
        """Visit one page of each kind."""
        waiting, seen = ["/"], set(LARGE)
        while waiting:
            path = waiting.pop(0)
            if kind(path) not in seen and path not in LARGE:
                seen.add(kind(path))
                waiting += self.visit(path)

    def visit(self, path: str) -> list[str]:
        """Open a page, and return the addresses that were not known before; none of what is no page."""
        reply = self.server.ask("HEAD", path, Accept="text/html")
        if reply.status != 200 or not reply.headers["content-type"].startswith("text/html"):
            return []
        self.page.goto(f"{self.origin}{path}", wait_until="domcontentloaded")
        new = []
        for link in self.page.evaluate(LINKS):
            address = urlsplit(link)
            if f"{address.scheme}://{address.netloc}" != self.origin:
                continue
            there = address.path + (f"?{address.query}" if address.query else "")
            if there not in self.found:
                self.found[there] = path
                new.append(there)
            if address.fragment:
                self.fragments.setdefault(there, {}).setdefault(unquote(address.fragment), path)
        return new

    def check(self, path: str) -> None:
        """Ask for an address, and look for the places on it to which links lead."""
        wanted = self.fragments.get(path, {})
        reply = self.server.ask("GET" if wanted else "HEAD", path, Accept="text/html")
        if reply.status >= 400:
            self.faults.append(f"{reply.status}: {path}, from {self.found[path]}")
        elif wanted:
            missing = wanted.keys() - set(IDS.findall(reply.text))
            self.faults += [f"{path} has no place #{one}, from {wanted[one]}" for one in sorted(missing)]


@pytest.mark.thorough
def test_no_link_is_broken(server: Server, open_page: OpenPage) -> None:
    crawl = Crawl(server, open_page())
    crawl.all_kinds()
    assert len(crawl.found) > 1000
    asked = Counter[tuple[str, str]]()
    for path, source in list(crawl.found.items()):
        what = (kind(path), PurePosixPath(urlsplit(path).path).suffix)
        asked[what] += source != "/"
        if source == "/" or asked[what] <= MOST:
            crawl.check(path)
    assert not crawl.faults, "\n".join(crawl.faults)
