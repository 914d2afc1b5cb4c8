"""Exports read back by software that nobody here wrote, and a record whose content is awkward on purpose."""

import os
import subprocess
import warnings
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse, serialize

from tests.conftest import ROOT, write_small
from tipgraph.export.context import ADDRESS
from tipgraph.export.source import Source
from tipgraph.record import Record

READERS = ROOT / "build" / "ui" / "readers.mjs"

AWKWARD = (
    r"""
<thing/quotes> rdfs:label 'He said "no", she said \'yes\', and \\ ended \'\'\' it """
    " \u0022\u0022\u0022"
    r"""'@en ;
    tip:text "'''", "\"", "\\", "\\\"", "\\u0041", "" .
<thing/lines> tip:text "one\ntwo\r\nthree\rfour\u2028five\u2029six\u0085seven\teight" , "\n", " \n " .
<thing/markup> tip:text "<b>&amp;</b> ]]> <!-- --> </script> <![CDATA[" , "\\x3C", "${0} {{ }} %s" .
<thing/right-to-left> tip:text "\u202Bحقوق (الإنسان)\u202C" ; rdfs:label "حقوق الإنسان"@ar , "זכויות"@he .
<thing/combining> tip:text "e\u0301" , "\u00E9" , "\u1E9B\u0323" , "\u0915\u094D\u0937" , "\U0001F469\u200D\U0001F680" , "\uFEFFx" .
<thing/a_(b)/c,d;e='f'> tip:concerns <https://example.org/(a)_(b)?q=(1)&r='2'#(c)> , <https://example.org/é/漢> ,
    <https://example.org/%28a%29> , <urn:x:(y)> , <mailto:a+b@example.org> .
<thing/dates> tip:date "2009"^^xsd:gYear , "2009-04"^^xsd:gYearMonth , "-0044-03-15"^^xsd:date , "-0044"^^xsd:gYear ,
    "2009-04-14Z"^^xsd:date , "12009-04-14"^^xsd:date , "--04-14"^^xsd:gMonthDay ;
    tip:startsAt "2009-04-14T10:00:00.5Z"^^xsd:dateTime , "2009-04-14T10:00:00+01:00"^^xsd:dateTime .
<thing/numbers> tip:ordinal 7 , "-7"^^xsd:integer ; tip:value 1.1 , "7" , 12345678901234567 ;
    tip:foreseen true , "true" ; rdfs:comment "007" , 300 , "true"^^tip:soon .
<thing/languages> rdfs:label "漢字"@zh-Hant-TW , "ћирилица"@sr-Cyrl-RS , "colour"@en-GB , "colour"@en , "colour" .
<thing/links> rdfs:label <thing/dates> ; tip:text <thing/dates> ; tip:date <thing/dates> ; tip:concerns "id:thing/dates" .
<thing/schemes> tip:concerns <id:7> , <tip:text> , <schema:x> , <status:adopted> , <org://x> , <https://w3id.org/tipgraph/id/> ,
    <https://w3id.org/tipgraph/id///x> , <https://w3id.org/tipgraph/id/@id> ; tip:text "id:7" , "@id" , "_:b0" , "https://x.y/" .
<schema:thing> a <oa:Class> , tip:Thing ; rdfs:label "label"@en ; tip:date "2009"^^<tip:year> .
<thing/blank> tip:concerns [ tip:concerns [ rdfs:label "deep"@en ] ] , ( "one" "two"@en ( ) [ ] ) .
"""
)


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """A build of what is hard to write; one literal is ninety thousand characters long."""
    folder = tmp_path_factory.mktemp("awkward")
    record = write_small(folder / "record")
    path = record.root / "data" / "curated" / "awkward.ttl"
    long = '<thing/long> tip:text """' + "long \u0301 «» \\n " * 5_000 + '""" .\n'
    prefixes = (
        "@base <https://w3id.org/tipgraph/id/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix tip: <https://w3id.org/tipgraph/ns#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    )
    path.write_text(prefixes + AWKWARD + long, encoding="utf-8")
    return source_of(record, folder / "build")


def source_of(record: Record, folder: Path) -> Source:
    from tipgraph.dataset.build import write_build

    return Source(write_build(record, folder))


def statements(text: bytes, form: RdfFormat = RdfFormat.N_QUADS) -> set[Quad]:
    """Read quads with pyoxigraph; blank nodes are called the same if they are the same."""
    return named(parse(text, format=form, lenient=True))


def named(quads: object) -> set[Quad]:
    found = Dataset(quads)  # type: ignore[arg-type]
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


def in_place(document: bytes, context: bytes) -> bytes:
    """Put the context where a document names its address, for readers that cannot be told where it lies."""
    address = b'{"@context": "' + ADDRESS.encode() + b'"'
    assert document.startswith(address)
    return (
        b'{"@context": '
        + context.strip().removeprefix(b'{\n  "@context": ').removesuffix(b"}")
        + document[len(address) :]
    )


def by_rdflib(text: bytes, form: str) -> set[Quad]:
    """Read a dataset with rdflib, which would mend literals if it were let."""
    return named(_plain(rdflib_dataset(text, form)))


def rdflib_dataset(text: bytes, form: str) -> rdflib.Dataset:
    read = rdflib.Dataset()
    kept, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        with warnings.catch_warnings():  # rdflib warns of what it does itself
            warnings.simplefilter("ignore", DeprecationWarning)
            read.parse(data=text, format=form)
    finally:
        rdflib.NORMALIZE_LITERALS = kept
    return read


def _plain(read: rdflib.Dataset) -> list[Quad]:
    """Return rdflib's quads without its own writers, which are not what is tested."""
    from oxrdflib._converter import to_ox

    found = []
    for s, p, o, graph in read.quads():
        quad = (to_ox(s), to_ox(p), to_ox(o))
        found.append(Quad(*quad, to_ox(graph)) if graph is not None else Quad(*quad))
    return found


def by_javascript(text: bytes, media_type: str, context: Path | None = None) -> set[Quad]:
    """Read a dataset with jsonld.js or N3.js."""
    if not READERS.is_file():
        assert os.environ.get("TIPGRAPH_UI") != "require", "the readers were not built with the scripts of the pages"
        pytest.skip(
            "jsonld.js and N3.js are not there: they come with the scripts of the pages, where npm can be reached"
        )
    from hatch_build import programs  # only a checkout has it, as it has the readers

    command = [programs()[0], str(READERS), media_type, *([str(context)] if context else [])]
    done = subprocess.run(command, input=text, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return statements(done.stdout)


def lines(quads: set[Quad]) -> list[bytes]:
    """Show quads in a failure."""
    return sorted((serialize(quads, format=RdfFormat.N_QUADS) or b"").split(b"\n"))
