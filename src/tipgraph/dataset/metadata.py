"""What the dataset says of itself: what it is, whose words and under which licences, how large."""

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from tipgraph import __version__
from tipgraph.dataset.load import (
    ALIGNMENTS,
    CURATED,
    DOCUMENT,
    INFERRED,
    METADATA,
    ONTOLOGY,
    SCHEMES,
)
from tipgraph.namespaces import BASE, DCAT, DCTERMS, GRAPH, ID, RDF, RDFS, VOID, XSD

DATASET: Final = BASE + "dataset"
NAMED_GRAPHS: Final = BASE + "dataset/named-graphs"

LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"
_RIGHTS: Final = (
    "The ontology, the schemes, the shapes and the curated data are licensed under CC BY 4.0. The words of the "
    "documents remain the United Nations' and are quoted with their source. The code that builds the dataset is "
    "licensed under the Apache License 2.0."
)
_WORDS_OF_THE_UN: Final = "The words of the document remain the United Nations' and are quoted with their source."
_OURS_AND_QUOTED: Final = (
    "Follows from the curated data (CC BY 4.0) and from the words of the documents, which remain the United Nations'."
)
_GRAPHS: Final = {
    ONTOLOGY: "The ontology of tipgraph",
    ALIGNMENTS: "Mappings of tipgraph's terms to other vocabularies",
    SCHEMES: "The concept schemes of tipgraph",
    INFERRED: "What the build inferred and derived",
    METADATA: "What the dataset says of itself",
}

Fact = tuple[str, str, NamedNode | Literal]


def describe(graphs: Mapping[str, int], merged: int) -> set[Triple]:
    """Describe the dataset.

    Args:
        graphs: Each named graph with the number of its triples, this description's own included.
        merged: How many triples the default graph has.

    Returns:
        The description; how many triples it is depends on which graphs there are, not on their sizes.
    """
    facts: list[Fact] = [
        (DATASET, RDF + "type", NamedNode(VOID + "Dataset")),
        (DATASET, RDF + "type", NamedNode(DCAT + "Dataset")),
        (DATASET, DCTERMS + "title", _english("tipgraph: the record of the Working Group on Trafficking in Persons")),
        (DATASET, RDFS + "label", _english("tipgraph")),
        (
            DATASET,
            DCTERMS + "description",
            _english(
                "Documents of the Working Group on Trafficking in Persons, established by the Conference of the "
                "Parties to the United Nations Convention against Transnational Organized Crime, as linked data: every "
                "fact leads back to the words that state it."
            ),
        ),
        (DATASET, DCTERMS + "language", Literal("en")),
        (DATASET, DCTERMS + "license", NamedNode(LICENSE)),
        (DATASET, DCTERMS + "rights", _english(_RIGHTS)),
        (DATASET, DCAT + "version", Literal(__version__)),
        (DATASET, VOID + "uriSpace", Literal(ID)),
        (DATASET, VOID + "vocabulary", NamedNode(BASE + "ns")),
        (DATASET, VOID + "triples", _number(merged)),
        (DATASET, VOID + "subset", NamedNode(NAMED_GRAPHS)),
        (NAMED_GRAPHS, RDF + "type", NamedNode(VOID + "Dataset")),
        (NAMED_GRAPHS, RDFS + "label", _english("tipgraph, its named graphs")),
        (
            NAMED_GRAPHS,
            RDFS + "comment",
            _english("A triple that several sources state counts once for each; in the dataset it counts once."),
        ),
        (NAMED_GRAPHS, VOID + "triples", _number(sum(graphs.values()))),
    ]
    for graph, size in graphs.items():
        facts.extend(_describe_graph(graph, size))
    return _triples(facts)


def _describe_graph(graph: str, size: int) -> list[Fact]:
    """Describe one named graph."""
    facts: list[Fact] = [
        (NAMED_GRAPHS, VOID + "subset", NamedNode(graph)),
        (graph, RDF + "type", NamedNode(VOID + "Dataset")),
        (graph, RDFS + "label", _english(label_of(graph))),
        (graph, VOID + "triples", _number(size)),
    ]
    if source := source_of(graph):
        facts.append((graph, DCTERMS + "source", NamedNode(source)))
        facts.append((graph, DCTERMS + "rights", _english(_WORDS_OF_THE_UN)))
    elif graph == INFERRED:
        facts.append((graph, DCTERMS + "rights", _english(_OURS_AND_QUOTED)))
    else:
        facts.append((graph, DCTERMS + "license", NamedNode(LICENSE)))
    return facts


def source_of(graph: str) -> str:
    """Return the IRI of the document that a named graph was extracted from; nothing for another graph."""
    return ID + "document/" + graph.removeprefix(DOCUMENT) if graph.startswith(DOCUMENT) else ""


def label_of(graph: str) -> str:
    """Return what a named graph is called."""
    if graph.startswith(DOCUMENT):
        return f"Extracted from the document {graph.removeprefix(DOCUMENT)}"
    if graph.startswith(CURATED):
        return f"Curated by hand: {graph.removeprefix(CURATED)}"
    return _GRAPHS.get(graph, graph.removeprefix(GRAPH))


def _english(words: str) -> Literal:
    return Literal(words, language="en")


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=NamedNode(XSD + "integer"))


def _triples(facts: Iterable[Fact]) -> set[Triple]:
    return {Triple(NamedNode(s), NamedNode(p), o) for s, p, o in facts}
