"""The documents at hand: what they tell of one another before any of them is read for its facts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tipgraph.namespaces import ID

_BY_DAY = re.compile(r"-\d{4}-\d\d-\d\d$")


@dataclass(frozen=True)
class Library:
    """What the manifest and a run know of documents; everything is an absolute IRI, or part of a key.

    ``documents`` leads from a symbol to the document that bears it; ``sessions`` from a body and a first day to the session
    whose ordinal some document prints; ``held`` are the sessions of which a document issued on their first day or later tells;
    ``tellers`` leads from a body or session to the slug of the first document of it.
    """

    documents: Mapping[str, str] = field(default_factory=dict)
    sessions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    tellers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, recognised: Mapping[str, Mapping[str, Any]]) -> "Library":
        """Put together what is recognised of documents.

        Args:
            recognised: Slug of a document to ``recognised`` of its entry in the manifest.

        Returns:
            The library; of documents with one symbol the first counts, for the others are its later texts.
        """
        documents: dict[str, str] = {}
        sessions: dict[tuple[str, str], str] = {}
        held = set()
        tellers: dict[str, str] = {}
        for slug, told in recognised.items():
            for thing in ("body", "session"):
                if thing in told:
                    tellers.setdefault(f"{ID}{told[thing]}", slug)
            for symbol in symbols_of(told):
                documents.setdefault(symbol, f"{ID}document/{slug}")
            session, first = told.get("session"), str(told.get("first_day", ""))
            if not session or not first:
                continue
            if "body" in told and "ordinal" in told and not _BY_DAY.search(session):
                sessions[f"{ID}{told['body']}", first] = f"{ID}{session}"
            issued = str(told.get("issued", ""))
            if issued and (issued >= first or first.startswith(issued)):
                held.add(f"{ID}{session}")
        return cls(documents, sessions, frozenset(held), tellers)


def symbols_of(recognised: Mapping[str, Any]) -> list[str]:
    """Return the symbols that a document bears; one of several bodies bears several.

    Args:
        recognised: ``recognised`` of its entry in the manifest.
    """
    return f"{recognised.get('symbol', '')} {recognised.get('joint_symbols', '')}".split()
