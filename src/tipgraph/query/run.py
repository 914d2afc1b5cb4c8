"""Putting a prepared query to the engine and writing its answer."""

import io
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Final
from xml.parsers import expat

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from tipgraph.errors import MalformedError, TipgraphError
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query import closures, departures, existence
from tipgraph.query.dataset import Graphs, Scope, named_by_query, scope
from tipgraph.query.disguise import disguise
from tipgraph.query.edit import Edit, apply
from tipgraph.query.faults import explain, unknown_function
from tipgraph.query.formats import GRAPHS, TABLES, Format
from tipgraph.query.prepare import Prepared, ServiceRefused
from tipgraph.query.spread import subjects_of_an_object
from tipgraph.serialization import referring, write_rdfxml

Result = QuerySolutions | QueryBoolean | QueryTriples

_TRUE_OR_FALSE: Final = {QueryResultsFormat.CSV, QueryResultsFormat.TSV}
_NOTHING: Final = Scope(Store())
"""A dataset over which a query is parsed and not worked at."""
_XML: Final = {QueryResultsFormat.XML, RdfFormat.RDF_XML}


class EvaluationError(TipgraphError, RuntimeError):
    """A query is valid, yet the engine cannot answer it; ``args`` is (name, reason)."""

    def __str__(self) -> str:
        name, reason = self.args
        return f"{name}: the engine cannot answer this query: {reason}"


class FormError(TipgraphError, ValueError):
    """An answer holds something that a form has no way to say; ``args`` is (form, reason)."""

    def __str__(self) -> str:
        form, reason = self.args
        forms = GRAPHS if form in {one.name for one in GRAPHS} else TABLES
        others = ", ".join(one.media_type for one in forms if one.name != form)
        return f"the answer cannot be written as {form} ({reason}): ask for another form ({others})"


def evaluate(store: Store, query: Prepared, graphs: Graphs | None = None, *, rewrite: bool = True) -> Result:
    """Ask the engine.

    Args:
        store: Where the data are; its default graph is the merge of its named graphs.
        query: What is asked. Relative IRIs in it are those of things: ``<session/wg4-1>``.
        graphs: The dataset to ask, in the place of the one that the query names.
        rewrite: Whether the groups of EXISTS, and paths without end, are asked as :mod:`tipgraph.query.existence` and
            :mod:`tipgraph.query.closures` write them.

    Returns:
        What the engine found; the columns of ``SELECT *`` are in the order in which the query names them.

    Raises:
        tipgraph.errors.MalformedError: If the query does not parse.
        EvaluationError: If it parses and cannot be answered.
    """
    wanted = graphs or named_by_query(query)
    star = _star(query)
    meant, nameless = query, False
    if star is not None or wanted is not None or any(one.may_have(query) for one in (departures, existence, closures)):
        found = _ask(_NOTHING, query, query.text)  # what is not SPARQL is refused before more is made of it
        columns = _columns(query, found, star)
        meant, nameless = departures.rewritten(query, columns), star is not None and not columns
    asked = scope(store, wanted)
    if not nameless:  # a table without columns would get some
        meant = departures.write_out(meant, lambda: asked.graphs, lambda text: bool(_ask(asked, query, text)))
    if rewrite and (existence.may_have(meant) or closures.may_have(meant)):
        # What is merged for this query alone is not counted: that would be for one answer.
        steps = existence.edits(meant, None if wanted else subjects_of_an_object(store, meant))
        steps += closures.edits(meant, lambda text: _ask(asked, query, text))
        with suppress(MalformedError):  # an engine that does not know LATERAL
            return _ask(asked, query, apply(steps, meant.text))
    return _ask(asked, query, meant.text)


def _columns(query: Prepared, found: Result, star: int | None) -> list[Edit]:
    """Name the columns of ``SELECT *`` in the order of the query: the engine would sort them by name."""
    if star is None or not isinstance(found, QuerySolutions) or not found.variables:
        return []
    wanted = {variable.value for variable in found.variables}
    ordered = dict.fromkeys(token.text[1:] for token in query.tokens if token.kind == "variable")
    columns = " ".join(f"?{name}" for name in ordered if name in wanted)
    return [Edit(star, star + 1, f" {columns} ")]


def write(found: Result, wanted: Format, output: io.BytesIO) -> None:
    """Write an answer.

    Args:
        found: What the engine found; it is used up.
        wanted: A form that fits: one of a table for SELECT and ASK, one of a graph for CONSTRUCT and DESCRIBE.
        output: Where to write; empty.

    Raises:
        EvaluationError: If the engine gives up while it answers.
        FormError: If the form has no way to say what the answer holds.
    """
    try:
        if isinstance(found, QueryTriples):
            write_graph(found, wanted, output, PREFIXES)
        else:
            assert isinstance(wanted.engine, QueryResultsFormat)
            found.serialize(referring(output) if wanted.engine in _XML else output, wanted.engine)
    except RuntimeError as error:
        raise EvaluationError("query", str(error)) from error
    except OSError as error:
        raise FormError(wanted.name, str(error)) from error
    if wanted.engine in _TRUE_OR_FALSE and isinstance(found, QueryBoolean):
        output.write(b"\n")
    if wanted.engine in _XML and not isinstance(found, QueryTriples):
        _check_xml(wanted, output)


def write_graph(found: Iterable[Triple], wanted: Format, output: io.BytesIO, prefixes: Mapping[str, str]) -> None:
    """Write triples sorted, each once: the engine gives a triple as often as it is constructed.

    Args:
        found: The triples.
        wanted: One of :data:`tipgraph.query.formats.GRAPHS`.
        output: Where to write; empty.
        prefixes: Those that may be used; none is declared that is not.

    Raises:
        FormError: If the form has no way to say it: XML has none for most control characters.
    """
    assert isinstance(wanted.engine, RdfFormat)
    triples = sorted(set(found), key=str)
    if wanted.engine == RdfFormat.RDF_XML:
        write_rdfxml(triples, output, _needed(triples, prefixes))
        _check_xml(wanted, output)
    else:
        serialize(triples, output, wanted.engine, prefixes=_needed(triples, prefixes))


def _check_xml(wanted: Format, output: io.BytesIO) -> None:
    """Refuse XML that is none: the engine writes control characters, and predicates that have no local name."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(output.getvalue(), True)
    except expat.ExpatError as error:
        raise FormError(wanted.name, "a character, or the end of a predicate, that XML does not allow") from error


def fitting(query: Prepared) -> tuple[Format, ...]:
    """Return the forms in which a query can be answered."""
    return GRAPHS if query.is_graph else TABLES


def _needed(triples: list[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes of namespaces that occur in triples."""
    terms = (term for t in triples for term in (t.subject, t.predicate, t.object))
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    iris |= {t.object.datatype.value for t in triples if isinstance(t.object, Literal)}
    namespaces = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris}
    return {prefix: namespace for prefix, namespace in prefixes.items() if namespace in namespaces}


def _ask(asked: Scope, query: Prepared, text: str) -> Result:
    try:
        _look_behind(query, text)
        found: Result = asked.store.query(
            text, prefixes=PREFIXES, base_iri=ID, default_graph=asked.default, named_graphs=asked.named
        )
    except SyntaxError as error:
        raise explain(query, error) from None
    except (RuntimeError, OSError) as error:
        known = unknown_function(query, error) if isinstance(error, RuntimeError) else None
        raise known or EvaluationError(query.name, str(error)) from error
    return found


def _look_behind(query: Prepared, text: str) -> None:
    """Raise the engine's error if a text is a query only by a SERVICE that its tokens do not show."""
    harmless = disguise(text)
    if harmless is None:
        raise ServiceRefused(query.name, *query.place(0))
    if harmless != text:
        with suppress(RuntimeError, OSError):  # it parses, and that is all that is asked
            _NOTHING.store.query(harmless, prefixes=PREFIXES, base_iri=ID)


def _star(query: Prepared) -> int | None:
    """Return the offset of the asterisk of ``SELECT *``, if the query's own SELECT has one."""
    tokens = query.tokens
    for token in tokens[query.first + 1 : query.first + 3]:
        if token.text == "*":
            return token.start
        if token.word not in {"DISTINCT", "REDUCED"}:
            return None
    return None
