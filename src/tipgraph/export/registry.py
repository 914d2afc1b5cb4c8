"""Every export there is, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from tipgraph.errors import UsageError
from tipgraph.export.source import Selection, Source

Writer = Callable[[Source, BinaryIO, Selection], None]
"""Writes an export to a stream: the same source gives the same bytes, and memory does not grow with the data."""


@dataclass(frozen=True)
class Form:
    """One of the forms in which something can be exported."""

    name: str
    """On the command line: ``nquads``."""
    suffix: str
    """Of its files: ``nq``."""
    media_type: str
    write: Writer
    is_selective: bool = False
    """Whether a graph or a query may be named."""


@dataclass(frozen=True)
class Export:
    """Something that can be exported; its first form is given where none is asked for."""

    name: str
    """On the command line and in addresses: ``dump``; with a slash where there is one for each of many things."""
    title: str
    says: str
    """What it holds, and for whom, in a sentence."""
    forms: tuple[Form, ...]
    is_quoted: bool = False
    """Whether it holds nothing but the words of documents, which the project's licence does not cover."""
    holds_data: bool = True
    """Whether it holds data; what only tells where they are is no distribution of them, and is written last."""

    def form(self, name: str) -> Form:
        """Return a form by its name or the suffix of its files.

        Raises:
            tipgraph.errors.UsageError: If there is none; the message names those that there are.
        """
        found = next((form for form in self.forms if name in (form.name, form.suffix)), None)
        if found is None:
            raise UsageError(f"'{self.name}' cannot be had as '{name}': use {', '.join(f.name for f in self.forms)}")
        return found


def exports(source: Source) -> dict[str, Export]:
    """Return the exports of a build by their names, in an order for people; some depend on what is in it."""
    from tipgraph.export import (  # noqa: PLC0415 - each is imported once exports are wanted
        akoma_ntoso,
        canonical,
        catalogue,
        context,
        dump,
        harvest,
        references,
        schemes,
        sitemap,
        tables,
        w3id,
    )

    found = (
        *dump.EXPORTS,
        *context.EXPORTS,
        *canonical.EXPORTS,
        *tables.EXPORTS,
        *references.EXPORTS,
        *schemes.exports(),
        *catalogue.EXPORTS,
        *harvest.EXPORTS,
        *sitemap.exports(source),
        *w3id.EXPORTS,
        *akoma_ntoso.exports(source),
    )
    return {export.name: export for export in found}
