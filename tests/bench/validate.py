"""One validation in a process of its own: ``python -m tests.bench.validate FILE SHAPES WAY``.

Ways: ``queries``, queries first and pyshacl about the suspects; ``everything``, pyshacl about everything, but with our
parser and with the shapes as we prepare them for it; ``pyshacl``, as it is without us: rdflib's parser, its graph, and
the shapes as their files have them. Prints the triples, the results and the seconds, of which those for parsing.
"""

import json
import sys
import time
from pathlib import Path


def of_tipgraph(file: Path, shapes: Path, plain: bool) -> tuple[int, int, float]:
    """Triples, results, and when parsing was over."""
    from tipgraph.turtle import parse_turtle
    from tipgraph.validate.material import Material
    from tipgraph.validate.shacl import check_shapes, load_shapes

    material = Material({file.name: parse_turtle(file)})
    triples, parsed = len(material.triples), time.perf_counter()
    return triples, sum(1 for _ in check_shapes(material, load_shapes(shapes), plain=plain)), parsed


def of_pyshacl(file: Path, shapes: Path) -> tuple[int, int, float]:
    """The same of pyshacl alone."""
    from pyshacl import validate
    from rdflib import Graph, URIRef

    data, written = Graph(), Graph()
    data.parse(file, format="nt")
    parsed = time.perf_counter()
    for path in sorted(shapes.glob("*.ttl")):
        written.parse(path)
    _, report, _ = validate(data, shacl_graph=written, inplace=True)
    return len(data), len(set(report.objects(None, URIRef("http://www.w3.org/ns/shacl#result")))), parsed


def main(file: str, shapes: str, way: str) -> None:
    began = time.perf_counter()
    if way == "pyshacl":
        triples, results, parsed = of_pyshacl(Path(file), Path(shapes))
    else:
        triples, results, parsed = of_tipgraph(Path(file), Path(shapes), way == "everything")
    print(json.dumps([triples, results, time.perf_counter() - began, parsed - began]))


if __name__ == "__main__":
    main(*sys.argv[1:])
