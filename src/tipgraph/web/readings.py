"""What happens in a worker process when a document is to be read: the page is put together, or the list of them all.

A worker can open no file: the fork server imports this module for it.
"""

from functools import cache
from pathlib import Path

from tipgraph.query.lookup import Lookup
from tipgraph.site.reader.catalogue import Catalogue, catalogue
from tipgraph.site.reader.compose import read
from tipgraph.site.reader.page import Page, Textless, only
from tipgraph.site.reader.quote import Range
from tipgraph.web import worker


@cache
def _lookup(directory: Path) -> Lookup:
    return Lookup(worker.load(directory).dataset)


def list_documents(directory: Path) -> Catalogue:
    """List the documents of a build.

    Args:
        directory: The build to ask.
    """
    return catalogue(_lookup(directory))


def read_document(directory: Path, path: str, quote: Range | None, section: str) -> Page | Textless:
    """Put together the page of a document.

    Args:
        directory: The build to ask.
        path: The path of the document below ``id/document/``, or below ``id/``.
        quote: The code points of its source text to mark.
        section: The section to show; all of it where it is empty.

    Returns:
        The page.

    Raises:
        tipgraph.query.thing.NoSuchThing: If the record has no document by this name.
        tipgraph.query.thing.Withdrawn: If it had, and the name was given up.
        tipgraph.errors.UsageError: If the text has no such quote, or the document no such section.
    """
    page = read(_lookup(directory), worker.load(directory).texts, path, quote)
    return only(page, section) if section and isinstance(page, Page) else page
