"""Complete queries to start from, run for the rows they give; and what the data say in the words of others."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from tipgraph.dataset.assemble import Assembled
from tipgraph.dataset.derive import rules
from tipgraph.errors import TipgraphError
from tipgraph.export.markdown import block, short, table
from tipgraph.files import read_text_strict
from tipgraph.namespaces import BASE, DCTERMS, ID, PREFIXES, RDF, RDFS, VOID

EXAMPLES: Final = Path(__file__).parent
"""One query a file, ``<number>-<name>.rq``, with a title and a note on how it is made."""

_HEADER: Final = re.compile(r"^# (title|note): *(.*?) *$\n?", re.MULTILINE)
_ROWS: Final = 6
_OTHERS: Final = ", in the words of "
"""In the title of a rule that says again in another vocabulary what the record's own terms say."""


class ExampleError(TipgraphError, ValueError):
    """An example query gives no rows; ``args[0]`` is its file."""

    def __str__(self) -> str:
        return f"{self.args[0]}: the example query gives no rows: mend the query, or the data it asks for"


def show_queries(store: Store) -> str:
    """Write each query with what it asks, how it is made, and the first rows it gives.

    Args:
        store: The dataset.

    Returns:
        Markdown.

    Raises:
        ExampleError: If a query gives no rows.
    """
    return "\n\n".join(_show(path, store) for path in sorted(EXAMPLES.glob("*.rq")))


def _show(path: Path, store: Store) -> str:
    text = read_text_strict(path)
    heads = dict(_HEADER.findall(text))
    found = store.query(text, base_iri=ID, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions), path
    names = [variable.value for variable in found.variables]
    rows = [[_cell(solution[name]) for name in names] for solution in found]
    if not rows:
        raise ExampleError(path)
    rest = f"\n\n... and {len(rows) - _ROWS:,} more rows." if len(rows) > _ROWS else ""
    query = block("sparql", [_HEADER.sub("", text).strip()])
    return f"### {heads['title']}\n\n{heads['note']}\n\n{query}\n\n{table(names, rows[:_ROWS])}{rest}"


def _cell(term: object) -> str:
    if isinstance(term, Literal):
        return term.value
    return f"`{short(term.value)}`" if isinstance(term, NamedNode) else ""


def show_rules() -> str:
    """Name the rules that say what follows from the record's own terms, in its own terms."""
    return _list(title for title in _titles() if _OTHERS not in title)


def show_others(data: Assembled) -> str:
    """Write what a build says again in other vocabularies, and how often it uses which of their terms.

    Args:
        data: The dataset.

    Returns:
        Markdown.
    """
    found: dict[str, int] = {}
    for triple in data.merged - data.stated:
        name, thing = triple.predicate.value, triple.object
        if name == RDF + "type" and isinstance(thing, NamedNode):
            name = thing.value
        if not name.startswith((BASE, VOID, RDFS, DCTERMS + "title", DCTERMS + "description")):
            found[name] = found.get(name, 0) + 1
    rows = [[f"`{short(name)}`", f"{count:,}"] for name, count in sorted(found.items())]
    said = _list(title for title in _titles() if _OTHERS in title)
    return said + "\n\n" + table(["class or property", "triples"], rows)


def _titles() -> Iterator[str]:
    return (read_text_strict(path).split("\n", 1)[0].removeprefix("# title: ") for path in rules())


def _list(titles: Iterable[str]) -> str:
    return "\n".join(f"* {title}." for title in titles)
