"""The documentation on the site: the Markdown files of the record's folder ``docs``, read once when the server starts."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask, Response, abort, current_app, render_template, request, url_for
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from tipgraph.record import Record
from tipgraph.web.answers import respond
from tipgraph.web.worker import Reply

KEY: Final = "tipgraph.documentation"
_FILES: Final = re.compile(r"(?:\.\./)?(?:docs/)?([A-Za-z-]+)\.md(#.*)?")
_QUESTION: Final = re.compile(r"(?:\.\./)?queries/\d+-([a-z0-9-]+)\.rq")
_ELSEWHERE: Final = {"ontology": "/ns"}
"""What has a page of its own on the site."""
_LIMITS: Final = ("about", "what-it-cannot-tell")
"""The page, and its heading, that say why there may be no answer."""
_NO_LETTER: Final = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Page:
    """A page of the documentation."""

    name: str
    title: str
    content: str
    """HTML made of our own Markdown, in which HTML means nothing."""
    headings: tuple[tuple[str, str], ...]
    """The headings of the second level: their anchors and their words."""
    items: tuple[str, ...]
    """The items of its first list, as HTML: of the list of changes, those of the last version."""


def register(app: Flask, record: Record) -> None:
    """Serve the documentation under ``/documentation``.

    Args:
        app: The application.
        record: Whose folder has the documentation; a record without one has no such pages.
    """
    pages = {page.name: page for page in map(_read, _sources(record.root))}
    app.extensions[KEY] = pages

    def show(name: str) -> Response:
        page = pages.get(name)
        if page is None:
            abort(404, f"there is no page '{name}' of the documentation: there is {', '.join(pages) or 'none'}")
        return respond(("documentation", name, page.content), lambda: _show(page), vary=False)

    app.add_url_rule("/documentation/<name>", "documentation", show)
    app.jinja_env.globals["limits"] = _limits


def _limits() -> str:
    """Return the address of what the documentation says the record cannot tell; nothing if it does not say it."""
    name, anchor = _LIMITS
    page: Page | None = current_app.extensions[KEY].get(name)
    if page is None or anchor not in dict(page.headings):
        return ""
    return url_for("documentation", name=name, _anchor=anchor)


def _show(page: Page) -> Reply:
    pages = current_app.extensions[KEY]
    content = _within_site(page.content)
    html = render_template("documentation.html", page=page, content=Markup(content), pages=pages.values())  # noqa: S704
    return Reply(html.encode("utf-8"), "text/html")


def latest_changes(number: int) -> list[Markup]:
    """Return the first changes of the last version, as HTML; none where there is no list of changes."""
    page = current_app.extensions[KEY].get("changelog")
    return [Markup(_within_site(item)) for item in page.items[:number]] if page else []  # noqa: S704


def _within_site(content: str) -> str:
    """Let links of the site begin with the path that the server has here."""
    return content.replace('href="/', f'href="{request.script_root}/')


def _sources(folder: Path) -> list[Path]:
    """Return the files: what the record is comes first, what has changed last."""
    found = sorted(folder.glob("docs/*.md"), key=lambda path: (path.stem != "about", path.stem))
    wanted = [path for path in found if path.stem not in {"README", *_ELSEWHERE}]
    return [*wanted, *(path for path in [folder / "CHANGELOG.md"] if wanted and path.is_file())]


def _read(path: Path) -> Page:
    """Make a page of a file."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(path.read_text(encoding="utf-8"))
    title, headings = path.stem, []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            words = _words(tokens[at + 1])
            token.attrSet("id", _NO_LETTER.sub("", words.lower()).replace(" ", "-"))
            if token.tag == "h1":
                title = words
            elif token.tag == "h2":
                headings.append((str(token.attrGet("id")), words))
        elif token.type == "fence":
            token.attrSet("tabindex", "0")
        for link in (child for child in token.children or [] if child.type == "link_open"):
            link.attrSet("href", _target(str(link.attrGet("href"))))
    content = str(markdown.renderer.render(tokens, markdown.options, {}))
    items = tuple(str(markdown.renderer.render(item, markdown.options, {})) for item in _items(tokens))
    return Page(path.stem.lower(), title, content, tuple(headings), items)


def _items(tokens: list[Token]) -> list[list[Token]]:
    """Return what stands in each item of the first list."""
    begins = [at for at, token in enumerate(tokens) if token.type == "list_item_open" and token.level == 1]
    ends = [at for at, token in enumerate(tokens) if token.type == "list_item_close" and token.level == 1]
    whole = next((at for at, token in enumerate(tokens) if token.type.endswith("list_close") and not token.level), 0)
    return [tokens[begin + 1 : end] for begin, end in zip(begins, ends, strict=True) if end < whole]


def _words(heading: Token) -> str:
    return "".join(child.content for child in heading.children or [])


def _target(link: str) -> str:
    """Return where a link of a file leads on the site."""
    if question := _QUESTION.fullmatch(link):
        return f"/questions/{question[1]}"
    match = _FILES.fullmatch(link)
    if not match:
        return link
    name = match[1].lower()
    return _ELSEWHERE.get(name, f"/documentation/{name}") + (match[2] or "")
