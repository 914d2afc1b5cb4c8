"""The whole dataset in memory: what the files say, what follows, what is said again, and a description of it all."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Triple

from tipgraph.dataset.derive import derive
from tipgraph.dataset.infer import infer
from tipgraph.dataset.literals import check_literals
from tipgraph.dataset.load import INFERRED, METADATA, load_graphs
from tipgraph.dataset.metadata import describe
from tipgraph.record import Record


@dataclass(frozen=True)
class Assembled:
    """Named graphs, and the default graph that is their merge."""

    graphs: Mapping[str, frozenset[Triple]]
    """The IRI of each named graph with its triples, as parsed: no literal has been through a store."""

    @cached_property
    def merged(self) -> frozenset[Triple]:
        """Every triple of the named graphs, once."""
        return frozenset().union(*self.graphs.values())

    @cached_property
    def stated(self) -> frozenset[Triple]:
        """Every triple that a file of the record states: neither inferred, nor derived, nor the description."""
        return frozenset().union(*(g for iri, g in self.graphs.items() if iri not in {INFERRED, METADATA}))


def assemble(record: Record) -> Assembled:
    """Load a record and work out everything that belongs to its dataset.

    Args:
        record: Where the files lie.

    Returns:
        The dataset; the same files give the same triples, blank nodes by name included.

    Raises:
        tipgraph.errors.TipgraphError: If a file cannot be read or parsed, the ontology makes two things one, or the engine
            would change a literal.
    """
    graphs = load_graphs(record)
    stated = frozenset().union(*graphs.values())
    inferred = infer(stated)
    inferred |= derive(stated | inferred)
    graphs[INFERRED] = frozenset(inferred)
    # The description counts itself: written once to see how large it is, and once more with the true numbers.
    graphs[METADATA] = frozenset()
    graphs[METADATA] = frozenset(describe(dict.fromkeys(graphs, 0), 0))
    sizes = {iri: len(graph) for iri, graph in graphs.items()}
    merged = len(frozenset().union(*graphs.values()))
    graphs[METADATA] = frozenset(describe(sizes, merged))
    check_literals(graphs, record)
    return Assembled(graphs)
