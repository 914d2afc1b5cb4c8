"""Which graphs a query is asked of: its own FROM clauses, or what the protocol names in their place.

The default graph of several FROM clauses is their RDF merge, in which a triple counts once. The engine counts it once
for each graph that holds it.

Source: https://www.w3.org/TR/sparql11-query/#specifyingDataset,
https://www.w3.org/TR/sparql11-protocol/#dataset (section 2.1.4)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from tipgraph.errors import UsageError, shown
from tipgraph.query.iris import resolve
from tipgraph.query.prepare import Prepared
from tipgraph.query.tokens import Token

_COUNT: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_COUNT_ONCE: Final = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?s ?p ?o } }"


@dataclass(frozen=True)
class Graphs:
    """The dataset of a query, as IRIs of graphs."""

    default: tuple[str, ...] = ()
    """The graphs whose merge is the default graph; with none of them it is empty."""
    named: tuple[str, ...] = ()
    """The graphs that GRAPH finds."""


Graph = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True)
class Scope:
    """How the engine is told of a dataset."""

    store: Store
    default: list[Graph] | None = None
    """``None`` stands for the default graph of the store; otherwise graphs that share no triple."""
    named: list[NamedNode | BlankNode] | None = None
    """``None`` stands for every named graph of the store."""

    @property
    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        graphs = self.store.named_graphs() if self.named is None else self.named
        return sorted(g.value for g in graphs if isinstance(g, NamedNode) and self.store.contains_named_graph(g))


def named_by_protocol(default: Sequence[str], named: Sequence[str]) -> Graphs | None:
    """Take a dataset from the parameters of a request.

    Args:
        default: The values of ``default-graph-uri``.
        named: The values of ``named-graph-uri``.

    Returns:
        The dataset, which replaces the one that the query names; ``None`` if the request names none.

    Raises:
        tipgraph.errors.UsageError: If a value is not an absolute IRI.
    """
    for parameter, values in (("default-graph-uri", default), ("named-graph-uri", named)):
        for value in values:
            try:
                NamedNode(value)
            except ValueError as error:
                reason = f"{parameter}: '{shown(value)}' is not an absolute IRI ({error})"
                raise UsageError(f"{reason}: give the whole IRI of a graph, percent-encoded once") from None
    return Graphs(tuple(default), tuple(named)) if default or named else None


def named_by_query(query: Prepared) -> Graphs | None:
    """Take a dataset from the FROM and FROM NAMED clauses of a query.

    Args:
        query: The query; only clauses count, not the word in a literal, a comment or an IRI.

    Returns:
        The graphs in full, relative IRIs and prefixes resolved; ``None`` where there is no such clause, or one that is
        not SPARQL: the engine says what is wrong with it.
    """
    default: list[Token] = []
    named: list[Token] = []
    depth = 0
    tokens = query.tokens
    for at, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if depth or token.word != "FROM":
            continue
        is_named = at + 1 < len(tokens) and tokens[at + 1].word == "NAMED"
        graph = at + 1 + is_named
        if graph >= len(tokens) or tokens[graph].kind not in {"iri", "name"}:
            return None
        (named if is_named else default).append(tokens[graph])
    if not default and not named:
        return None
    found = resolve(query, [*default, *named])
    if found is None:
        return None
    return Graphs(tuple(found[: len(default)]), tuple(found[len(default) :]))


def scope(store: Store, graphs: Graphs | None) -> Scope:
    """Find how the engine can be asked of a dataset so that each triple of its default graph counts once.

    Args:
        store: A store whose default graph is the merge of its named graphs.
        graphs: The dataset; ``None`` for all that is in the store.

    Returns:
        The same store, unless several graphs that share triples make up the default graph: then a store of the merge and
        the named graphs, made for the query.
    """
    if graphs is None:
        return Scope(store)
    default: list[Graph] = [NamedNode(iri) for iri in dict.fromkeys(graphs.default)]
    named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in dict.fromkeys(graphs.named)]
    if len(default) < 2:
        return Scope(store, default, named)
    if set(default) >= set(store.named_graphs()):
        return Scope(store, [DefaultGraph()], named)
    if not _share_triples(store, frozenset(default)):
        return Scope(store, default, named)
    merged = Store()
    for graph in default:
        merged.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in _quads(store, graph))
    for graph in named:
        merged.bulk_extend(_quads(store, graph))
    return Scope(merged, [DefaultGraph()], named)


@lru_cache(maxsize=8)
def _share_triples(store: Store, graphs: frozenset[Graph]) -> bool:
    """Say whether a triple is in more than one of several graphs of a store that does not change."""
    counts: list[object] = []
    for query in (_COUNT, _COUNT_ONCE):
        found = store.query(query, default_graph=list(graphs))
        assert isinstance(found, QuerySolutions)
        counts.append(next(found)["n"])
    return bool(counts[0] != counts[1])


def _quads(store: Store, graph: Graph) -> Iterator[Quad]:
    # Not by way of a dump: the engine's loader gives blank nodes new names.
    return store.quads_for_pattern(None, None, None, graph)
