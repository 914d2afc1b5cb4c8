"""What every page leads to."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, current_app, request, url_for

from tipgraph.web import documentation

_ITEMS: Final[tuple[tuple[str, dict[str, Any], str], ...]] = (
    ("search.page", {}, "Search"),
    ("recommendations.table", {}, "Recommendations"),
    ("reader.documents", {}, "Documents"),
    ("sections.browse", {"name": "topics"}, "Topics"),
    ("sections.browse", {"name": "sessions"}, "Sessions"),
    ("sections.browse", {"name": "states"}, "States"),
    ("pages.index", {"_anchor": "questions"}, "Questions"),
    ("pages.ask", {}, "SPARQL"),
    ("documentation", {"name": "about"}, "About"),
)
"""Endpoints, what they are told, and what they are called, in the order in which somebody would want them."""


@dataclass(frozen=True)
class Item:
    """A link to a page."""

    address: str
    words: str
    is_current: bool
    """Whether it is the page that is shown."""


def register(app: Flask) -> None:
    """Give templates the function ``navigation``.

    Args:
        app: The application, with its parts.
    """
    app.jinja_env.globals["navigation"] = _navigation


def _navigation() -> list[Item]:
    here = f"{request.script_root}{request.path}"
    has_manual = bool(current_app.extensions[documentation.KEY])
    items = [item for item in _ITEMS if has_manual or item[0] != "documentation"]
    addresses = [(url_for(endpoint, **told), words) for endpoint, told, words in items]
    return [Item(address, words, here == address) for address, words in addresses]
