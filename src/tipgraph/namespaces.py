"""The namespaces of the record: one table of prefixes for every file, query and page."""

from typing import Final

BASE: Final = "https://w3id.org/tipgraph/"
TIP: Final = BASE + "ns#"
ID: Final = BASE + "id/"
SCHEME: Final = BASE + "scheme/"
GRAPH: Final = BASE + "graph/"
SHAPES: Final = BASE + "shapes#"
CONTEXT: Final = BASE + "context.jsonld"
"""Where the JSON-LD context of the record is published."""

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
SCHEMA: Final = "https://schema.org/"
PROV: Final = "http://www.w3.org/ns/prov#"
ORG: Final = "http://www.w3.org/ns/org#"
OA: Final = "http://www.w3.org/ns/oa#"
CITO: Final = "http://purl.org/spar/cito/"
OBO: Final = "http://purl.obolibrary.org/obo/"
SH: Final = "http://www.w3.org/ns/shacl#"
VOID: Final = "http://rdfs.org/ns/void#"
DCAT: Final = "http://www.w3.org/ns/dcat#"

CONCEPT_SCHEMES: Final = (
    "agenda-status",
    "agreement",
    "capacity",
    "comparator",
    "discrepancy-kind",
    "distribution",
    "document-type",
    "mechanism",
    "milestone-kind",
    "modality",
    "office",
    "review-outcome",
    "statement-kind",
    "status",
    "topic",
    "treaty-status",
    "verb",
)
"""Names of the SKOS schemes; the concepts of scheme ``x`` lie under ``id/x/``."""

PREFIXES: Final[dict[str, str]] = {
    "cito": CITO,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "oa": OA,
    "obo": OBO,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "shape": SHAPES,
    "skos": SKOS,
    "tip": TIP,
    "void": VOID,
    "xsd": XSD,
    **{name: f"{ID}{name}/" for name in CONCEPT_SCHEMES},
    "body": ID + "body/",
    "state": ID + "state/",
    "instrument": ID + "instrument/",
    "addressee": ID + "addressee/",
}
"""Prefix to namespace; what ``tipgraph query`` and the endpoint's examples declare."""


def short(term: str) -> str:
    """Write an IRI as a curator would: below ``id/`` relative, elsewhere with a prefix where one is known.

    Args:
        term: An IRI, or any other words, which come back as they are.

    Returns:
        ``document/cu-2009-92/p1``, ``tip:capacity``, or the IRI.
    """
    if term.startswith(ID):
        return term[len(ID) :]
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace) and not namespace.startswith(BASE + "id/"):
            return f"{prefix}:{term[len(namespace) :]}"
    return term
