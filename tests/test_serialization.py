"""What is written can be read again as what it was, by readers of XML too."""

import io
from xml.etree import ElementTree as ET

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple

from tipgraph.namespaces import PREFIXES
from tipgraph.query.formats import GRAPHS, TABLES
from tipgraph.query.prepare import prepare
from tipgraph.query.run import evaluate, write
from tipgraph.serialization import write_graph

TEXT = "one\rtwo\r\nthree\nfour\tfive"
FACT = Triple(NamedNode("urn:a"), NamedNode("urn:p/says"), Literal(TEXT))


def answer(query: str, media_type: str) -> bytes:
    (form,) = (form for form in (*TABLES, *GRAPHS) if form.media_type == media_type)
    out = io.BytesIO()
    write(evaluate(Store(), prepare(query)), form, out)
    return out.getvalue()


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML])
def test_line_ends_of_a_graph_stay(form: RdfFormat) -> None:
    written = write_graph([FACT], form, PREFIXES, "urn:base")
    read = rdflib.Graph().parse(data=written, format={"application/rdf+xml": "xml"}.get(form.media_type, "turtle"))
    assert [str(words) for words in read.objects()] == [TEXT]


def test_line_ends_of_an_answer_stay() -> None:
    literal = '"one\\rtwo\\r\\nthree\\nfour\\tfive"'
    graph = answer(f"CONSTRUCT {{ <urn:a> <urn:p/says> {literal} }} {{}}", "application/rdf+xml")
    assert [str(words) for words in rdflib.Graph().parse(data=graph, format="xml").objects()] == [TEXT]
    table = ET.fromstring(answer(f"SELECT ?text {{ BIND({literal} AS ?text) }}", "application/sparql-results+xml"))
    assert [one.text for one in table.iter("{http://www.w3.org/2005/sparql-results#}literal")] == [TEXT]
