"""Shapes of every kind of constraint and data with every kind of fault, made at random, as Turtle."""

from hypothesis import strategies as st

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
"""
NODES = ["ex:a", "ex:b", "ex:c", "_:d", "_:e"]
CLASSES = ["ex:K", "ex:L", "ex:M"]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
LITERALS = [
    '""', '"a"', '"ab"', '"abc\\n"', '"1"', '"a"@en', '"b"@en', '"a"@en-GB', '"c"@fr', '"a"@FR',
    "1", "2", "01", "10", "-1", '"x"^^xsd:integer', '"1"^^xsd:nonNegativeInteger', '"-1"^^xsd:nonNegativeInteger',
    '"99999999999999999999"^^xsd:integer', "1.50", "1.5", '"1"^^xsd:decimal', "1e0", '"NaN"^^xsd:double', '"INF"^^xsd:float',
    "true", "false", '"1"^^xsd:boolean', '"maybe"^^xsd:boolean',
    '"2020-01-31"^^xsd:date', '"2020-02-30"^^xsd:date', '"31-01-2020"^^xsd:date', '"2020-01-31Z"^^xsd:date',
    '"2021-06-01T12:00:00"^^xsd:dateTime', '"2021-06-01T12:00:00.000Z"^^xsd:dateTime', '"2020"^^xsd:gYear', '"2020-01"^^xsd:gYearMonth',
    '"P1D"^^xsd:duration', '"a"^^xsd:anyURI', '"a"^^ex:own', '"\\"^^<x> ?v1"', '"12:00:00"^^xsd:time',
]  # fmt: skip
DATATYPES = [
    "xsd:string", "xsd:integer", "xsd:decimal", "xsd:double", "xsd:boolean", "xsd:date", "xsd:dateTime", "xsd:gYear",
    "xsd:nonNegativeInteger", "rdf:langString", "rdfs:Literal", "ex:own", "xsd:time",
]  # fmt: skip
PATTERNS = ['"^a"', '"b$"', '"^http://example"', '"[0-9]+"', '"."', '"^$"', '"(?=a)a"', '"A" ; sh:flags "i"']
KINDS = ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
RANGES = ["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"]
BOUNDS = [
    "1",
    "1.5",
    "1e0",
    '"2020-01-31"^^xsd:date',
    '"2021-06-01T12:00:00"^^xsd:dateTime',
    '"a"',
    '"99999999999999999999"^^xsd:integer',
]

literals = st.sampled_from(LITERALS)
nodes = st.sampled_from(NODES)
properties = st.sampled_from(PROPERTIES)
classes = st.sampled_from(CLASSES)
terms = nodes | literals
_counts = st.integers(0, 3)


def _list(members: st.SearchStrategy[str], least: int = 1) -> st.SearchStrategy[str]:
    return st.lists(members, min_size=least, max_size=3).map(lambda found: f"( {' '.join(found)} )")


@st.composite
def data(draw: st.DrawFn) -> str:
    """Some triples."""
    lines = [f"{draw(classes)} rdfs:subClassOf {draw(classes)} ." for _ in range(draw(st.integers(0, 2)))]
    lines += [f"{draw(nodes)} a {draw(classes)} ." for _ in range(draw(st.integers(1, 5)))]
    lines += [f"{draw(nodes)} {draw(properties)} {draw(terms)} ." for _ in range(draw(st.integers(0, 14)))]
    return PREFIXES + "\n".join(lines)


def _deeper(paths: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    kinds = st.sampled_from(["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"])
    return st.one_of(
        st.builds("[ sh:{} {} ]".format, kinds, paths),
        _list(paths, 2).filter(lambda text: text.count(" ") > 2),
        _list(paths, 2).map(lambda text: f"[ sh:alternativePath {text} ]"),
    )


paths = st.one_of(properties, properties, st.recursive(properties, _deeper, max_leaves=3))

_of_values = st.one_of(
    st.sampled_from(DATATYPES).map("sh:datatype {}".format),
    st.sampled_from(KINDS).map("sh:nodeKind sh:{}".format),
    classes.map("sh:class {}".format),
    st.builds("sh:minLength {}".format, _counts),
    st.builds("sh:maxLength {}".format, _counts),
    st.sampled_from(PATTERNS).map("sh:pattern {}".format),
    _list(st.sampled_from(['"en"', '"fr"', '"en-GB"', '"*"'])).map("sh:languageIn {}".format),
    st.builds("sh:{} {}".format, st.sampled_from(RANGES), st.sampled_from(BOUNDS)),
    _list(literals | st.sampled_from(NODES[:3])).map("sh:in {}".format),
    (literals | st.sampled_from(NODES[:3])).map("sh:hasValue {}".format),
    properties.map("sh:equals {}".format),
    properties.map("sh:disjoint {}".format),
    _list(properties).map("sh:closed true ; sh:ignoredProperties {}".format),
)
_of_properties = st.one_of(
    _counts.map("sh:minCount {}".format),
    _counts.map("sh:maxCount {}".format),
    st.just("sh:uniqueLang true"),
    properties.map("sh:lessThan {}".format),
    properties.map("sh:lessThanOrEquals {}".format),
)


def _distinct(constraints: list[str]) -> str:
    """Join constraints; of each kind one, as SHACL demands of most."""
    kinds = {text.split(" ")[0]: text for text in constraints}
    return " ; ".join(kinds.values())


def _referring(shapes: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Constraints that refer to other shapes, which stand in brackets."""
    bracketed = shapes.map("[ {} ]".format)
    return st.one_of(
        bracketed.map("sh:node {}".format),
        bracketed.map("sh:not {}".format),
        st.builds("sh:{} {}".format, st.sampled_from(["and", "or", "xone"]), _list(bracketed)),
        st.builds(
            "sh:property [ sh:path {} ; {} ]".format,
            paths,
            st.lists(_of_values | _of_properties, min_size=1, max_size=2).map(_distinct),
        ),
    )


_flat = st.lists(_of_values, min_size=1, max_size=2).map(lambda found: f"a sh:NodeShape ; {_distinct(found)}")
_nested = st.recursive(_flat, lambda below: _referring(below).map("a sh:NodeShape ; {}".format), max_leaves=3)
_counted = st.sampled_from(
    ["sh:qualifiedMinCount 1", "sh:qualifiedMaxCount 1", "sh:qualifiedMinCount 2", "sh:qualifiedMaxCount 0"]
)
_qualifying = st.one_of(classes.map("a sh:NodeShape ; sh:class {}".format), _nested)
_qualified = st.builds("sh:qualifiedValueShape [ {} ] ; {}".format, _qualifying, _counted)
_targets = st.one_of(
    classes.map("sh:targetClass {}".format),
    classes.map("sh:targetClass {}".format),
    (st.sampled_from(NODES[:3]) | literals | st.just("ex:none")).map("sh:targetNode {}".format),
    properties.map("sh:targetSubjectsOf {}".format),
    properties.map("sh:targetObjectsOf {}".format),
)


@st.composite
def shapes(draw: st.DrawFn) -> str:
    """Some shapes with targets; a node shape may be a class too."""
    lines = []
    for number in range(draw(st.integers(1, 3))):
        targets = " ; ".join(draw(st.lists(_targets, min_size=1, max_size=2)))
        if draw(st.booleans()):
            constraints = draw(
                st.lists(_of_values | _of_properties | _referring(_nested) | _qualified, min_size=1, max_size=3)
            )
            lines.append(
                f"ex:S{number} a sh:PropertyShape ; {targets} ; sh:path {draw(paths)} ; {_distinct(constraints)} ."
            )
        else:
            constraints = draw(st.lists(_of_values | _referring(_nested), min_size=1, max_size=3))
            name = draw(
                st.sampled_from([f"ex:S{number}", f"ex:S{number}", 'ex:K a rdfs:Class ; rdfs:label "K" . ex:K'])
            )
            lines.append(f"{name} a sh:NodeShape ; {targets} ; {_distinct(constraints)} .")
    return PREFIXES + "\n".join(lines)
