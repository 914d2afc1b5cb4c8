"""What happens in a worker process when harvesters and search engines ask for all there is."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from tipgraph.export import sitemap
from tipgraph.export.catalogue.dataset import day_of
from tipgraph.export.harvest.protocol import Repository, Service
from tipgraph.export.harvest.protocol import answer as answer_harvester
from tipgraph.query.lookup import Lookup
from tipgraph.web import worker


@cache
def _lookup(directory: Path) -> Lookup:
    return Lookup(worker.load(directory).dataset)


@cache
def _repository(directory: Path, version: str, written: str) -> Repository:
    lookup = _lookup(directory)
    return Repository(lookup, version, day_of(lookup, written))


@cache
def _parts(directory: Path, others: tuple[str, ...]) -> list[Sequence[str]]:
    return sitemap.parts([*sitemap.paths(_lookup(directory)), *others])


def answer(
    directory: Path, version: str, written: str, service: Service, pairs: Sequence[tuple[str, str]], limit: int
) -> bytes:
    """Answer a harvester; as :func:`tipgraph.export.harvest.protocol.answer`.

    Args:
        directory: The build to ask.
        version: Its version.
        written: The day on which it was written.
        service: Where and how it is harvested.
        pairs: The arguments of the request.
        limit: How many bytes the answer may have.

    Raises:
        tipgraph.web.worker.ResultTooLarge: If it is longer.
    """
    return _within(answer_harvester(_repository(directory, version, written), service, pairs), limit)


def write_sitemap(directory: Path, root: str, others: tuple[str, ...], number: int, limit: int) -> bytes | None:
    """Write a sitemap.

    Args:
        directory: The build to ask.
        root: The address of the first page, with a slash at its end.
        others: The paths of pages that no build knows of: questions, documentation.
        number: Which part, from 1; 0 for the whole, or for the list of the parts where one cannot hold it.
        limit: How many bytes it may have.

    Returns:
        The file; nothing where there are fewer parts.

    Raises:
        tipgraph.web.worker.ResultTooLarge: If it is longer.
    """
    parts, out = _parts(directory, others), BytesIO()
    if number > len(parts):
        return None
    if number or len(parts) == 1:
        sitemap.write(root, parts[max(number - 1, 0)], out)
    else:
        sitemap.write_index((f"{root}sitemap-{one}.xml" for one in range(1, len(parts) + 1)), out)
    return _within(out.getvalue(), limit)


def _within(content: bytes, limit: int) -> bytes:
    if len(content) > limit:
        raise worker.ResultTooLarge(limit)
    return content
